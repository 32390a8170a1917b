import * as v from 'valibot';
import type { Platform } from '../storage/platform.ts';
import { findShops } from '../storage/shop-pages.ts';
import { logFault } from './log-fault.ts';
import { drainOutbox } from './outbox.ts';
import { tendShop } from './shop-upkeep.ts';
import { countVisits } from './visits.ts';

/** Hands a batch to the job of its queue. Whatever happens twice here has to be harmless: queues deliver at least once. */
export async function drainQueue(batch: MessageBatch, platform: Platform): Promise<void> {
  if (batch.queue.startsWith('bothways-visits')) return countVisits(batch, platform);
  return drainNudged(batch, platform);
}

const nudge = v.object({ shopId: v.string() });

/** Drains the shops that a nudge named, each once, however many nudges of it the batch holds. */
async function drainNudged(batch: MessageBatch, platform: Platform): Promise<void> {
  const shopIds = batch.messages.map(({ body }) => (v.is(nudge, body) ? body.shopId : null));
  for (const shop of await findShops(platform.directory, [...new Set(shopIds.filter((shopId) => shopId !== null))])) {
    try {
      // A test shop's clock may just have been moved, and whoever moved it waits to see what comes of that.
      if (shop.mode === 'test') await tendShop(platform, shop);
      await drainOutbox(platform, shop);
    } catch (error) {
      logFault('outbox', error, { shopId: shop.shopId });
      for (const [index, message] of batch.messages.entries()) if (shopIds[index] === shop.shopId) message.retry();
    }
  }
}
