import { createMessageBatch } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { countVisits } from '../../../worker/jobs/visits.ts';
import { foldRollups } from '../../../worker/storage/rollup-folds.ts';
import { addToRollup } from '../../../worker/storage/rollups.ts';
import { makePlatform } from '../../support/worker-jobs.ts';
import { makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;

async function visitsOf(shop: TestShop, span: 'day' | 'month'): Promise<number | null> {
  return shop.store.db
    .prepare('SELECT SUM(visits) AS visits FROM rollups WHERE shop_id = ? AND span = ?')
    .bind(shop.shopId, span)
    .first<number>('visits');
}

it.each([
  ['is added to its day and month', 10, 2],
  ['is left out where its hours may be gone', 34, 1],
])('a visit that comes after its day was folded %s', async (_name, daysLate, expected) => {
  const shop = await makeShop();
  const platform = await makePlatform();
  const now = Date.now();
  const at = now - daysLate * DAY_MS;
  await addToRollup(shop.store, shop.programId, 'email', at, { visits: 1 }).run();
  await foldRollups(shop.store, now, now);
  const body = { shopId: shop.shopId, programId: shop.programId, kind: 'visit', channel: 'email', at };
  const message = { id: '1', timestamp: new Date(now), attempts: 1, body };
  await countVisits(createMessageBatch('bothways-visits', [message]), platform);
  await foldRollups(shop.store, now, now);
  expect([await visitsOf(shop, 'day'), await visitsOf(shop, 'month')]).toEqual([expected, expected]);
});
