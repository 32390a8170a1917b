import { inspect } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpoints, type EndpointName } from '../../../sdk/contract/endpoints.ts';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import { Bothways, BothwaysError, InvalidFieldError, UnexpectedReplyError } from '../../../sdk/server/index.ts';
import { examples } from '../../../worker/openapi/examples/index.ts';
import { ids } from '../../../worker/openapi/examples/story.ts';
import { secretKey, startApi } from './api.ts';

const order = { orderId: '1001', currency: 'USD', subtotalMinor: 5_900 };
const settings = defaultSettings('USD', 'https://shop.example/');

/** Every method with the row it has to reach and what has to arrive there. */
const methods: readonly [EndpointName, (client: Bothways) => PromiseLike<unknown>, Record<string, unknown>][] = [
  ['reportOrder', (b) => b.orders.report(order), { body: expect.objectContaining(order) }],
  [
    'reportRefund',
    (b) => b.orders.refund({ refundId: 'R/1', orderId: '1001', currency: 'USD', amountMinor: 5 }),
    { body: expect.objectContaining({ refundId: 'R/1' }) },
  ],
  ['importOrders', (b) => b.orders.importList('order_id\n'), { body: { csv: 'order_id\n', fromRow: 1 } }],
  [
    'listOrders',
    (b) => b.orders.list({ state: 'unverified', limit: 20 }),
    { query: { state: 'unverified', limit: 20 } },
  ],
  ['approveOrder', (b) => b.orders.approve(ids.order), { params: { id: ids.order } }],
  [
    'dismissOrder',
    (b) => b.orders.dismiss(ids.order, 'Ours.'),
    { params: { id: ids.order }, body: { reason: 'Ours.' } },
  ],
  [
    'checkCode',
    (b) => b.codes.check('f7k2-qx9d', { customerId: '77 & co', subtotalMinor: 5_900 }),
    { params: { code: 'F7K2-QX9D' }, query: { customerId: '77 & co', subtotalMinor: 5_900 } },
  ],
  ['reserveCode', (b) => b.codes.reserve('F7K2', { orderId: '1' }), { params: { code: 'F7K2' } }],
  ['redeemCode', (b) => b.codes.redeem('F7K2', { orderId: '1' }), { params: { code: 'F7K2' } }],
  ['releaseCode', (b) => b.codes.release('F7K2', { orderId: '1' }), { params: { code: 'F7K2' } }],
  ['credit', (b) => b.credits.give(examples.credit.body), { body: examples.credit.body }],
  ['listRewards', (b) => b.rewards.list({ state: 'review' }), { query: { state: 'review' } }],
  ['approveReward', (b) => b.rewards.approve(ids.reward), { params: { id: ids.reward } }],
  ['refuseReward', (b) => b.rewards.refuse(ids.reward, 'No.'), { params: { id: ids.reward }, body: { reason: 'No.' } }],
  ['listReferrals', (b) => b.referrals.list({ advocate: ids.advocate }), { query: { advocate: ids.advocate } }],
  ['getReferral', (b) => b.referrals.get(ids.referral), { params: { id: ids.referral } }],
  ['getProgram', (b) => b.program.get(), {}],
  ['saveProgram', (b) => b.program.save({ version: 2, settings }), { body: { version: 2, settings } }],
  ['setProgramState', (b) => b.program.setState('paused'), { body: { state: 'paused' } }],
  ['listDeliveries', (b) => b.deliveries.list({ state: 'dead' }), { query: { state: 'dead' } }],
  ['replayDelivery', (b) => b.deliveries.replay(ids.delivery), { params: { id: ids.delivery } }],
  ['listEndpoints', (b) => b.webhookEndpoints.list(), {}],
  ['addEndpoint', (b) => b.webhookEndpoints.add(examples.addEndpoint.body), { body: examples.addEndpoint.body }],
  ['removeEndpoint', (b) => b.webhookEndpoints.remove(ids.endpoint), { params: { id: ids.endpoint } }],
  ['pingEndpoint', (b) => b.webhookEndpoints.ping(ids.endpoint), { params: { id: ids.endpoint } }],
  ['overview', (b) => b.overview(examples.overview.query), { query: examples.overview.query }],
  ['getShop', (b) => b.shop.get(), {}],
  ['saveShop', (b) => b.shop.save(examples.saveShop.body), { body: examples.saveShop.body }],
  ['moveClock', (b) => b.clock.move(examples.moveClock.body.now), { body: examples.moveClock.body }],
];

describe('each method', () => {
  it.each(methods)(
    'reaches the row %s with what it was given, and gives back its reply',
    async (name, run, arrives) => {
      await using api = await startApi();
      const reply = await run(api.client());
      expect(api.seen).toEqual([expect.objectContaining({ name, ...arrives })]);
      expect(api.seen[0]?.headers.authorization).toBe(`Bearer ${secretKey}`);
      expect(reply).toEqual(name === 'importOrders' ? examples.importOrders.reply.rows : examples[name].reply);
    },
  );

  it('is there for every row that a secret key may call', () => {
    const rows = Object.entries(endpoints).filter(([, row]) => row.callers.some((caller) => caller === 'key'));
    expect(methods.map(([name]) => name).toSorted()).toEqual(rows.map(([name]) => name).toSorted());
  });

  it('takes the row and its input alone, for calls without a method of their own', async () => {
    await using api = await startApi();
    const reply = await api.client().call('getReferral', { params: { id: ids.referral } });
    expect(reply.referral.id).toBe(ids.referral);
  });
});

