import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultSettings } from '../../sdk/contract/program.ts';
import { runCron } from '../../worker/jobs/cron.ts';
import { LEASE_MS, REPLY_KEPT_MS, claimKey, freeKey, keepReply } from '../../worker/storage/idempotency.ts';
import { pruneReplies } from '../../worker/storage/pruning.ts';
import { findNeeds } from '../../worker/storage/shop-needs.ts';
import { measure } from '../support/worker-cost.ts';
import type { Cost } from '../support/worker-cost.ts';
import { makePlatform } from '../support/worker-jobs.ts';
import { call, makeShop } from '../support/worker-shop.ts';
import type { Answer, TestShop } from '../support/worker-shop.ts';
import { makeMember } from './owner/members.ts';

const KEY = 'a-key-of-a-write';
const CANARY = 'canary.person@example.com';
const hook = { url: 'https://shop.example/hooks', types: ['ping'] };

afterEach(() => vi.restoreAllMocks());

type Added = { id: string; secret: string; code: string };

/** Adds a webhook endpoint under an idempotency key: a write that is no less than another one each time it is carried out. */
function add(shop: TestShop, options: { key?: string; body?: unknown } = {}): Promise<Answer<Added>> {
  return write<Added>(shop, 'POST', '/v1/webhook-endpoints', options.body ?? hook, options.key);
}

function write<Body>(shop: TestShop, method: string, path: string, body?: unknown, key = KEY): Promise<Answer<Body>> {
  return call<Body>(method, path, { key: shop.secretKey, headers: { 'idempotency-key': key }, body });
}

async function count(shop: TestShop, table: 'webhook_endpoints' | 'idempotency_keys' | 'outbox'): Promise<number> {
  const row = await env.DB.prepare(`SELECT count(*) AS rows FROM ${table} WHERE shop_id = ?`)
    .bind(shop.shopId)
    .first<{ rows: number }>();
  return row?.rows ?? 0;
}

/** Makes a table refuse something, as a database that fails would. */
async function breakDown(when: string): Promise<() => Promise<unknown>> {
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
  await env.DB.prepare(`CREATE TRIGGER broken ${when} BEGIN SELECT RAISE(ABORT, 'broken'); END`).run();
  return () => env.DB.prepare('DROP TRIGGER broken').run();
}

