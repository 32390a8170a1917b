import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { LEASE_MS, drainOutbox } from '../../../worker/jobs/outbox.ts';
import { enqueueDelivery } from '../../../worker/storage/outbox.ts';
import { addEndpoint, makePlatform, newReceiver, outboxOf, shopOf, verified } from '../../support/worker-jobs.ts';
import type { TestPlatform } from '../../support/worker-jobs.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let joins = 0;

/** Something happens that webhooks tell of. */
async function happen(shop: TestShop, platform: TestPlatform): Promise<string> {
  const id = platform.newId('dlv');
  const payload = { personId: 'prs_00000000', programId: shop.programId, code: `CODE${++joins}` };
  await enqueueDelivery(
    shop.store,
    { id, kind: 'webhook', topic: 'advocate.joined', payload },
    platform.realNow(),
  ).run();
  return id;
}

async function testShop() {
  const platform = await makePlatform();
  const shop = await makeShop({}, { mode: 'test' });
  const drain = async () => drainOutbox(platform, await shopOf(shop));
  return { platform, shop, drain };
}

describe('a webhook', () => {
  it('is signed so that the package of Standard Webhooks takes it, and says what happened and when', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver();
    const endpoint = await addEndpoint(shop, receiver.url, ['advocate.joined']);
    const id = await happen(shop, platform);
    await drain();
    const [received] = await receiver.received();
    expect(received?.headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': id });
    const body = new Webhook(endpoint.secret).verify(received!.body, received!.headers);
    expect(body).toEqual({
      type: 'advocate.joined',
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { personId: 'prs_00000000', programId: shop.programId, code: `CODE${joins}` },
    });
    expect(await outboxOf(shop)).toMatchObject([{ state: 'sent', attempts: 1, last_error: null }]);
  });

  it('goes to everyone who subscribes, once each and under an id of its own, however often the outbox is drained', async () => {
    const { platform, shop, drain } = await testShop();
    const receivers = [newReceiver(), newReceiver(), newReceiver()];
    for (const receiver of receivers) await addEndpoint(shop, receiver.url, ['advocate.joined']);
    const other = newReceiver();
    await addEndpoint(shop, other.url, ['budget.low']);
    await happen(shop, platform);
    await Promise.all([drain(), drain(), drain()]);
    await drain();
    const calls = await Promise.all(receivers.map((receiver) => receiver.received()));
    expect(calls.map((received) => received.length)).toEqual([1, 1, 1]);
    expect(new Set(calls.flat().map(({ headers }) => headers['webhook-id'])).size).toBe(3);
    expect(await other.received()).toEqual([]);
    expect((await outboxOf(shop)).map(({ state }) => state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('leaves nothing behind where nobody subscribes', async () => {
    const { platform, shop, drain } = await testShop();
    await happen(shop, platform);
    await drain();
    expect(await outboxOf(shop)).toEqual([]);
  });

  it('comes again under the same id, later each time, until it is taken', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver('answers=500,503,200');
    const endpoint = await addEndpoint(shop, receiver.url, ['advocate.joined']);
    const id = await happen(shop, platform);
    await drain();
    expect(await outboxOf(shop)).toMatchObject([{ state: 'due', attempts: 1, last_error: 'Answered 500.' }]);
    // Half of the first wait of 1 to 5 seconds.
    expect(platform.nudges).toEqual([expect.stringMatching(/\+[123]$/)]);
    await drain();
    expect(await receiver.received()).toHaveLength(1);
    platform.pass(5_000);
    await drain();
    platform.pass(MINUTE_MS);
    await drain();
    platform.pass(DAY_MS);
    await drain();
    const received = await receiver.received();
    expect(received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id, id]);
    for (const one of received) expect(verified(endpoint.secret, one).type).toBe('advocate.joined');
    expect(new Set(received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3);
    expect(await outboxOf(shop)).toMatchObject([{ state: 'sent', attempts: 3, last_error: null }]);
  });

  it('waits at least as long as the receiver asks', async () => {
    const { platform, shop, drain } = await testShop();
    await addEndpoint(shop, newReceiver('answers=429&retry-after=3600').url, ['advocate.joined']);
    await happen(shop, platform);
    const before = platform.realNow();
    await drain();
    const [row] = await outboxOf(shop);
    expect(row!.next_attempt_at).toBeGreaterThanOrEqual(before + 3_600_000);
    expect(platform.nudges).toEqual([]);
  });

  it('is dead after eight attempts, shown as such, and goes out again when the owner replays it', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver('answers=500,500,500,500,500,500,500,500,200');
    await addEndpoint(shop, receiver.url, ['advocate.joined']);
    const id = await happen(shop, platform);
    for (let attempt = 0; attempt < 12; attempt++) {
      await drain();
      platform.pass(DAY_MS);
    }
    expect(await receiver.received()).toHaveLength(8);
    const list = await call<{ items: { id: string }[] }>('GET', '/v1/deliveries?state=dead', { key: shop.secretKey });
    expect(list.body.items).toMatchObject([
      { id, kind: 'webhook', topic: 'advocate.joined', state: 'dead', attempts: 8, lastError: 'Answered 500.' },
    ]);
    const replayed = await call('POST', `/v1/deliveries/${id}/replay`, { key: shop.secretKey });
    expect(replayed).toMatchObject({ status: 200, body: { id, state: 'due', attempts: 0 } });
    await drain();
    const received = await receiver.received();
    expect(received).toHaveLength(9);
    expect(received[8]?.headers['webhook-id']).toBe(id);
    const again = await call('POST', `/v1/deliveries/${id}/replay`, { key: shop.secretKey });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
  });

  it('switches off an endpoint that says it is gone, and does not try it again', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver('answers=410');
    const endpoint = await addEndpoint(shop, receiver.url, ['advocate.joined']);
    await happen(shop, platform);
    await drain();
    const list = await call<{ items: { disabledAt: number | null }[] }>('GET', '/v1/webhook-endpoints', {
      key: shop.secretKey,
    });
    expect(list.body.items).toMatchObject([{ id: endpoint.id, disabledAt: expect.any(Number) }]);
    await happen(shop, platform);
    await call('POST', `/v1/webhook-endpoints/${endpoint.id}/ping`, { key: shop.secretKey });
    await drain();
    expect(await receiver.received()).toHaveLength(1);
    expect((await outboxOf(shop)).map(({ topic, state }) => [topic, state])).toEqual([
      ['advocate.joined', 'dead'],
      ['ping', 'dead'],
    ]);
  });

  it('follows no redirect, because only the first address was checked', async () => {
    const { platform, shop, drain } = await testShop();
    const elsewhere = newReceiver();
    await addEndpoint(shop, newReceiver('answers=302').url, ['advocate.joined']);
    await happen(shop, platform);
    await drain();
    expect((await outboxOf(shop)).map((row) => row.last_error)).toEqual(['Answered 302: redirects are not followed.']);
    expect(await elsewhere.received()).toEqual([]);
  });

  it('is not lost when its endpoint can’t be reached at all', async () => {
    const { platform, shop, drain } = await testShop();
    await addEndpoint(shop, 'http://127.0.0.1:9/', ['advocate.joined']);
    await happen(shop, platform);
    await drain();
    expect(await outboxOf(shop)).toMatchObject([{ state: 'due', attempts: 1, last_error: 'The connection failed.' }]);
  });

  it('is dropped when its endpoint has been removed', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver('answers=500');
    const endpoint = await addEndpoint(shop, receiver.url, ['advocate.joined']);
    await happen(shop, platform);
    await drain();
    expect((await call('DELETE', `/v1/webhook-endpoints/${endpoint.id}`, { key: shop.secretKey })).status).toBe(200);
    platform.pass(DAY_MS);
    await drain();
    expect(await outboxOf(shop)).toEqual([]);
    expect(await receiver.received()).toHaveLength(1);
  });
});

