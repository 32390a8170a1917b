/** An amount in whole minor units (cents, yen, fils) of one ISO 4217 currency. Never a fraction, never without its currency. */
export interface Money {
  readonly amountMinor: number;
  readonly currency: string;
}

/** One hundred percent in basis points: a percentage is stored as basis points so that it never shares a field with money. */
export const WHOLE_BASIS_POINTS = 10_000;

/**
 * The one place where a share of an amount is rounded: down, because nobody is owed a fraction of a cent.
 * BigInt keeps the product exact where amount × share passes 2^53.
 *
 * @example shareOf(999, 1, 3) // 333
 */
export function shareOf(amount: number, part: number, whole: number): number {
  if (whole <= 0) throw new RangeError('A share needs a positive whole');
  return Number((BigInt(amount) * BigInt(part)) / BigInt(whole));
}

/** Takes a percentage, in basis points, of an amount, rounded down: `percentOf({ amountMinor: 999, currency: 'EUR' }, 1000)` is 99 cents. */
export function percentOf(money: Money, basisPoints: number): Money {
  return { ...money, amountMinor: shareOf(money.amountMinor, basisPoints, WHOLE_BASIS_POINTS) };
}

/** Caps an amount; a cap in another currency is a broken promise of the settings, so it throws rather than converts. */
export function atMost(max: Money | undefined, money: Money): Money {
  if (!max) return money;
  if (max.currency !== money.currency) throw new TypeError(`Cannot cap ${money.currency} by ${max.currency}`);
  return max.amountMinor < money.amountMinor ? max : money;
}
