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

/** Re-sums the ledger and the counter: every transfer balances, every account is numbered without a gap, and what is committed is what was granted and is held. */
export async function expectSoundLedger(shop: TestShop): Promise<void> {
  const { db } = shop.store;
  const rows = async (query: string) =>
    (await db.prepare(query).bind(shop.shopId).all<Record<string, number>>()).results;
  expect(
    await rows(
      'SELECT transfer_id, SUM(quantity) AS sum, COUNT(*) AS entries FROM entries WHERE shop_id = ? GROUP BY transfer_id HAVING sum <> 0 OR entries <> 2',
    ),
  ).toEqual([]);
  expect(
    await rows(
      `SELECT account, COUNT(*) AS entries, MAX(seq) AS last, SUM(quantity) AS sum,
         (SELECT balance_after FROM entries AS e WHERE e.shop_id = entries.shop_id AND e.account = entries.account ORDER BY seq DESC LIMIT 1) AS balance
       FROM entries WHERE shop_id = ? GROUP BY account HAVING entries <> last OR sum <> balance`,
    ),
  ).toEqual([]);
  const [sums] = await rows(
    `SELECT (SELECT COALESCE(SUM(committed), 0) FROM counters WHERE shop_id = ?1 AND scope LIKE 'program:%') AS committed,
       (SELECT COALESCE(SUM(quantity - reversed_quantity), 0) FROM rewards WHERE shop_id = ?1 AND state <> 'refused')
       + (SELECT COALESCE(SUM(held), 0) FROM referrals WHERE shop_id = ?1) AS promised`,
  );
  expect(sums?.['committed']).toBe(sums?.['promised']);
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
