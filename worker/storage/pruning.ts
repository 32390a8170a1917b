import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { makeId } from '../domain/ids.ts';
import type { IdPrefix } from '../domain/ids.ts';
import { pruneHours } from './rollup-folds.ts';
import type { Store } from './store.ts';

/** How long a delivery that arrived is shown, how long one that did not, and how long a kept mail. */
export const SENT_KEPT_MS = 30 * DAY_MS;
export const FAILED_KEPT_MS = 90 * DAY_MS;
export const MAILS_KEPT_MS = 30 * DAY_MS;

/** How many rows of a kind one run drops: D1 runs one statement at a time, and this must not hold it up. */
const ROWS_A_RUN = 500;

/** Drops what a shop no longer needs. Ids hold their time of birth, so the oldest rows are the first of their key. */
export async function pruneShop(store: Store, now: number, realNow: number): Promise<void> {
  const oldest = (prefix: IdPrefix, keptMs: number, at: number) => makeId(prefix, at - keptMs, new Uint8Array(16));
  const outbox = (states: string, keptMs: number) =>
    store.db
      .prepare(
        `DELETE FROM outbox WHERE shop_id = ?1 AND delivery_id IN
           (SELECT delivery_id FROM outbox WHERE shop_id = ?1 AND state IN (${states}) AND delivery_id < ?2 LIMIT ?3)`,
      )
      .bind(store.shopId, oldest('dlv', keptMs, realNow), ROWS_A_RUN);
  await store.db.batch([
    outbox("'sent'", SENT_KEPT_MS),
    outbox("'dead', 'unknown'", FAILED_KEPT_MS),
    store.db
      .prepare(
        'DELETE FROM mailbox WHERE shop_id = ?1 AND mail_id IN (SELECT mail_id FROM mailbox WHERE shop_id = ?1 AND mail_id < ?2 LIMIT ?3)',
      )
      .bind(store.shopId, oldest('mal', MAILS_KEPT_MS, realNow), ROWS_A_RUN),
    pruneHours(store, now, ROWS_A_RUN),
  ]);
}

/** Drops counters whose window of time is over, such as claims from one address in one hour. */
export async function pruneCounters(store: Store, now: number): Promise<void> {
  await store.db
    .prepare(
      `DELETE FROM counters WHERE shop_id = ?1 AND (scope, unit) IN
         (SELECT scope, unit FROM counters WHERE shop_id = ?1 AND expires_at <= ?2 LIMIT ?3)`,
    )
    .bind(store.shopId, now, ROWS_A_RUN)
    .run();
}

/** Drops idempotency keys and their replies once nobody is answered from them any more. */
export async function pruneReplies(store: Store, realNow: number): Promise<void> {
  await store.db
    .prepare(
      `DELETE FROM idempotency_keys WHERE shop_id = ?1 AND key_hash IN
         (SELECT key_hash FROM idempotency_keys WHERE shop_id = ?1 AND expires_at <= ?2 LIMIT ?3)`,
    )
    .bind(store.shopId, realNow, ROWS_A_RUN)
    .run();
}

/** Drops tokens that have expired, used or not. */
export async function pruneTokens(directory: D1Database, realNow: number): Promise<void> {
  await directory
    .prepare(
      'DELETE FROM tokens WHERE hash IN (SELECT hash FROM tokens WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)',
    )
    .bind(realNow, ROWS_A_RUN)
    .run();
}
