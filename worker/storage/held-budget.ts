import { programScope } from './counters.ts';
import type { Store } from './store.ts';

/**
 * Gives back what claims held that have run out, up to `limit` of them; says how many. Both statements find the same rows,
 * because they are one transaction, and the second makes them unfindable: a second run moves nothing. The raised version
 * makes a decision that read the referral before take itself again.
 */
export async function releaseHeldBudget(store: Store, now: number, limit: number): Promise<number> {
  const ranOut = `SELECT referral_id, '${programScope('')}' || program_id AS scope, held_unit, held FROM referrals
    WHERE shop_id = ?1 AND held > 0 AND held_until <= ?2 ORDER BY held_until, referral_id LIMIT ?3`;
  const [, released] = await store.db.batch([
    store.db
      .prepare(
        `UPDATE counters SET committed = committed - (SELECT SUM(held) FROM (${ranOut}) AS ran_out WHERE ran_out.scope = counters.scope AND held_unit = unit)
         WHERE shop_id = ?1 AND (scope, unit) IN (SELECT scope, held_unit FROM (${ranOut}))`,
      )
      .bind(store.shopId, now, limit),
    store.db
      .prepare(
        `UPDATE referrals SET held = 0, version = version + 1 WHERE shop_id = ?1 AND referral_id IN (SELECT referral_id FROM (${ranOut}))`,
      )
      .bind(store.shopId, now, limit),
  ]);
  return released?.meta.changes ?? 0;
}
