import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DAY_MS, formatTouch } from '../../../sdk/contract/attribution.ts';
import { newAttempt } from '../../support/worker-journey.ts';
import { makeShop } from '../../support/worker-shop.ts';
import type { Problem } from './replies.ts';
import {
  ask,
  claim,
  codeOf,
  committed,
  count,
  joinedCount,
  newCode,
  personOf,
  referrals,
  setState,
  signIn,
  watchOutbox,
} from './visitor.ts';

const EMAIL = 'friend@example.com';
const RESERVATION = 2_000;

describe('a claim', () => {
  it('gives a code of eight characters that expires, with what it brings', async () => {
    const shop = await makeShop();
    const before = Date.now();
    const { status, body } = await claim(shop, { code: await newCode(shop), email: EMAIL });
    expect(status).toBe(200);
    expect(body).toEqual({
      outcome: 'claimed',
      code: expect.stringMatching(/^[2-9B-Z]{8}$/),
      give: '$10',
      minimumOrder: '$30',
      expiresAt: expect.any(Number),
    });
    if (body.outcome !== 'claimed') return;
    expect(body.expiresAt - before).toBeGreaterThanOrEqual(14 * DAY_MS);
    expect(body.expiresAt - before).toBeLessThan(14 * DAY_MS + 60_000);
  });

  it('binds the friend to the advocate and holds both rewards until it expires', async () => {
    const shop = await makeShop();
    const advocate = await newCode(shop);
    const touch = formatTouch({ code: advocate, seenAt: Date.now(), channel: 'w' });
    const { body } = await claim(shop, { code: advocate, email: EMAIL, touch });
    const [referral] = await referrals(shop);
    expect(referral).toMatchObject({
      advocate_id: await personOf(shop, advocate),
      state: 'claimed',
      channel: 'whatsapp',
      held: RESERVATION,
      held_unit: 'money:USD',
      held_until: body.outcome === 'claimed' && body.expiresAt,
    });
    expect(await committed(shop)).toBe(RESERVATION);
    expect(await joinedCount(await personOf(shop, advocate))).toBe(1);
  });

  it('counts in the figures under its channel, once a friend, and tells the shop by ids', async () => {
    const shop = await makeShop();
    const told = await watchOutbox();
    const advocate = await newCode(shop);
    const touch = formatTouch({ code: advocate, seenAt: Date.now(), channel: 'w' });
    const reply = await claim(shop, { code: advocate, email: EMAIL, touch });
    await claim(shop, { code: advocate, email: EMAIL, touch });
    const figures = await env.DB.prepare("SELECT claims FROM rollups WHERE channel = 'whatsapp'").all();
    expect(figures.results).toEqual([{ claims: 1 }]);
    const [first] = await told('referral.claimed');
    const [{ advocate_id: advocateId, friend_id: friendId } = { advocate_id: '', friend_id: '' }] =
      await referrals(shop);
    expect(first).toMatchObject({ programId: shop.programId, advocateId, friendId, code: codeOf(reply) });
  });

  it('takes no channel from the touch of another code, nor from nonsense', async () => {
    const shop = await makeShop();
    const advocate = await newCode(shop);
    await claim(shop, {
      code: advocate,
      email: EMAIL,
      touch: formatTouch({ code: 'OTHER1', seenAt: Date.now(), channel: 'w' }),
    });
    await claim(shop, { code: advocate, email: 'two@example.com', touch: 'nonsense' });
    expect((await referrals(shop)).map((row) => row.channel)).toEqual([null, null]);
  });

  it('stands without an e-mail where the program asks for none', async () => {
    const shop = await makeShop({ claimNeedsEmail: false });
    const code = await newCode(shop);
    await claim(shop, { code });
    await claim(shop, { code });
    expect((await referrals(shop)).map((row) => row.held)).toEqual([RESERVATION, RESERVATION]);
    expect(await count(shop, 'person_data')).toBe(1);
  });

  it('names the e-mail where the program asks for one', async () => {
    const shop = await makeShop();
    const { status, body } = await ask<Problem>(shop, 'POST', '/v1/claims', {
      code: await newCode(shop),
      attempt: newAttempt(),
    });
    expect([status, body.code, body.field]).toEqual([422, 'missing_field', 'email']);
    expect(await count(shop, 'referrals')).toBe(0);
  });
});

