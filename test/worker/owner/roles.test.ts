import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../sdk/contract/endpoint.ts';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import type { EndpointName } from '../../../sdk/contract/endpoints.ts';
import type { Role } from '../../../sdk/contract/owner.ts';
import { ORIGIN, call, makeShop } from '../../support/worker-shop.ts';
import type { Answer, TestShop } from '../../support/worker-shop.ts';
import { DASHBOARD, auditOf, makeMember } from './members.ts';

type Caller = 'nobody' | 'page' | 'key' | Role;

const EVERYBODY: readonly Caller[] = ['nobody', 'page', 'key', 'reader', 'support', 'manager', 'owner'];
/** A secret key on a page is a leak, so a page's calls don't take it. */
const visitor = EVERYBODY.filter((caller) => caller !== 'key');
const reader = ['key', 'reader', 'support', 'manager', 'owner'] as const;
const support = ['key', 'support', 'manager', 'owner'] as const;
const manager = ['key', 'manager', 'owner'] as const;

/**
 * Who may call what, written down a second time on purpose: the contract says what is, this table what is wanted. A call
 * that is added to the contract and not here is a type error and a failed test.
 */
const rules: Record<EndpointName, readonly Caller[]> = {
  // A page brings no more than its publishable key; whoever else brings that key is a page too.
  settings: visitor,
  visit: visitor,
  join: visitor,
  offer: visitor,
  claim: visitor,
  signIn: visitor,
  openSession: visitor,
  pageOrder: visitor,
  // Only a visitor's own session, which none of these has.
  me: [],

  reportOrder: support,
  reportRefund: support,
  importOrders: manager,
  checkCode: reader,
  reserveCode: ['key'],
  redeemCode: ['key'],
  releaseCode: ['key'],
  credit: manager,

  overview: reader,
  listReferrals: reader,
  getReferral: reader,
  listOrders: reader,
  approveOrder: support,
  dismissOrder: support,
  listRewards: reader,
  approveReward: support,
  refuseReward: support,
  getProgram: reader,
  saveProgram: manager,
  setProgramState: manager,
  listDeliveries: reader,
  replayDelivery: support,
  listEndpoints: manager,
  addEndpoint: manager,
  removeEndpoint: manager,
  pingEndpoint: manager,
  // A key that leaks must not make further keys, nor shut the owner's out.
  listKeys: ['owner'],
  addKey: ['owner'],
  revokeKey: ['owner'],
  getShop: reader,
  saveShop: ['key', 'owner'],
  moveClock: manager,

  setUp: EVERYBODY,
  dashboardSignIn: EVERYBODY,
  openDashboard: EVERYBODY,
  closeDashboard: ['reader', 'support', 'manager', 'owner'],
  account: ['reader', 'support', 'manager', 'owner'],
};

const rows = Object.entries(endpoints) as [EndpointName, Endpoint][];
const isOfPages = (endpoint: Endpoint) => endpoint.callers.includes('page') || endpoint.callers.includes('person');
const isOfAccounts = (endpoint: Endpoint) =>
  endpoint.path.startsWith('/v1/dashboard') || endpoint.path === '/v1/account';

/** Calls a row with well-formed nonsense: who may call is answered before what is asked. */
function ask(endpoint: Endpoint, shop: TestShop, headers: Readonly<Record<string, string>>) {
  const path = endpoint.path.replace(/:\w+/, 'evt_0000000000000000');
  const query = endpoint.method === 'GET' && isOfPages(endpoint) ? `?shop=${shop.publishableKey}` : '';
  const body = endpoint.body && (isOfPages(endpoint) ? { shop: shop.publishableKey } : {});
  return call(endpoint.method, `${path}${query}`, { headers, ...(body ? { body } : {}) });
}

const headersOf = async (caller: Caller, shop: TestShop): Promise<Readonly<Record<string, string>>> => {
  if (caller === 'nobody') return {};
  if (caller === 'page') return { origin: ORIGIN };
  if (caller === 'key') return { authorization: `Bearer ${shop.secretKey}` };
  return (await makeMember(shop, caller)).headers;
};

let shop: TestShop;
beforeEach(async () => {
  shop = await makeShop();
  // The dashboard's own address is a page of the shop here, so that one table serves both kinds of caller.
  await env.DB.prepare('UPDATE shops SET origins = ?')
    .bind(JSON.stringify([ORIGIN, DASHBOARD]))
    .run();
});

it('has a rule for every call of the contract, and no other', () => {
  expect(Object.keys(rules).toSorted()).toEqual(Object.keys(endpoints).toSorted());
});

/** What a caller was told about being let in. */
function verdict({ status, body }: Answer): 'let in' | 'not with this role' | 'not let in' {
  if (body['code'] === 'forbidden') return 'not with this role';
  // A wrong token is the answer to what was brought, after the door.
  const isAboutToken = /token|link/i.test(String(body['detail']));
  return status === 403 || (status === 401 && !isAboutToken) ? 'not let in' : 'let in';
}

