import { readMark, saveMark } from '../storage/job-marks.ts';
import type { Platform } from '../storage/platform.ts';
import { pruneTokens } from '../storage/pruning.ts';
import { findNeeds } from '../storage/shop-needs.ts';
import type { ShopNeeds } from '../storage/shop-needs.ts';
import { listShops } from '../storage/shop-pages.ts';
import type { Shop } from '../storage/shops.ts';
import { logFault } from './log-fault.ts';
import { DELIVERIES_A_RUN, drainOutbox } from './outbox.ts';
import { doUpkeep } from './shop-upkeep.ts';

/** How many shops are asked about in one statement. */
const SHOPS_A_PAGE = 100;

/** A run ends before the next one starts; what is left is where the next one begins. */
const LONGEST_RUN_MS = 4 * 60_000;

/**
 * Comes by every five minutes and does for every shop what time brings about: budget of claims that ran out, rewards that
 * became available, deliveries that are due, days to fold, the nightly audit. It goes round the shops in the order of their
 * ids and begins where the last run stopped, so that one busy shop never keeps the others waiting for good.
 */
export async function runCron(platform: Platform): Promise<void> {
  const { directory } = platform;
  const started = platform.realNow();
  await pruneTokens(directory, started);
  const begin = (await readMark(directory, '', 'cron'))?.mark ?? '';
  let after = begin;
  let deliveries = DELIVERIES_A_RUN;
  let wrapped = false;
  // The shop that took the last of this run's deliveries; the next run begins after it, so that each has its turn.
  let spentOn = '';
  for (;;) {
    const page = await listShops(directory, after, SHOPS_A_PAGE);
    const shops = wrapped ? page.filter(({ shopId }) => shopId <= begin) : page;
    for (const [shop, needs] of await needsOf(platform, shops)) {
      const taken = await tend(platform, shop, needs, deliveries);
      if (taken > 0 && taken >= deliveries) spentOn = shop.shopId;
      deliveries -= taken;
      after = shop.shopId;
      if (platform.realNow() - started > LONGEST_RUN_MS) return save(after);
    }
    const last = page.at(-1);
    if (last && page.length === SHOPS_A_PAGE && shops.length === page.length) after = last.shopId;
    else if (wrapped || begin === '') return save(spentOn);
    else [after, wrapped] = ['', true];
  }

  async function save(mark: string): Promise<void> {
    await saveMark(directory, '', 'cron', { mark, at: platform.realNow(), fault: null }).run();
  }
}

/** The shops that have something to do, in their order; each database is asked once. */
async function needsOf(platform: Platform, shops: readonly Shop[]): Promise<readonly (readonly [Shop, ShopNeeds])[]> {
  const byDatabase = Map.groupBy(shops, (shop) => platform.openStore(shop).db);
  const found = await Promise.all([...byDatabase].map(([db, group]) => findNeeds(db, group, platform.realNow())));
  const needs = new Map(found.flat().map((need) => [need.shopId, need]));
  return shops.flatMap((shop) => {
    const need = needs.get(shop.shopId);
    return need ? [[shop, need] as const] : [];
  });
}

/** Does one shop's work and says how many deliveries it took; a shop that fails must not keep the others from theirs. */
async function tend(platform: Platform, shop: Shop, needs: ShopNeeds, deliveries: number): Promise<number> {
  try {
    await doUpkeep(platform, shop, needs);
    // What was announced just now is due too.
    if (!needs.outbox && !needs.refunds && !needs.announcements && !needs.budgetWarnings) return 0;
    // Past what one run may do, the queue goes on; where it is full, the next run begins with this shop.
    if (deliveries <= 0) {
      platform.hurryOutbox(shop.shopId);
      return 0;
    }
    return await drainOutbox(platform, shop, deliveries);
  } catch (error) {
    logFault('cron', error, { shopId: shop.shopId });
    return 0;
  }
}
