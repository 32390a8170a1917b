import { toEvent } from './events.ts';
import type { Event, EventRow } from './events.ts';
import { toReferral } from './referrals.ts';
import type { Referral, ReferralRow } from './referrals.ts';
import { toReward } from './rewards.ts';
import type { Reward, RewardRow } from './rewards.ts';
import { pageOf } from './store.ts';
import type { Store } from './store.ts';

// Lists are read by keyset: an index brings the rows in their order from the cursor on, so that a page of a long list costs
// what a page of a short one does. The index is named where the primary key has the same order, because SQLite would walk
// that one and skip what does not match.

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface PageAsk {
  readonly cursor: string | null;
  readonly limit: number;
}

/** Above every id of ours, for the first page. */
const FIRST = '~';

/** How many of one advocate's referrals are looked through for a state: no index has both, and none is worth its writes. */
const SCAN = 500;

/** Who referred whom, newest first. */
export async function listReferrals(
  store: Store,
  filter: { readonly state: Referral['state'] | null; readonly advocateId: string | null },
  { cursor, limit }: PageAsk,
): Promise<Page<Referral>> {
  const { state, advocateId } = filter;
  const [where, value] =
    advocateId !== null
      ? ['INDEXED BY referrals_by_advocate WHERE advocate_id = ?4 AND', advocateId]
      : state !== null
        ? ['INDEXED BY referrals_by_state WHERE state = ?4 AND', state]
        : ['WHERE', null];
  const scans = advocateId !== null && state !== null;
  const statement = store.db.prepare(
    `SELECT * FROM referrals ${where} shop_id = ?1 AND referral_id < ?2 ORDER BY referral_id DESC LIMIT ?3`,
  );
  const values = [store.shopId, cursor ?? FIRST, scans ? SCAN : limit + 1] as const;
  const found = await statement.bind(...values, ...(value === null ? [] : [value])).all<ReferralRow>();
  const matching = scans ? found.results.filter((row) => row.state === state) : found.results;
  const page = pageOf(matching, limit, (row) => row.referral_id, toReferral);
  // Where the look-through ended before the page was full, the next page goes on behind the last row looked at.
  const lookedAt = found.results.length === SCAN ? found.results.at(-1)?.referral_id : undefined;
  return scans && page.next === null ? { ...page, next: lookedAt ?? null } : page;
}

/** Orders, newest first. Over all states the first rows of each are merged, because the index leads by state. */
export async function listOrders(
  store: Store,
  state: 'unverified' | 'decided' | 'dismissed' | null,
  { cursor, limit }: PageAsk,
): Promise<Page<Event>> {
  const states = state === null ? (['unverified', 'decided', 'dismissed'] as const) : [state];
  const newest = states.map(
    (each) =>
      `SELECT * FROM (SELECT source, external_id, event_id FROM events
         WHERE shop_id = ?1 AND kind = 'order' AND state = '${each}' AND event_id < ?2 ORDER BY event_id DESC LIMIT ?3)`,
  );
  const found = await store.db
    .prepare(
      `SELECT events.* FROM (${newest.join(' UNION ALL ')} ORDER BY event_id DESC LIMIT ?3) AS newest
       CROSS JOIN events ON events.shop_id = ?1 AND events.kind = 'order' AND events.source = newest.source
         AND events.external_id = newest.external_id
       ORDER BY newest.event_id DESC LIMIT ?3`,
    )
    .bind(store.shopId, cursor ?? FIRST, limit + 1)
    .all<EventRow>();
  return pageOf(found.results, limit, (row) => row.event_id, toEvent);
}

/** The last hundred things that happened between an advocate and a friend, newest first. */
export async function eventsOfReferral(store: Store, referralId: string): Promise<Event[]> {
  const found = await store.db
    .prepare('SELECT * FROM events WHERE shop_id = ? AND referral_id = ? ORDER BY event_id DESC LIMIT 100')
    .bind(store.shopId, referralId)
    .all<EventRow>();
  return found.results.map(toEvent);
}

