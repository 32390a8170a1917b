import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { defaultSettings } from '../../sdk/contract/program.ts';
import { Bothways } from '../../sdk/server/index.ts';
import { setupSql } from '../../worker/storage/setup.ts';
import { CURRENCY } from '../shop/products.ts';
import { SEED_DAYS, seed } from './seed.ts';
import { becomeOwner } from './set-up.ts';
import { SHOP_URL } from './visitors.ts';
import { WORKER_URL, runSql, startWorker, stopWorker, writeKeys } from './worker.ts';
import type { DemoKeys } from './worker.ts';

/** Becomes the owner of a fresh Worker and turns the test shop's clock back, to where its history begins. */
export async function becomeFirstOwner(): Promise<DemoKeys> {
  const { token, sql } = await setupSql(Date.now());
  runSql(sql);
  const worker = await startWorker();
  try {
    return await becomeOwner({ url: WORKER_URL, publicUrl: WORKER_URL }, token, 'test');
  } finally {
    await stopWorker(worker);
  }
}

/** The API moves a clock forward only, because a ledger does not go back in time; this one is still empty. */
export const turnClockBack = (shopId: string): string =>
  `UPDATE shops SET clock_offset_ms = ${-(SEED_DAYS + 1) * DAY_MS} WHERE shop_id = '${shopId}'`;

/** Sets the program up and plays its history, on the running Worker. */
export async function fillShop(keys: DemoKeys): Promise<void> {
  const bothways = new Bothways({ secretKey: keys.secretKey, url: WORKER_URL });
  await bothways.shop.save({ name: 'Kiln & Co.', origins: [SHOP_URL] });
  const { version } = await bothways.program.get();
  const settings = defaultSettings(CURRENCY, `${SHOP_URL}/`);
  await bothways.program.save({
    version,
    settings: {
      ...settings,
      holdDays: 7,
      widget: {
        ...settings.widget,
        brandColor: '#9a4f2c',
        triggers: { ...settings.widget.triggers, afterSeconds: 12 },
      },
    },
  });
  // Nobody listens there, so that the dashboard has a failed delivery to show.
  await bothways.webhookEndpoints.add({
    url: 'http://127.0.0.1:9/hooks',
    types: ['order.rewarded', 'reward.reversed'],
  });
  await seed(bothways, keys.publishableKey, Date.now);
  writeKeys(keys);
}
