import { exports } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../sdk/contract/program.ts';
import { Bothways, InvalidFieldError, NotFoundError, UnauthorizedError, type Fetch } from '../../sdk/server/index.ts';
import { makeShop, type TestShop } from '../support/worker-shop.ts';

const order = { orderId: '1001', currency: 'USD', subtotalMinor: 5_900, customerId: '77' };
const straight: Fetch = (request, init) => exports.default.fetch(request, init);

function clientOf(shop: Pick<TestShop, 'secretKey'>, fetch: Fetch = straight): Bothways {
  return new Bothways({ secretKey: shop.secretKey, url: 'https://bothways.test', fetch, retry: { maxDelayMs: 1 } });
}

/** The Worker does its work, and the first answer to each call gets lost on the way back. */
function forgetful(): Fetch {
  const answered = new Set<string>();
  return async (request, init) => {
    const key = `${request.method} ${request.url} ${request.headers.get('idempotency-key')}`;
    const response = await straight(request, init);
    if (answered.has(key)) return response;
    answered.add(key);
    await response.body?.cancel();
    throw new TypeError('Network connection lost');
  };
}

describe('the SDK of a shop’s server, against the real Worker', () => {
  it('understands every reply to a read', async () => {
    const shop = await makeShop();
    const client = clientOf(shop);
    await client.orders.report(order);
    expect((await client.shop.get()).id).toBe(shop.shopId);
    expect((await client.program.get()).version).toBe(1);
    expect(await client.codes.check('NOPE', { customerId: '77', subtotalMinor: 100 })).toMatchObject({ valid: false });
    expect((await client.overview({ from: '2026-11-01', to: '2026-11-07' })).days).toHaveLength(7);
    expect((await client.orders.list({ limit: 10 })).items).toHaveLength(1);
    expect(await client.rewards.list()).toEqual({ items: [], next: null });
    expect(await client.referrals.list()).toEqual({ items: [], next: null });
    expect(await client.webhookEndpoints.list()).toEqual({ items: [] });
    await client.deliveries.list();
  });

  it('goes through a list that is longer than a page, each item once', async () => {
    const client = clientOf(await makeShop());
    for (let number = 1; number <= 7; number += 1) await client.orders.report({ ...order, orderId: String(number) });
    const seen: string[] = [];
    for await (const { externalId } of client.orders.list({ limit: 2 })) seen.push(externalId);
    expect(seen).toEqual(['7', '6', '5', '4', '3', '2', '1']);
  });

  it('imports a list in as many calls as the Worker asks for', async () => {
    const client = clientOf(await makeShop());
    const lines = Array.from({ length: 60 }, (_, index) => `${index + 1},USD,59.00`);
    const rows = await client.orders.importList(`order_id,currency,subtotal\n${lines.join('\n')}\n`);
    expect(rows.map(({ row }) => row)).toEqual(lines.map((_, index) => index + 1));
  });

  it('turns each refusal into its class', async () => {
    const shop = await makeShop();
    const client = clientOf(shop);
    await expect(client.rewards.approve('rwd_0000000000000000')).rejects.toBeInstanceOf(NotFoundError);
    await expect(client.orders.report({ ...order, subtotalMinor: -1 })).rejects.toMatchObject({
      constructor: InvalidFieldError,
      field: 'subtotalMinor',
    });
    const stranger = clientOf({ secretKey: `${shop.secretKey}x` });
    await expect(stranger.shop.get()).rejects.toBeInstanceOf(UnauthorizedError);
  });

  describe('whose answers get lost on the way', () => {
    it('reports an order once', async () => {
      const shop = await makeShop();
      const reply = await clientOf(shop, forgetful()).orders.report(order);
      expect(reply.duplicate).toBe(true);
      expect((await clientOf(shop).orders.list()).items).toHaveLength(1);
    });

    it('saves a program once', async () => {
      const shop = await makeShop();
      const settings = { ...defaultSettings('USD', 'https://shop.example/'), name: 'Autumn' };
      const reply = await clientOf(shop, forgetful()).program.save({ version: 1, settings });
      expect(reply).toMatchObject({ version: 2, settings: { name: 'Autumn' } });
    });

    it('adds a webhook endpoint once, and its secret is not lost', async () => {
      const shop = await makeShop();
      const added = await clientOf(shop, forgetful()).webhookEndpoints.add({
        url: 'https://shop.example/hooks',
        types: ['ping'],
      });
      const { items } = await clientOf(shop).webhookEndpoints.list();
      expect(items.map(({ id }) => id)).toEqual([added.id]);
    });
  });
});
