import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { claim, join } from '../../support/worker-journey.ts';
import { ORIGIN, call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

type Body = Readonly<Record<string, unknown>>;

/** A shop with a claimed code, and the id of a person of it. */
interface Scene {
  readonly shop: TestShop;
  readonly code: string;
  readonly personId: string;
}

async function scene(): Promise<Scene> {
  const shop = await makeShop();
  const code = await claim(shop, await join(shop));
  const person = await env.DB.prepare('SELECT person_id AS id FROM people WHERE shop_id = ?')
    .bind(shop.shopId)
    .first<{ id: string }>();
  return { shop, code, personId: person!.id };
}

/** How many rows each table holds, and the state of every code. Windows of rate limits are nothing of the shop's. */
async function everything(): Promise<unknown> {
  const tables = await env.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd1%'",
  ).all<{ name: string }>();
  expect(tables.results.length).toBeGreaterThan(20);
  const counts = tables.results.map(({ name }) =>
    env.DB.prepare(
      `SELECT '${name}' AS name, COUNT(*) AS rows FROM ${name} ${name === 'counters' ? 'WHERE expires_at IS NULL' : ''}`,
    ),
  );
  const states = env.DB.prepare('SELECT code, state, order_id FROM claims ORDER BY code');
  const budgets = env.DB.prepare(
    'SELECT scope, committed FROM counters WHERE expires_at IS NULL ORDER BY shop_id, scope',
  );
  return (await env.DB.batch([...counts, states, budgets])).map(({ results }) => results);
}

interface Route {
  readonly path: (scene: Scene) => string;
  readonly body: (scene: Scene) => Body;
  /** Fields that hold an amount of minor units. */
  readonly amounts: readonly string[];
  readonly page?: true;
}

const order = { orderId: '1001', currency: 'USD', subtotalMinor: 5_000 };
const routes: Readonly<Record<string, Route>> = {
  orders: {
    path: () => '/v1/orders',
    body: ({ code }) => ({ ...order, code }),
    amounts: ['subtotalMinor', 'discountMinor', 'taxMinor', 'shippingMinor'],
  },
  refunds: {
    path: () => '/v1/refunds',
    body: () => ({ refundId: 'r-1', orderId: '1001', currency: 'USD', amountMinor: 500 }),
    amounts: ['amountMinor'],
  },
  'codes: reserve': {
    path: ({ code }) => `/v1/codes/${code}/reserve`,
    body: () => ({ orderId: '1001' }),
    amounts: [],
  },
  'codes: redeem': { path: ({ code }) => `/v1/codes/${code}/redeem`, body: () => ({ orderId: '1001' }), amounts: [] },
  'codes: release': { path: ({ code }) => `/v1/codes/${code}/release`, body: () => ({ orderId: '1001' }), amounts: [] },
  credits: {
    path: () => '/v1/credits',
    body: ({ personId }) => ({ creditId: 'c-1', personId, amountMinor: 100, currency: 'USD', reason: 'Sorry.' }),
    amounts: ['amountMinor'],
  },
  'order lists': {
    path: () => '/v1/order-lists',
    body: () => ({ csv: 'order_id,currency,subtotal_minor\n1001,USD,5000' }),
    amounts: [],
  },
  'page orders': {
    path: () => '/v1/page-orders',
    body: ({ shop, code }) => ({
      shop: shop.publishableKey,
      orderId: '1001',
      amountMinor: 5_000,
      currency: 'USD',
      code,
    }),
    amounts: ['amountMinor'],
    page: true,
  },
};

type Expected = readonly [status: number, code: string, field?: string | undefined];
type Sent = { readonly body?: unknown; readonly key?: string; readonly headers?: Readonly<Record<string, string>> };
type Case = readonly [what: string, sent: Sent, expected: Expected];

const without = (body: Body, field: string) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== field));

