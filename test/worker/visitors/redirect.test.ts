import { exports, env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import { signTouch, verifyTouch } from '../../../worker/storage/signed-touch.ts';
import { report } from '../../support/worker-journey.ts';
import { makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { newCode } from './visitor.ts';

const HOST = 'shop.example';

/** Follows a link on the shop's own host, as its proxy hands it on. */
const follow = (path: string, headers: Readonly<Record<string, string>> = {}, address = 'https://bothways.test') =>
  exports.default.fetch(
    new Request(`${address}${path}`, { redirect: 'manual', headers: { 'x-forwarded-host': HOST, ...headers } }),
  );

async function makeHostedShop(settings: Parameters<typeof makeShop>[0] = {}): Promise<TestShop> {
  const shop = await makeShop(settings);
  await env.DB.prepare('INSERT INTO hosts (host, shop_id) VALUES (?, ?)').bind(HOST, shop.shopId).run();
  return shop;
}

/** The value of the server's cookie, where one was set. */
const cookieOf = (response: Response) =>
  /^bothways_s=([^;]+)/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? null;

describe('a link on the shop’s own host', () => {
  it.each([
    ['?c=', '?c=w'],
    ['the end of the link', '.w'],
  ])('leads to the landing page with the code and the channel, told by %s', async (_name, told) => {
    const shop = await makeHostedShop({ landingUrl: 'https://shop.example/sale?page=2' });
    const code = await newCode(shop);
    const response = await follow(`/r/${code.toLowerCase()}${told}`);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toBe(`https://shop.example/sale?page=2&via=${code}.w`);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('sets a cookie that no script can read, for as long as a touch counts', async () => {
    const shop = await makeHostedShop({ windowDays: 7 });
    const response = await follow(`/r/${await newCode(shop)}`);
    const cookie = response.headers.get('set-cookie') ?? '';
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Secure');
    expect(cookie).toContain('Path=/');
    expect(cookie).toContain(`Max-Age=${7 * 86_400}`);
  });

  it('signs the touch, so that an order takes it for genuine', async () => {
    const shop = await makeHostedShop();
    const code = await newCode(shop);
    const signedTouch = cookieOf(await follow(`/r/${code}?c=q`)) ?? '';
    expect(await verifyTouch(shop.store.vault, shop.shopId, signedTouch)).toMatchObject({ code, channel: 'q' });
    const { body } = await report(shop, { orderId: '1', signedTouch, email: 'friend@example.com' });
    expect(body.trace.touches).toEqual([{ source: 'signed_touch', code, won: true, why: 'won' }]);
  });

  it('leaves Secure out over http, where only a demo runs', async () => {
    const shop = await makeHostedShop();
    const code = await newCode(shop);
    const plain = await follow(`/r/${code}`, {}, 'http://bothways.test');
    expect(plain.headers.get('set-cookie')).not.toContain('Secure');
    const proxied = await follow(`/r/${code}`, { 'x-forwarded-proto': 'https' }, 'http://bothways.test');
    expect(proxied.headers.get('set-cookie')).toContain('Secure');
  });

  it('knows the shop by the host itself where nothing is proxied', async () => {
    const shop = await makeHostedShop();
    const code = await newCode(shop);
    const response = await exports.default.fetch(new Request(`https://${HOST}/r/${code}`, { redirect: 'manual' }));
    expect(response.headers.get('location')).toContain(`via=${code}`);
  });

  it('knows the shop by its publishable key anywhere', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    const response = await follow(`/r/${code}?shop=${shop.publishableKey}`);
    expect(response.headers.get('location')).toBe(`https://shop.example/?via=${code}`);
  });
});

describe('the server’s cookie', () => {
  it('is not set where the program asks for consent first', async () => {
    const shop = await makeHostedShop({ consent: 'required' });
    const code = await newCode(shop);
    const response = await follow(`/r/${code}`);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('location')).toContain(`via=${code}`);
  });

  it.each([
    ['sec-purpose', 'prefetch'],
    ['sec-purpose', 'prefetch;prerender'],
    ['purpose', 'prefetch'],
    ['x-moz', 'prefetch'],
  ])('is not set for a page fetched ahead: %s: %s', async (name, value) => {
    const shop = await makeHostedShop();
    const code = await newCode(shop);
    const response = await follow(`/r/${code}`, { [name]: value });
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('location')).toContain(`via=${code}`);
  });

  it.each([
    ['first', false],
    ['last', true],
  ] as const)('of an earlier link is replaced under %s touch: %s', async (model, isReplaced) => {
    const shop = await makeHostedShop({ attribution: { model, precedence: ['signed_touch'] } });
    const earlier = await signTouch(shop.store.vault, shop.shopId, { code: 'BEA777', seenAt: Date.now() - DAY_MS });
    const response = await follow(`/r/${await newCode(shop)}`, { cookie: `bothways_s=${earlier}` });
    expect(cookieOf(response) !== null).toBe(isReplaced);
  });

  it.each([
    [
      'outside the window',
      async (shop: TestShop) =>
        signTouch(shop.store.vault, shop.shopId, { code: 'BEA777', seenAt: Date.now() - 31 * DAY_MS }),
    ],
    [
      'of another shop',
      async (shop: TestShop) =>
        signTouch(shop.store.vault, 'shp_other', { code: 'BEA777', seenAt: Date.now() - DAY_MS }),
    ],
    ['that somebody made up', async () => '1.BEA777.t3k9wv~c2lnbmF0dXJl'],
  ])('%s never stands', async (_, make) => {
    const shop = await makeHostedShop({ attribution: { model: 'first', precedence: ['signed_touch'] } });
    const response = await follow(`/r/${await newCode(shop)}`, { cookie: `bothways_s=${await make(shop)}` });
    expect(cookieOf(response)).not.toBeNull();
  });
});

describe('a link that leads nowhere', () => {
  it.each(['NOBODY', '%2F%2Fthief.example', '..%2Fadmin', '%3Cscript%3E'])(
    'still leads to the shop: %s',
    async (code) => {
      await makeHostedShop();
      const response = await follow(`/r/${code}?c=w`);
      expect(response.status).toBe(302);
      expect(response.headers.get('location')).toBe('https://shop.example/');
      expect(response.headers.get('set-cookie')).toBeNull();
    },
  );

  it('never leads out of the shop, whatever the address says', async () => {
    const shop = await makeHostedShop();
    const response = await follow(`/r/${await newCode(shop)}?c=//thief.example&url=https://thief.example&via=THIEF1`);
    expect(new URL(response.headers.get('location') ?? '').host).toBe(HOST);
    expect(response.headers.get('location')).not.toContain('thief');
  });

  it('belongs to no shop where no shop has the host or the key', async () => {
    await makeHostedShop();
    expect((await follow('/r/NOBODY', { 'x-forwarded-host': 'thief.example' })).status).toBe(404);
    expect((await follow('/r/NOBODY?shop=pk_live_0000000000009999')).status).toBe(404);
  });

  it('knows no code of another shop', async () => {
    await makeHostedShop();
    const response = await follow(`/r/${await newCode(await makeShop())}`);
    expect(response.headers.get('location')).toBe('https://shop.example/');
  });
});

describe('the cache of links', () => {
  it('answers without D1 once it is filled, and holds no unknown code', async () => {
    const shop = await makeHostedShop();
    const code = await newCode(shop);
    await follow('/r/NOBODY');
    await follow(`/r/${code}`);
    await vi.waitFor(async () => {
      const names = (await env.KV.list()).keys.map(({ name }) => name);
      expect(names).toEqual([`host:1:${HOST}`, `link:${shop.shopId}:${code}`]);
    });
    await env.DB.batch([env.DB.prepare('DELETE FROM links'), env.DB.prepare('DELETE FROM programs')]);
    expect((await follow(`/r/${code}`)).headers.get('location')).toContain(`via=${code}`);
  });
});
