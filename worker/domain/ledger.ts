/** Why a quantity moves from one account to another. */
export type TransferKind = 'grant' | 'reversal' | 'refusal' | 'fulfillment' | 'credit';

/** A movement of a whole quantity of one unit; it writes two entries that sum to zero, so the ledger can't lose balance. */
export interface Transfer {
  readonly id: string;
  readonly kind: TransferKind;
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  readonly quantity: number;
  readonly eventId: string;
  readonly rewardId: string | null;
  readonly at: number;
}

/** The unit of an amount of money, such as `money:EUR`: units are never converted into each other. */
export const moneyUnit = (currency: string): string => `money:${currency}`;

/** The currency of a unit of money, or null for points, days and the like. */
export const currencyOf = (unit: string): string | null => (unit.startsWith('money:') ? unit.slice(6) : null);

/** Accounts carry their unit in their name, so that a balance is one number. */
export const accounts = {
  /** Where a program's rewards come from; its balance is minus what the program has granted. */
  program: (programId: string, unit: string): string => `program:${programId}/${unit}`,
  /** What a person has earned and not yet received. */
  person: (personId: string, unit: string): string => `person:${personId}/${unit}`,
  /** What has been handed over: the friend's discount on the order, a paid-out credit. */
  fulfilled: (programId: string, unit: string): string => `fulfilled:${programId}/${unit}`,
  /** Where the owner's goodwill credits come from, outside every budget. */
  goodwill: (unit: string): string => `goodwill/${unit}`,
} as const;

/** One of the two entries of a transfer, before the store gives it its number and balance. */
export interface Entry {
  readonly account: string;
  readonly otherAccount: string;
  readonly quantity: number;
}

/** Splits a transfer into its two entries; throws on a quantity that is no positive whole number, which is a bug of the caller. */
export function entriesOf(transfer: Transfer): readonly [Entry, Entry] {
  if (!Number.isSafeInteger(transfer.quantity) || transfer.quantity <= 0)
    throw new RangeError(`A transfer moves a positive whole quantity, not ${transfer.quantity}`);
  if (transfer.from === transfer.to) throw new RangeError('A transfer needs two accounts');
  return [
    { account: transfer.from, otherAccount: transfer.to, quantity: -transfer.quantity },
    { account: transfer.to, otherAccount: transfer.from, quantity: transfer.quantity },
  ];
}
