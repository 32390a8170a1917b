import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inkOn, luminance } from '../../../sdk/contract/color.ts';

const contrast = (one: string, other: string) => {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
};
const full = (ink: string) => (ink === '#fff' ? '#ffffff' : '#000000');
const anyColor = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);

describe('the ink on a brand color', () => {
  it('reaches 4.5 : 1 on every color', () => {
    fc.assert(
      fc.property(anyColor, (brand) => {
        expect(contrast(brand, full(inkOn(brand)))).toBeGreaterThanOrEqual(4.5);
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([
    ['#0f766e', '#fff'],
    ['#ffe600', '#000'],
    ['#767676', '#fff'],
    ['#777777', '#000'],
    ['#000000', '#fff'],
    ['#FFFFFF', '#000'],
  ])('on %s is %s', (brand, ink) => {
    expect(inkOn(brand)).toBe(ink);
  });

  it('goes by the luminance of WCAG 2.2', () => {
    expect(luminance('#ffffff')).toBeCloseTo(1, 10);
    expect(luminance('#000000')).toBe(0);
    expect(luminance('#ff0000')).toBeCloseTo(0.2126, 10);
  });
});
