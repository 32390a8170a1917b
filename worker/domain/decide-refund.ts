import { shareOf } from '../../sdk/contract/money.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import type { Side } from '../../sdk/contract/trace.ts';
import { rewardFor } from './offer.ts';

/** A reward as a refund finds it. */
export interface RewardedFact {
  readonly rewardId: string;
  readonly side: Side;
  readonly quantity: number;
  readonly reversedQuantity: number;
}

export interface RefundFacts {
  /** The settings of the version that decided the order: a later change of the program takes nothing back. */
  readonly settings: ProgramSettings;
  readonly order: { readonly amountMinor: number; readonly refundedMinor: number };
  readonly refundMinor: number;
  readonly rewards: readonly RewardedFact[];
}

export interface Reversal {
  readonly rewardId: string;
  /** What is taken back now; always positive. */
  readonly quantity: number;
}

/**
 * Decides a refund: each reward is recomputed on what remains of the order and the difference is taken back. Under the
 * minimum order everything is; a refund of more than remains counts as the rest, because shops refund shipping too.
 */
export function decideRefund(facts: RefundFacts): {
  readonly appliedMinor: number;
  readonly remainingMinor: number;
  readonly reversals: readonly Reversal[];
} {
  const before = facts.order.amountMinor - facts.order.refundedMinor;
  const appliedMinor = Math.min(facts.refundMinor, before);
  const remainingMinor = before - appliedMinor;
  const reversals = facts.rewards
    .map((reward) => ({
      rewardId: reward.rewardId,
      quantity: reward.quantity - reward.reversedQuantity - owedAfter(reward, remainingMinor, facts),
    }))
    .filter((reversal) => reversal.quantity > 0);
  return { appliedMinor, remainingMinor, reversals };
}

function owedAfter(reward: RewardedFact, remainingMinor: number, { settings, order, rewards }: RefundFacts): number {
  const discount = rewards.filter((each) => each.side === 'friend').reduce((sum, each) => sum + each.quantity, 0);
  // The minimum was met before the friend's own discount, so what remains is measured the same way, in proportion.
  const remainingGross =
    order.amountMinor === 0 ? 0 : shareOf(order.amountMinor + discount, remainingMinor, order.amountMinor);
  if (remainingMinor === 0 || remainingGross < settings.minimumOrderMinor) return 0;
  const rule = reward.side === 'advocate' ? settings.advocateReward : settings.friendReward;
  const owed =
    rule.kind === 'percent'
      ? reward.side === 'friend'
        ? shareOf(reward.quantity, remainingMinor, order.amountMinor)
        : rewardFor(rule, { amountMinor: remainingMinor, currency: settings.currency }).amountMinor
      : settings.flatRefund === 'proportion'
        ? shareOf(reward.quantity, remainingMinor, order.amountMinor)
        : reward.quantity;
  return Math.min(owed, reward.quantity);
}
