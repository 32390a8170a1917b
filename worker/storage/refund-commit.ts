import type { Reversal } from '../domain/decide-refund.ts';
import { accounts, currencyOf } from '../domain/ledger.ts';
import { commitToCounter, programScope } from './counters.ts';
import { insertEvent, updateEvent } from './events.ts';
import type { Event } from './events.ts';
import { transferStatements } from './ledger.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import { updateReward } from './rewards.ts';
import type { Reward } from './rewards.ts';
import { addToRollup } from './rollups.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';

export interface RefundToCommit {
  readonly refund: Event;
  /** Whether the refund stands in the store already, waiting for its order. */
  readonly waiting: boolean;
  readonly order: Event;
  readonly appliedMinor: number;
  readonly reversals: readonly { readonly reward: Reward; readonly quantity: number }[];
  readonly channel: string;
  readonly now: number;
}

/** Pairs each reversal with the reward it takes back from. */
export function withRewards(reversals: readonly Reversal[], rewards: readonly Reward[]): RefundToCommit['reversals'] {
  return reversals.flatMap((reversal) => {
    const reward = rewards.find((each) => each.rewardId === reversal.rewardId);
    return reward ? [{ reward, quantity: reversal.quantity }] : [];
  });
}

/** The statements of one refund: the order's remainder is compared and set, so that two refunds of one moment are decided one after the other. */
export function refundStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  input: RefundToCommit,
): D1PreparedStatement[] {
  const { refund, order, appliedMinor, now } = input;
  return [
    ...(input.waiting ? [updateEvent(store, refund), changedOne(store)] : [insertEvent(store, refund)]),
    updateEvent(store, { ...order, refundedMinor: order.refundedMinor + appliedMinor }),
    changedOne(store),
    ...input.reversals.flatMap(({ reward, quantity }) =>
      reversalStatements(store, platform, reward, quantity, refund, order, now),
    ),
    ...(order.outcome === 'rewarded' && order.programId !== null
      ? [
          addToRollup(store, order.programId, input.channel, now, {
            revenueMinor: -appliedMinor,
            costMinor: -costOf(input.reversals, order.currency),
          }),
        ]
      : []),
  ];
}

function costOf(reversals: RefundToCommit['reversals'], currency: string): number {
  return reversals
    .filter(({ reward }) => currencyOf(reward.unit) === currency)
    .reduce((sum, { quantity }) => sum + quantity, 0);
}

function reversalStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  reward: Reward,
  quantity: number,
  refund: Event,
  order: Event,
  now: number,
): D1PreparedStatement[] {
  const { programId, unit, rewardId } = reward;
  const reversedQuantity = reward.reversedQuantity + quantity;
  const whole = reversedQuantity === reward.quantity;
  // What was handed over comes back from where it went; a balance may go negative, because the credit was spent on a sale that is no more.
  const holder =
    reward.state === 'fulfilled' ? accounts.fulfilled(programId, unit) : accounts.person(reward.recipientId, unit);
  const told = {
    rewardId,
    eventId: order.eventId,
    orderId: order.externalId,
    side: reward.side,
    personId: reward.recipientId,
    unit,
    quantity: reward.quantity,
  };
  return [
    updateReward(store, reward, {
      state: whole ? 'reversed' : reward.state,
      reversedQuantity,
      reason: whole ? 'refunded' : reward.reason,
    }),
    changedOne(store),
    ...transferStatements(store, {
      id: platform.newId('trf'),
      kind: 'reversal',
      from: holder,
      to: accounts.program(programId, unit),
      unit,
      quantity,
      eventId: refund.eventId,
      rewardId,
      at: now,
    }),
    commitToCounter(store, programScope(programId), unit, -quantity),
    enqueueDelivery(
      store,
      {
        id: platform.newId('dlv'),
        kind: 'webhook',
        topic: 'reward.reversed',
        payload: {
          ...told,
          availableAt: reward.state === 'review' ? null : reward.availableAt,
          refundId: refund.externalId,
          reversedQuantity: quantity,
          remainingQuantity: reward.quantity - reversedQuantity,
        },
      },
      now,
    ),
  ];
}
