import type { OrderBody, OrderReply } from '../../sdk/contract/orders.ts';
import { decideOrder } from '../domain/decide-order.ts';
import type { VerifiedBy } from '../domain/order-facts.ts';
import { settleWaitingRefund } from '../storage/apply-refund.ts';
import type { Besides } from '../storage/audit.ts';
import { eventByKey, waitingRefunds } from '../storage/events.ts';
import type { Event } from '../storage/events.ts';
import { orderStatements } from '../storage/order-commit.ts';
import { readOrder } from '../storage/order-situation.ts';
import type { Platform } from '../storage/platform.ts';
import { readTogether, valuesOf } from '../storage/read.ts';
import { retake } from '../storage/retake.ts';
import { rewardsByEvent, rewardsOfEvent } from '../storage/rewards.ts';
import type { Reward } from '../storage/rewards.ts';
import { commitBatch } from '../storage/store.ts';
import type { Store } from '../storage/store.ts';
import { Refusal } from './context.ts';
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
  besides: Besides = () => [],
): Promise<OrderReply | Refusal> {
  const { store, platform, now } = context;
  const outcome = await retake(platform, async () => {
    const reading = await readOrder(store, order, verifiedBy, now);
    if (reading.kind === 'no_program') {
      return new Refusal('conflict', 'This shop has no program yet; set one up in the dashboard.');
    }
    if (reading.kind === 'settled') {
      const contradicted = contradiction(reading.event, order);
      return contradicted ?? { ...(await readSettled(store, reading.event)), duplicate: true };
    }
    const eventId = reading.known?.eventId ?? platform.newId('evt');
    const decision = decideOrder(reading.situation.facts, now);
    const statements = await orderStatements(store, platform, { decision, eventId, now, ...reading });
    // The reply is read in the transaction that wrote it: one round trip, and nobody comes between.
    const reads = settledReads(store, order, eventId);
    const commit = await commitBatch(store, [
      ...statements,
      ...besides(eventId),
      ...reads.map((each) => each.statement),
    ]);
    if (commit.kind === 'violated') return 'stale';
    const [event, rewards, waiting] = valuesOf(reads, commit.results);
    if (!event) throw new Error(`Order ${order.orderId} was committed and can not be found`);
    platform.hurryOutbox(store.shopId);
    return { event, rewards, waiting, duplicate: false };
  });
  if (outcome === null) {
    return new Refusal('busy', 'Others were reporting orders of the same friend; report this one again.');
  }
  if (outcome instanceof Refusal) return outcome;
  const { event, waiting, duplicate } = outcome;
  // Refunds may come before their order. Should this be cut short, the cron applies them, or the next report.
  for (const refund of waiting) await settleWaitingRefund(context, refund);
  const rewards = waiting.length > 0 ? await rewardsOfEvent(store, event.eventId) : outcome.rewards;
  return orderReply(event, rewards, now, duplicate);
}

function settledReads(store: Store, order: Pick<OrderBody, 'source' | 'orderId'>, eventId: string) {
  const key = { kind: 'order', source: order.source, externalId: order.orderId } as const;
  return [
    eventByKey(store, key),
    rewardsByEvent(store, eventId),
    waitingRefunds(store, order.source, order.orderId),
  ] as const;
}

async function readSettled(store: Store, event: Event) {
  const [, rewards, waiting] = await readTogether(
    store,
    settledReads(store, { source: event.source, orderId: event.externalId }, event.eventId),
  );
  return { event, rewards, waiting };
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
export function orderReply(event: Event, rewards: readonly Reward[], now: number, duplicate: boolean): OrderReply {
  if (!event.trace) throw new Error(`Order event ${event.eventId} has no trace`);
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
