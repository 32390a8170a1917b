import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import {
  attribute,
  captureTouch,
  CHANNELS,
  DAY_MS,
  formatTouch,
  isWithinWindow,
  normalizeCode,
  parseTouch,
  type ChannelLetter,
  type Touch,
} from '../../../sdk/contract/attribution.ts';
import { visitBody } from '../../../sdk/contract/visitor.ts';
import { checkAttribution } from '../../vectors/check-attribution.ts';

checkAttribution();

const letters = Object.keys(CHANNELS) as ChannelLetter[];
const code = fc.stringMatching(/^[A-Z0-9_-]{1,32}$/);
const touch = (seenAt = fc.nat({ max: 4_000_000_000_000 })): fc.Arbitrary<Touch> =>
  fc.record({ code, seenAt, channel: fc.option(fc.constantFrom(...letters), { nil: undefined }) });
const policy = fc.record({ model: fc.constantFrom('first', 'last'), windowDays: fc.integer({ min: 1, max: 365 }) });

describe('always', () => {
  it('a touch that is written is read as it was', () => {
    fc.assert(
      fc.property(touch(), (written) => {
        expect(parseTouch(formatTouch(written))).toEqual(written);
      }),
    );
  });

  it('a link carries a touch as a cookie does', () => {
    fc.assert(
      fc.property(touch(), (written) => {
        const url = new URL(`https://shop.example/?via=${formatTouch(written)}`);
        expect(captureTouch(url, ['via'], 0)).toEqual(written);
      }),
    );
  });

  it('the touch kept is one of the two, and inside its window', () => {
    const now = 2_000_000_000_000;
    const near = fc.integer({ min: now - 366 * DAY_MS, max: now + DAY_MS });
    fc.assert(
      fc.property(fc.option(touch(near)), fc.option(touch(near)), policy, (held, seen, rule) => {
        const kept = attribute(held, seen, rule, now);
        const alive = [held, seen].filter((one) => one && isWithinWindow(one, rule.windowDays, now));
        expect(alive.length > 0 ? alive : [null]).toContain(kept);
      }),
    );
  });

  it('whatever a cookie or an address holds, reading it does not throw', () => {
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('.', 'A', 'w', '%', '0') }),
    );
    fc.assert(
      fc.property(anyText, fc.webUrl({ withQueryParameters: true, withFragments: true }), (text, url) => {
        const read = [parseTouch(text), captureTouch(new URL(url), ['via', text], 0)];
        const address = new URL('https://shop.example/');
        address.searchParams.set('via', text);
        read.push(captureTouch(address, ['via'], 0));
        const codes = read.flatMap((found) => found?.code ?? []);
        expect(codes.map(normalizeCode)).toEqual(codes);
      }),
    );
  });
});

describe('a channel', () => {
  it.each(letters)('%s is read from a link, and told by its letter or its name', (letter) => {
    expect(parseTouch(`ADA7.${letter}`, 1)).toEqual({ code: 'ADA7', seenAt: 1, channel: letter });
    const visit = { shop: 'pk_test_0123456789abcdef', kind: 'visit' };
    expect(v.parse(visitBody, { ...visit, channel: letter }).channel).toBe(CHANNELS[letter]);
    expect(v.parse(visitBody, { ...visit, channel: CHANNELS[letter] }).channel).toBe(CHANNELS[letter]);
  });

  it('that is none is refused in a report', () => {
    const visit = { shop: 'pk_test_0123456789abcdef', kind: 'visit', channel: 'z' };
    expect(v.safeParse(visitBody, visit).success).toBe(false);
  });
});
