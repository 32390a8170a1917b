import { currencyOf } from '../domain/ledger.ts';
import { programScope } from './counters.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import { changedOne, commitBatch } from './store.ts';
import type { Store } from './store.ts';

/** The part of a budget that may be committed before the owner is told, in percent. */
export const BUDGET_LOW_PERCENT = 80;

const PROGRAMS = programScope('');

/** True of a counter whose owner has to be told: once a cap, and again when the cap is changed. */
export const BUDGET_IS_LOW = `scope >= '${PROGRAMS}' AND scope < '${PROGRAMS.slice(0, -1)};' AND cap > 0 AND committed * 100 >= cap * ${BUDGET_LOW_PERCENT} AND warned_cap IS NOT cap`;

/** Tells the owner of budgets that are nearly used up; says of how many. */
export async function warnOfLowBudgets(store: Store, platform: Pick<Platform, 'newId'>, now: number): Promise<number> {
  const found = await store.db
    .prepare(`SELECT scope, unit, committed, cap FROM counters WHERE shop_id = ? AND ${BUDGET_IS_LOW}`)
    .bind(store.shopId)
    .all<{ scope: string; unit: string; committed: number; cap: number }>();
  let warned = 0;
  for (const { scope, unit, committed, cap } of found.results) {
    const currency = currencyOf(unit);
    if (currency === null) continue;
    const payload = { programId: scope.slice(PROGRAMS.length), currency, capMinor: cap, committedMinor: committed };
    const commit = await commitBatch(store, [
      store.db
        .prepare(
          `UPDATE counters SET warned_cap = cap WHERE shop_id = ? AND scope = ? AND unit = ? AND cap = ? AND ${BUDGET_IS_LOW}`,
        )
        .bind(store.shopId, scope, unit, cap),
      changedOne(store),
      enqueueDelivery(store, { id: platform.newId('dlv'), kind: 'webhook', topic: 'budget.low', payload }, now),
    ]);
    if (commit.kind === 'committed') warned += 1;
  }
  return warned;
}
