import { decideRefund } from '../domain/decide-refund.ts';
import { findEvent, refundsDue } from './events.ts';
import type { Event } from './events.ts';
import type { Platform } from './platform.ts';
import { readProgramVersion } from './programs.ts';
import { findReferral } from './referrals.ts';
import { refundStatements, withRewards } from './refund-commit.ts';
import { retake } from './retake.ts';
import { rewardsOfEvent } from './rewards.ts';
import { commitBatch } from './store.ts';
import type { Store } from './store.ts';

/** What applying a refund needs, whoever asks for it: a report, or the cron. */
export interface Applying {
  readonly store: Store;
  readonly platform: Pick<Platform, 'newId' | 'backOff'>;
  readonly now: number;
}

/**
 * Applies refunds that came before their order and still wait although it is decided, because whoever reported it was cut
 * short; up to `limit` of them, oldest first. Says how many it found. A second run finds nothing left of them.
 */
export async function applyRefundsDue(context: Applying, limit: number): Promise<number> {
  const due = await refundsDue(context.store, limit);
  for (const refund of due) await settleWaitingRefund(context, refund);
  return due.length;
}

/** Applies a refund that waited, now that its order is here. */
export async function settleWaitingRefund(context: Applying, refund: Event): Promise<void> {
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
export async function applyRefund(
  { store, platform, now }: Applying,
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
