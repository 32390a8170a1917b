import { expect } from 'vitest';
import type { TestShop } from './worker-shop.ts';

/** The balance of every account of a shop, by name; the program's own is minus what it has granted. */
export async function balances(shop: TestShop): Promise<Readonly<Record<string, number>>> {
  const found = await shop.store.db
    .prepare(
      'SELECT account, SUM(quantity) AS balance FROM entries WHERE shop_id = ? GROUP BY account ORDER BY account',
    )
    .bind(shop.shopId)
    .all<{ account: string; balance: number }>();
  return Object.fromEntries(
    found.results.map((row) => [row.account.replace(/prs_\w+/, 'prs').replace(shop.programId, 'prg'), row.balance]),
  );
}

/** A reward's part that is still owed or was handed over. */
const STANDING = "CASE state WHEN 'refused' THEN 0 ELSE quantity - reversed_quantity END";

/** What must find no row in any shop at any moment, by the promise it would break; `?1` is the shop. */
const FAULTS: Readonly<Record<string, string>> = {
  'each transfer has two entries of one unit that sum to zero and name each other': `SELECT transfer_id, SUM(quantity) AS sum, COUNT(*) AS entries FROM entries WHERE shop_id = ?1 GROUP BY transfer_id
     HAVING sum <> 0 OR entries <> 2 OR COUNT(DISTINCT unit) <> 1 OR COUNT(DISTINCT kind) <> 1 OR MIN(account) <> MIN(other_account) OR MAX(account) <> MAX(other_account)`,
  'each account is numbered without a gap and shows its sum after each entry': `SELECT account, seq, balance_after, sum FROM (
       SELECT account, seq, balance_after, SUM(quantity) OVER run AS sum, ROW_NUMBER() OVER run AS number
       FROM entries WHERE shop_id = ?1 WINDOW run AS (PARTITION BY account ORDER BY seq))
     WHERE balance_after <> sum OR seq <> number`,
  'each account holds one unit, the one in its name':
    "SELECT account, unit FROM entries WHERE shop_id = ?1 AND account NOT LIKE '%/' || unit",
  'each counter holds what its program granted and holds, per unit': `WITH promised AS (
       SELECT 'program:' || program_id AS scope, unit, ${STANDING} AS quantity FROM rewards WHERE shop_id = ?1
       UNION ALL SELECT 'program:' || program_id, held_unit, held FROM referrals WHERE shop_id = ?1 AND held > 0
       UNION ALL SELECT scope, unit, -committed FROM counters WHERE shop_id = ?1 AND scope LIKE 'program:%')
     SELECT scope, unit, SUM(quantity) AS difference FROM promised GROUP BY scope, unit HAVING difference <> 0`,
  'each reward has come from its program and lies with its receiver, as far as it stands': `SELECT reward_id, state, side, quantity, reversed_quantity FROM rewards WHERE shop_id = ?1 AND (
       (SELECT COALESCE(SUM(quantity), 0) FROM entries WHERE shop_id = ?1 AND reward_id = rewards.reward_id
          AND account = 'program:' || rewards.program_id || '/' || rewards.unit) <> -(${STANDING})
       OR (SELECT COALESCE(SUM(quantity), 0) FROM entries WHERE shop_id = ?1 AND reward_id = rewards.reward_id
          AND account = CASE side WHEN 'friend' THEN 'fulfilled:' || rewards.program_id ELSE 'person:' || recipient_id END || '/' || rewards.unit) <> ${STANDING})`,
  'no entry names a reward or an event that is not there': `SELECT transfer_id FROM entries WHERE shop_id = ?1 AND (
       (reward_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM rewards WHERE shop_id = ?1 AND reward_id = entries.reward_id))
       OR (reward_id IS NULL AND kind <> 'credit')
       OR NOT EXISTS (SELECT 1 FROM events WHERE shop_id = ?1 AND event_id = entries.event_id AND state = 'decided'))`,
  'the state of each reward is that of its quantities': `SELECT reward_id, state, quantity, reversed_quantity FROM rewards WHERE shop_id = ?1
     AND (state IN ('reversed', 'refused')) <> (quantity = reversed_quantity)`,
  'each reward belongs to a rewarded order of its bond': `SELECT reward_id FROM rewards WHERE shop_id = ?1 AND NOT EXISTS (
       SELECT 1 FROM events JOIN referrals ON referrals.shop_id = ?1 AND referrals.referral_id = events.referral_id
       WHERE events.shop_id = ?1 AND events.event_id = rewards.event_id AND events.outcome = 'rewarded' AND referrals.state = 'ordered'
         AND referrals.referral_id = rewards.referral_id AND (rewards.recipient_id = referrals.friend_id) = (rewards.side = 'friend'))`,
  'a bond is ordered where an order of it was rewarded, and only a claimed one holds budget': `SELECT referral_id, state, held FROM referrals WHERE shop_id = ?1 AND (
       (state = 'ordered') <> EXISTS (SELECT 1 FROM events WHERE shop_id = ?1 AND referral_id = referrals.referral_id AND kind = 'order' AND outcome = 'rewarded')
       OR (held > 0 AND (state <> 'claimed' OR held_unit IS NULL OR held_until IS NULL))
       OR (state = 'ordered') <> (ordered_at IS NOT NULL))`,
  'the figures of each advocate are the bonds there are': `SELECT person_id, joined_count, ordered_count FROM people WHERE shop_id = ?1 AND (
       joined_count <> (SELECT COUNT(*) FROM referrals WHERE shop_id = ?1 AND advocate_id = person_id)
       OR ordered_count <> (SELECT COUNT(*) FROM referrals WHERE shop_id = ?1 AND advocate_id = person_id AND state = 'ordered'))`,
  'no person has fewer orders counted than they placed': `SELECT person_id, order_count FROM people WHERE shop_id = ?1
     AND order_count < (SELECT COUNT(*) FROM events WHERE shop_id = ?1 AND kind = 'order' AND state = 'decided' AND friend_id = person_id)`,
  "each friend's reward used up a code, and each order at most one": `SELECT event_id FROM events WHERE shop_id = ?1 AND kind = 'order' AND outcome = 'rewarded'
     AND EXISTS (SELECT 1 FROM rewards WHERE shop_id = ?1 AND event_id = events.event_id AND side = 'friend')
     AND NOT EXISTS (SELECT 1 FROM claims WHERE shop_id = ?1 AND state = 'redeemed' AND order_source = events.source AND order_id = events.external_id)`,
  'each order remembers what its refunds came to': `SELECT event_id, amount_minor, refunded_minor FROM events AS orders WHERE shop_id = ?1 AND kind = 'order'
     AND refunded_minor <> MIN(amount_minor, (SELECT COALESCE(SUM(amount_minor), 0) FROM events
       WHERE shop_id = ?1 AND kind = 'refund' AND state = 'decided' AND source = orders.source AND order_id = orders.external_id))`,
  'each refund tells the reversals that the ledger has': `SELECT event_id FROM events WHERE shop_id = ?1 AND kind = 'refund' AND state = 'decided'
     AND (SELECT COALESCE(SUM(json_extract(value, '$.quantity')), 0) FROM json_each(events.facts, '$.reversals'))
       <> (SELECT COALESCE(SUM(quantity), 0) FROM entries WHERE shop_id = ?1 AND event_id = events.event_id AND kind = 'reversal' AND quantity > 0)`,
  'each decided order has a trace of the version that decided it, and its outcome follows from its rules': `SELECT event_id FROM events WHERE shop_id = ?1 AND kind = 'order' AND state = 'decided' AND (
       trace IS NULL OR verified_by IS NULL OR json_extract(trace, '$.programVersion') <> program_version
       OR (outcome = 'rewarded') <> NOT EXISTS (SELECT 1 FROM json_each(trace, '$.rules') WHERE NOT json_extract(value, '$.passed'))
       OR reason IS NOT (SELECT json_extract(value, '$.rule') FROM json_each(trace, '$.rules') WHERE NOT json_extract(value, '$.passed') ORDER BY key LIMIT 1))`,
  'what nobody vouched for moved nothing': `SELECT event_id FROM events WHERE shop_id = ?1 AND state <> 'decided' AND (
       EXISTS (SELECT 1 FROM entries WHERE shop_id = ?1 AND event_id = events.event_id)
       OR EXISTS (SELECT 1 FROM rewards WHERE shop_id = ?1 AND event_id = events.event_id))`,
  'the figures shown are those of the events': `WITH shown AS (SELECT SUM(conversions) AS conversions, SUM(revenue_minor) AS revenue, SUM(cost_minor) AS cost FROM rollups WHERE shop_id = ?1 AND span = 'hour'),
       told AS (SELECT COUNT(*) AS conversions, SUM(amount_minor - refunded_minor) AS revenue,
         (SELECT SUM(${STANDING}) FROM rewards WHERE shop_id = ?1) AS cost FROM events WHERE shop_id = ?1 AND kind = 'order' AND outcome = 'rewarded')
     SELECT shown.*, told.* FROM shown, told WHERE NOT EXISTS (SELECT 1 FROM rollups WHERE shop_id = ?1 AND span <> 'hour')
     AND (COALESCE(shown.conversions, 0) <> told.conversions OR COALESCE(shown.revenue, 0) <> COALESCE(told.revenue, 0) OR COALESCE(shown.cost, 0) <> COALESCE(told.cost, 0))`,
};

/** Re-sums the ledger, the counters and the figures from the rows behind them; finds every promise of money that does not hold. */
export async function expectSoundLedger(shop: TestShop): Promise<void> {
  const { db } = shop.store;
  const names = Object.keys(FAULTS);
  const found = await db.batch(Object.values(FAULTS).map((query) => db.prepare(query).bind(shop.shopId)));
  const faults = names.flatMap((name, at) => (found[at]?.results ?? []).map((row) => [name, row]));
  expect(faults).toEqual([]);
}

/** How many rows of a table the shop has. */
export async function countRows(
  shop: TestShop,
  table: 'events' | 'rewards' | 'entries' | 'claims' | 'referrals' | 'outbox' | 'links' | 'people',
): Promise<number> {
  return (
    (await shop.store.db
      .prepare(`SELECT COUNT(*) AS count FROM ${table} WHERE shop_id = ?`)
      .bind(shop.shopId)
      .first<number>('count')) ?? 0
  );
}