function formCases(body: Body, { amounts, page }: Route): Case[] {
  const required = Object.keys(body).filter((field) => !['code', 'shop'].includes(field));
  const change = (field: string, value: unknown) => ({ body: { ...body, [field]: value } });
  return [
    ['malformed JSON', { body: '{"orderId":' }, [400, 'bad_json']],
    ['no JSON at all', { body: 'order 1001' }, [400, 'bad_json']],
    ...(page ? [] : ([['a list for a body', { body: [body] }, [422, 'missing_field', required[0]]]] as const)),
    ['an unknown field', change('amuont', 1), [422, 'unknown_field', 'amuont']],
    [
      'a prototype for a field',
      { body: `{"__proto__":{"isAdmin":true},${JSON.stringify(body).slice(1)}` },
      [422, 'unknown_field', '__proto__'],
    ],
    ['an oversized body', change('orderId', 'x'.repeat(1_100_000)), [413, 'too_large']],
    [
      'a form',
      { body: 'orderId=1001', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      [415, 'unsupported_media_type'],
    ],
    ...(page
      ? []
      : ([
          ['plain text', { body, headers: { 'content-type': 'text/plain' } }, [415, 'unsupported_media_type']],
        ] as const)),
    ...required.map((field): Case => [`no ${field}`, { body: without(body, field) }, [422, 'missing_field', field]]),
    ...required.map((field): Case => [
      `${field} of another type`,
      change(field, { a: 1 }),
      [422, 'invalid_field', field],
    ]),
    ...required.map((field): Case => [`null for ${field}`, change(field, null), [422, 'invalid_field', field]]),
    ...amounts.flatMap((field) =>
      [-1, 0.5, 1_000_000_001, 1e21, '500', true].map((value): Case => [
        `${field} of ${JSON.stringify(value)}`,
        change(field, value),
        [422, 'invalid_field', field],
      ]),
    ),
    ...(body['currency'] === undefined
      ? []
      : ['usd', 'XXX', 'USDT', ''].map((value): Case => [
          `the currency "${value}"`,
          change('currency', value),
          [422, 'invalid_field', 'currency'],
        ])),
  ];
}

/** Sends each case, and tells those that were not answered as expected; nothing may have been written by any. */
async function wrongAnswers(
  { shop }: Pick<Scene, 'shop'>,
  path: string,
  cases: readonly Case[],
  page = false,
): Promise<unknown[]> {
  const before = await everything();
  const wrong: unknown[] = [];
  for (const [what, sent, [status, code, field]] of cases) {
    const answer = await call('POST', path, {
      ...(page ? {} : { key: sent.key ?? shop.secretKey }),
      ...(sent.body === undefined ? {} : { body: sent.body }),
      headers: { ...(page ? { origin: ORIGIN } : {}), ...sent.headers },
    });
    const { code: told, field: at, detail, title, type } = answer.body;
    const isWhole = [detail, title, type].every((text) => typeof text === 'string' && text !== '');
    const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json') ?? false;
    if (answer.status !== status || told !== code || at !== field || !isWhole || !isProblem) {
      wrong.push({ what, answered: [answer.status, told, at], expected: [status, code, field], detail });
    }
  }
  expect(await everything()).toEqual(before);
  return wrong;
}

describe.each(Object.entries(routes))('%s', (_name, route) => {
  it('refuse every fault of form with its code, its status and its field, and write nothing', async () => {
    const made = await scene();
    const cases = formCases(route.body(made), route);
    expect(await wrongAnswers(made, route.path(made), cases, route.page)).toEqual([]);
  });

  it('are closed to whoever may not ask, and write nothing', async () => {
    const made = await scene();
    const other = await scene();
    const revoked = await makeShop();
    await env.DB.prepare('UPDATE keys SET revoked_at = 1 WHERE shop_id = ?').bind(revoked.shopId).run();
    const body = route.body(made);
    const cases: Case[] = route.page
      ? [
          [
            'a page of another site',
            { body, headers: { origin: 'https://evil.example' } },
            [403, 'origin_not_allowed'],
          ],
          ['a page of another port', { body, headers: { origin: `${ORIGIN}:8443` } }, [403, 'origin_not_allowed']],
          ['a sandboxed page', { body, headers: { origin: 'null' } }, [403, 'origin_not_allowed']],
          ['no key', { body: without(body, 'shop') }, [401, 'unauthorized', 'shop']],
          ['an unknown key', { body: { ...body, shop: 'pk_live_unknownunknown00' } }, [401, 'unauthorized', 'shop']],
          ['a revoked key', { body: { ...body, shop: revoked.publishableKey } }, [401, 'unauthorized', 'shop']],
          ['a secret key in the page', { body: { ...body, shop: made.shop.secretKey } }, [401, 'unauthorized', 'shop']],
        ]
      : [
          ['an unknown key', { body, key: 'sk_live_unknownunknownunknown' }, [401, 'unauthorized']],
          ['a revoked key', { body, key: revoked.secretKey }, [401, 'unauthorized']],
        ];
    expect(await wrongAnswers(made, route.path(made), cases, route.page)).toEqual([]);
    if (route.page) return;
    // A publishable key is no credential here, so what is missing is a session, and that one takes only our own pages.
    const before = await everything();
    for (const key of [made.shop.publishableKey, 'nonsense']) {
      const { status } = await call('POST', route.path(made), {
        key,
        body,
        headers: { origin: 'https://bothways.test' },
      });
      expect(status).toBe(401);
    }
    expect(await everything()).toEqual(before);
    if (!/codes|credits/.test(route.path(made))) return;
    const foreign: Case = [
      'ids of another shop',
      { body: route.body(other) },
      [404, 'not_found', ...fieldOf(route.path(made))],
    ];
    expect(await wrongAnswers(made, route.path(other), [foreign])).toEqual([]);
  });
});

const fieldOf = (path: string): [string?] => (path.includes('credits') ? ['personId'] : []);
