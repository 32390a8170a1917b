import type { StoredReward } from './reward-state.ts';

/** What approving a reward comes to. `already` is the answer to a second click, and to a call that was sent again. */
export function decideApproval(reward: Pick<StoredReward, 'state'>): 'approve' | 'already' | 'too_late' {
  switch (reward.state) {
    case 'review':
      return 'approve';
    case 'granted':
    case 'fulfilled':
      return 'already';
    case 'refused':
    case 'reversed':
      return 'too_late';
  }
}

/** What refusing a reward comes to, and how much of it is still to be taken back, in the unit's smallest part. */
export type RewardRefusal =
  | { readonly kind: 'refuse'; readonly takenBack: number }
  | { readonly kind: 'already' }
  | { readonly kind: 'too_late' };

/**
 * Decides a refusal: what refunds have not yet taken back goes too. What was handed over stays handed over: a discount that
 * was used can't be refused any more, only refunded with its order.
 */
export function decideRefusal(
  reward: Pick<StoredReward, 'state'> & { readonly quantity: number; readonly reversedQuantity: number },
): RewardRefusal {
  switch (reward.state) {
    case 'review':
    case 'granted':
      return { kind: 'refuse', takenBack: reward.quantity - reward.reversedQuantity };
    case 'refused':
      return { kind: 'already' };
    case 'fulfilled':
    case 'reversed':
      return { kind: 'too_late' };
  }
}