describe('a write that is sent again with its key', () => {
  it('is carried out once and gets its first reply, whole and marked', async () => {
    const shop = await makeShop();
    const first = await add(shop);
    const again = await add(shop);
    expect(first.status).toBe(201);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('cache-control')).toBe('no-store');
    expect(await count(shop, 'webhook_endpoints')).toBe(1);
  });

  it('gets the reply of then, whatever has happened since', async () => {
    const shop = await makeShop();
    const settings = { ...defaultSettings('USD', 'https://shop.example/'), name: 'Autumn' };
    const save = (version: number, name: string, key: string) =>
      write(shop, 'PUT', '/v1/program', { version, settings: { ...settings, name } }, key);
    await save(1, 'Autumn', 'first-save');
    await save(2, 'Winter', 'other-save');
    expect((await save(1, 'Autumn', 'first-save')).body).toMatchObject({ version: 2, settings: { name: 'Autumn' } });
    expect((await call('GET', '/v1/program', { key: shop.secretKey })).body).toMatchObject({ version: 3 });
  });

  it('still gets a secret that is shown once', async () => {
    const shop = await makeShop();
    const { secret } = (await add(shop)).body;
    expect(secret).toMatch(/^whsec_/);
    expect((await add(shop)).body.secret).toBe(secret);

    const owner = await makeMember(shop, 'owner');
    const headers = { ...owner.headers, 'idempotency-key': KEY };
    const body = { kind: 'secret', name: 'Server' };
    const made = await call<{ key: string }>('POST', '/v1/keys', { headers, body });
    const again = await call<{ key: string }>('POST', '/v1/keys', { headers, body });
    expect(again.body).toEqual(made.body);
    expect((await call('GET', '/v1/shop', { key: again.body.key })).status).toBe(200);
  });

  it('is the same write however its fields are ordered, and another where anything else differs', async () => {
    const shop = await makeShop();
    const first = await add(shop, { body: { url: hook.url, types: ['ping', 'order.rewarded'] } });
    const turned = await add(shop, { body: { types: ['ping', 'order.rewarded'], url: hook.url } });
    expect(turned.body.id).toBe(first.body.id);
    const others = [
      await add(shop, { body: { url: hook.url, types: ['order.rewarded', 'ping'] } }),
      await add(shop, { body: { ...hook, url: `${hook.url}/2` } }),
      await write<Added>(shop, 'POST', `/v1/webhook-endpoints/${first.body.id}/ping`),
      await write<Added>(shop, 'DELETE', `/v1/webhook-endpoints/${first.body.id}`),
    ];
    expect(others.map(({ status, body }) => [status, body.code])).toEqual(
      others.map(() => [409, 'idempotency_mismatch']),
    );
    expect(await count(shop, 'webhook_endpoints')).toBe(1);
    expect(await count(shop, 'outbox')).toBe(0);

    const second = await add(shop, { key: 'another-endpoint' });
    const ping = (id: string) => write(shop, 'POST', `/v1/webhook-endpoints/${id}/ping`, undefined, 'a-key-of-a-ping');
    expect((await ping(first.body.id)).status).toBe(202);
    expect(await ping(second.body.id)).toMatchObject({ status: 409, body: { code: 'idempotency_mismatch' } });
    expect((await ping(first.body.id)).status).toBe(202);
    expect(await count(shop, 'outbox')).toBe(1);
  });

  it('is carried out once where ten come at the same moment', async () => {
    const shop = await makeShop();
    const answers = await Promise.all(Array.from({ length: 10 }, () => add(shop)));
    const [added, ...others] = answers.filter(({ status }) => status === 201);
    const waiting = answers.filter(({ status }) => status !== 201);
    expect(others.map(({ body }) => body)).toEqual(others.map(() => added!.body));
    for (const { status, body, headers } of waiting) {
      expect([status, body.code, headers.get('retry-after')]).toEqual([503, 'busy', '1']);
    }
    expect(await count(shop, 'webhook_endpoints')).toBe(1);
    expect((await add(shop)).body).toEqual(added!.body);
  });

  it('is carried out for each caller and each shop by itself', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const [owner, manager] = [await makeMember(shop, 'owner'), await makeMember(shop, 'manager')];
    const ids = [(await add(shop)).body.id, (await add(other)).body.id];
    for (const { headers } of [owner, manager]) {
      const added = await call<Added>('POST', '/v1/webhook-endpoints', {
        headers: { ...headers, 'idempotency-key': KEY },
        body: hook,
      });
      ids.push(added.body.id);
    }
    expect(new Set(ids).size).toBe(4);
    expect(await count(shop, 'webhook_endpoints')).toBe(3);
    expect(await count(other, 'webhook_endpoints')).toBe(1);
  });

  it('is not answered to one who may no longer make the call', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    const ask = () =>
      call('POST', '/v1/keys', {
        headers: { ...owner.headers, 'idempotency-key': KEY },
        body: { kind: 'secret', name: 'Server' },
      });
    expect((await ask()).status).toBe(201);
    await env.DB.prepare("UPDATE memberships SET role = 'manager' WHERE user_id = ?").bind(owner.userId).run();
    expect((await ask()).status).toBe(403);
  });
});