describe('two drains at once', () => {
  it('share what is due and never both take a row', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver('delay=100');
    await addEndpoint(shop, receiver.url, ['advocate.joined']);
    const ids = [];
    for (let i = 0; i < 20; i++) ids.push(await happen(shop, platform));
    await Promise.all([drain(), drain(), drain(), drain()]);
    const received = await receiver.received();
    expect(received).toHaveLength(ids.length);
    expect(new Set(received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set(ids));
  });

  it('leave a row alone while its lease runs, take it after, and the one who was too slow writes nothing', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver();
    await addEndpoint(shop, receiver.url, ['advocate.joined']);
    await happen(shop, platform);
    let release = () => {};
    const held = new Promise<void>((done) => (release = done));
    const slow = { ...platform, fetch: async () => held.then(() => new Response(null, { status: 500 })) };
    const first = drainOutbox(slow, await shopOf(shop));
    await expect.poll(async () => (await outboxOf(shop))[0]?.attempts).toBe(1);
    await drain();
    expect(await receiver.received()).toHaveLength(0);
    platform.pass(LEASE_MS + 1);
    await drain();
    expect(await receiver.received()).toHaveLength(1);
    release();
    await first;
    expect(await outboxOf(shop)).toMatchObject([{ state: 'sent', attempts: 2, last_error: null }]);
  });

  it('take no more than fits one run, and pass the rest on', async () => {
    const { platform, shop, drain } = await testShop();
    const receiver = newReceiver();
    await addEndpoint(shop, receiver.url, ['advocate.joined']);
    for (let i = 0; i < 15; i++) await happen(shop, platform);
    expect(await drain()).toBe(10);
    expect(platform.nudges).toEqual([shop.shopId]);
    expect(await drain()).toBe(5);
  });
});

