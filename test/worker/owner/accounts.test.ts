import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { Account } from '../../../sdk/contract/owner.ts';
import { announceSetup, ensureSetupToken, setupSql } from '../../../worker/storage/setup.ts';
import { insertToken, newToken } from '../../../worker/storage/tokens.ts';
import { measure } from '../../support/worker-cost.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { Answer } from '../../support/worker-shop.ts';
import { DASHBOARD, auditOf, callAs, makeMember } from './members.ts';

const owner = { email: 'Robin+shop@Example.com', name: 'Robin', shopName: 'Fern & Field' };
const DAY_MS = 86_400_000;

async function setUp(token: string, changes: object = {}): Promise<Answer<Account>> {
  return call<Account>('POST', '/v1/setup', { body: { token, ...owner, ...changes }, headers: { origin: DASHBOARD } });
}

function cookieOf(answer: Answer<unknown>): string {
  return answer.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function linkTokenFor(userId: string, lifeMs = 60_000): Promise<string> {
  const token = newToken();
  const about = { purpose: 'user_link', shopId: null, subject: userId, now: Date.now() } as const;
  await (await insertToken(env.DB, token, { ...about, expiresAt: Date.now() + lifeMs })).run();
  return token;
}

const count = async (table: string) =>
  (await env.DB.prepare(`SELECT COUNT(*) AS rows FROM ${table}`).first<{ rows: number }>())?.rows;

describe('the set-up', () => {
  it('makes an owner with a live shop and its test twin, signed in', async () => {
    const token = (await ensureSetupToken(env.DB, Date.now()))!;
    const { result, cost } = await measure(() => setUp(token));
    const { status, body, headers } = result;
    expect(status).toBe(201);
    // An invocation of the free plan has 50 statements.
    expect(cost.statements).toBeLessThanOrEqual(50);
    expect(body.user).toMatchObject({ name: 'Robin', email: 'Robin+shop@Example.com' });
    const live = body.shops.find((shop) => shop.mode === 'live')!;
    const test = body.shops.find((shop) => shop.mode === 'test')!;
    expect(live).toMatchObject({ name: 'Fern & Field', role: 'owner', twinId: test.id, clockOffsetMs: 0 });
    expect(test).toMatchObject({ name: 'Fern & Field', role: 'owner', twinId: live.id });
    expect(live.publishableKey).toMatch(/^pk_live_[A-Za-z0-9]{32}$/);
    expect(test.publishableKey).toMatch(/^pk_test_[A-Za-z0-9]{32}$/);
    expect(await auditOf(live.id)).toMatchObject([{ actor: `user:${body.user.id}`, action: 'shop.created' }]);

    const asOwner = { cookie: headers.get('set-cookie')!.split(';')[0]!, 'bothways-shop': live.id };
    const program = await call('GET', '/v1/program', { headers: asOwner });
    expect(program.body).toMatchObject({ state: 'active', version: 1, settings: { name: 'Give 10, get 10' } });
    const today = new Date().toISOString().slice(0, 10);
    const overview = await call('GET', `/v1/overview?from=${today}&to=${today}`, { headers: asOwner });
    expect(overview.body['budget']).toMatchObject({ capMinor: 100_000, committedMinor: 0, formattedCap: '$1,000' });
  });

  it('happens once, also when two try with the token at the same moment', async () => {
    const token = (await ensureSetupToken(env.DB, Date.now()))!;
    const both = await Promise.all([setUp(token), setUp(token, { email: 'mallory@example.com' })]);
    expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([201, 401]));
    expect((await setUp(token)).status).toBe(401);
    expect([await count('users'), await count('shops'), await count('memberships')]).toEqual([1, 2, 2]);
  });

  it.each(['guessed-token-guessed-token', ''])('refuses a token that is not the one printed: %j', async (token) => {
    await ensureSetupToken(env.DB, Date.now());
    expect((await setUp(token)).status).toBe(401);
    expect(await count('users')).toBe(0);
  });

  it('refuses a token that has waited too long', async () => {
    const token = (await ensureSetupToken(env.DB, Date.now() - 31 * DAY_MS))!;
    expect((await setUp(token)).status).toBe(401);
  });

  it('gives no token where there is an owner, and one start replaces the token of the start before', async () => {
    const first = (await ensureSetupToken(env.DB, Date.now()))!;
    const { token, sql } = await setupSql(Date.now());
    await env.DB.exec(sql);
    expect((await setUp(first)).status).toBe(401);
    expect((await setUp(token)).status).toBe(201);
    expect(await ensureSetupToken(env.DB, Date.now())).toBeNull();
    const late = await setupSql(Date.now());
    await env.DB.exec(late.sql);
    expect((await setUp(late.token, { email: 'mallory@example.com' })).status).toBe(401);
  });

  it('opens nothing by a token that was left over, once there is an owner', async () => {
    await makeMember(await makeShop(), 'owner');
    const token = newToken();
    const about = { purpose: 'setup', shopId: null, subject: null, now: 0, expiresAt: Date.now() + DAY_MS } as const;
    await (await insertToken(env.DB, token, about)).run();
    expect((await setUp(token)).status).toBe(401);
    expect(await count('users')).toBe(1);
  });

  it('keeps the token, the address and the session as hashes or sealed, never in the clear', async () => {
    const token = (await ensureSetupToken(env.DB, Date.now()))!;
    const session = cookieOf(await setUp(token)).split('=')[1]!;
    const tables = await Promise.all(
      ['tokens', 'users', 'audit', 'outbox'].map((table) => env.DB.prepare(`SELECT * FROM ${table}`).all()),
    );
    const stored = JSON.stringify(tables.map(({ results }) => results)).toLowerCase();
    for (const secret of [token, session, 'example.com', '"robin"']) expect(stored).not.toContain(secret.toLowerCase());
  });

  it("is announced once in the log of a Worker on one's own machine, and never on a public address", async () => {
    const log = vi.spyOn(console, 'log').mockReturnValue();
    const announce = (publicUrl: string) => announceSetup({ directory: env.DB, realNow: Date.now, publicUrl });
    await announce('https://referrals.example');
    expect(log).not.toHaveBeenCalled();
    await announce('http://localhost:8787');
    await announce('http://localhost:8787');
    expect(log).toHaveBeenCalledTimes(1);
    const token = /http:\/\/localhost:8787\/dashboard#setup=([\w-]+)$/.exec(String(log.mock.calls[0]![0]))![1]!;
    log.mockRestore();
    expect((await setUp(token)).status).toBe(201);
  });

  it('is refused to a page of another site', async () => {
    const token = (await ensureSetupToken(env.DB, Date.now()))!;
    const answer = await call('POST', '/v1/setup', {
      body: { token, ...owner },
      headers: { origin: 'https://evil.example' },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    expect(answer.headers.has('set-cookie')).toBe(false);
  });
});

describe('signing in', () => {
  const ask = (email: string, headers: Readonly<Record<string, string>> = {}) =>
    call('POST', '/v1/dashboard/sign-ins', { body: { email }, headers: { origin: DASHBOARD, ...headers } });

  it('answers the same whether the address is known or not, and mails only the known one', async () => {
    const shop = await makeShop();
    const member = await makeMember(shop, 'owner');
    const known = await ask(member.email.toUpperCase());
    const unknown = await ask('nobody@example.com');
    const seen = ({ headers, ...rest }: typeof known) => {
      const { 'x-request-id': _itsOwn, ...others } = Object.fromEntries(headers);
      return { ...rest, headers: others };
    };
    expect(seen(known)).toEqual(seen(unknown));
    expect(known).toMatchObject({ status: 202, body: { done: true } });
    const mails = await env.DB.prepare('SELECT * FROM outbox').all();
    expect(mails.results).toMatchObject([
      { shop_id: shop.shopId, kind: 'mail', topic: 'user_link', target: member.userId, payload: '{}', state: 'due' },
    ]);
  });

  it.each(['member@example.com', 'nobody@example.com'])(
    'stops asking for links to %s after five in an hour',
    async (email) => {
      const shop = await makeShop();
      const { userId } = await makeMember(shop, 'owner');
      const hash = await shop.store.vault.hash('user email', 'member@example.com');
      await env.DB.prepare('UPDATE users SET email_hash = ? WHERE user_id = ?').bind(hash, userId).run();
      const answers = [];
      for (let asked = 0; asked < 6; asked++) answers.push((await ask(email)).status);
      expect(answers).toEqual([202, 202, 202, 202, 202, 429]);
      expect(await count('outbox')).toBe(email.startsWith('member') ? 5 : 0);
    },
  );

  it('stops one network after twenty in an hour, whatever addresses it names', async () => {
    const answers = [];
    for (let asked = 0; asked < 21; asked++) {
      const from = { 'cf-connecting-ip': `2001:db8:1:2::${asked.toString(16)}` };
      answers.push((await ask(`someone${asked}@example.com`, from)).status);
    }
    expect(answers.filter((status) => status === 202)).toHaveLength(20);
    expect(answers.at(-1)).toBe(429);
    expect((await ask('someone@example.com', { 'cf-connecting-ip': '2001:db8:1:3::1' })).status).toBe(202);
  });

  it('opens a session by the link of the mail, once', async () => {
    const shop = await makeShop();
    const { userId } = await makeMember(shop, 'manager');
    const token = await linkTokenFor(userId);
    const open = () =>
      call<Account>('POST', '/v1/dashboard/sessions', { body: { token }, headers: { origin: DASHBOARD } });
    const [one, other] = await Promise.all([open(), open()]);
    expect([one.status, other.status]).toEqual(expect.arrayContaining([201, 401]));
    const opened = one.status === 201 ? one : other;
    expect(opened.body).toMatchObject({ user: { id: userId }, shops: [{ id: shop.shopId, role: 'manager' }] });
    const account = await call('GET', '/v1/account', { headers: { cookie: cookieOf(opened) } });
    expect(account).toMatchObject({ status: 200, body: { user: { id: userId } } });
  });

  it('opens nothing by an expired link, nor by a token of another purpose', async () => {
    const shop = await makeShop();
    const member = await makeMember(shop, 'owner');
    const session = member.cookie.split('=')[1]!;
    const setup = newToken();
    const about = {
      purpose: 'setup',
      shopId: null,
      subject: member.userId,
      now: 0,
      expiresAt: Date.now() + 1_000,
    } as const;
    await (await insertToken(env.DB, setup, about)).run();
    for (const token of [await linkTokenFor(member.userId, -1), session, setup]) {
      const answer = await call('POST', '/v1/dashboard/sessions', { body: { token } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthorized' } });
      expect(answer.headers.has('set-cookie')).toBe(false);
    }
  });

  it('gives a cookie that no script reads, no other site sends and no plain connection carries', async () => {
    const { userId } = await makeMember(await makeShop(), 'owner');
    const answer = await call('POST', '/v1/dashboard/sessions', { body: { token: await linkTokenFor(userId) } });
    const [value, ...flags] = answer.headers.get('set-cookie')!.split('; ');
    expect(value).toMatch(/^__Host-bothways_session=[\w-]{32}$/);
    expect(flags.toSorted()).toEqual([
      'HttpOnly',
      `Max-Age=${(30 * DAY_MS) / 1000}`,
      'Path=/',
      'SameSite=Lax',
      'Secure',
    ]);
  });

  it('makes a fresh session whatever cookie was planted before, and ends the one that was there', async () => {
    const shop = await makeShop();
    const victim = await makeMember(shop, 'owner');
    const planted = await makeMember(shop, 'reader');
    const token = await linkTokenFor(victim.userId);
    const headers = { origin: DASHBOARD, cookie: planted.cookie };
    const opened = await call('POST', '/v1/dashboard/sessions', { body: { token }, headers });
    expect(opened.status).toBe(201);
    expect(cookieOf(opened)).not.toBe(planted.cookie);
    expect((await call('GET', '/v1/account', { headers: { cookie: planted.cookie } })).status).toBe(401);
  });

  it('signs nobody in from a page of another site', async () => {
    const { userId } = await makeMember(await makeShop(), 'owner');
    const token = await linkTokenFor(userId);
    const foreign = { origin: 'https://evil.example' };
    const answer = await call('POST', '/v1/dashboard/sessions', { body: { token }, headers: foreign });
    expect(answer).toMatchObject({ status: 403, body: { code: 'origin_not_allowed' } });
    // The link is still good: the refusal used nothing up.
    expect((await call('POST', '/v1/dashboard/sessions', { body: { token } })).status).toBe(201);
  });
});

describe('a session', () => {
  it('ends for good with signing out', async () => {
    const member = await makeMember(await makeShop(), 'owner');
    const out = await callAs(member, 'DELETE', '/v1/dashboard/sessions');
    expect(out).toMatchObject({ status: 200, body: { done: true } });
    expect(out.headers.get('set-cookie')).toMatch(/^__Host-bothways_session=; Max-Age=0;/);
    expect((await callAs(member, 'GET', '/v1/account')).status).toBe(401);
    expect((await callAs(member, 'GET', '/v1/shop')).status).toBe(401);
  });

  it('ends thirty days after it was last renewed', async () => {
    const member = await makeMember(await makeShop(), 'owner');
    const until = await env.DB.prepare('SELECT expires_at - created_at AS life FROM tokens').first<{ life: number }>();
    expect(until?.life).toBe(30 * DAY_MS);
    await env.DB.prepare('UPDATE tokens SET expires_at = ?')
      .bind(Date.now() - 1)
      .run();
    expect((await callAs(member, 'GET', '/v1/account')).status).toBe(401);
  });

  it('gets a fresh token after a day, and the old one goes on for the requests under way and no longer', async () => {
    const member = await makeMember(await makeShop(), 'owner');
    expect((await callAs(member, 'GET', '/v1/account')).headers.has('set-cookie')).toBe(false);
    await env.DB.prepare('UPDATE tokens SET created_at = created_at - ?').bind(DAY_MS).run();
    const renewed = await Promise.all([callAs(member, 'GET', '/v1/account'), callAs(member, 'GET', '/v1/account')]);
    const fresh = renewed.map(cookieOf).filter((cookie) => cookie !== '');
    expect(fresh).toHaveLength(1);
    expect((await callAs(member, 'GET', '/v1/shop')).status).toBe(200);
    expect((await call('GET', '/v1/account', { headers: { cookie: fresh[0]! } })).status).toBe(200);
    const old = await env.DB.prepare('SELECT MIN(expires_at) AS at FROM tokens').first<{ at: number }>();
    expect(old!.at).toBeLessThanOrEqual(Date.now() + 60_000);
  });

  it('shows each of its shops with the role there', async () => {
    const [one, other] = [await makeShop(), await makeShop({}, { mode: 'test' })];
    const member = await makeMember(one, 'owner');
    await env.DB.prepare("INSERT INTO memberships VALUES (?, ?, 'reader')").bind(member.userId, other.shopId).run();
    const { body } = await callAs<Account>(member, 'GET', '/v1/account');
    expect(body.shops).toMatchObject([
      { id: one.shopId, mode: 'live', role: 'owner' },
      { id: other.shopId, mode: 'test', role: 'reader' },
    ]);
  });
});
