import type { Grant } from '../domain/grant-rewards.ts';
import { accounts } from '../domain/ledger.ts';
import { transferStatements } from './ledger.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import { insertReward } from './rewards.ts';
import type { Store } from './store.ts';

/** A grant with its id, its receiver and what earned it. */
export interface PlacedGrant extends Grant {
  readonly rewardId: string;
  readonly recipientId: string;
  readonly eventId: string;
  readonly orderId: string;
  readonly programId: string;
  readonly referralId: string;
}

/** The statements of one reward: its row, its transfer, and the word to the shop and the advocate. */
export function grantStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  grant: PlacedGrant,
  now: number,
): D1PreparedStatement[] {
  const { programId, rewardId, eventId, recipientId, unit, quantity } = grant;
  const to = grant.state === 'fulfilled' ? accounts.fulfilled(programId, unit) : accounts.person(recipientId, unit);
  const posted = [
    insertReward(store, { ...grant, reversedQuantity: 0, reason: null, version: 1, createdAt: now }),
    ...transferStatements(store, {
      id: platform.newId('trf'),
      kind: 'grant',
      from: accounts.program(programId, unit),
      to,
      unit,
      quantity,
      eventId,
      rewardId,
      at: now,
    }),
  ];
  // The friend had the discount in hand at the checkout; there is nothing to tell.
  if (grant.side === 'friend') return posted;
  const payload = {
    rewardId,
    eventId,
    orderId: grant.orderId,
    side: grant.side,
    personId: recipientId,
    unit,
    quantity,
    availableAt: grant.state === 'review' ? null : grant.availableAt,
  };
  return [
    ...posted,
    enqueueDelivery(store, { id: platform.newId('dlv'), kind: 'webhook', topic: 'reward.granted', payload }, now),
    enqueueDelivery(
      store,
      { id: platform.newId('dlv'), kind: 'mail', topic: 'reward_granted', target: recipientId, payload: { rewardId } },
      now,
    ),
  ];
}