const MEMBERS: readonly Caller[] = ['reader', 'support', 'manager', 'owner'];

describe('who may call', () => {
  it.each(rows)('%s', async (name, endpoint) => {
    const told: [Caller, string][] = [];
    for (const caller of EVERYBODY) {
      told.push([caller, verdict(await ask(endpoint, shop, await headersOf(caller, shop)))]);
    }
    const wanted = EVERYBODY.map((caller) => {
      if (rules[name].includes(caller)) return [caller, 'let in'];
      return [
        caller,
        endpoint.callers.includes('user') && MEMBERS.includes(caller) ? 'not with this role' : 'not let in',
      ];
    });
    expect(told).toEqual(wanted);
    expect(await auditOf(shop.shopId)).toEqual([]);
  });
});

const ofShops = rows.filter(([, endpoint]) => !isOfPages(endpoint) && !endpoint.callers.includes('anyone'));
const ofMembers = ofShops.filter(([, endpoint]) => endpoint.callers.includes('user'));

describe('a stranger to the shop', () => {
  it.each(ofMembers.filter(([, endpoint]) => !isOfAccounts(endpoint)))(
    'finds nothing at %s, as if it were not there',
    async (_name, endpoint) => {
      const stranger = await makeMember(await makeShop(), 'owner');
      const headers = { ...stranger.headers, 'bothways-shop': shop.shopId };
      const known = await ask(endpoint, shop, headers);
      const unknown = await ask(endpoint, shop, { ...headers, 'bothways-shop': 'shp_nobodyhasthisone' });
      const unnamed = await ask(endpoint, shop, { ...headers, 'bothways-shop': '' });
      for (const answer of [known, unknown, unnamed]) {
        expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
        expect(answer.body).toEqual(known.body);
      }
    },
  );
});

describe('a page of another site', () => {
  const foreign = { origin: 'https://evil.example' };
  const writes = ofMembers.filter(([, endpoint]) => endpoint.method !== 'GET');

  it.each(writes)("can't write through somebody's session: %s", async (_name, endpoint) => {
    const owner = await makeMember(shop, 'owner');
    const { origin: _own, ...withoutOrigin } = owner.headers;
    for (const headers of [{ ...owner.headers, ...foreign }, { ...owner.headers, origin: 'null' }, withoutOrigin]) {
      const answer = await ask(endpoint, shop, headers);
      expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    }
    expect((await call('GET', '/v1/account', { headers: owner.headers })).status).toBe(200);
  });

  it.each(rows.filter(([, endpoint]) => isOfPages(endpoint)))('is no page of the shop: %s', async (_name, endpoint) => {
    expect(await ask(endpoint, shop, foreign)).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
  });

  it('may not send a session along at all: no reply allows credentials', async () => {
    const owner = await makeMember(shop, 'owner');
    const asked = { 'access-control-request-method': 'PUT', 'access-control-request-headers': 'bothways-shop' };
    for (const { headers } of [
      await call('OPTIONS', '/v1/program', { headers: { ...foreign, ...asked } }),
      await call('GET', '/v1/program', { headers: { ...owner.headers, ...foreign } }),
    ]) {
      expect(headers.has('access-control-allow-credentials')).toBe(false);
      expect(headers.get('access-control-allow-origin')).toBe('*');
    }
  });
});

describe('a credential of the wrong kind', () => {
  it.each(ofShops)('opens nothing: %s', async (_name, endpoint) => {
    const owner = await makeMember(shop, 'owner');
    const session = owner.cookie.split('=')[1]!;
    const wrong: Readonly<Record<string, string>>[] = [
      { authorization: `Bearer ${shop.publishableKey}` },
      { authorization: `Bearer ${session}` },
      { authorization: 'Bearer sk_live_00000000000000000000000000000000' },
      { authorization: `Bearer ${shop.secretKey.slice(0, -1)}x` },
      { authorization: `Basic ${btoa(`${shop.secretKey}:`)}` },
      { cookie: `__Host-bothways_session=${shop.secretKey}`, origin: DASHBOARD, 'bothways-shop': shop.shopId },
      { cookie: `other=${session}`, origin: DASHBOARD, 'bothways-shop': shop.shopId },
    ];
    for (const headers of wrong) {
      expect([headers, verdict(await ask(endpoint, shop, headers))]).toEqual([headers, 'not let in']);
    }
  });

  it.each(ofShops)('opens nothing once revoked: %s', async (_name, endpoint) => {
    const owner = await makeMember(shop, 'owner');
    await env.DB.batch([
      env.DB.prepare('UPDATE keys SET revoked_at = ?').bind(Date.now()),
      env.DB.prepare('UPDATE tokens SET used_at = ?').bind(Date.now()),
    ]);
    const asKey = await ask(endpoint, shop, { authorization: `Bearer ${shop.secretKey}`, origin: DASHBOARD });
    expect(asKey).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
    expect(await ask(endpoint, shop, owner.headers)).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
  });
});
