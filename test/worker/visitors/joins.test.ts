import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { signIdentityToken } from '../../../sdk/server/identity-token.ts';
import { readPersonData } from '../../../worker/storage/people.ts';
import { newAttempt } from '../../support/worker-journey.ts';
import { makeShop } from '../../support/worker-shop.ts';
import type { OfferReply, Problem } from './replies.ts';
import { ask, count, join, newCode, newSecretKey, personOf, setState, watchOutbox } from './visitor.ts';

const EMAIL = 'ada@example.com';

describe('a join by e-mail', () => {
  it('gives a code of six characters and a link to the landing page', async () => {
    const shop = await makeShop({ landingUrl: 'https://shop.example/welcome?from=friends' });
    const { status, body } = await join(shop, { email: EMAIL });
    expect(status).toBe(200);
    expect(body).toEqual({ outcome: 'joined', code: expect.stringMatching(/^[2-9B-Z]{6}$/), link: expect.any(String) });
    if (body.outcome !== 'joined') return;
    expect(body.link).toBe(`https://shop.example/welcome?from=friends&via=${body.code}`);
  });

  it('answers a known address as an unknown one, with another code for the same person', async () => {
    const shop = await makeShop();
    const first = await join(shop, { email: EMAIL });
    const second = await join(shop, { email: ' Ada@Example.com ' });
    expect(Object.keys(second.body)).toEqual(Object.keys(first.body));
    expect(await count(shop, 'people')).toBe(1);
    expect(await count(shop, 'links')).toBe(2);
  });

  it('never changes what a known person said of themselves', async () => {
    const shop = await makeShop();
    const person = await personOf(
      shop,
      await newCode(shop, { email: EMAIL, firstName: 'Ada', showName: true, locale: 'en' }),
    );
    await newCode(shop, { email: EMAIL, firstName: 'Mallory', showName: true, locale: 'fr' });
    const { data } = await readPersonData(shop.store, person);
    expect(data).toEqual({ email: EMAIL, firstName: 'Ada', nameShown: true, locale: 'en' });
  });

  it('keeps names and addresses in one sealed place', async () => {
    const shop = await makeShop();
    await newCode(shop, { email: 'canary@example.com', firstName: 'Canary', showName: true });
    const tables = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{ name: string }>();
    for (const { name } of tables.results.filter((table) => !/^(sqlite|_cf|d1)_/.test(table.name))) {
      const rows = await env.DB.prepare(`SELECT * FROM ${name}`).all();
      expect({ [name]: JSON.stringify(rows.results).toLowerCase() }).toEqual({
        [name]: expect.not.stringContaining('canary'),
      });
    }
    const kept = await env.KV.list();
    expect(JSON.stringify(kept.keys).toLowerCase()).not.toContain('canary');
  });

  it('tells the shop by a webhook of ids, and counts a join', async () => {
    const shop = await makeShop();
    const told = await watchOutbox();
    const code = await newCode(shop, { email: EMAIL });
    const personId = await personOf(shop, code);
    expect(await told('advocate.joined')).toEqual([{ personId, programId: shop.programId, code }]);
    const rollup = await env.DB.prepare('SELECT joins, channel FROM rollups').all();
    expect(rollup.results).toEqual([{ joins: 1, channel: 'direct' }]);
  });

  it('answers a retry with the same code, though the program has closed since', async () => {
    const shop = await makeShop();
    const body = { email: EMAIL, attempt: newAttempt() };
    const first = await join(shop, body);
    await setState(shop, 'paused');
    expect((await join(shop, body)).body).toEqual(first.body);
    expect(await count(shop, 'links')).toBe(1);
  });

  it('takes the same attempt with another address as another join', async () => {
    const shop = await makeShop();
    const attempt = newAttempt();
    const first = await join(shop, { email: EMAIL, attempt });
    expect((await join(shop, { email: 'bea@example.com', attempt })).body).not.toEqual(first.body);
    expect(await count(shop, 'people')).toBe(2);
  });

  it('makes one person and one code of ten tries at once', async () => {
    const shop = await makeShop();
    const told = await watchOutbox();
    const body = { email: EMAIL, attempt: newAttempt() };
    const replies = await Promise.all(Array.from({ length: 10 }, () => join(shop, body)));
    expect(new Set(replies.map((reply) => JSON.stringify(reply.body))).size).toBe(1);
    expect(await count(shop, 'people')).toBe(1);
    expect(await count(shop, 'links')).toBe(1);
    expect(await told('advocate.joined')).toHaveLength(1);
  });

  it('makes one person of ten tabs that join at once, each with a code', async () => {
    const shop = await makeShop();
    const replies = await Promise.all(Array.from({ length: 10 }, () => join(shop, { email: EMAIL })));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 10 }, () => 200));
    expect(await count(shop, 'people')).toBe(1);
    expect(await count(shop, 'links')).toBe(10);
  });
});

describe('the name that friends see', () => {
  const nameBehind = async (shop: Awaited<ReturnType<typeof makeShop>>, code: string) =>
    (await ask<OfferReply>(shop, 'GET', '/v1/offers', { code })).body;

  it('is the first name, where the advocate gave leave', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { email: EMAIL, firstName: 'Ada', showName: true });
    expect(await nameBehind(shop, code)).toMatchObject({ advocateName: 'Ada' });
  });

  it.each([
    ['no leave', { firstName: 'Ada' }],
    ['no name', { showName: true }],
    ['neither', {}],
  ])('is nobody’s where there was %s', async (_, told) => {
    const shop = await makeShop();
    const code = await newCode(shop, { email: EMAIL, ...told });
    expect(await nameBehind(shop, code)).toMatchObject({ advocateName: null });
  });
});

