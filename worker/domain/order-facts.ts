import type { ProgramSettings, TouchSource } from '../../sdk/contract/program.ts';
import type { ProgramStanding } from './program-state.ts';

/** One piece of evidence of who recommended, with what the store knows about it. */
export interface Evidence {
  readonly source: TouchSource;
  /** The code it named, where it named one. */
  readonly code: string | null;
  /** When the touch was seen; null for evidence that has no moment of its own, such as a code at the checkout. */
  readonly seenAt: number | null;
  readonly channel: string | null;
  /** The advocate behind it; null where nobody stands behind the code. */
  readonly advocate: { readonly personId: string; readonly active: boolean } | null;
  readonly linkCode: string | null;
  /** False for a signed touch whose signature does not hold. */
  readonly genuine: boolean;
}

export type VerifiedBy = 'key' | 'owner' | 'list';

/** The friend's single-use code as this order finds it. */
export interface ClaimFact {
  readonly standing: 'free' | 'used_elsewhere' | 'expired';
}

/** All that the decision of an order looks at. Read in one go, so that a compare-and-set can tell whether it is still so. */
export interface OrderFacts {
  readonly program: {
    readonly programId: string;
    readonly version: number;
    readonly settings: ProgramSettings;
    readonly standing: ProgramStanding;
  };
  readonly order: {
    readonly currency: string;
    readonly subtotalMinor: number;
    readonly discountMinor: number | null;
    /** Earlier orders as the shop counts them; null where it did not say. */
    readonly earlierOrders: number | null;
    readonly placedAt: number;
  };
  /** Who vouches for the order; null for one that only a page reported. */
  readonly verifiedBy: VerifiedBy | null;
  readonly evidence: readonly Evidence[];
  readonly friend: {
    /** Every person this order points at: by customer number, e-mail and code. More than one where they were not known to be one. */
    readonly personIds: readonly string[];
    /** Whether a customer number, e-mail or code tells who the friend is. */
    readonly identified: boolean;
    /** Verified orders counted before this one. */
    readonly orderCount: number;
    /** Which order this is of the one person the bond is with: it only ever rises, so no two orders of a bond share one. */
    readonly ordinal: number;
  };
  readonly claim: ClaimFact | null;
  /** What this friend's claim holds of the budget. */
  readonly heldMinor: number;
  readonly budget: { readonly committedMinor: number; readonly capMinor: number | null };
}
