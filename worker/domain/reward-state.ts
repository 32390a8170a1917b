import type { RewardState } from '../../sdk/contract/visitor.ts';

/** What is stored of a reward's life; the rest is a fact of the clock. */
export interface StoredReward {
  readonly state: 'review' | 'granted' | 'fulfilled' | 'refused' | 'reversed';
  readonly availableAt: number;
}

/** A granted reward is held until its moment has come, and available from that millisecond on. */
export function rewardState(reward: StoredReward, now: number): RewardState {
  if (reward.state !== 'granted') return reward.state;
  return reward.availableAt <= now ? 'available' : 'held';
}
