import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { localInput, readLocalInput, relativeTime } from '../../../worker/dashboard/format/dates.ts';
import {
  amountText,
  formatMoney,
  formatQuantity,
  parseAmount,
  sayMoney,
} from '../../../worker/dashboard/format/numbers.ts';
import { axis } from '../../../worker/dashboard/screens/overview/scale.ts';

const HOUR = 3_600_000;

describe('an amount as typed', () => {
  it.each([
    ['19.99', 'USD', 1_999],
    ['19,9', 'EUR', 1_990],
    ['1 000,00', 'EUR', 100_000],
    ['0', 'USD', 0],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1_234],
    ['5.999', 'USD', null],
    ['500.5', 'JPY', null],
    ['-5', 'USD', null],
    ['ten', 'USD', null],
    ['', 'USD', null],
  ])('%j in %s is %j minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency)).toBe(minor);
  });

  it('comes back as it was, in every currency and language', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        fc.constantFrom('en' as const, 'fr' as const),
        (amountMinor, currency, locale) => {
          expect(parseAmount(amountText({ amountMinor, currency }, locale), currency)).toBe(amountMinor);
        },
      ),
    );
  });
});

describe('money', () => {
  it('has all its digits in a column and only those that count in a sentence', () => {
    expect(formatMoney({ amountMinor: 1_000, currency: 'USD' }, 'en')).toBe('$10.00');
    expect(sayMoney({ amountMinor: 1_000, currency: 'USD' }, 'en')).toBe('$10');
    expect(sayMoney({ amountMinor: 1_050, currency: 'USD' }, 'en')).toBe('$10.50');
    expect(sayMoney({ amountMinor: 1_000, currency: 'EUR' }, 'fr')).toBe('10\u00a0€');
  });

  it('is told apart from points', () => {
    expect(formatQuantity(1_000, 'money:USD', 'en')).toBe('$10.00');
    expect(formatQuantity(1_000, 'points', 'en')).toBe('1,000 points');
  });
});

describe('a moment', () => {
  const now = Date.UTC(2026, 10, 21, 15);
  it.each([
    [now - 20_000, 'now'],
    [now - 59 * 60_000, '59 minutes ago'],
    [now - HOUR, '1 hour ago'],
    [now - 47 * HOUR, 'yesterday'],
    [now + 48 * HOUR, 'in 2 days'],
    [now + 14 * 24 * HOUR, 'in 2 weeks'],
    [now - 800 * 24 * HOUR, '2 years ago'],
  ])('at %d is told as %j', (at, told) => {
    expect(relativeTime(at, now, 'en')).toBe(told);
  });

  it('goes through a field and back, to the minute', () => {
    expect(readLocalInput(localInput(now + 30_000))).toBe(now);
    expect(readLocalInput('')).toBeNull();
  });
});

describe('an axis', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [3, [0, 1, 2, 3]],
    [7, [0, 2, 4, 6, 8]],
    [37, [0, 10, 20, 30, 40]],
    [11_900, [0, 5_000, 10_000, 15_000]],
  ])('that has to reach %d begins at zero and steps in round numbers', (max, ticks) => {
    expect(axis(max)).toEqual({ top: ticks.at(-1), ticks });
  });

  it('always has room for its highest value, and few steps', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (max) => {
        const { top, ticks } = axis(max);
        expect(top).toBeGreaterThanOrEqual(max);
        expect(ticks.length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
