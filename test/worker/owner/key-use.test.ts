import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { sha256Hex } from '../../../worker/storage/vault.ts';
import { makePlatform } from '../../support/worker-jobs.ts';
import { measure } from '../../support/worker-cost.ts';
import { ORIGIN, call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const HOUR_MS = 3_600_000;

const setUsed = async (key: string, at: number | null) =>
  env.DB.prepare('UPDATE keys SET last_used_at = ? WHERE hash = ?')
    .bind(at, await sha256Hex(key))
    .run();

/** As the dashboard shows it. */
async function usedAt(shop: TestShop, key: string): Promise<number | null> {
  const row = await env.DB.prepare('SELECT last_used_at AS at FROM keys WHERE hash = ?')
    .bind(await sha256Hex(key))
    .first<{ at: number | null }>();
  if (!row) throw new Error(`Shop ${shop.shopId} has no such key`);
  return row.at;
}

/** Asks with a key until the background work is done too. */
async function ask(shop: TestShop, kind: 'secret' | 'page' | 'cached page', origin = ORIGIN): Promise<number> {
  const context = createExecutionContext();
  const platform = await makePlatform({
    inBackground: (work) => context.waitUntil(work),
    kv: { get: async () => null, put: async () => undefined } as unknown as KVNamespace,
  });
  const bearer = { authorization: `Bearer ${shop.secretKey}` };
  const path = { secret: '/v1/orders', page: '/v1/offers?code=NOBODY&', 'cached page': '/v1/settings?' }[kind];
  const request = new Request(`https://bothways.test${path}${kind === 'secret' ? '' : `shop=${shop.publishableKey}`}`, {
    headers: { origin, ...(kind === 'secret' && bearer) },
  });
  const response = await createApp(async () => platform).fetch(request, env, context);
  await response.text();
  await waitOnExecutionContext(context);
  return response.status;
}

describe.each([
  ['secret', 'secretKey'],
  ['page', 'publishableKey'],
  ['cached page', 'publishableKey'],
] as const)('a key of a %s', (kind, field) => {
  it('is noted as used the first time, and again when an hour has passed', async () => {
    const shop = await makeShop();
    for (const before of [null, Date.now() - HOUR_MS - 1_000]) {
      await setUsed(shop[field], before);
      expect(await ask(shop, kind)).toBe(200);
      expect(await usedAt(shop, shop[field])).toBeGreaterThan(Date.now() - 10_000);
    }
  });

  it('costs nothing within the hour: not a row more is read, none is written', async () => {
    const shop = await makeShop();
    await ask(shop, kind);
    const before = Date.now() - HOUR_MS + 60_000;
    const cost = async () => (await measure(() => ask(shop, kind))).cost;
    const just = await cost();
    await setUsed(shop[field], before);
    expect(await cost()).toEqual(just);
    expect(just.rowsWritten).toBe(0);
    expect(await usedAt(shop, shop[field])).toBe(before);
  });
});

it('does not note a key that was refused: revoked, or on a page of somebody else', async () => {
  const shop = await makeShop();
  await setUsed(shop.publishableKey, null);
  expect(await ask(shop, 'page', 'https://evil.example')).toBe(403);
  expect(await ask(shop, 'cached page', 'https://evil.example')).toBe(403);
  expect(await usedAt(shop, shop.publishableKey)).toBeNull();
  await env.DB.prepare('UPDATE keys SET revoked_at = 1, last_used_at = NULL WHERE shop_id = ?').bind(shop.shopId).run();
  expect((await call('GET', '/v1/orders', { key: shop.secretKey })).status).toBe(401);
  expect(await usedAt(shop, shop.secretKey)).toBeNull();
});
