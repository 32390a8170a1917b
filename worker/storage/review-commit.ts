import { accounts, currencyOf } from '../domain/ledger.ts';
import type { Transfer } from '../domain/ledger.ts';
import { recordAudit } from './audit.ts';
import { commitToCounter, programScope } from './counters.ts';
import { updateEvent } from './events.ts';
import type { Event } from './events.ts';
import { transferStatements } from './ledger.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import { updateReward } from './rewards.ts';
import type { Reward } from './rewards.ts';
import { addToRollup } from './rollups.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';

/** The owner's word on a reward or an order, with what the log keeps of it. */
export interface Review {
  readonly actor: string;
  readonly now: number;
}

/** The statements of an approval: the reward was posted when it was earned, so only its state changes. */
export function approvalStatements(
  store: Store,
  platform: Platform,
  reward: Reward,
  { actor }: Review,
): D1PreparedStatement[] {
  const { reversedQuantity, reason, rewardId } = reward;
  return [
    updateReward(store, reward, { state: 'granted', reversedQuantity, reason }),
    changedOne(store),
    recordAudit(store, platform, { actor, action: 'reward.approved', subject: rewardId, detail: {} }),
  ];
}

/**
 * The statements of a refusal: what the person was credited goes back to the program, and with it the budget and the cost
 * in the hour of the refusal, because an hour that was folded into its day is not opened again.
 */
export function refusalStatements(
  store: Store,
  platform: Platform,
  refused: {
    readonly reward: Reward;
    readonly orderId: string | null;
    readonly channel: string;
    readonly takenBack: number;
    readonly reason: string;
  },
  { actor, now }: Review,
): D1PreparedStatement[] {
  const { reward, orderId, takenBack, reason } = refused;
  const { rewardId, eventId, programId, unit, quantity, side, recipientId } = reward;
  const payload = { rewardId, eventId, orderId, side, personId: recipientId, unit, quantity, availableAt: null };
  const transfer: Transfer = {
    id: platform.newId('trf'),
    kind: 'refusal',
    from: accounts.person(recipientId, unit),
    to: accounts.program(programId, unit),
    unit,
    quantity: takenBack,
    eventId,
    rewardId,
    at: now,
  };
  return [
    updateReward(store, reward, { state: 'refused', reversedQuantity: quantity, reason }),
    changedOne(store),
    ...(takenBack > 0
      ? [
          ...transferStatements(store, transfer),
          commitToCounter(store, programScope(programId), unit, -takenBack),
          ...costStatements(store, reward, refused.channel, -takenBack, now),
        ]
      : []),
    enqueueDelivery(store, { id: platform.newId('dlv'), kind: 'webhook', topic: 'reward.refused', payload }, now),
    recordAudit(store, platform, { actor, action: 'reward.refused', subject: rewardId, detail: { reason, takenBack } }),
  ];
}

function costStatements(store: Store, reward: Reward, channel: string, costMinor: number, now: number) {
  return currencyOf(reward.unit) === null ? [] : [addToRollup(store, reward.programId, channel, now, { costMinor })];
}

/**
 * The statements that put an unverified order aside: it never counted, so nothing is taken back. The claim behind it was
 * kept from running out while the order waited; with the last waiting order gone, its budget goes when the claim does.
 */
export function dismissalStatements(
  store: Store,
  platform: Platform,
  order: Event,
  reason: string,
  { actor }: Review,
): D1PreparedStatement[] {
  return [
    updateEvent(store, { ...order, state: 'dismissed' }),
    changedOne(store),
    ...(order.referralId === null ? [] : [endPostponement(store, order.referralId)]),
    recordAudit(store, platform, { actor, action: 'order.dismissed', subject: order.eventId, detail: { reason } }),
  ];
}

// After the order's own change of state, so that it is not found as waiting any more.
function endPostponement(store: Store, referralId: string): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE referrals SET version = version + 1, held_until = coalesce(
         (SELECT max(expires_at) FROM claims INDEXED BY claims_by_referral WHERE shop_id = ?1 AND referral_id = ?2), held_until)
       WHERE shop_id = ?1 AND referral_id = ?2 AND held > 0 AND NOT EXISTS (
         SELECT 1 FROM events INDEXED BY events_by_referral WHERE shop_id = ?1 AND referral_id = ?2 AND state = 'unverified')`,
    )
    .bind(store.shopId, referralId);
}
