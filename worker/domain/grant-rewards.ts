import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { Side } from '../../sdk/contract/trace.ts';
import { moneyUnit } from './ledger.ts';
import { rewardFor } from './offer.ts';
import type { OrderFacts } from './order-facts.ts';

/** One reward to be granted, before it has an id. */
export interface Grant {
  readonly side: Side;
  /** With `ordinal` and the referral, what makes a reward the same reward. */
  readonly rule: 'first_order' | 'order';
  readonly ordinal: number;
  readonly unit: string;
  readonly quantity: number;
  readonly state: 'review' | 'granted' | 'fulfilled';
  readonly availableAt: number;
}

/**
 * The rewards an order would earn: the advocate's, and the friend's where the friend's own code was free to use. The
 * friend's is fulfilled at once, because the shop has taken it off the order.
 */
export function grantRewards(facts: OrderFacts): readonly Grant[] {
  const { settings } = facts.program;
  const sale = { amountMinor: facts.order.subtotalMinor, currency: settings.currency };
  const shared = {
    rule: settings.firstOrderOnly ? ('first_order' as const) : ('order' as const),
    ordinal: settings.firstOrderOnly ? 1 : facts.friend.ordinal,
    unit: moneyUnit(settings.currency),
  };
  const grants: Grant[] = [
    {
      ...shared,
      side: 'advocate',
      quantity: rewardFor(settings.advocateReward, sale).amountMinor,
      state: settings.approval === 'by_hand' ? 'review' : 'granted',
      availableAt: facts.order.placedAt + settings.holdDays * DAY_MS,
    },
  ];
  if (facts.claim?.standing === 'free') {
    const offered = rewardFor(settings.friendReward, sale).amountMinor;
    const most =
      settings.friendReward.kind === 'flat'
        ? offered
        : (settings.friendReward.max?.amountMinor ?? Number.MAX_SAFE_INTEGER);
    grants.push({
      ...shared,
      side: 'friend',
      quantity: Math.min(facts.order.discountMinor ?? offered, most),
      state: 'fulfilled',
      availableAt: facts.order.placedAt,
    });
  }
  return grants.filter((grant) => grant.quantity > 0);
}

/** What the goods cost before the friend's own discount. */
export function grossMinor(subtotalMinor: number, grants: readonly Pick<Grant, 'side' | 'quantity'>[]): number {
  return subtotalMinor + totalOf(grants.filter((grant) => grant.side === 'friend'));
}

export function totalOf(grants: readonly Pick<Grant, 'quantity'>[]): number {
  return grants.reduce((sum, grant) => sum + grant.quantity, 0);
}