/** The rewards of several events with one query, by event. */
export async function rewardsOfEvents(
  store: Store,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, Reward[]>> {
  if (eventIds.length === 0) return new Map();
  const found = await store.db
    // CROSS JOIN keeps the order of the tables: SQLite would otherwise walk the whole shop and look in the list.
    .prepare(
      `SELECT rewards.* FROM json_each(?2) AS wanted
       CROSS JOIN rewards INDEXED BY rewards_once_an_event ON rewards.shop_id = ?1 AND rewards.event_id = wanted.value
       ORDER BY rewards.side, rewards.reward_id`,
    )
    .bind(store.shopId, JSON.stringify(eventIds))
    .all<RewardRow>();
  const rewards = new Map<string, Reward[]>();
  for (const row of found.results) rewards.set(row.event_id, [...(rewards.get(row.event_id) ?? []), toReward(row)]);
  return rewards;
}

/** A reward in a list, with the shop's own number of the order that earned it. */
export interface ListedReward {
  readonly reward: Reward;
  readonly orderId: string | null;
}

/** Which rewards are listed: a stored state, or on which side of their moment granted ones are. */
export type RewardFilter =
  | { readonly state: 'review' | 'fulfilled' | 'refused' | 'reversed' }
  | { readonly state: 'held' | 'available'; readonly now: number };

/**
 * Rewards, newest first; within a state by the moment they are or become available, latest first, as the index has them.
 * A cursor of the one order is refused by the other: null.
 */
export async function listRewards(
  store: Store,
  filter: RewardFilter | null,
  { cursor, limit }: PageAsk,
): Promise<Page<ListedReward> | null> {
  const from = cursor === null ? null : parseMoment(cursor);
  if (filter === null) return cursor !== null && from !== null ? null : newestRewards(store, { cursor, limit });
  if (cursor !== null && from === null) return null;
  const { above, below } = boundsOf(filter);
  const found = await store.db
    .prepare(
      `${REWARDS} WHERE rewards.shop_id = ?1 AND rewards.state = ?2 AND available_at > ?3
         AND (available_at, reward_id) < (?4, ?5) ORDER BY available_at DESC, reward_id DESC LIMIT ?6`,
    )
    .bind(
      store.shopId,
      filter.state === 'held' || filter.state === 'available' ? 'granted' : filter.state,
      above,
      from?.availableAt ?? below,
      from?.rewardId ?? FIRST,
      limit + 1,
    )
    .all<ListedRow>();
  return pageOf(found.results, limit, (row) => `${row.available_at}.${row.reward_id}`, toListed);
}

type ListedRow = RewardRow & { readonly order_id: string | null };

const REWARDS = `SELECT rewards.*, CASE events.kind WHEN 'order' THEN events.external_id END AS order_id
  FROM rewards LEFT JOIN events ON events.shop_id = rewards.shop_id AND events.event_id = rewards.event_id`;

async function newestRewards(store: Store, { cursor, limit }: PageAsk): Promise<Page<ListedReward>> {
  const found = await store.db
    .prepare(`${REWARDS} WHERE rewards.shop_id = ? AND reward_id < ? ORDER BY reward_id DESC LIMIT ?`)
    .bind(store.shopId, cursor ?? FIRST, limit + 1)
    .all<ListedRow>();
  return pageOf(found.results, limit, (row) => row.reward_id, toListed);
}

/** The moments between which a filter's rewards are: after the one, up to and with the other. */
function boundsOf(filter: RewardFilter): { readonly above: number; readonly below: number } {
  const everything = { above: -1, below: Number.MAX_SAFE_INTEGER };
  if (!('now' in filter)) return everything;
  return filter.state === 'held' ? { ...everything, above: filter.now } : { ...everything, below: filter.now };
}

function parseMoment(cursor: string): { readonly availableAt: number; readonly rewardId: string } | null {
  const parts = /^(\d{1,16})\.(rwd_[a-z0-9]+)$/.exec(cursor);
  return parts?.[1] && parts[2] ? { availableAt: Number(parts[1]), rewardId: parts[2] } : null;
}

function toListed(row: ListedRow): ListedReward {
  return { reward: toReward(row), orderId: row.order_id };
}
