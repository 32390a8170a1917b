import { serve } from '@hono/node-server';
import { Bothways } from '../sdk/server/index.ts';
import { becomeFirstOwner, fillShop, turnClockBack } from './demo/first-start.ts';
import { signInLink } from './demo/sign-in.ts';
import { SHOP_URL } from './demo/visitors.ts';
import { WORKER_URL, prepareWorker, readKeys, runCron, runSql, startWorker, stopWorker } from './demo/worker.ts';
import { createShop } from './shop/server.ts';

// The demo: the Worker under a local workerd, a small shop with the tag, and a month of history. Nothing to sign up for.

const CRON_MS = 30_000;

console.log('Preparing the demo …');
prepareWorker();
const known = readKeys();
const keys = known ?? (await becomeFirstOwner());
const { link, sql } = signInLink(keys, WORKER_URL, Date.now());
runSql([sql, ...(known ? [] : [turnClockBack(keys.shopId)])].join('; '));

const worker = await startWorker();
if (!known) {
  console.log('Playing a month of history; this happens once and takes about half a minute …');
  await fillShop(keys);
}
const bothways = new Bothways({ secretKey: keys.secretKey, url: WORKER_URL });
const shop = createShop({ bothways, workerUrl: WORKER_URL, publishableKey: keys.publishableKey });
const { hostname, port } = new URL(SHOP_URL);
const server = serve({ fetch: shop.fetch, hostname, port: Number(port) });
// On Cloudflare the cron runs by itself; a local workerd has to be asked.
const cron = setInterval(() => void runCron().catch(() => undefined), CRON_MS);

console.log(`
  The shop        ${SHOP_URL}
  The dashboard   ${link}
  The mailbox     ${WORKER_URL}/mailbox
  The API         ${WORKER_URL}/reference

  Open the shop, press "Give $10, get $10", and follow your own link in another browser profile.
  Ctrl+C stops it; deleting the folder .bothways starts afresh.
`);

async function stop(): Promise<void> {
  clearInterval(cron);
  server.close();
  await stopWorker(worker);
}
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());
