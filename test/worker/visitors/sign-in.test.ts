import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { signIdentityToken } from '../../../sdk/server/identity-token.ts';
import { readPersonData } from '../../../worker/storage/people.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { Me, Problem, SessionReply } from './replies.ts';
import { ask, count, newCode, newMagicLink, newSecretKey, personOf, watchOutbox } from './visitor.ts';
import type { Visitor } from './visitor.ts';

const EMAIL = 'ada@example.com';

const askLink = (shop: TestShop, body: Readonly<Record<string, unknown>>, visitor: Visitor = {}) =>
  ask<Problem>(shop, 'POST', '/v1/sign-ins', body, visitor);

const open = (shop: TestShop, body: Readonly<Record<string, unknown>>) =>
  ask<SessionReply & Problem>(shop, 'POST', '/v1/sessions', body);

const verifiedAt = async (personId: string) =>
  (
    await env.DB.prepare('SELECT verified_at FROM people WHERE person_id = ?')
      .bind(personId)
      .first<{ verified_at: number | null }>()
  )?.verified_at;

describe('asking for a magic link', () => {
  it('mails one to a known address, and the payload names nobody', async () => {
    const shop = await makeShop();
    const person = await personOf(shop, await newCode(shop, { email: EMAIL }));
    const told = await watchOutbox();
    const { status, body } = await askLink(shop, {
      email: 'ADA@example.com',
      returnUrl: `${ORIGIN}/friends`,
      locale: 'fr',
    });
    expect([status, body]).toEqual([202, { done: true }]);
    expect(await told('person_link')).toEqual([{ target: person, returnUrl: `${ORIGIN}/friends`, locale: 'fr' }]);
  });

  it('answers an unknown address the same and mails nobody', async () => {
    const shop = await makeShop();
    await newCode(shop, { email: EMAIL });
    const told = await watchOutbox();
    const [known, unknown] = [
      await askLink(shop, { email: EMAIL }),
      await askLink(shop, { email: 'nobody@example.com' }),
    ];
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    // Each request has an id of its own; nothing else may tell one answer from the other.
    const headersOf = ({ headers }: typeof known) => [...headers].filter(([name]) => name !== 'x-request-id');
    expect(headersOf(unknown)).toEqual(headersOf(known));
    expect(await told('person_link')).toHaveLength(1);
    expect(await count(shop, 'people')).toBe(1);
  });

  it('leads back to a page of the shop only, without what stands behind its path', async () => {
    const shop = await makeShop();
    await newCode(shop, { email: EMAIL });
    const told = await watchOutbox();
    const foreign = await askLink(shop, { email: EMAIL, returnUrl: 'https://thief.example/' });
    expect([foreign.status, foreign.body.code, foreign.body.field]).toEqual([422, 'invalid_field', 'returnUrl']);
    await askLink(shop, { email: EMAIL, returnUrl: `${ORIGIN}/a?name=ada#x` });
    expect(await told('person_link')).toMatchObject([{ returnUrl: `${ORIGIN}/a` }]);
  });

  it.each([EMAIL, 'nobody@example.com'])('is capped for one mailbox, known or not: %s', async (email) => {
    const shop = await makeShop();
    await newCode(shop, { email: EMAIL });
    for (let n = 0; n < 5; n++) {
      expect((await askLink(shop, { email }, { address: `203.0.113.${n}` })).status).toBe(202);
    }
    expect((await askLink(shop, { email }, { address: '203.0.113.99' })).status).toBe(429);
  });

  it('is capped for one address', async () => {
    const shop = await makeShop();
    const from = (n: number) => askLink(shop, { email: `a${n}@example.com` }, { address: '203.0.113.7' });
    for (let n = 0; n < 20; n++) expect((await from(n)).status).toBe(202);
    expect((await from(99)).status).toBe(429);
  });

  it('mails nobody who has left', async () => {
    const shop = await makeShop();
    await newCode(shop, { email: EMAIL });
    await env.DB.prepare("UPDATE people SET state = 'left'").run();
    const told = await watchOutbox();
    expect((await askLink(shop, { email: EMAIL })).status).toBe(202);
    expect(await told('person_link')).toEqual([]);
  });
});

