import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drainQueue } from '../../../worker/jobs/queues.ts';
import type { VisitMessage } from '../../../worker/storage/platform.ts';
import { deliverMessages, makePlatform } from '../../support/worker-jobs.ts';
import { makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const HOUR_MS = 3_600_000;
const QUEUE = 'bothways-visits';

afterEach(() => vi.restoreAllMocks());

function visit(shop: TestShop, more: Partial<VisitMessage> = {}): VisitMessage {
  return { shopId: shop.shopId, programId: shop.programId, kind: 'visit', channel: 'copy', at: Date.now(), ...more };
}

const hours = async () =>
  (
    await env.DB.prepare(
      "SELECT shop_id, starts_at, channel, visits, impressions, shares FROM rollups WHERE span = 'hour' ORDER BY shop_id, starts_at, channel",
    ).all()
  ).results;

describe('visits', () => {
  it('become one row a shop, hour and channel, whatever their number', async () => {
    const [one, two] = [await makeShop(), await makeShop()];
    const hour = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
    await deliverMessages(QUEUE, [
      ...Array.from({ length: 60 }, (_, second) => visit(one, { at: hour + second * 1_000 })),
      visit(one, { at: hour, kind: 'impression' }),
      visit(one, { at: hour, kind: 'share' }),
      visit(one, { at: hour - 1 }),
      visit(one, { at: hour, channel: 'qr' }),
      visit(two, { at: hour }),
    ]);
    expect(await hours()).toEqual([
      { shop_id: one.shopId, starts_at: hour - HOUR_MS, channel: 'copy', visits: 1, impressions: 0, shares: 0 },
      { shop_id: one.shopId, starts_at: hour, channel: 'copy', visits: 60, impressions: 1, shares: 1 },
      { shop_id: one.shopId, starts_at: hour, channel: 'qr', visits: 1, impressions: 0, shares: 0 },
      { shop_id: two.shopId, starts_at: hour, channel: 'copy', visits: 1, impressions: 0, shares: 0 },
    ]);
  });

  it('that can’t be read, or whose shop is gone, hold up no other', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const shop = await makeShop();
    const gone = { ...visit(shop), shopId: 'shp_0000000000gone00' };
    const result = await deliverMessages(QUEUE, [
      null,
      'visit',
      { ...visit(shop), channel: 'a made-up channel' },
      { ...visit(shop), at: 7 },
      gone,
      visit(shop),
    ]);
    expect(await hours()).toMatchObject([{ shop_id: shop.shopId, visits: 1 }]);
    expect(result.retryMessages).toEqual([]);
  });

  it('come again where the database fails, and only then', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const shop = await makeShop();
    const retried: unknown[] = [];
    const message = { body: visit(shop), ack: () => {}, retry: () => retried.push(shop) };
    const platform = await makePlatform();
    const broken = {
      ...platform,
      openStore: () => ({
        ...shop.store,
        db: {
          prepare: (query: string) => env.DB.prepare(query),
          batch: () => Promise.reject(new Error('D1 is down')),
        } as unknown as D1Database,
      }),
    };
    const batch = { queue: QUEUE, messages: [message] } as unknown as MessageBatch;
    await drainQueue(batch, broken);
    expect(retried).toHaveLength(1);
    await drainQueue(batch, platform);
    expect(retried).toHaveLength(1);
    expect(await hours()).toMatchObject([{ visits: 1 }]);
  });
});
