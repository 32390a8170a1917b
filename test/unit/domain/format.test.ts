import { describe, expect, it } from 'vitest';
import { formatMoney } from '../../../worker/domain/format.ts';
import { minorOf } from '../../../worker/domain/order-list.ts';

describe('an amount as people read it', () => {
  it.each([
    [1_000, 'USD', 'en', '$10'],
    [1_050, 'USD', 'en', '$10.50'],
    [1_050, 'EUR', 'fr', '10,50\u00a0€'],
    [500, 'JPY', 'en', '¥500'],
    [12_345, 'KWD', 'en', 'KWD\u00a012.345'],
    // Intl follows CLDR, which prints these without decimals though ISO 4217 gives them two.
    [199_900, 'HUF', 'en', 'Ft\u00a01,999'],
    [199_950, 'HUF', 'en', 'Ft\u00a01,999.50'],
    [-1_000, 'USD', 'en', '-$10'],
  ])('%d of %s in %s is %s', (amountMinor, currency, locale, text) => {
    expect(formatMoney(amountMinor, currency, locale)).toBe(text);
  });
});

describe('an amount of a list, in major units', () => {
  it.each([
    ['49.90', 'USD', 4_990],
    ['49.9', 'USD', 4_990],
    ['1999', 'HUF', 199_900],
    ['500', 'JPY', 500],
    ['12.345', 'KWD', 12_345],
    ['500.5', 'JPY', '500.5'],
    ['1,999.00', 'USD', '1,999.00'],
    ['10', 'XXX', '10'],
  ])('%s %s becomes %s minor units, or is left for the check to refuse', (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });
});
