import type { Vault } from './vault.ts';

/** One shop's data: every function of this folder takes it first, so that no statement can forget whose rows it means. */
export interface Store {
  readonly db: D1Database;
  readonly shopId: string;
  readonly vault: Vault;
}

/** What a batch of statements came to. */
export type Commit =
  | { readonly kind: 'committed'; readonly results: readonly D1Result[] }
  /** A guard, a cap or a unique key no longer held; nothing of the batch was written. */
  | { readonly kind: 'violated'; readonly guard: 'stale' | 'cap' | 'unique'; readonly table: string | null };

/**
 * Placed right after a compare-and-set: rolls the batch back unless the statement before it changed exactly one row.
 *
 * @example [prepare('UPDATE people SET version = version + 1 WHERE … AND version = ?'), changedOne(store)]
 */
export function changedOne(store: Store): D1PreparedStatement {
  return store.db.prepare('INSERT INTO guards (holds) SELECT 0 WHERE changes() <> 1');
}

/** Rolls the batch back unless the query still finds a row: for what a decision read and does not change. */
export function stillFinds(
  store: Store,
  query: string,
  ...values: readonly (string | number | null)[]
): D1PreparedStatement {
  return store.db.prepare(`INSERT INTO guards (holds) SELECT 0 WHERE NOT EXISTS (${query})`).bind(...values);
}

/** Runs one decision as one transaction and tells a violated guard, which calls for a new decision, from a fault, which throws. */
export async function commitBatch(
  store: Pick<Store, 'db'>,
  statements: readonly D1PreparedStatement[],
): Promise<Commit> {
  try {
    return { kind: 'committed', results: await store.db.batch([...statements]) };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (message.includes('guard_stale')) return { kind: 'violated', guard: 'stale', table: null };
    if (message.includes('guard_cap')) return { kind: 'violated', guard: 'cap', table: 'counters' };
    const unique = /UNIQUE constraint failed: (\w+)\./.exec(message);
    if (unique) return { kind: 'violated', guard: 'unique', table: unique[1] ?? null };
    throw error;
  }
}

/** Reads a page of rows that are sorted by id, newest first; one row more than asked tells whether there is a next page. */
export function pageOf<Row, Item>(
  rows: readonly Row[],
  limit: number,
  idOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): { items: Item[]; next: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(toItem), next: rows.length > limit && last !== undefined ? idOf(last) : null };
}
