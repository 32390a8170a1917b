import type { OrderBody, OrderReply } from '../../sdk/contract/orders.ts';
import { decideOrder } from '../domain/decide-order.ts';
import type { VerifiedBy } from '../domain/order-facts.ts';
import { findEvent, waitingRefunds } from '../storage/events.ts';
import type { Event } from '../storage/events.ts';
import { orderStatements } from '../storage/order-commit.ts';
import { readOrderSituation } from '../storage/order-situation.ts';
import type { Platform } from '../storage/platform.ts';
import { retake } from '../storage/retake.ts';
import { rewardsOfEvent } from '../storage/rewards.ts';
import { commitBatch } from '../storage/store.ts';
import type { Store } from '../storage/store.ts';
import { Refusal } from './context.ts';
import { settleWaitingRefund } from './settle-refund.ts';
import { rewardView } from './views.ts';

/** What a caller of any of the ways in brings: a report, a list or an owner's approval. */
export interface Settling {
  readonly store: Store;
  readonly platform: Platform;
  readonly now: number;
}

/**
 * Settles an order somebody vouches for, once: read the facts, decide, commit under guards, and decide again where a guard
 * no longer held. A second report of the same order gets the reply of the first.
 *
 * @param besides what has to be noted in the same transaction, such as who approved.
 */
export async function settleOrder(
  context: Settling,
  order: OrderBody,
  verifiedBy: VerifiedBy,
  besides: readonly D1PreparedStatement[] = [],
): Promise<OrderReply | Refusal> {
  const { store, platform, now } = context;
  const outcome = await retake(platform, async () => {
    const known = await findEvent(store, { kind: 'order', source: order.source, externalId: order.orderId });
    if (known?.state === 'decided') return { event: known, fresh: false };
    const placedAt = order.placedAt ?? known?.occurredAt ?? now;
    const situation = await readOrderSituation(store, order, placedAt, verifiedBy);
    if (!situation) return new Refusal('conflict', 'This shop has no program yet; set one up in the dashboard.');
    const decision = decideOrder(situation.facts, now);
    const statements = await orderStatements(store, platform, { order, placedAt, situation, decision, known, now });
    const commit = await commitBatch(store, [...statements, ...besides]);
    if (commit.kind === 'violated') return 'stale';
    return {
      event: await findEvent(store, { kind: 'order', source: order.source, externalId: order.orderId }),
      fresh: true,
    };
  });
  if (outcome === null)
    return new Refusal('busy', 'Others were reporting orders of the same friend; report this one again.');
  if (outcome instanceof Refusal) return outcome;
  if (!outcome.event) throw new Error('A committed order can not be found');
  if (outcome.fresh) await settleWaiting(context, outcome.event);
  const contradicted = outcome.fresh ? null : contradiction(outcome.event, order);
  if (contradicted) return contradicted;
  if (outcome.fresh) platform.hurryOutbox(store.shopId);
  return orderReply(context, outcome.event, !outcome.fresh);
}

/** Refunds may come before their order; a crash between the two is mended by the next report or by the cron. */
async function settleWaiting(context: Settling, order: Event): Promise<void> {
  for (const refund of await waitingRefunds(context.store, order.source, order.externalId))
    await settleWaitingRefund(context, refund);
}

function contradiction(event: Event, order: OrderBody): Refusal | null {
  if (event.currency === order.currency && event.amountMinor === order.subtotalMinor) return null;
  return new Refusal(
    'conflict',
    `Order ${order.orderId} was reported before with a subtotal of ${event.amountMinor} ${event.currency}; report a change as a refund or as an order of its own.`,
    event.currency === order.currency ? 'subtotalMinor' : 'currency',
  );
}

/** An order as it was decided, with its rewards as they are now. */
export async function orderReply({ store, now }: Settling, event: Event, duplicate: boolean): Promise<OrderReply> {
  if (!event.trace) throw new Error(`Order event ${event.eventId} has no trace`);
  const rewards = await rewardsOfEvent(store, event.eventId);
  return {
    eventId: event.eventId,
    orderId: event.externalId,
    source: event.source,
    outcome: event.outcome === 'rewarded' ? 'rewarded' : event.state === 'decided' ? 'refused' : 'unverified',
    reason: event.reason,
    rewards: rewards.map((reward) => rewardView(reward, event.externalId, now)),
    trace: event.trace,
    duplicate,
  };
}