describe('an endpoint', () => {
  it('is pinged on demand, and only the one that was asked', async () => {
    const { platform, shop, drain } = await testShop();
    const [asked, other] = [newReceiver(), newReceiver()];
    const endpoint = await addEndpoint(shop, asked.url, ['advocate.joined']);
    await addEndpoint(shop, other.url, ['advocate.joined', 'ping']);
    expect((await call('POST', `/v1/webhook-endpoints/${endpoint.id}/ping`, { key: shop.secretKey })).status).toBe(202);
    await drain();
    const [received] = await asked.received();
    expect(verified(endpoint.secret, received!)).toMatchObject({ type: 'ping', data: { endpointId: endpoint.id } });
    expect(await other.received()).toEqual([]);
    expect(platform.nudges).toEqual([]);
  });

  it('shows its secret once, and keeps it sealed', async () => {
    const { shop } = await testShop();
    const { secret } = await addEndpoint(shop, newReceiver().url, ['ping']);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    const list = await call('GET', '/v1/webhook-endpoints', { key: shop.secretKey });
    expect(JSON.stringify(list.body)).not.toContain(secret.slice(6));
    const row = await env.DB.prepare('SELECT * FROM webhook_endpoints WHERE shop_id = ?').bind(shop.shopId).first();
    expect(JSON.stringify(row)).not.toContain(secret.slice(6));
  });

  it.each([
    ['http://hooks.example.com/', 'live'],
    ['https://127.0.0.1/', 'live'],
    ['https://localhost/', 'live'],
    ['https://2130706433/', 'live'],
    ['https://0x7f.1/', 'live'],
    ['https://10.0.0.8/hook', 'test'],
    ['https://169.254.169.254/latest/meta-data', 'test'],
    ['https://[::ffff:10.0.0.1]/', 'test'],
    ['https://[fd00::1]/', 'test'],
    ['https://user:password@hooks.example.com/', 'live'],
    ['https://printer.local/', 'live'],
    ['https://db.internal./', 'live'],
    ['https://intranet/', 'live'],
  ] as const)('can’t be %s in a %s shop', async (url, mode) => {
    const shop = await makeShop({}, { mode });
    const answer = await call('POST', '/v1/webhook-endpoints', { key: shop.secretKey, body: { url, types: ['ping'] } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_field', field: 'url' } });
  });

  it('that became forbidden later is not called: the address is checked again when it is sent to', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await addEndpoint(shop, 'https://hooks.example.com/', ['advocate.joined']);
    await env.DB.prepare('UPDATE webhook_endpoints SET url = ? WHERE shop_id = ?')
      .bind(newReceiver().url, shop.shopId)
      .run();
    await happen(shop, platform);
    let called = false;
    const watched = { ...platform, fetch: async () => ((called = true), new Response()) };
    await drainOutbox(watched, await shopOf(shop));
    expect(called).toBe(false);
    expect(await outboxOf(shop)).toMatchObject([
      { state: 'dead', last_error: 'The address of the endpoint: Must begin with https://.' },
    ]);
  });

  it('of another shop is unknown', async () => {
    const [mine, other] = [await makeShop({}, { mode: 'test' }), await makeShop({}, { mode: 'test' })];
    const endpoint = await addEndpoint(other, newReceiver().url, ['ping']);
    expect((await call('DELETE', `/v1/webhook-endpoints/${endpoint.id}`, { key: mine.secretKey })).status).toBe(404);
    expect((await call('POST', `/v1/webhook-endpoints/${endpoint.id}/ping`, { key: mine.secretKey })).status).toBe(404);
  });
});
