import { minorDigits } from '../../../sdk/contract/minor-digits.ts';
import type { Money } from '../../../sdk/contract/money.ts';
import type { Locale } from '../state/preferences.ts';

const formats = new Map<string, Intl.NumberFormat>();

function format(locale: Locale, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = formats.get(key) ?? new Intl.NumberFormat(locale, options);
  formats.set(key, known);
  return known;
}

/** An amount with all its digits, so that a column of them lines up: `$10.00`, `10,00 $`. */
export function formatMoney({ amountMinor, currency }: Money, locale: Locale): string {
  const digits = minorDigits(currency);
  const shown = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const style = { style: 'currency', currency, currencyDisplay: 'narrowSymbol', ...shown } as const;
  return format(locale, style).format(amountMinor / 10 ** digits);
}

/** An amount as one says it, in a headline or a sentence: `$10`, `$10.50`. */
export function sayMoney({ amountMinor, currency }: Money, locale: Locale): string {
  const isWhole = amountMinor % 10 ** minorDigits(currency) === 0;
  if (!isWhole) return formatMoney({ amountMinor, currency }, locale);
  const style = {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: 0,
    maximumFractionDigits: 0,
  } as const;
  return format(locale, style).format(amountMinor / 10 ** minorDigits(currency));
}

export function formatCount(count: number, locale: Locale): string {
  return format(locale, {}).format(count);
}

/** A share of one, such as 0.125, as `12.5%` or `12,5 %`. */
export function formatShare(share: number, locale: Locale): string {
  return format(locale, { style: 'percent', maximumFractionDigits: share > 0 && share < 0.1 ? 1 : 0 }).format(share);
}

/** A change with its sign: `+12`, `−3`, `+8%`. */
export function formatChange(change: number, locale: Locale, style: 'decimal' | 'percent'): string {
  return format(locale, { style, signDisplay: 'exceptZero', maximumFractionDigits: 0 }).format(change);
}

/** A quantity of any unit of the ledger: `money:USD` is money, everything else is named. */
export function formatQuantity(quantity: number, unit: string, locale: Locale): string {
  const currency = unit.startsWith('money:') ? unit.slice('money:'.length) : null;
  return currency === null
    ? `${formatCount(quantity, locale)} ${unit}`
    : formatMoney({ amountMinor: quantity, currency }, locale);
}

/** What stands in a field for an amount: `10.00`, or `10,00` where a comma is the custom. */
export function amountText({ amountMinor, currency }: Money, locale: Locale): string {
  const digits = minorDigits(currency);
  return format(locale, { useGrouping: false, minimumFractionDigits: digits, maximumFractionDigits: digits }).format(
    amountMinor / 10 ** digits,
  );
}

/**
 * Reads an amount as typed, with a point or a comma, into whole minor units; null where it is none or has more digits than
 * the currency. Read as text, because 19.99 * 100 is not 1999.
 *
 * @example parseAmount('19,9', 'EUR') // 1990
 */
export function parseAmount(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const match = /^(\d{1,10})(?:[.,](\d+))?$/.exec(text.trim().replaceAll(/[\s\u00a0\u202f]/g, ''));
  const [, major, minor = ''] = match ?? [];
  if (major === undefined || minor.length > digits) return null;
  return Number(major + minor.padEnd(digits, '0'));
}
