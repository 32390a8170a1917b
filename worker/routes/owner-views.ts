import type { EventView, ReferralRow, RewardRow } from '../../sdk/contract/owner.ts';
import { formatMoney } from '../domain/format.ts';
import type { Event } from '../storage/events.ts';
import type { ListedReward } from '../storage/lists.ts';
import type { PersonData } from '../storage/people.ts';
import type { Referral } from '../storage/referrals.ts';
import type { Reward } from '../storage/rewards.ts';
import { OWNER_LOCALE, rewardView } from './views.ts';

/** Names and addresses by person id; who is missing has none, or was erased. */
export type People = ReadonlyMap<string, PersonData>;

/** An amount with the words for it. */
export function amountView(amountMinor: number, currency: string) {
  return { amountMinor, currency, formatted: formatMoney(amountMinor, currency, OWNER_LOCALE) };
}

/** A person for the eyes of the shop's own people: the only view that carries a name or an address. */
export function personView(id: string, people: People) {
  const data = people.get(id);
  return { id, name: data?.firstName ?? null, email: data?.email ?? null, customerId: data?.customerId ?? null };
}

export function referralRow(referral: Referral, people: People): ReferralRow {
  const { referralId: id, state, linkCode: code, source, claimedAt, orderedAt, createdAt } = referral;
  const advocate = personView(referral.advocateId, people);
  const friend = personView(referral.friendId, people);
  return { id, state, advocate, friend, code, source, claimedAt, orderedAt, createdAt };
}

/** What happened, with its reasoning and what it earned. */
export function eventView(event: Event, rewards: readonly Reward[], now: number): EventView {
  const { eventId: id, kind, source, externalId, state, verifiedBy, outcome, reason } = event;
  const { referralId, occurredAt, receivedAt, trace, amountMinor, refundedMinor, currency } = event;
  const orderId = kind === 'order' ? externalId : null;
  return {
    id,
    kind,
    source,
    externalId,
    state,
    verifiedBy,
    outcome,
    reason,
    amount: amountView(amountMinor, currency),
    // Only an order can be refunded, so only of an order something remains.
    remaining: kind === 'order' ? amountView(amountMinor - refundedMinor, currency) : null,
    referralId,
    occurredAt,
    receivedAt,
    trace,
    rewards: rewards.map((reward) => rewardView(reward, orderId, now)),
  };
}

export function rewardRow({ reward, orderId }: ListedReward, people: People, now: number): RewardRow {
  return { ...rewardView(reward, orderId, now), person: personView(reward.recipientId, people), reason: reward.reason };
}