describe('a retry', () => {
  it('gets the same code, though the terms have changed and the program is paused', async () => {
    const shop = await makeShop();
    const body = { code: await newCode(shop), email: EMAIL, attempt: newAttempt() };
    const first = await claim(shop, body);
    await setState(shop, 'paused');
    await env.DB.prepare('UPDATE programs SET version = 2').run();
    expect((await claim(shop, body)).body).toEqual(first.body);
    expect(await count(shop, 'claims')).toBe(1);
  });

  it('ten at once makes one claim', async () => {
    const shop = await makeShop();
    const body = { code: await newCode(shop), email: EMAIL, attempt: newAttempt() };
    const replies = await Promise.all(Array.from({ length: 10 }, () => claim(shop, body)));
    expect(new Set(replies.map(codeOf)).size).toBe(1);
    expect([await count(shop, 'claims'), await count(shop, 'referrals'), await committed(shop)]).toEqual([
      1,
      1,
      RESERVATION,
    ]);
  });
});

describe('a claim that is closed', () => {
  it.each(['paused', 'ended'] as const)('says so: %s', async (state) => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await setState(shop, state);
    const reason = state === 'ended' ? 'over' : state;
    expect(await claim(shop, { code, email: EMAIL })).toMatchObject({
      status: 200,
      body: { outcome: 'closed', reason },
    });
    expect([await count(shop, 'referrals'), await count(shop, 'people')]).toEqual([0, 1]);
  });

  it('says so: unknown, for nobody’s code and for another shop’s', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    for (const code of ['NOBODY', await newCode(other)]) {
      expect((await claim(shop, { code, email: EMAIL })).body).toEqual({ outcome: 'closed', reason: 'unknown' });
    }
    expect(await count(shop, 'people')).toBe(0);
  });

  it('says so: own, where a session proves who is asking, and only there', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { email: 'ada@example.com' });
    const session = await signIn(shop, await personOf(shop, code));
    expect((await claim(shop, { code, email: EMAIL }, { session })).body).toEqual({ outcome: 'closed', reason: 'own' });
    expect((await claim(shop, { code, email: EMAIL }, { session: 'ended' })).body).toMatchObject({
      outcome: 'claimed',
    });
    expect(await count(shop, 'referrals')).toBe(1);
  });

  it('takes no session of another shop as proof', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const session = await signIn(other, await personOf(other, await newCode(other)));
    expect((await claim(shop, { code: await newCode(shop), email: EMAIL }, { session })).body).toMatchObject({
      outcome: 'claimed',
    });
  });

  it('needs no e-mail from a friend whom a session proves', async () => {
    const shop = await makeShop();
    const friend = await personOf(shop, await newCode(shop));
    const session = await signIn(shop, friend);
    expect((await claim(shop, { code: await newCode(shop) }, { session })).body).toMatchObject({ outcome: 'claimed' });
    expect(await referrals(shop)).toMatchObject([{ friend_id: friend }]);
  });
});

describe('claims from one address', () => {
  it('are capped by the hour', async () => {
    const shop = await makeShop({ budgetMinor: null });
    const code = await newCode(shop);
    const from = (n: number) => claim(shop, { code, email: `f${n}@example.com` }, { address: '203.0.113.7' });
    for (let n = 0; n < 30; n++) expect((await from(n)).status).toBe(200);
    expect((await from(99)).status).toBe(429);
    expect(await count(shop, 'referrals')).toBe(30);
  });

  it('that are closed do not use the cap up', async () => {
    const shop = await makeShop();
    for (let n = 0; n < 31; n++) await claim(shop, { code: 'NOBODY', email: EMAIL }, { address: '203.0.113.7' });
    expect((await claim(shop, { code: await newCode(shop), email: EMAIL }, { address: '203.0.113.7' })).status).toBe(
      200,
    );
  });
});
