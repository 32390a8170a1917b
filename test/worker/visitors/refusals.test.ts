import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import { ORIGIN, call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { Problem } from './replies.ts';
import { ask, count } from './visitor.ts';

const ATTEMPT = 'attempt-000000000001';

/** A good body or query of each call, and what is wrong with one field of it. */
const calls = {
  settings: { good: {}, wrong: [['locale', '../fr']] },
  offer: {
    good: { code: 'ADA777' },
    wrong: [
      ['code', ''],
      ['code', 'a b'],
      ['locale', '1'],
    ],
  },
  me: { good: {}, wrong: [] },
  visit: {
    good: { kind: 'visit' },
    wrong: [
      ['kind', 'click'],
      ['code', 7],
      ['channel', 'pigeon'],
      ['page', 'https://shop.example/'],
      ['page', '/a?email=ada'],
      ['device', 'fridge'],
      ['bot', 'no'],
    ],
  },
  join: {
    good: { email: 'ada@example.com', attempt: ATTEMPT },
    wrong: [
      ['email', 'ada'],
      ['email', 7],
      ['firstName', ''],
      ['firstName', 'a'.repeat(41)],
      ['showName', 'yes'],
      ['attempt', 'short'],
      ['locale', 'x'],
      ['challenge', 7],
    ],
  },
  claim: {
    good: { code: 'ADA777', email: 'friend@example.com', attempt: ATTEMPT },
    wrong: [
      ['code', null],
      ['code', 'a b'],
      ['email', 'friend@'],
      ['touch', 'a'.repeat(81)],
      ['attempt', 'with spaces in it!'],
      ['locale', 'x'],
    ],
  },
  signIn: {
    good: { email: 'ada@example.com' },
    wrong: [
      ['email', 'ada'],
      ['returnUrl', 'javascript:alert(1)'],
      ['returnUrl', '/friends'],
      ['locale', 'x'],
    ],
  },
  openSession: {
    good: { token: 'x' },
    wrong: [
      ['token', 7],
      ['token', 'a'.repeat(201)],
      ['identity', 'a'.repeat(2_001)],
    ],
  },
} as const satisfies Partial<
  Record<keyof typeof endpoints, { good: object; wrong: readonly (readonly [string, unknown])[] }>
>;
type Name = keyof typeof calls;
const names = Object.keys(calls) as Name[];
const posts = names.filter((name) => endpoints[name].method === 'POST');

/** What any of these calls could have written. */
const traces = async (shop: TestShop) =>
  Promise.all(['people', 'links', 'referrals', 'claims', 'outbox', 'rollups'].map((table) => count(shop, table)));
const NOTHING = [0, 0, 0, 0, 0, 0];

const good = (name: Name) => ({ ...calls[name].good });
const asking = (shop: TestShop, name: Name, input: Readonly<Record<string, unknown>>, visitor = {}) =>
  ask<Problem>(shop, endpoints[name].method, endpoints[name].path, input, visitor);

describe.each(names)('%s', (name) => {
  const { method, path } = endpoints[name];

  it('is refused to a page of another site', async () => {
    const shop = await makeShop();
    for (const origin of ['https://thief.example', 'http://shop.example', 'https://shop.example:444', 'null']) {
      const { status, body, headers } = await asking(shop, name, good(name), { origin });
      expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
      expect(headers.get('content-type')).toContain('application/problem+json');
      expect(headers.get('cache-control')).toBe('no-store');
    }
    expect(await traces(shop)).toEqual(NOTHING);
  });

  it.each([
    ['unknown', 'pk_live_0000000000009999'],
    ['secret', 'sk_live_00000000000000010000000000000001'],
    ['malformed', 'nonsense'],
  ])('is refused to a key that is %s', async (_, publishableKey) => {
    const shop = await makeShop();
    const { status, body } = await asking({ ...shop, publishableKey }, name, good(name));
    expect([status, body.code, body.field]).toEqual([401, 'unauthorized', 'shop']);
  });

  it('is refused to a key that was revoked, and to none', async () => {
    const shop = await makeShop();
    const headers = { origin: ORIGIN };
    const none = await call<Problem>(method, path, { headers, ...(method === 'POST' && { body: good(name) }) });
    expect([none.status, none.body.code]).toEqual([401, 'unauthorized']);
    await env.DB.prepare('UPDATE keys SET revoked_at = 1').run();
    const revoked = await asking(shop, name, good(name));
    expect([revoked.status, revoked.body.code]).toEqual([401, 'unauthorized']);
  });

  it('is refused to a secret key, which belongs on no page', async () => {
    const shop = await makeShop();
    expect((await asking(shop, name, good(name), { session: shop.secretKey })).status).toBe(401);
  });
});

describe.each(names.filter((each) => each !== 'me'))('%s', (name) => {
  it('names a field that it does not know', async () => {
    const shop = await makeShop();
    const { status, body } = await asking(shop, name, { ...good(name), colour: 'red' });
    expect([status, body.code, body.field]).toEqual([422, 'unknown_field', 'colour']);
    expect(await traces(shop)).toEqual(NOTHING);
  });

  it.each<readonly [string, unknown]>(calls[name].wrong)(
    'names the field that is wrong: %s = %j',
    async (field, value) => {
      const shop = await makeShop();
      const { status, body } = await asking(shop, name, { ...good(name), [field]: value });
      expect([status, body.code, body.field]).toEqual([422, 'invalid_field', field]);
      expect(await traces(shop)).toEqual(NOTHING);
    },
  );
});

describe.each(posts)('%s', (name) => {
  const { path } = endpoints[name];
  const headers = { origin: ORIGIN };

  it.each([
    ['what is no JSON', '{"shop": ', 'bad_json'],
    ['nothing', '', 'bad_json'],
  ])('refuses %s', async (_, body, code) => {
    const answer = await call<Problem>('POST', path, { headers, body });
    expect([answer.status, answer.body.code]).toEqual([400, code]);
  });

  it.each(['[]', '"text"', 'null', '7'])('refuses JSON that is no object: %s', async (body) => {
    expect((await call<Problem>('POST', path, { headers, body })).status).toBe(401);
  });

  it('refuses a body that is too large', async () => {
    const shop = await makeShop();
    const answer = await asking(shop, name, { ...good(name), filler: 'x'.repeat(64_000) });
    expect([answer.status, answer.body.code]).toEqual([413, 'too_large']);
  });

  it('takes JSON as text, which a page sends, and no form', async () => {
    const shop = await makeShop();
    const body = JSON.stringify({ shop: shop.publishableKey, ...good(name) });
    const type = (value: string) =>
      call<Problem>('POST', path, { headers: { ...headers, 'content-type': value }, body });
    expect((await type('text/plain;charset=UTF-8')).status).not.toBe(415);
    expect((await type('application/x-www-form-urlencoded')).status).toBe(415);
  });
});

describe.each<[Name, string]>([
  ['offer', 'code'],
  ['visit', 'kind'],
  ['join', 'attempt'],
  ['join', 'email'],
  ['claim', 'code'],
  ['claim', 'attempt'],
  ['signIn', 'email'],
  ['openSession', 'token'],
])('%s without %s', (name, field) => {
  it('says that it is missing', async () => {
    const shop = await makeShop();
    const { [field]: _, ...rest } = good(name) as Record<string, unknown>;
    const { status, body } = await asking(shop, name, rest);
    expect([status, body.code, body.field]).toEqual([422, 'missing_field', field]);
    expect(await traces(shop)).toEqual(NOTHING);
  });
});

it('refuses a join by e-mail and identity token at once', async () => {
  const { status, body } = await asking(await makeShop(), 'join', { ...good('join'), identity: 'a.b.c' });
  expect([status, body.code, body.field]).toEqual([422, 'invalid_field', 'email']);
});

it.each(names.filter((each) => each !== 'openSession' && each !== 'me' && each !== 'signIn' && each !== 'visit'))(
  'says of a shop without a program that there is nothing yet: %s',
  async (name) => {
    const shop = await makeShop();
    await env.DB.prepare('DELETE FROM programs').run();
    const { status, body } = await asking(shop, name, good(name));
    expect([status, body.code]).toEqual([404, 'not_found']);
  },
);
