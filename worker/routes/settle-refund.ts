import type { RefundBody, RefundReply } from '../../sdk/contract/orders.ts';
import { decideRefund } from '../domain/decide-refund.ts';
import type { VerifiedBy } from '../domain/order-facts.ts';
import { formatQuantity } from '../domain/format.ts';
import type { Besides } from '../storage/audit.ts';
import { findEvent, insertEvent } from '../storage/events.ts';
import type { Event } from '../storage/events.ts';
import { readProgramVersion } from '../storage/programs.ts';
import { findReferral } from '../storage/referrals.ts';
import { refundStatements, withRewards } from '../storage/refund-commit.ts';
import { retake } from '../storage/retake.ts';
import { rewardsOfEvent } from '../storage/rewards.ts';
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
    const commit = await commitBatch(store, [insertEvent(store, refund), ...noted]);
    return commit.kind === 'violated' ? 'stale' : { refund, duplicate: false };
  });
  if (outcome === null) return new Refusal('busy', 'Others were changing the same order; report this refund again.');
  if (outcome instanceof Refusal) return outcome;
  platform.hurryOutbox(store.shopId);
  return refundReply(context, outcome.refund, outcome.duplicate);
}

/** Applies a refund that waited, now that its order is here. */
export async function settleWaitingRefund(context: Settling, refund: Event): Promise<void> {
  await retake(context.platform, async () => {
    const waiting = await findEvent(context.store, {
      kind: 'refund',
      source: refund.source,
      externalId: refund.externalId,
    });
    if (waiting?.state !== 'waiting' || waiting.orderId === null) return 'done';
    const order = await findEvent(context.store, {
      kind: 'order',
      source: waiting.source,
      externalId: waiting.orderId,
    });
    // A waiting refund in another currency than its order contradicts it; it keeps waiting, in sight of the owner.
    if (order?.state !== 'decided' || order.currency !== waiting.currency) return 'done';
    return (await applyRefund(context, waiting, true, order)) ? 'done' : 'stale';
  });
}

/** Decides and commits a refund of a decided order; null where a guard no longer held. */
async function applyRefund(
  { store, platform, now }: Settling,
  refund: Event,
  waiting: boolean,
  order: Event,
  besides: readonly D1PreparedStatement[] = [],
): Promise<Event | null> {
  const rewards = (await rewardsOfEvent(store, order.eventId)).filter((reward) => reward.state !== 'refused');
  const settings =
    order.programId === null || order.programVersion === null
      ? null
      : await readProgramVersion(store, order.programId, order.programVersion);
  if (!settings) throw new Error(`Order ${order.eventId} names a version of the program that is gone`);
  const decision = decideRefund({ settings, order, refundMinor: refund.amountMinor, rewards });
  const referral = order.referralId === null ? null : await findReferral(store, order.referralId);
  const reversals = withRewards(decision.reversals, rewards);
  const told = reversals.map(({ reward, quantity }) => ({
    rewardId: reward.rewardId,
    side: reward.side,
    unit: reward.unit,
    quantity,
  }));
  const decided = {
    ...refund,
    facts: { reversals: told },
    state: 'decided',
    outcome: 'applied',
    referralId: order.referralId,
    programId: order.programId,
    programVersion: order.programVersion,
  } as const;
  const statements = refundStatements(store, platform, {
    refund: decided,
    waiting,
    order,
    appliedMinor: decision.appliedMinor,
    reversals,
    channel: referral?.channel ?? 'direct',
    now,
  });
  return (await commitBatch(store, [...statements, ...besides])).kind === 'committed' ? decided : null;
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
