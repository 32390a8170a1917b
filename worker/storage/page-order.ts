import type { OrderBody } from '../../sdk/contract/orders.ts';
import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { OrderDecision } from '../domain/decide-order.ts';
import { insertEvent } from './events.ts';
import { factsOf } from './order-commit.ts';
import type { OrderSituation } from './order-situation.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import { updateReferral } from './referrals.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';

/** How long the owner has to look at an order before the claim behind it lets go of the budget. */
const REVIEW_DAYS = 30;

/** The statements of an order that only a page reported: an event that moves nothing, with the decision it would come to. */
export function pageOrderStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  order: OrderBody,
  situation: OrderSituation,
  decision: OrderDecision,
  now: number,
): D1PreparedStatement[] {
  const eventId = platform.newId('evt');
  const { referral } = situation;
  const heldUntil = now + REVIEW_DAYS * DAY_MS;
  return [
    insertEvent(store, {
      eventId,
      kind: 'order',
      source: order.source,
      externalId: order.orderId,
      state: 'unverified',
      verifiedBy: null,
      outcome: null,
      reason: null,
      programId: situation.program.programId,
      programVersion: situation.facts.program.version,
      referralId:
        decision.attribution && referral?.advocateId === decision.attribution.advocateId ? referral.referralId : null,
      friendId: situation.people[0]?.personId ?? null,
      orderId: null,
      currency: order.currency,
      amountMinor: order.subtotalMinor,
      refundedMinor: 0,
      facts: factsOf(order),
      trace: decision.trace,
      version: 1,
      occurredAt: now,
      receivedAt: now,
    }),
    // The friend kept the promise's terms as far as anyone can tell; the budget held for it must not run out on the owner's desk.
    ...(referral &&
    referral.held > 0 &&
    (referral.heldUntil ?? 0) < heldUntil &&
    situation.facts.claim?.standing === 'free'
      ? [updateReferral(store, { ...referral, heldUntil }), changedOne(store)]
      : []),
    enqueueDelivery(
      store,
      {
        id: platform.newId('dlv'),
        kind: 'webhook',
        topic: 'order.unverified',
        payload: { eventId, orderId: order.orderId, source: order.source },
      },
      now,
    ),
  ];
}
