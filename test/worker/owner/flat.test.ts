import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { foldRollups } from '../../../worker/storage/rollup-folds.ts';
import { addToRollup } from '../../../worker/storage/rollups.ts';
import { measure } from '../../support/worker-cost.ts';
import type { Cost } from '../../support/worker-cost.ts';
import { seed } from '../../support/worker-seed.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Thirty days of hours in five channels: as many for a small shop as for a large one. */
async function rollUp(shop: TestShop): Promise<void> {
  const hours = Array.from({ length: 30 * 24 }, (_, hour) => Date.now() - hour * 3_600_000);
  const channels = ['direct', 'email', 'whatsapp', 'qr', 'copy'];
  const rows = hours.flatMap((at) =>
    channels.map((channel) => addToRollup(shop.store, shop.programId, channel, at, { visits: 1 })),
  );
  for (let at = 0; at < rows.length; at += 500) await env.DB.batch(rows.slice(at, at + 500));
  await foldRollups(shop.store, Date.now(), Date.now());
}

async function costs(referrals: number): Promise<Record<string, Cost>> {
  const shop = await makeShop();
  const { advocateId, referralId } = await seed(shop, referrals);
  await rollUp(shop);
  const paths = [
    `/v1/overview?from=${dayOf(Date.now() - 29 * DAY_MS)}&to=${dayOf(Date.now())}`,
    '/v1/referrals',
    '/v1/referrals?limit=100',
    '/v1/referrals?state=claimed',
    `/v1/referrals?advocate=${advocateId}`,
    `/v1/referrals?advocate=${advocateId}&state=ordered&limit=20`,
    `/v1/referrals/${referralId}`,
    '/v1/orders',
    '/v1/orders?state=unverified',
    '/v1/orders?state=decided',
    '/v1/rewards',
    '/v1/rewards?state=review',
    '/v1/rewards?state=held',
    '/v1/rewards?state=available',
    '/v1/deliveries',
    '/v1/deliveries?state=dead',
    '/v1/deliveries?state=sent',
    '/v1/program',
    '/v1/shop',
  ];
  const found: Record<string, Cost> = {};
  for (const path of paths) {
    const { result, cost } = await measure(() =>
      call<{ items?: unknown[]; next?: string | null }>('GET', path, { key: shop.secretKey }),
    );
    if (result.status !== 200) throw new Error(`${path} → ${JSON.stringify(result.body)}`);
    found[path.replace(advocateId, '…')] = cost;
    // A page far down the list costs what the first one does, so the second is measured too.
    if (!result.body.next) continue;
    const next = await measure(() =>
      call('GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${result.body.next}`, { key: shop.secretKey }),
    );
    found[`${path.replace(advocateId, '…')} (second page)`] = next.cost;
  }
  return found;
}

it('reads as many rows at 100,000 referrals as at 1,000, and writes none', { timeout: 120_000 }, async () => {
  const [few, many] = [await costs(1_000), await costs(100_000)];
  expect(many).toEqual(few);
  expect(Object.values(few).filter(({ rowsWritten, rowsRead }) => rowsWritten > 0 || rowsRead > 800)).toEqual([]);
});
