import { minorDigits } from '../../sdk/contract/minor-digits.ts';
import { currencyOf } from './ledger.ts';

// Formatting is done here and not on the page: the first Intl.NumberFormat costs a visitor's browser some 25–50 ms.
const formats = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount as people of a locale read it; whole amounts lose their zeros: `$10`, `$10.50`, `10 $`.
 * An unknown locale falls back to English, because a page's language tag is outside data.
 */
export function formatMoney(amountMinor: number, currency: string, locale: string): string {
  const digits = minorDigits(currency);
  const major = amountMinor / 10 ** digits;
  return currencyFormat(currency, locale, Number.isInteger(major) ? 0 : digits).format(major);
}

/** Writes a percentage of basis points: `10%`, `12.5%`, `10 %`. */
export function formatPercent(basisPoints: number, locale: string): string {
  return cached(`${locale} %`, locale, { style: 'percent', maximumFractionDigits: 2 }).format(basisPoints / 10_000);
}

/** Writes a quantity of any unit of the ledger. */
export function formatQuantity(quantity: number, unit: string, locale: string): string {
  const currency = currencyOf(unit);
  return currency === null
    ? `${cached(`${locale} #`, locale, {}).format(quantity)} ${unit}`
    : formatMoney(quantity, currency, locale);
}

function currencyFormat(currency: string, locale: string, digits: number): Intl.NumberFormat {
  return cached(`${locale} ${currency} ${digits}`, locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

function cached(key: string, locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const known = formats.get(key);
  if (known) return known;
  // An isolate sees few locales and currencies; the bound only keeps made-up language tags from filling its memory.
  if (formats.size > 500) formats.clear();
  const made = new Intl.NumberFormat(supported(locale), options);
  formats.set(key, made);
  return made;
}

function supported(locale: string): string {
  try {
    return Intl.NumberFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
