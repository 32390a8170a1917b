import { eventsOfReferral, listOrders, listReferrals, listRewards, rewardsOfEvents } from '../storage/lists.ts';
import type { PageAsk, RewardFilter } from '../storage/lists.ts';
import { readPeopleData } from '../storage/people.ts';
import { findReferral } from '../storage/referrals.ts';
import { Refusal } from './context.ts';
import type { Handlers } from './context.ts';
import { eventView, referralRow, rewardRow } from './owner-views.ts';

/** A page that fits a screen: each person on it costs two decryptions, and a request on the free plan has 10 ms. */
const DEFAULT_LIMIT = 25;

type ListCall = 'listReferrals' | 'getReferral' | 'listOrders' | 'listRewards';

export const listHandlers: Pick<Handlers, ListCall> = {
  listReferrals: async ({ query }, { store }) => {
    const filter = { state: query.state ?? null, advocateId: query.advocate ?? null };
    const { items, next } = await listReferrals(store, filter, pageAsk(query));
    const ids = items.flatMap((referral) => [referral.advocateId, referral.friendId]);
    const people = await readPeopleData(store, ids);
    return { items: items.map((referral) => referralRow(referral, people)), next };
  },

  getReferral: async ({ params }, { store, now }) => {
    const [referral, events] = await Promise.all([findReferral(store, params.id), eventsOfReferral(store, params.id)]);
    if (!referral) return new Refusal('not_found', `This shop has no referral ${params.id}.`);
    const [people, rewards] = await Promise.all([
      readPeopleData(store, [referral.advocateId, referral.friendId]),
      rewardsOfEvents(
        store,
        events.map((event) => event.eventId),
      ),
    ]);
    return {
      referral: referralRow(referral, people),
      events: events.map((event) => eventView(event, rewards.get(event.eventId) ?? [], now)),
    };
  },

  listOrders: async ({ query }, { store, now }) => {
    const { items, next } = await listOrders(store, query.state ?? null, pageAsk(query));
    const rewards = await rewardsOfEvents(
      store,
      items.map((event) => event.eventId),
    );
    return { items: items.map((event) => eventView(event, rewards.get(event.eventId) ?? [], now)), next };
  },

  listRewards: async ({ query }, { store, now }) => {
    const { state } = query;
    const filter: RewardFilter | null =
      state === undefined ? null : state === 'held' || state === 'available' ? { state, now } : { state };
    const page = await listRewards(store, filter, pageAsk(query));
    if (!page) return new Refusal('invalid_field', 'cursor: Is not the "next" of this list with this state.', 'cursor');
    const people = await readPeopleData(
      store,
      page.items.map(({ reward }) => reward.recipientId),
    );
    return { items: page.items.map((listed) => rewardRow(listed, people, now)), next: page.next };
  },
};

function pageAsk(query: { readonly cursor?: string | undefined; readonly limit?: number | undefined }): PageAsk {
  return { cursor: query.cursor ?? null, limit: query.limit ?? DEFAULT_LIMIT };
}