describe('an address', () => {
  it('may have a path of its own, with or without a slash at its end', async () => {
    const seen: string[] = [];
    const fetch = async (request: Request) => {
      seen.push(request.url);
      return Response.json(examples.getShop.reply);
    };
    for (const url of ['https://shop.example/refer', 'https://shop.example/refer/']) {
      await new Bothways({ secretKey, url, fetch }).shop.get();
    }
    expect(seen).toEqual(Array(2).fill('https://shop.example/refer/v1/shop'));
  });

  it.each(['..', '.', '', 'a/../b', '../keys', '%2e%2e', 'a?b', 'a#b', 'a\nb'])(
    'is never changed by a parameter such as %j',
    async (code) => {
      await using api = await startApi();
      const error = await api
        .client()
        .codes.check(code)
        .catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(InvalidFieldError);
      expect(error).toMatchObject({ field: 'code', code: 'invalid_field' });
      expect(api.seen).toEqual([]);
    },
  );

  it('keeps one path segment a parameter, whatever it is made of', async () => {
    const paths: string[] = [];
    const fetch = async (request: Request) => {
      paths.push(new URL(request.url).pathname);
      return Response.json(examples.checkCode.reply);
    };
    const client = new Bothways({ secretKey, url: 'https://refer.example', fetch });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (code) => {
        await client.codes.check(code).catch(() => undefined);
        expect(paths.every((path) => /^\/v1\/codes\/[^/]+$/.test(path))).toBe(true);
      }),
    );
  });
});

describe('a reply', () => {
  it('of a later release is taken where only a list of known values grew', async () => {
    const later = { ...examples.reportOrder.reply, outcome: 'postponed' };
    await using api = await startApi([{ json: later }]);
    expect(await api.client().orders.report(order)).toEqual(later);
  });

  it.each([
    ['a page of a proxy', { text: '<h1>Welcome</h1>', headers: { 'content-type': 'text/html' } }],
    ['nothing', { text: '' }],
    ['another shape', { json: { ...examples.reportOrder.reply, rewards: 'none' } }],
    ['a redirect', { status: 308, headers: { location: 'https://elsewhere.example/' } }],
    ['an error that is not ours', { status: 404, text: 'Not found' }],
  ])('that is %s is not taken for the API', async (_, script) => {
    await using api = await startApi([script]);
    const error = await api
      .client()
      .orders.report(order)
      .catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(UnexpectedReplyError);
    expect(error).toMatchObject({ code: 'bad_reply', call: 'POST /v1/orders' });
    expect(api.seen).toHaveLength(1);
  });
});

describe('an option', () => {
  it.each([
    [{ secretKey: '' }, /secretKey/],
    [{ secretKey: 'pk_live_4fK9sD2mQ7xR1bN8' }, /publishable/],
    [{ secretKey: `${secretKey}\n` }, /secretKey/],
    [{ url: 'refer.example' }, /url/],
    [{ url: 'ftp://refer.example' }, /url/],
    [{ url: 'https://user:secret@refer.example' }, /url/],
    [{ url: 'http://refer.example' }, /https/],
  ])('that cannot be used is refused at once: %j', (wrong, message) => {
    const make = () => new Bothways({ secretKey, url: 'https://refer.example', ...wrong });
    expect(make).toThrow(BothwaysError);
    expect(make).toThrow(message);
  });

  it.each([
    'http://localhost:8787',
    'http://127.0.0.1:8787',
    'http://[::1]:8787',
    'http://worker',
    'http://a.localhost',
  ])('may be plain http on one’s own machine: %s', (url) => {
    expect(() => new Bothways({ secretKey, url })).not.toThrow();
  });
});

describe('the secret key', () => {
  it('is in no error and no printed client, however deep one looks', async () => {
    await using api = await startApi(({ name }, count) =>
      name === 'getShop' ? { fault: count % 2 ? 'drop' : 'stall' } : { status: 500, text: `Bearer` },
    );
    const client = api.client({ timeoutMs: 60, retry: { limit: 0 } });
    const errors: unknown[] = [];
    const keep = (error: unknown) => void errors.push(error);
    await client.shop.get().catch(keep);
    await client.shop.get().catch(keep);
    await client.program.get().catch(keep);
    await client.shop.get({ signal: AbortSignal.abort() }).catch(keep);
    await client.codes.check('..').catch(keep);
    try {
      void new Bothways({ secretKey: `${secretKey} `, url: api.url });
    } catch (error) {
      keep(error);
    }
    expect(errors.map((error) => (error as Error).constructor.name)).toEqual([
      'NetworkError',
      'TimeoutError',
      'UnexpectedReplyError',
      'AbortedError',
      'InvalidFieldError',
      'BothwaysError',
    ]);
    for (const thing of [...errors, client]) {
      const shown = inspect(thing, { depth: 20, showHidden: true, getters: true });
      expect(shown).not.toContain(secretKey);
      expect(JSON.stringify(thing)).not.toContain(secretKey);
    }
  });
});
