import { describe, expect, it } from 'vitest';
import { attribute, captureTouch, formatTouch, parseTouch, type Touch } from '../../sdk/contract/attribution.ts';
import vectors from './attribution.json' with { type: 'json' };

/** The rules of attribution as data: Node and a real browser have to reach the same answers. */
export function checkAttribution(): void {
  describe('an address says', () => {
    it.each(vectors.capture)('$name', ({ url, params, now, touch }) => {
      expect(captureTouch(new URL(url), params, now)).toEqual(touch);
    });
  });

  describe('the touch that is kept:', () => {
    it.each(vectors.attribute)('$name', ({ held, seen, model, windowDays, now, kept }) => {
      expect(attribute(held, seen, { model, windowDays }, now)?.code ?? null).toBe(kept);
    });
  });

  describe('a touch in a cookie', () => {
    it.each(vectors.format)('is written as $text and read again', ({ touch, text }) => {
      expect(formatTouch(touch as Touch)).toBe(text);
      expect(parseTouch(text)).toEqual(touch);
    });

    it.each(vectors.refused)('is not %j', (text) => {
      expect(parseTouch(text)).toBeNull();
    });
  });
}
