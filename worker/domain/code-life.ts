import type { CodeReply } from '../../sdk/contract/orders.ts';
import type { ProblemCode } from '../../sdk/contract/problem.ts';
import type { ClosedReason } from '../../sdk/contract/visitor.ts';

/** The refusals of a code, by the problem the API answers with. */
export type CodeProblem = Extract<ProblemCode, 'code_used' | 'code_reserved' | 'code_expired'>;

/** A friend's code as it stands in the store. */
export interface CodeFacts {
  readonly claim: {
    readonly state: 'issued' | 'reserved' | 'redeemed';
    readonly expiresAt: number;
    readonly reservedUntil: number | null;
    readonly orderId: string | null;
    readonly orderSource: string | null;
  };
  readonly referralState: 'claimed' | 'ordered' | 'refused';
  readonly minimumOrderMinor: number;
}

/**
 * Why a friend's own code, typed where an advocate's belongs, opens no offer. One that is still good belongs to the checkout;
 * whether its offer was settled is not told here, because that would tell who is known.
 */
export function lookedUpReason(
  claim: Pick<CodeFacts['claim'], 'state' | 'expiresAt'> | null,
  now: number,
): ClosedReason {
  if (claim?.state === 'redeemed') return 'used';
  return claim && claim.expiresAt <= now ? 'expired' : 'unknown';
}

/** What is known of a cart when it asks. */
export interface CartFacts {
  readonly subtotalMinor: number | null;
  /** Orders placed by whoever claimed the code, or by the cart's customer, whichever is more. */
  readonly earlierOrders: number;
  readonly firstOrderOnly: boolean;
}

/** Where in its life a code is at a moment. A reservation that ran out is none. */
export function codeState({ claim, referralState }: CodeFacts, now: number): Exclude<CodeReply['state'], 'unknown'> {
  if (claim.state === 'redeemed') return 'redeemed';
  if (referralState !== 'claimed') return 'closed';
  if (claim.expiresAt <= now) return 'expired';
  return claim.state === 'reserved' && (claim.reservedUntil ?? 0) > now ? 'reserved' : 'issued';
}

/** Why a cart can't use a code now, as one sentence for the person at the cart; null where it can. */
export function cartRefusal(code: CodeFacts, cart: CartFacts, now: number): string | null {
  switch (codeState(code, now)) {
    case 'redeemed':
      return 'This code has been used.';
    case 'closed':
      return 'This offer is for a first order, and has been settled.';
    case 'expired':
      return 'This code has expired; the link it came from may give a fresh one.';
    case 'reserved':
      return 'This code is held by another cart; it is free again in a while.';
    case 'issued':
      if (cart.firstOrderOnly && cart.earlierOrders > 0) return 'This offer is for a first order.';
      if (cart.subtotalMinor !== null && cart.subtotalMinor < code.minimumOrderMinor)
        return 'This order is under the minimum of the offer.';
      return null;
  }
}

/** What the shop's server wants to do with a code for an order. */
export interface CodeAct {
  readonly act: 'reserve' | 'redeem' | 'release';
  readonly orderId: string;
  readonly source: string;
}

/** Whether an order may do this to a code: `done` where it is so already, so that a retry is harmless. */
export function decideCode(code: CodeFacts, act: CodeAct, now: number): 'go' | 'done' | CodeProblem {
  const { claim } = code;
  const mine = claim.orderId === act.orderId && claim.orderSource === act.source;
  const state = codeState(code, now);
  if (state === 'redeemed') return mine && act.act === 'redeem' ? 'done' : 'code_used';
  if (act.act === 'release') return claim.state === 'reserved' ? (mine ? 'go' : 'code_reserved') : 'done';
  if (state === 'closed') return 'code_used';
  // A cart that reserved in time may be paid late.
  if (state === 'expired') return mine && act.act === 'redeem' && claim.state === 'reserved' ? 'go' : 'code_expired';
  return state === 'reserved' && !mine ? 'code_reserved' : 'go';
}
