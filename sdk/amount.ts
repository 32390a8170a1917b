import { minorDigits } from './contract/minor-digits.ts';

// Digits, perhaps in groups of three, perhaps with decimals behind the other sign. \p{Z}: spaces of every kind.
const PLAIN = /^(\d+)(?:[.,](\d+))?$/;
const GROUPED =
  /^(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$|^(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$|^(\d{1,3}(?:[\p{Z}'’]\d{3})+)(?:[.,](\d+))?$/u;

/**
 * Brings an amount as a shop prints it (`49.90`, `1,049.90`, `1 049,90`) into whole minor units, digit by digit and without a
 * floating-point number. Null where it cannot be told for certain: `1,234` may be one or a thousand, `4.999` of a currency
 * with two decimals is neither, and a sign before the digits is not an order.
 *
 * @param currency ISO 4217; a dot before exactly three digits is the decimal point where the currency has three decimals.
 * @example parseAmount('49.90', 'USD') // 4990
 */
export function parseAmount(text: string, currency: string): number | null {
  const digits = minorDigits(currency);
  const bare = text.replace(currency, '').replace(/^[\p{Sc}\p{Z}\s]+|[\p{Sc}\p{Z}\s]+$/gu, '');
  const [whole, printed = ''] = split(bare, digits) ?? [];
  // `4900.00` of a currency without decimals is exact all the same.
  const decimals = printed.replace(/0+$/, '');
  if (whole === undefined || decimals.length > digits) return null;
  const amount = Number(whole.replace(/\D/g, '') + decimals.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

function split(bare: string, digits: number): readonly [whole: string, decimals: string | undefined] | null {
  const [, whole, decimals] = PLAIN.exec(bare) ?? [];
  const isDecimal = decimals?.length !== 3 || (digits === 3 && bare.includes('.'));
  if (whole !== undefined && isDecimal) return [whole, decimals];
  const [, comma, afterDot, dot, afterComma, space, afterSpace] = GROUPED.exec(bare) ?? [];
  // One sign alone before three digits (`1,234`) may group or divide; two groups, or decimals behind, leave no doubt.
  const group = comma ?? dot;
  if (group !== undefined && group.split(/[.,]/).length < 3 && (afterDot ?? afterComma) === undefined) return null;
  const found = group ?? space;
  return found === undefined ? null : [found, afterDot ?? afterComma ?? afterSpace];
}