describe('a key', () => {
  it.each([
    ['too short to be nobody else’s', 'order-1'],
    ['of two words', 'two words here'],
    ['too long to be a name', 'x'.repeat(201)],
  ])('%s is refused', async (_, key) => {
    const shop = await makeShop();
    const answer = await add(shop, { key });
    expect(answer).toMatchObject({ status: 422, body: { code: 'invalid_field', field: 'Idempotency-Key' } });
    expect(await count(shop, 'webhook_endpoints')).toBe(0);
  });

  it('is free for another try after a refusal, which nothing was carried out by', async () => {
    const shop = await makeShop();
    expect((await add(shop, { body: { ...hook, url: 'https://127.0.0.1/' } })).status).toBe(422);
    expect((await add(shop, { body: { ...hook, types: ['pong'] } })).status).toBe(422);
    const missing = `/v1/webhook-endpoints/whk_0000000000000000/ping`;
    expect((await write(shop, 'POST', missing)).status).toBe(404);
    expect(await count(shop, 'idempotency_keys')).toBe(0);
    expect((await add(shop)).status).toBe(201);
  });

  it('is free at once where the run failed', async () => {
    const shop = await makeShop();
    const mend = await breakDown('BEFORE INSERT ON webhook_endpoints');
    expect((await add(shop)).body.code).toBe('internal');
    await mend();
    expect((await add(shop)).status).toBe(201);
    expect(await count(shop, 'webhook_endpoints')).toBe(1);
  });

  it('does not cost the answer where the reply can’t be kept', async () => {
    const shop = await makeShop();
    await breakDown('BEFORE UPDATE ON idempotency_keys');
    expect((await add(shop)).body.secret).toMatch(/^whsec_/);
    expect((await add(shop)).body.code).toBe('busy');
  });

  it('is held by a run that died for a minute, and not longer', async () => {
    const shop = await makeShop();
    const asked = { caller: 'key:key_1', key: KEY, request: 'a request' };
    const started = Date.now();
    expect((await claimKey(shop.store, asked, started)).kind).toBe('held');
    expect((await claimKey(shop.store, asked, started + LEASE_MS - 1)).kind).toBe('running');
    expect((await claimKey(shop.store, { ...asked, request: 'another' }, started)).kind).toBe('other_request');
    const retaken = await Promise.all(Array.from({ length: 5 }, () => claimKey(shop.store, asked, started + LEASE_MS)));
    expect(retaken.map(({ kind }) => kind).toSorted()).toEqual(['held', 'running', 'running', 'running', 'running']);
  });

  it('is not touched by a run whose lease is over', async () => {
    const shop = await makeShop();
    const asked = { caller: 'key:key_1', key: KEY, request: 'a request' };
    const late = await claimKey(shop.store, asked, 1_000);
    const next = await claimKey(shop.store, asked, 1_000 + LEASE_MS);
    if (late.kind !== 'held' || next.kind !== 'held') throw new Error('Both were to hold the key');
    await keepReply(shop.store, late.held, 'late', 1_001 + LEASE_MS);
    await freeKey(shop.store, late.held);
    expect((await claimKey(shop.store, asked, 1_002 + LEASE_MS)).kind).toBe('running');
    await keepReply(shop.store, next.held, 'next', 1_003 + LEASE_MS);
    await keepReply(shop.store, late.held, 'late', 1_004 + LEASE_MS);
    expect(await claimKey(shop.store, asked, 1_005 + LEASE_MS)).toEqual({ kind: 'done', reply: 'next' });
  });
});

