import { makeId } from '../domain/ids.ts';
import { readMark, saveMark } from './job-marks.ts';
import type { Store } from './store.ts';

/** How many entries one step of the audit reads. */
const ENTRIES_A_STEP = 400;
/** An id holds the time at which it was made, a little before it was committed; entries younger than this are left for later. */
const SETTLED_MS = 10 * 60_000;

interface EntryRow {
  transfer_id: string;
  account: string;
  seq: number;
  unit: string;
  quantity: number;
}

interface AccountRow {
  account: string;
  last_seq: number;
  first_seq: number;
  first_balance: number;
  entries: number;
  moved: number | null;
  balance_after: number | null;
}

/**
 * Checks the next entries of a shop's ledger: each transfer sums to zero in one unit, and each account that it touched sums
 * to the balance it shows. Goes on where the last step stopped, so that every entry is summed once and a step costs the
 * same in a large ledger as in a small one. Says whether there is more to check, and what was wrong.
 */
export async function auditLedger(
  store: Store,
  realNow: number,
): Promise<{ readonly done: boolean; readonly faults: readonly string[] }> {
  const mark = await readMark(store.db, store.shopId, 'audit');
  const horizon = makeId('trf', realNow - SETTLED_MS, new Uint8Array(16));
  const found = await store.db
    .prepare(
      'SELECT transfer_id, account, seq, unit, quantity FROM entries WHERE shop_id = ? AND transfer_id > ? AND transfer_id < ? ORDER BY transfer_id LIMIT ?',
    )
    .bind(store.shopId, mark?.mark ?? '', horizon, ENTRIES_A_STEP)
    .all<EntryRow>();
  const done = found.results.length < ENTRIES_A_STEP;
  // A step may end inside a transfer; that one is left whole to the next.
  const cut = done ? null : found.results.at(-1)?.transfer_id;
  const entries = found.results.filter((entry) => entry.transfer_id !== cut);
  const accounts = await readAccounts(store, entries);
  const faults = [...faultsOfTransfers(entries), ...accounts.flatMap(faultOfAccount)];
  const last = entries.at(-1)?.transfer_id ?? mark?.mark ?? '';
  await store.db.batch([
    ...accounts.filter((account) => account.last_seq > account.first_seq).map((account) => saveCheck(store, account)),
    // Until all is checked, the time stays that of the last whole audit, so that the next run goes on at once.
    saveMark(store.db, store.shopId, 'audit', {
      mark: last,
      at: done ? realNow : (mark?.at ?? 0),
      fault: faults[0] ?? null,
    }),
  ]);
  return { done, faults };
}

/** What each account came to since its last check: up to the newest entry of this step, no further. */
async function readAccounts(store: Store, entries: readonly EntryRow[]): Promise<AccountRow[]> {
  const newest = new Map<string, number>();
  for (const { account, seq } of entries) newest.set(account, Math.max(seq, newest.get(account) ?? 0));
  const found = await store.db
    .prepare(
      `SELECT wanted.key AS account, wanted.value AS last_seq, COALESCE(checked.seq, 0) AS first_seq, COALESCE(checked.balance, 0) AS first_balance,
         (SELECT COUNT(*) FROM entries WHERE shop_id = ?1 AND account = wanted.key AND seq > COALESCE(checked.seq, 0) AND seq <= wanted.value) AS entries,
         (SELECT SUM(quantity) FROM entries WHERE shop_id = ?1 AND account = wanted.key AND seq > COALESCE(checked.seq, 0) AND seq <= wanted.value) AS moved,
         (SELECT balance_after FROM entries WHERE shop_id = ?1 AND account = wanted.key AND seq = wanted.value) AS balance_after
       FROM json_each(?2) AS wanted LEFT JOIN ledger_checks AS checked ON checked.shop_id = ?1 AND checked.account = wanted.key`,
    )
    .bind(store.shopId, JSON.stringify(Object.fromEntries(newest)))
    .all<AccountRow>();
  return found.results;
}

function faultsOfTransfers(entries: readonly EntryRow[]): string[] {
  return [...Map.groupBy(entries, (entry) => entry.transfer_id)].flatMap(([transferId, sides]) => {
    const sum = sides.reduce((total, { quantity }) => total + quantity, 0);
    const units = new Set(sides.map(({ unit }) => unit));
    return sides.length === 2 && sum === 0 && units.size === 1
      ? []
      : [`Transfer ${transferId} has ${sides.length} entries that sum to ${sum}.`];
  });
}

function faultOfAccount({
  account,
  first_seq: from,
  last_seq: to,
  first_balance: before,
  entries,
  moved,
  balance_after: shown,
}: AccountRow): string[] {
  if (to <= from) return [];
  const summed = before + (moved ?? 0);
  if (entries === to - from && summed === shown) return [];
  return [
    `Account ${account} shows ${shown} at entry ${to}, but its entries sum to ${summed} (${entries} of ${to - from} found).`,
  ];
}

function saveCheck(
  store: Store,
  { account, last_seq: seq, first_balance: before, moved }: AccountRow,
): D1PreparedStatement {
  return store.db
    .prepare(
      'INSERT INTO ledger_checks (shop_id, account, seq, balance) VALUES (?, ?, ?, ?) ON CONFLICT (shop_id, account) DO UPDATE SET seq = excluded.seq, balance = excluded.balance',
    )
    .bind(store.shopId, account, seq, before + (moved ?? 0));
}
