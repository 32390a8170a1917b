import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { deriveIdentityKey } from '../../../sdk/contract/identity.ts';
import type { KeyView, ShopView } from '../../../sdk/contract/owner.ts';
import { toBase64Url } from '../../../worker/storage/vault.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { auditOf, callAs, makeMember } from './members.ts';

type AddedKey = KeyView & { readonly key: string };
const YEAR_MS = 365 * 86_400_000;

/** Two shops that know each other as twins, as the set-up makes them. */
async function makeTwins(): Promise<{ live: TestShop; test: TestShop }> {
  const [live, test] = [await makeShop(), await makeShop({}, { mode: 'test' })];
  const marry = env.DB.prepare('UPDATE shops SET twin_id = ? WHERE shop_id = ?');
  await env.DB.batch([marry.bind(test.shopId, live.shopId), marry.bind(live.shopId, test.shopId)]);
  return { live, test };
}

const save = (shop: TestShop, origins: readonly string[], name = 'Shop') =>
  call<ShopView>('PUT', '/v1/shop', { key: shop.secretKey, body: { name, origins } });

async function hosts(): Promise<Record<string, string>> {
  const found = await env.DB.prepare('SELECT * FROM hosts ORDER BY host').all<{ host: string; shop_id: string }>();
  return Object.fromEntries(found.results.map((row) => [row.host, row.shop_id]));
}

describe('keys', () => {
  it('are shown once and kept as hashes', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    const added = await callAs<AddedKey>(owner, 'POST', '/v1/keys', { kind: 'secret', name: 'Server' });
    expect(added.status).toBe(201);
    const { key, id } = added.body;
    expect(key).toMatch(/^sk_live_[A-Za-z0-9]{32}$/);
    expect(added.body).toMatchObject({ kind: 'secret', name: 'Server', hint: key.slice(-4), revokedAt: null });

    const listed = await callAs<{ items: KeyView[] }>(owner, 'GET', '/v1/keys');
    const { key: _shownOnce, ...kept } = added.body;
    expect(listed.body.items.find((each) => each.id === id)).toEqual(kept);
    const rows = await env.DB.prepare('SELECT * FROM keys').all();
    const notes = await env.DB.prepare('SELECT * FROM audit').all();
    expect(JSON.stringify([listed.body, rows.results, notes.results])).not.toContain(key);
    expect((await call('GET', '/v1/shop', { key })).body).toMatchObject({ id: shop.shopId });
    expect(await auditOf(shop.shopId)).toMatchObject([
      { actor: `user:${owner.userId}`, action: 'key.added', subject: id },
    ]);
  });

  it('of a test shop say so, and a publishable one is listed in full because every page shows it', async () => {
    const owner = await makeMember(await makeShop({}, { mode: 'test' }), 'owner');
    const { body } = await callAs<AddedKey>(owner, 'POST', '/v1/keys', { kind: 'publishable', name: 'Tag' });
    expect(body.key).toMatch(/^pk_test_[A-Za-z0-9]{32}$/);
    expect(body.hint).toBe(body.key);
    const { items } = (await callAs<{ items: KeyView[] }>(owner, 'GET', '/v1/keys')).body;
    expect(items.find((each) => each.id === body.id)?.hint).toBe(body.key);
  });

  it('leave behind what verifies identity tokens, sealed, and not what calls the API', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    const { body } = await callAs<AddedKey>(owner, 'POST', '/v1/keys', { kind: 'secret', name: 'Server' });
    const row = await env.DB.prepare('SELECT identity_key_sealed AS sealed FROM keys WHERE key_id = ?')
      .bind(body.id)
      .first<{ sealed: string }>();
    const derived = toBase64Url(await deriveIdentityKey(body.key, crypto.subtle));
    expect(row?.sealed).not.toContain(derived);
    expect(await shop.store.vault.open(null, row!.sealed)).toBe(derived);
  });

  it('open nothing from the moment they are revoked', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    const { key, id } = (await callAs<AddedKey>(owner, 'POST', '/v1/keys', { kind: 'secret', name: 'Server' })).body;
    const tag = (await callAs<AddedKey>(owner, 'POST', '/v1/keys', { kind: 'publishable', name: 'Tag' })).body;
    const settings = () => call('GET', `/v1/settings?shop=${tag.key}`, { headers: { origin: 'https://shop.example' } });
    expect((await call('GET', '/v1/shop', { key })).status).toBe(200);
    expect((await settings()).status).toBe(200);
    for (const revoked of [id, tag.id, id]) {
      expect(await callAs(owner, 'DELETE', `/v1/keys/${revoked}`)).toMatchObject({ status: 200, body: { done: true } });
    }
    expect((await call('GET', '/v1/shop', { key })).status).toBe(401);
    expect((await settings()).status).toBe(401);
    const listed = await callAs<{ items: KeyView[] }>(owner, 'GET', '/v1/keys');
    expect(listed.body.items.find((each) => each.id === id)?.revokedAt).toBeGreaterThan(0);
    const notes = (await auditOf(shop.shopId)).filter(({ action }) => action === 'key.revoked');
    expect(notes.map(({ subject }) => subject)).toEqual([id, tag.id]);
  });

  it("of another shop can't be revoked nor seen", async () => {
    const [mine, theirs] = [await makeShop(), await makeShop()];
    const [me, they] = [await makeMember(mine, 'owner'), await makeMember(theirs, 'owner')];
    const { key, id } = (await callAs<AddedKey>(they, 'POST', '/v1/keys', { kind: 'secret', name: 'Server' })).body;
    expect(await callAs(me, 'DELETE', `/v1/keys/${id}`)).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await call('GET', '/v1/shop', { key })).status).toBe(200);
    expect(JSON.stringify((await callAs(me, 'GET', '/v1/keys')).body)).not.toContain(id);
  });
});