describe('what is kept', () => {
  it('can’t be read: neither key, nor body, nor reply', async () => {
    const shop = await makeShop();
    const { secret } = (await add(shop, { key: CANARY, body: { ...hook, url: `https://shop.example/${CANARY}` } }))
      .body;
    const kept = await env.DB.prepare('SELECT * FROM idempotency_keys').all();
    expect(kept.results).toHaveLength(1);
    const text = JSON.stringify(kept.results);
    for (const clear of [CANARY, encodeURIComponent(CANARY), 'shop.example', secret, 'whsec_']) {
      expect(text).not.toContain(clear);
      expect(text).not.toContain(btoa(clear).replace(/=+$/, ''));
    }
  });

  it('is forgotten after a day, by the cron and before it', async () => {
    const platform = await makePlatform();
    const [shop, idle] = [await makeShop(), await makeShop()];
    const first = await add(shop);
    await add(idle);
    platform.pass(REPLY_KEPT_MS - 60_000);
    await runCron(platform);
    expect((await add(shop)).body).toEqual(first.body);

    await env.DB.prepare('UPDATE idempotency_keys SET expires_at = ? WHERE shop_id = ?')
      .bind(Date.now(), shop.shopId)
      .run();
    expect((await add(shop)).body.id).not.toBe(first.body.id);

    platform.pass(120_000);
    await runCron(platform);
    expect(await count(idle, 'idempotency_keys')).toBe(0);
    expect(await count(shop, 'idempotency_keys')).toBe(0);
  });

  it('costs no more to find, to look after and to drop among ten thousand than alone', async () => {
    const costs = async (others: number) => {
      const shop = await makeShop();
      await env.DB.prepare(
        `INSERT INTO idempotency_keys (shop_id, key_hash, request_hash, reply_sealed, expires_at)
         SELECT ?1, 'hash-' || value, 'request', 'sealed', CAST(?2 AS INTEGER) FROM json_each(?3)`,
      )
        .bind(shop.shopId, Date.now() + REPLY_KEPT_MS, JSON.stringify(Array.from({ length: others }, (_, at) => at)))
        .run();
      const works: readonly (() => Promise<unknown>)[] = [
        () => add(shop),
        () => add(shop),
        () => findNeeds(env.DB, [{ shopId: shop.shopId, clockOffsetMs: 0 }], Date.now()),
        () => pruneReplies(shop.store, Date.now()),
      ];
      const found: Cost[] = [];
      for (const work of works) found.push((await measure(work)).cost);
      return found;
    };
    expect(await costs(10_000)).toEqual(await costs(0));
  });

  it('is nothing where a write counts once by its own numbers', async () => {
    const shop = await makeShop();
    const order = { orderId: '1001', currency: 'USD', subtotalMinor: 5_900 };
    const plain = await measure(() => call('POST', '/v1/orders', { key: shop.secretKey, body: order }));
    const keyed = await measure(() => write(shop, 'POST', '/v1/orders', { ...order, orderId: '1002' }, 'x'));
    expect([plain.result.status, keyed.result.status]).toEqual([200, 200]);
    expect(keyed.cost.statements).toBe(plain.cost.statements);
    expect((await write(shop, 'POST', '/v1/orders', order)).body).toMatchObject({ duplicate: true });
    expect(await count(shop, 'idempotency_keys')).toBe(0);
  });
});

describe('a request', () => {
  it('has a name, in every reply and in the log of what failed', async () => {
    const shop = await makeShop();
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const ask = (path: string, headers = {}) => call('GET', path, { key: shop.secretKey, headers });
    const names = [await ask('/v1/shop'), await ask('/v1/nothing'), await ask('/healthz'), await ask('/r/NOBODY')].map(
      ({ headers }) => headers.get('x-request-id'),
    );
    expect(names).toEqual(names.map(() => expect.stringMatching(/^req_\w{26}$/)));
    expect(new Set(names).size).toBe(4);
    expect((await ask('/v1/shop', { 'cf-ray': '9f1c2d3e4a5b6c7d-AMS' })).headers.get('x-request-id')).toBe(
      '9f1c2d3e4a5b6c7d-AMS',
    );
    await env.DB.prepare('DROP TABLE webhook_endpoints').run();
    const failed = await ask('/v1/webhook-endpoints');
    expect(failed.status).toBe(500);
    expect(JSON.parse(String(log.mock.calls[0]?.[0]))).toMatchObject({
      requestId: failed.headers.get('x-request-id'),
    });
  });
});
