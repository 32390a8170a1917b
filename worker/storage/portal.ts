import type { Trace } from '../../sdk/contract/trace.ts';
import type { RuleStep } from '../../sdk/contract/trace.ts';
import type { StoredReward } from '../domain/reward-state.ts';
import { accounts } from '../domain/ledger.ts';
import { readPeopleData } from './people.ts';
import type { Store } from './store.ts';

// What an advocate's portal shows. Every query begins with the person, so that what it reads grows with their own friends at
// most, and the lists stop at their newest. The indexes are named because the planner, which knows no counts, would rather
// walk the whole shop in the order of its keys; an index that no longer fits is an error and not a slow page.

export const NEWEST = 50;

/** What a person has of one unit. */
export interface Balance {
  readonly unit: string;
  /** All that was earned and not yet handed over. */
  readonly total: number;
  /** The part of it that is held, or looked at by the owner. */
  readonly waiting: number;
}

/** The person's balance in each unit, at a moment. */
export async function readBalances(store: Store, personId: string, now: number): Promise<Balance[]> {
  const [totals, waiting] = await Promise.all([readTotals(store, personId), readWaiting(store, personId, now)]);
  return totals.map(({ unit, total }) => ({ unit, total, waiting: waiting.get(unit) ?? 0 }));
}

async function readTotals(
  store: Store,
  personId: string,
): Promise<{ readonly unit: string; readonly total: number }[]> {
  const first = accounts.person(personId, '');
  // From account to account in the order of the key, one row each, however many entries each has.
  const found = await store.db
    .prepare(
      `WITH RECURSIVE own (account) AS (
         SELECT (SELECT account FROM entries WHERE shop_id = ?1 AND account > ?2 AND account < ?3 ORDER BY account LIMIT 1)
         UNION ALL
         SELECT (SELECT account FROM entries WHERE shop_id = ?1 AND account > own.account AND account < ?3 ORDER BY account LIMIT 1)
         FROM own WHERE own.account IS NOT NULL)
       SELECT account, (SELECT balance_after FROM entries WHERE shop_id = ?1 AND account = own.account ORDER BY seq DESC LIMIT 1) AS total
       FROM own WHERE account IS NOT NULL LIMIT 20`,
    )
    // '0' is the character after '/': the end of everything that begins with the prefix.
    .bind(store.shopId, first, `${first.slice(0, -1)}0`)
    .all<{ account: string; total: number }>();
  return found.results.map((row) => ({ unit: row.account.slice(first.length), total: row.total }));
}

async function readWaiting(store: Store, personId: string, now: number): Promise<ReadonlyMap<string, number>> {
  const found = await store.db
    .prepare(
      `SELECT unit, SUM(owed) AS waiting FROM (
         SELECT unit, quantity - reversed_quantity AS owed FROM rewards INDEXED BY rewards_by_recipient
         WHERE shop_id = ?1 AND recipient_id = ?2 AND available_at > ?3 AND state = 'granted'
         UNION ALL
         SELECT unit, quantity - reversed_quantity AS owed FROM rewards INDEXED BY rewards_in_review
         WHERE shop_id = ?1 AND recipient_id = ?2 AND state = 'review')
       GROUP BY unit`,
    )
    .bind(store.shopId, personId, now)
    .all<{ unit: string; waiting: number }>();
  return new Map(found.results.map((row) => [row.unit, row.waiting]));
}

/** A friend as the advocate may see them. */
export interface FriendOfAdvocate {
  /** Whether it is the advocate, under their own link. */
  readonly isSelf: boolean;
  /** The first name, where the friend gave it and leave to show it. */
  readonly name: string | null;
  readonly state: 'claimed' | 'ordered' | 'refused';
  readonly at: number;
  readonly reward:
    | (StoredReward & { readonly unit: string; readonly quantity: number; readonly reversedQuantity: number })
    | null;
  readonly order: { readonly isConfirmed: boolean; readonly failed: RuleStep | null; readonly currency: string } | null;
}

interface FriendRow {
  friend_id: string;
  state: FriendOfAdvocate['state'];
  created_at: number;
  reward_state: StoredReward['state'] | null;
  available_at: number;
  unit: string;
  quantity: number;
  reversed_quantity: number;
  order_state: 'unverified' | 'decided' | 'waiting' | 'dismissed' | null;
  currency: string;
  trace: string | null;
}

/** The newest friends of an advocate, each with the latest order and reward. */
export async function listFriends(store: Store, advocateId: string): Promise<FriendOfAdvocate[]> {
  const found = await store.db
    .prepare(
      `SELECT referrals.friend_id, referrals.state, referrals.created_at,
         rewards.state AS reward_state, rewards.available_at, rewards.unit, rewards.quantity, rewards.reversed_quantity,
         events.state AS order_state, events.currency, events.trace
       FROM referrals INDEXED BY referrals_by_advocate
       LEFT JOIN rewards ON rewards.shop_id = ?1 AND rewards.reward_id =
         (SELECT reward_id FROM rewards AS own INDEXED BY rewards_once_a_referral
          WHERE own.shop_id = ?1 AND own.referral_id = referrals.referral_id AND own.recipient_id = ?2 ORDER BY reward_id DESC LIMIT 1)
       LEFT JOIN events ON events.shop_id = ?1 AND events.event_id =
         (SELECT event_id FROM events AS own INDEXED BY events_by_referral
          WHERE own.shop_id = ?1 AND own.referral_id = referrals.referral_id AND own.kind = 'order' ORDER BY event_id DESC LIMIT 1)
       WHERE referrals.shop_id = ?1 AND referrals.advocate_id = ?2 ORDER BY referrals.referral_id DESC LIMIT ?3`,
    )
    .bind(store.shopId, advocateId, NEWEST)
    .all<FriendRow>();
  const data = await readPeopleData(
    store,
    found.results.map((row) => row.friend_id),
  );
  return found.results.map((row) => {
    const told = data.get(row.friend_id);
    return {
      isSelf: row.friend_id === advocateId,
      name: told?.nameShown === true ? (told.firstName ?? null) : null,
      state: row.state,
      at: row.created_at,
      reward: row.reward_state === null ? null : rewardOf(row, row.reward_state),
      order:
        row.order_state === null
          ? null
          : { isConfirmed: row.order_state === 'decided', failed: failedOf(row.trace), currency: row.currency },
    };
  });
}

function rewardOf(row: FriendRow, state: StoredReward['state']): FriendOfAdvocate['reward'] {
  return {
    state,
    availableAt: row.available_at,
    unit: row.unit,
    quantity: row.quantity,
    reversedQuantity: row.reversed_quantity,
  };
}

function failedOf(trace: string | null): RuleStep | null {
  return trace === null ? null : ((JSON.parse(trace) as Trace).rules.find((step) => !step.passed) ?? null);
}