describe('origins', () => {
  it('are kept as browsers send them, with their hosts in step', async () => {
    const shop = await makeShop();
    const saved = await save(
      shop,
      ['https://shop.example:443', 'https://shop.example', 'http://shop.example', 'http://127.0.0.1:8788'],
      'Fern',
    );
    expect(saved.body).toMatchObject({
      name: 'Fern',
      origins: ['https://shop.example', 'http://shop.example', 'http://127.0.0.1:8788'],
    });
    expect(await hosts()).toEqual({ '127.0.0.1:8788': shop.shopId, 'shop.example': shop.shopId });
    expect((await call<ShopView>('GET', '/v1/shop', { key: shop.secretKey })).body).toMatchObject({
      name: 'Fern',
      origins: saved.body.origins,
    });

    await save(shop, ['https://new.example']);
    expect(await hosts()).toEqual({ 'new.example': shop.shopId });
    const actions = (await auditOf(shop.shopId)).map(({ action }) => action);
    expect(actions).toEqual(['shop.saved', 'shop.saved']);
  });

  it('hold for pages from the moment they are saved', async () => {
    const shop = await makeShop();
    const look = (origin: string) => call('GET', `/v1/settings?shop=${shop.publishableKey}`, { headers: { origin } });
    expect((await look('https://shop.example')).status).toBe(200);
    await save(shop, ['https://new.example']);
    expect((await look('https://shop.example')).status).toBe(403);
    expect((await look('https://new.example')).status).toBe(200);
  });

  it('of another shop are refused by name, and nothing is changed', async () => {
    const [mine, theirs] = [await makeShop(), await makeShop()];
    await save(theirs, ['https://theirs.example']);
    await save(mine, ['https://mine.example']);
    const refused = await save(mine, ['https://mine.example', 'http://theirs.example'], 'Taken');
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', field: 'origins' } });
    expect(JSON.stringify(refused.body)).toContain('http://theirs.example belongs to another shop');
    expect(await hosts()).toEqual({ 'mine.example': mine.shopId, 'theirs.example': theirs.shopId });
    expect((await call<ShopView>('GET', '/v1/shop', { key: mine.secretKey })).body.name).toBe('Shop');
  });

  it('may be shared with the test twin, and the host then leads to the live shop', async () => {
    const { live, test } = await makeTwins();
    await save(test, ['https://shop.example', 'https://staging.example']);
    expect(await hosts()).toEqual({ 'shop.example': live.shopId, 'staging.example': test.shopId });
    await save(live, ['https://other.example']);
    expect(await hosts()).toEqual({
      'other.example': live.shopId,
      'shop.example': test.shopId,
      'staging.example': test.shopId,
    });
    await save(live, ['https://shop.example']);
    expect(await hosts()).toEqual({ 'shop.example': live.shopId, 'staging.example': test.shopId });
  });

  it.each([
    'https://shop.example:99999',
    'https://shop.example/path',
    'HTTPS://SHOP.EXAMPLE',
    'ftp://shop.example',
    'null',
    '*',
    '',
  ])('that are none are refused: %j', async (origin) => {
    const shop = await makeShop();
    expect(await save(shop, [origin])).toMatchObject({ status: 422, body: { code: 'invalid_field' } });
    expect(await auditOf(shop.shopId)).toEqual([]);
  });
});

describe("a test shop's clock", () => {
  const move = (shop: TestShop, now: number) =>
    call<ShopView>('POST', '/v1/clock', { key: shop.secretKey, body: { now } });

  it('moves forward, and the whole shop with it', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const later = Date.now() + 30 * 86_400_000;
    const moved = await move(shop, later);
    expect(moved.status).toBe(200);
    expect(moved.body.now).toBeGreaterThanOrEqual(later);
    expect(moved.body.clockOffsetMs).toBeGreaterThan(29 * 86_400_000);
    const seen = await call<ShopView>('GET', '/v1/shop', { key: shop.secretKey });
    expect(seen.body.now - later).toBeLessThan(10_000);
    expect(await auditOf(shop.shopId)).toMatchObject([
      { action: 'clock.moved', actor: expect.stringMatching(/^key:/) },
    ]);
  });

  it('never moves back, nor past ten years, nor in a live shop', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const ahead = Date.now() + YEAR_MS;
    await move(shop, ahead);
    for (const now of [Date.now(), ahead - 86_400_000, Date.now() + 11 * YEAR_MS]) {
      expect(await move(shop, now)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect(await move(await makeShop(), ahead)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await move(shop, Date.now() + 9 * YEAR_MS)).status).toBe(200);
  });

  it('goes to the furthest of several moves made at once', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const wanted = [5, 1, 4, 2, 3].map((years) => Date.now() + years * YEAR_MS);
    const moves = await Promise.all(wanted.map((now) => move(shop, now)));
    expect(moves.some(({ status }) => status === 200)).toBe(true);
    const { body } = await call<ShopView>('GET', '/v1/shop', { key: shop.secretKey });
    expect(Math.abs(body.now - Math.max(...wanted))).toBeLessThan(10_000);
  });
});
