import type { RefundBody, RefundReply } from '../../sdk/contract/orders.ts';
import type { VerifiedBy } from '../domain/order-facts.ts';
import { formatQuantity } from '../domain/format.ts';
import { applyRefund } from '../storage/apply-refund.ts';
import type { Besides } from '../storage/audit.ts';
import { findEvent, insertEvent, notDecided } from '../storage/events.ts';
import type { Event } from '../storage/events.ts';
import { retake } from '../storage/retake.ts';
import { commitBatch } from '../storage/store.ts';
import { Refusal } from './context.ts';
import type { Settling } from './settle-order.ts';
import { OWNER_LOCALE } from './views.ts';

/**
 * Settles a refund, once; one that comes before its order waits for it.
 *
 * @param besides what has to be noted in the transaction that records it.
 */
export async function settleRefund(
  context: Settling,
  body: RefundBody,
  verifiedBy: VerifiedBy,
  besides: Besides = () => [],
): Promise<RefundReply | Refusal> {
  const { store, platform, now } = context;
  const key = { kind: 'refund', source: body.source, externalId: body.refundId } as const;
  const outcome = await retake(platform, async () => {
    const known = await findEvent(store, key);
    if (known && contradicts(known, body)) return contradiction(body, known);
    if (known?.state === 'decided') return { refund: known, duplicate: true };
    const order = await findEvent(store, { kind: 'order', source: body.source, externalId: body.orderId });
    const refund = known ?? freshRefund(body, platform.newId('evt'), verifiedBy, now);
    const noted = known ? [] : besides(refund.eventId);
    if (order && order.currency !== body.currency)
      return new Refusal('conflict', `Order ${body.orderId} was in ${order.currency}.`, 'currency');
    if (order?.state === 'decided') {
      const applied = await applyRefund(context, refund, known !== null, order, noted);
      return applied ? { refund: applied, duplicate: false } : 'stale';
    }
    if (known) return { refund: known, duplicate: true };
    // An order decided in between would not know of this refund, and nobody would apply it.
    const open = notDecided(store, { kind: 'order', source: body.source, externalId: body.orderId });
    const commit = await commitBatch(store, [open, insertEvent(store, refund), ...noted]);
    return commit.kind === 'violated' ? 'stale' : { refund, duplicate: false };
  });
  if (outcome === null) return new Refusal('busy', 'Others were changing the same order; report this refund again.');
  if (outcome instanceof Refusal) return outcome;
  platform.hurryOutbox(store.shopId);
  return refundReply(context, outcome.refund, outcome.duplicate);
}

function freshRefund(body: RefundBody, eventId: string, verifiedBy: VerifiedBy, now: number): Event {
  return {
    eventId,
    kind: 'refund',
    source: body.source,
    externalId: body.refundId,
    state: 'waiting',
    verifiedBy,
    outcome: null,
    reason: null,
    programId: null,
    programVersion: null,
    referralId: null,
    friendId: null,
    orderId: body.orderId,
    currency: body.currency,
    amountMinor: body.amountMinor,
    refundedMinor: 0,
    facts: {},
    trace: null,
    version: 1,
    occurredAt: body.refundedAt ?? now,
    receivedAt: now,
  };
}

function contradicts(known: Event, body: RefundBody): boolean {
  return known.orderId !== body.orderId || known.amountMinor !== body.amountMinor || known.currency !== body.currency;
}

function contradiction(body: RefundBody, known: Event): Refusal {
  return new Refusal(
    'conflict',
    `Refund ${body.refundId} was reported before with ${known.amountMinor} ${known.currency} of order ${known.orderId}.`,
    'refundId',
  );
}

async function refundReply({ store }: Settling, refund: Event, duplicate: boolean): Promise<RefundReply> {
  const order =
    refund.orderId === null
      ? null
      : await findEvent(store, { kind: 'order', source: refund.source, externalId: refund.orderId });
  const applied = refund.state === 'decided';
  return {
    eventId: refund.eventId,
    outcome: applied ? 'applied' : 'waiting',
    reversals: applied
      ? (refund.facts.reversals ?? []).map((each) => ({
          ...each,
          formatted: formatQuantity(each.quantity, each.unit, OWNER_LOCALE),
        }))
      : [],
    remainingMinor: applied && order ? order.amountMinor - order.refundedMinor : null,
    duplicate,
  };
}
