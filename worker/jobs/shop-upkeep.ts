import { announceRewards } from '../storage/announcements.ts';
import { applyRefundsDue } from '../storage/apply-refund.ts';
import { warnOfLowBudgets } from '../storage/budget-warnings.ts';
import { releaseHeldBudget } from '../storage/held-budget.ts';
import { auditLedger } from '../storage/ledger-audit.ts';
import type { Platform } from '../storage/platform.ts';
import { pruneCounters, pruneReplies, pruneShop } from '../storage/pruning.ts';
import { foldRollups } from '../storage/rollup-folds.ts';
import { findNeeds } from '../storage/shop-needs.ts';
import type { ShopNeeds } from '../storage/shop-needs.ts';
import type { Shop } from '../storage/shops.ts';
import type { Store } from '../storage/store.ts';
import { logFault } from './log-fault.ts';

/** How many of a kind one run takes on for one shop: the rest is there for the next run, and other shops have their turn. */
const CLAIMS_A_RUN = 100;
const ANNOUNCEMENTS_A_RUN = 20;
// Each is a decision of its own, of some twenty statements, and there is one only where a Worker was cut short.
const REFUNDS_A_RUN = 5;
const AUDIT_STEPS_A_RUN = 5;

/** Looks what a shop needs at this moment of its clock, and does it, the outbox aside. */
export async function tendShop(platform: Platform, shop: Shop): Promise<void> {
  const { db } = platform.openStore(shop);
  for (const needs of await findNeeds(db, [shop], platform.realNow())) await doUpkeep(platform, shop, needs);
}

/**
 * Does what a shop needs, the outbox aside. Everything here may run twice, also at the same moment: each step finds only
 * what is still to be done, and does it in one transaction with the mark that it is done.
 */
export async function doUpkeep(platform: Platform, shop: Shop, needs: ShopNeeds): Promise<void> {
  const store = platform.openStore(shop);
  const realNow = platform.realNow();
  const now = realNow + shop.clockOffsetMs;
  if (needs.heldBudget) await releaseHeldBudget(store, now, CLAIMS_A_RUN);
  // Before anything is announced: what a refund takes back never becomes available.
  if (needs.refunds) await applyRefundsDue({ store, platform, now }, REFUNDS_A_RUN);
  if (needs.announcements) await announceRewards(store, platform, now, ANNOUNCEMENTS_A_RUN);
  if (needs.budgetWarnings) await warnOfLowBudgets(store, platform, now);
  if (needs.counters) await pruneCounters(store, now);
  if (needs.replies) await pruneReplies(store, realNow);
  if (needs.fold) await foldRollups(store, now, realNow);
  if (needs.nightly) {
    await audit(store, realNow);
    await pruneShop(store, now, realNow);
  }
}

/** The nightly look at the books. A fault is logged at once and shown by /healthz until the owner has dealt with it. */
async function audit(store: Store, realNow: number): Promise<void> {
  for (let step = 0; step < AUDIT_STEPS_A_RUN; step++) {
    const { done, faults } = await auditLedger(store, realNow);
    for (const fault of faults) {
      logFault('audit', new Error(fault), { shopId: store.shopId });
    }
    if (done) return;
  }
}
