import { decideApproval, decideRefusal } from '../domain/review-reward.ts';
import { findEventById } from '../storage/events.ts';
import { findReferral } from '../storage/referrals.ts';
import { retake } from '../storage/retake.ts';
import { approvalStatements, dismissalStatements, refusalStatements } from '../storage/review-commit.ts';
import { findReward } from '../storage/rewards.ts';
import { commitBatch } from '../storage/store.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handlers } from './context.ts';
import { rewardView } from './views.ts';

type ReviewCall = 'approveReward' | 'refuseReward' | 'dismissOrder';

export const reviewHandlers: Pick<Handlers, ReviewCall> = {
  approveReward: ({ params }, context) => review(context, () => approveReward(context, params.id)),
  refuseReward: ({ params, body }, context) => review(context, () => refuseReward(context, params.id, body.reason)),
  dismissOrder: ({ params, body }, context) => review(context, () => dismissOrder(context, params.id, body.reason)),
};

/** A refund, or somebody else's click, may come between reading and writing: then the word is taken again on what is now. */
async function review<Reply>(
  context: CallContext,
  attempt: () => Promise<Reply | Refusal | 'stale'>,
): Promise<Reply | Refusal> {
  const outcome = await retake(context.platform, attempt);
  return outcome ?? new Refusal('busy', 'Others were changing the same thing; try again.');
}

async function approveReward(context: CallContext, rewardId: string) {
  const { store, platform, caller, now } = context;
  const reward = await findReward(store, rewardId);
  if (!reward) return unknownReward(rewardId);
  const decision = decideApproval(reward);
  if (decision === 'too_late') {
    return new Refusal('conflict', `This reward is ${reward.state}; only one that waits for review can be approved.`);
  }
  const order = await findEventById(store, reward.eventId);
  if (decision === 'approve') {
    const commit = await commitBatch(
      store,
      approvalStatements(store, platform, reward, { actor: actorOf(caller), now }),
    );
    if (commit.kind === 'violated') return 'stale';
  }
  return rewardView(
    { ...reward, state: decision === 'approve' ? 'granted' : reward.state },
    order?.externalId ?? null,
    now,
  );
}

async function refuseReward(context: CallContext, rewardId: string, reason: string) {
  const { store, platform, caller, now } = context;
  const reward = await findReward(store, rewardId);
  if (!reward) return unknownReward(rewardId);
  const decision = decideRefusal(reward);
  if (decision.kind === 'too_late') {
    return new Refusal(
      'conflict',
      `This reward is ${reward.state}; what was handed over or taken back can't be refused any more.`,
    );
  }
  const [order, referral] = await Promise.all([
    findEventById(store, reward.eventId),
    findReferral(store, reward.referralId),
  ]);
  const orderId = order?.externalId ?? null;
  if (decision.kind === 'already') return rewardView(reward, orderId, now);
  const refused = { reward, orderId, channel: referral?.channel ?? 'direct', takenBack: decision.takenBack, reason };
  const commit = await commitBatch(store, refusalStatements(store, platform, refused, { actor: actorOf(caller), now }));
  if (commit.kind === 'violated') return 'stale';
  platform.hurryOutbox(store.shopId);
  return rewardView({ ...reward, state: 'refused', reversedQuantity: reward.quantity }, orderId, now);
}

async function dismissOrder({ store, platform, caller, now }: CallContext, eventId: string, reason: string) {
  const order = await findEventById(store, eventId);
  if (order?.kind !== 'order') return new Refusal('not_found', `This shop has no order ${eventId}.`);
  if (order.state === 'dismissed') return { done: true } as const;
  if (order.state !== 'unverified') {
    return new Refusal('conflict', 'This order is confirmed and decided; report a refund to take its rewards back.');
  }
  const commit = await commitBatch(
    store,
    dismissalStatements(store, platform, order, reason, { actor: actorOf(caller), now }),
  );
  return commit.kind === 'violated' ? 'stale' : ({ done: true } as const);
}

function unknownReward(rewardId: string): Refusal {
  return new Refusal('not_found', `This shop has no reward ${rewardId}.`);
}