describe('a magic link', () => {
  it('opens a session and verifies the person', async () => {
    const shop = await makeShop();
    const person = await personOf(shop, await newCode(shop));
    expect(await verifiedAt(person)).toBeNull();
    const { status, body } = await open(shop, { token: await newMagicLink(shop, person) });
    expect(status).toBe(201);
    expect(body.expiresAt).toBeGreaterThan(Date.now());
    expect(await verifiedAt(person)).toBeGreaterThan(0);
    expect((await ask<Me>(shop, 'GET', '/v1/me', {}, { session: body.session })).status).toBe(200);
  });

  it('opens once, however many exchange it at the same moment', async () => {
    const shop = await makeShop();
    const token = await newMagicLink(shop, await personOf(shop, await newCode(shop)));
    const replies = await Promise.all(Array.from({ length: 10 }, () => open(shop, { token })));
    expect(replies.map((reply) => reply.status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 9 }, () => 401),
    ]);
  });

  it.each([
    ['that is no link', async () => 'nonsense'],
    ['that has expired', async (shop: TestShop, person: string) => newMagicLink(shop, person, -1)],
    ['of a person who is gone', async (shop: TestShop) => newMagicLink(shop, 'prs_nobody')],
  ])('%s opens nothing', async (_, make) => {
    const shop = await makeShop();
    const token = await make(shop, await personOf(shop, await newCode(shop)));
    const { status, body } = await open(shop, { token });
    expect([status, body.code, body.field]).toEqual([401, 'unauthorized', 'token']);
  });

  it('of another shop opens nothing here and still opens there', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const token = await newMagicLink(other, await personOf(other, await newCode(other)));
    expect((await open(shop, { token })).status).toBe(401);
    expect((await open(other, { token })).status).toBe(201);
  });

  it('is kept as a hash, as its session is', async () => {
    const shop = await makeShop();
    const token = await newMagicLink(shop, await personOf(shop, await newCode(shop)));
    const { body } = await open(shop, { token });
    const kept = JSON.stringify((await env.DB.prepare('SELECT * FROM tokens').all()).results);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(body.session);
  });
});

describe('an identity token', () => {
  const token = async (
    shop: TestShop,
    key: string,
    customer: { customerId: string; email?: string; firstName?: string },
  ) => open(shop, { identity: await signIdentityToken(customer, key, Date.now()) });

  it('opens a session of a new person, verified', async () => {
    const shop = await makeShop();
    const { status, body } = await token(shop, await newSecretKey(shop), {
      customerId: 'c-1',
      email: EMAIL,
      firstName: 'Ada',
    });
    expect(status).toBe(201);
    const row = await env.DB.prepare('SELECT person_id FROM people WHERE verified_at IS NOT NULL').first<{
      person_id: string;
    }>();
    expect((await readPersonData(shop.store, row?.person_id ?? '')).data).toEqual({
      customerId: 'c-1',
      email: EMAIL,
      firstName: 'Ada',
    });
    const me = await ask<Me>(shop, 'GET', '/v1/me', {}, { session: body.session });
    expect(me.body).toMatchObject({ verified: true, links: [], joinedCount: 0, friends: [] });
  });

  it('opens the same person again, and writes nothing but the session', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    await token(shop, key, { customerId: 'c-1', email: EMAIL });
    const before = await env.DB.prepare('SELECT * FROM people').all();
    await token(shop, key, { customerId: 'c-1', email: EMAIL });
    expect((await env.DB.prepare('SELECT * FROM people').all()).results).toEqual(before.results);
    expect(await count(shop, 'identities')).toBe(2);
  });

  it('makes one person of ten that arrive at once', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => token(shop, key, { customerId: 'c-1', email: EMAIL })),
    );
    expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([201]));
    expect(await count(shop, 'people')).toBe(1);
  });

  it('takes a guest who joined by the same e-mail for that customer', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { email: EMAIL });
    const { body } = await token(shop, await newSecretKey(shop), { customerId: 'c-1', email: EMAIL });
    const me = await ask<Me>(shop, 'GET', '/v1/me', {}, { session: body.session });
    expect(me.body.links.map((link) => link.code)).toEqual([code]);
    expect(await count(shop, 'people')).toBe(1);
  });

  it('never takes over the e-mail of another customer', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    await token(shop, key, { customerId: 'c-1', email: EMAIL });
    await newCode(shop, { email: EMAIL });
    const { status, body } = await token(shop, key, { customerId: 'c-2', email: EMAIL });
    expect(status).toBe(201);
    expect((await ask<Me>(shop, 'GET', '/v1/me', {}, { session: body.session })).body.links).toEqual([]);
    expect(await count(shop, 'people')).toBe(2);
  });

  it('adds the e-mail to a customer who had none', async () => {
    const shop = await makeShop();
    const key = await newSecretKey(shop);
    await token(shop, key, { customerId: 'c-1' });
    await token(shop, key, { customerId: 'c-1', email: EMAIL });
    expect([await count(shop, 'people'), await count(shop, 'identities')]).toEqual([1, 2]);
    const told = await watchOutbox();
    await askLink(shop, { email: EMAIL });
    expect(await told('person_link')).toHaveLength(1);
  });

  it.each<[string, (key: string, other: string) => Promise<string>]>([
    ['signed by another shop', (_, other) => signIdentityToken({ customerId: 'c-1' }, other, Date.now())],
    ['that has expired', (key) => signIdentityToken({ customerId: 'c-1' }, key, Date.now() - 3_600_000)],
    ['that is nonsense', async () => 'a.b.c'],
  ])('%s opens nothing', async (_, sign) => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const identity = await sign(await newSecretKey(shop), await newSecretKey(other));
    const { status, body } = await open(shop, { identity });
    expect([status, body.code, body.field]).toEqual([401, 'unauthorized', 'identity']);
    expect(await count(shop, 'people')).toBe(0);
  });

  it('or a magic link is needed', async () => {
    const { status, body } = await open(await makeShop(), {});
    expect([status, body.code, body.field]).toEqual([422, 'missing_field', 'token']);
  });
});
