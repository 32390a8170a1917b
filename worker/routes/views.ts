import type { RewardView } from '../../sdk/contract/orders.ts';
import { formatQuantity } from '../domain/format.ts';
import { rewardState } from '../domain/reward-state.ts';
import type { Reward } from '../storage/rewards.ts';

/** The locale of what an API client and the owner read; a visitor's calls name their own. */
export const OWNER_LOCALE = 'en';

/** A reward as the API shows it at a moment. */
export function rewardView(reward: Reward, orderId: string | null, now: number): RewardView {
  return {
    id: reward.rewardId,
    side: reward.side,
    state: rewardState(reward, now),
    unit: reward.unit,
    quantity: reward.quantity,
    reversedQuantity: reward.reversedQuantity,
    formatted: formatQuantity(reward.quantity - reward.reversedQuantity, reward.unit, OWNER_LOCALE),
    availableAt: reward.state === 'granted' ? reward.availableAt : null,
    createdAt: reward.createdAt,
    personId: reward.recipientId,
    orderId,
    eventId: reward.eventId,
  };
}
