import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAmount } from '../../../sdk/amount.ts';
import { isCurrency } from '../../../sdk/contract/currencies.ts';
import { minorDigits } from '../../../sdk/contract/minor-digits.ts';
import vectors from '../../vectors/amounts.json' with { type: 'json' };

describe('an amount as a shop prints it', () => {
  it.each(vectors.told as [string, string, number][])('%j in %s is %i minor units', (text, currency, amountMinor) => {
    expect(parseAmount(text, currency)).toBe(amountMinor);
  });

  it.each(vectors.refused as [string, string][])('%j in %s is refused rather than guessed', (text, currency) => {
    expect(parseAmount(text, currency)).toBeNull();
  });

  it('comes back to the last digit, whatever the amount', () => {
    const currency = fc.constantFrom('USD', 'JPY', 'KWD', 'HUF');
    fc.assert(
      fc.property(fc.nat({ max: 1_000_000_000 }), currency, (amountMinor, code) => {
        const digits = minorDigits(code);
        const text = String(amountMinor).padStart(digits + 1, '0');
        const printed = digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
        expect(parseAmount(printed, code)).toBe(amountMinor);
      }),
    );
  });

  it('never throws, and never makes a fraction', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.,\u00a0 -€$eE'.split('')) }), (text) => {
        const amount = parseAmount(text, 'EUR');
        expect(amount === null || (Number.isSafeInteger(amount) && amount >= 0)).toBe(true);
      }),
    );
  });
});

describe('minor digits', () => {
  // ISO 4217: also where browsers print no decimals (HUF, IDR, PKR), the currency has them.
  it.each([
    ['USD', 2],
    ['HUF', 2],
    ['IDR', 2],
    ['PKR', 2],
    ['JPY', 0],
    ['KRW', 0],
    ['XPF', 0],
    ['KWD', 3],
    ['IQD', 3],
    ['TND', 3],
  ])('%s has %i', (currency, digits) => {
    expect(isCurrency(currency)).toBe(true);
    expect(minorDigits(currency)).toBe(digits);
  });
});
