import { read, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';

/** The counter of a program's budget. */
export const programScope = (programId: string): string => `program:${programId}`;

/**
 * Adds to what is committed (or takes from it); the table's triggers refuse to pass the cap, which rolls the whole batch back.
 * The counter comes to be with its first use where `cap` is given.
 */
export function commitToCounter(store: Store, scope: string, unit: string, delta: number): D1PreparedStatement {
  return store.db
    .prepare(
      'UPDATE counters SET committed = committed + CAST(? AS INTEGER) WHERE shop_id = ? AND scope = ? AND unit = ?',
    )
    .bind(delta, store.shopId, scope, unit);
}

/** Counts one against a cap that belongs to a window of time, such as claims from one address in one hour. */
export function countAgainstCap(
  store: Store,
  scope: string,
  unit: string,
  cap: number,
  expiresAt: number,
): D1PreparedStatement {
  return store.db
    .prepare(
      `INSERT INTO counters (shop_id, scope, unit, committed, cap, expires_at) VALUES (?, ?, ?, 1, ?, ?)
       ON CONFLICT (shop_id, scope, unit) DO UPDATE SET committed = committed + 1`,
    )
    .bind(store.shopId, scope, unit, cap, expiresAt);
}

/** Sets the cap of a counter; null lifts it. What is committed already stays committed. */
export function setCap(store: Store, scope: string, unit: string, cap: number | null): D1PreparedStatement {
  // The insert leaves the cap out because a fresh counter is at zero and can't be above any cap.
  return store.db
    .prepare(
      `INSERT INTO counters (shop_id, scope, unit, committed, cap) VALUES (?1, ?2, ?3, 0, ?4)
       ON CONFLICT (shop_id, scope, unit) DO UPDATE SET cap = excluded.cap`,
    )
    .bind(store.shopId, scope, unit, cap);
}

export interface Counter {
  readonly committed: number;
  readonly cap: number | null;
}

/** Reads a counter; one that was never written is at zero, without a cap. */
export function counterOf(store: Store, scope: string, unit: string): Read<Counter> {
  const statement = store.db
    .prepare('SELECT committed, cap FROM counters WHERE shop_id = ? AND scope = ? AND unit = ?')
    .bind(store.shopId, scope, unit);
  return read(statement, ([row]: readonly Counter[]) => row ?? { committed: 0, cap: null });
}

export async function readCounter(store: Store, scope: string, unit: string): Promise<Counter> {
  const [counter] = await readTogether(store, [counterOf(store, scope, unit)]);
  return counter;
}