describe('a join that is closed', () => {
  it.each(['paused', 'ended'] as const)('says so: %s', async (state) => {
    const shop = await makeShop();
    await setState(shop, state);
    const reason = state === 'ended' ? 'over' : state;
    expect(await join(shop, { email: EMAIL })).toMatchObject({ status: 200, body: { outcome: 'closed', reason } });
    expect(await count(shop, 'people')).toBe(0);
  });

  it('says so: exhausted', async () => {
    const shop = await makeShop({ budgetMinor: 0 });
    expect((await join(shop, { email: EMAIL })).body).toEqual({ outcome: 'closed', reason: 'exhausted' });
  });
});

describe('a join by the shop’s word', () => {
  it('keeps one link a customer, on every device', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    const token = () => signIdentityToken({ customerId: 'c-1', email: EMAIL, firstName: 'Ada' }, key, Date.now());
    const first = await join(shop, { identity: await token() });
    const second = await join(shop, { identity: await token() });
    expect(first.body).toMatchObject({ outcome: 'joined' });
    expect(second.body).toEqual(first.body);
    expect(await count(shop, 'links')).toBe(1);
  });

  it('shows the name the shop knows only by the customer’s own leave', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    const identity = await signIdentityToken({ customerId: 'c-1', firstName: 'Ada' }, key, Date.now());
    const quiet = await join(shop, { identity });
    const named = await join(shop, { identity, showName: true });
    const names = await Promise.all(
      [quiet, named].map(async ({ body }) => {
        if (body.outcome !== 'joined') return 'closed';
        return (await ask<{ advocateName: string | null }>(shop, 'GET', '/v1/offers', { code: body.code })).body
          .advocateName;
      }),
    );
    expect(names).toEqual([null, 'Ada']);
  });

  it('finds the guest who joined by e-mail before', async () => {
    const shop = await makeShop();
    const guest = await personOf(shop, await newCode(shop, { email: EMAIL }));
    const key = await newSecretKey(shop);
    const { body } = await join(shop, {
      identity: await signIdentityToken({ customerId: 'c-1', email: EMAIL }, key, Date.now()),
    });
    if (body.outcome !== 'joined') throw new Error('closed');
    expect(await personOf(shop, body.code)).toBe(guest);
    expect((await readPersonData(shop.store, guest)).data).toEqual({ email: EMAIL, customerId: 'c-1' });
  });

  it.each<[string, (key: string) => Promise<string>]>([
    ['of another key', () => signIdentityToken({ customerId: 'c-1' }, 'sk_live_somebody0000else0000', Date.now())],
    ['that has expired', (key) => signIdentityToken({ customerId: 'c-1' }, key, Date.now() - 3_600_000)],
    ['that is none', async () => 'not.a.token'],
  ])('refuses a token %s', async (_, sign) => {
    const shop = await makeShop();
    const { status, body } = await ask<Problem>(shop, 'POST', '/v1/joins', {
      attempt: newAttempt(),
      identity: await sign(await newSecretKey(shop)),
    });
    expect([status, body.code, body.field]).toEqual([401, 'unauthorized', 'identity']);
    expect(await count(shop, 'people')).toBe(0);
  });

  it('refuses the token of another shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const identity = await signIdentityToken({ customerId: 'c-1' }, await newSecretKey(other), Date.now());
    expect((await join(shop, { identity })).status).toBe(401);
  });

  it('refuses the token of a key that was revoked', async () => {
    const shop = await makeShop();
    const identity = await signIdentityToken({ customerId: 'c-1' }, await newSecretKey(shop), Date.now());
    await env.DB.prepare("UPDATE keys SET revoked_at = 1 WHERE kind = 'secret'").run();
    expect((await join(shop, { identity })).status).toBe(401);
  });
});

describe('joins from one address', () => {
  it('are capped by the hour, and the address is kept nowhere', async () => {
    const shop = await makeShop();
    const address = '203.0.113.7';
    for (let n = 0; n < 30; n++) {
      expect((await join(shop, { email: `a${n}@example.com` }, { address })).status).toBe(200);
    }
    const refused = await ask<Problem>(shop, 'POST', '/v1/joins', { email: EMAIL, attempt: newAttempt() }, { address });
    expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited']);
    expect(refused.headers.get('retry-after')).toBe('60');
    expect(await count(shop, 'links')).toBe(30);
    expect((await join(shop, { email: EMAIL }, { address: '203.0.113.8' })).status).toBe(200);
    const counters = await env.DB.prepare('SELECT * FROM counters').all();
    expect(JSON.stringify(counters.results)).not.toContain('203.0.113');
  });

  it('are counted by the whole network of an IPv6 household', async () => {
    const shop = await makeShop();
    const from = (n: number) =>
      join(shop, { email: `a${n}@example.com` }, { address: `2001:db8:1:2::${n.toString(16)}` });
    for (let n = 0; n < 30; n++) await from(n);
    expect((await from(99)).status).toBe(429);
  });
});
