import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { report } from '../../support/worker-journey.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import { claim, codeOf, committed, count, joinedCount, newCode, personOf, referrals } from './visitor.ts';

const EMAIL = 'friend@example.com';
const RESERVATION = 2_000;

describe('a friend who claims again', () => {
  it('gets a fresh code, and the budget is held once', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    const codes = [await claim(shop, { code, email: EMAIL }), await claim(shop, { code, email: EMAIL })].map(codeOf);
    expect(new Set(codes).size).toBe(2);
    expect([await count(shop, 'claims'), await count(shop, 'referrals'), await committed(shop)]).toEqual([
      2,
      1,
      RESERVATION,
    ]);
    expect(await joinedCount(await personOf(shop, code))).toBe(1);
  });

  it('is held once also where ten tabs claim at the same moment', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    const replies = await Promise.all(Array.from({ length: 10 }, () => claim(shop, { code, email: EMAIL })));
    expect(replies.filter((reply) => reply.body.outcome === 'claimed')).toHaveLength(10);
    expect([await count(shop, 'claims'), await count(shop, 'referrals'), await committed(shop)]).toEqual([
      10,
      1,
      RESERVATION,
    ]);
    expect(await joinedCount(await personOf(shop, code))).toBe(1);
  });

  it.each([
    ['last', 1],
    ['first', 0],
  ] as const)('of two advocates goes to the one that %s touch names', async (model, winner) => {
    const shop = await makeShop({ attribution: { model, precedence: ['code'] } });
    const codes = [await newCode(shop), await newCode(shop)];
    for (const code of codes) await claim(shop, { code, email: EMAIL });
    const people = await Promise.all(codes.map((code) => personOf(shop, code)));
    const [referral] = await referrals(shop);
    expect(referral?.advocate_id).toBe(people[winner]);
    expect(await Promise.all(people.map(joinedCount))).toEqual(winner === 1 ? [0, 1] : [1, 0]);
    expect(await committed(shop)).toBe(RESERVATION);
  });

  it('holds anew where the first hold has run out and was let go', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await claim(shop, { code, email: EMAIL });
    await env.DB.prepare('UPDATE referrals SET held = 0, held_unit = NULL, held_until = NULL').run();
    await env.DB.prepare("UPDATE counters SET committed = 0 WHERE scope LIKE 'program:%'").run();
    await claim(shop, { code, email: EMAIL });
    expect(await committed(shop)).toBe(RESERVATION);
  });

  it('holds in the new currency once the program has changed to one', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await claim(shop, { code, email: EMAIL });
    await env.DB.batch([
      env.DB.prepare('UPDATE program_versions SET settings = replace(settings, \'"USD"\', \'"EUR"\')'),
      env.DB.prepare(
        "INSERT INTO counters (shop_id, scope, unit, cap) SELECT shop_id, scope, 'money:EUR', cap FROM counters WHERE unit = 'money:USD'",
      ),
    ]);
    await claim(shop, { code, email: EMAIL });
    expect([await committed(shop), await committed(shop, 'money:EUR')]).toEqual([0, RESERVATION]);
    expect(await referrals(shop)).toMatchObject([{ held: RESERVATION, held_unit: 'money:EUR' }]);
  });
});

describe('an address that is known', () => {
  const shapeOf = ({ status, body }: Awaited<ReturnType<typeof claim>>) => [status, body.outcome, Object.keys(body)];

  it('is answered as a stranger’s: one that is the advocate’s own', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { email: 'ada@example.com' });
    const own = await claim(shop, { code, email: 'ada@example.com' });
    expect(shapeOf(own)).toEqual(shapeOf(await claim(shop, { code, email: EMAIL })));
    expect(await committed(shop)).toBe(RESERVATION);
    // No cart takes the code, and an order that brings it all the same is refused.
    const check = await call('GET', `/v1/codes/${codeOf(own)}`, { key: shop.secretKey });
    expect(check.body).toMatchObject({ state: 'closed', valid: false });
    const order = await report(shop, { orderId: '1', code: codeOf(own), email: 'ada@example.com' });
    expect(order.body).toMatchObject({ outcome: 'refused', reason: 'not_self' });
  });

  it('is answered as a stranger’s: one whose friend has ordered, and holds nothing', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    const first = await claim(shop, { code, email: EMAIL });
    await report(shop, { orderId: '1', code: codeOf(first), email: EMAIL });
    const spent = await committed(shop);
    const again = await claim(shop, { code, email: EMAIL });
    expect(shapeOf(again)).toEqual(shapeOf(first));
    expect(await committed(shop)).toBe(spent);
    const order = await report(shop, { orderId: '2', code: codeOf(again), email: EMAIL });
    expect(order.body).toMatchObject({ outcome: 'refused', reason: 'first_order' });
  });

  it('is answered as a stranger’s: one that has claimed before the budget ran out', async () => {
    const shop = await makeShop({ budgetMinor: RESERVATION });
    const code = await newCode(shop);
    await claim(shop, { code, email: EMAIL });
    const known = await claim(shop, { code, email: EMAIL });
    expect(known.body).toEqual({ outcome: 'closed', reason: 'exhausted' });
    expect((await claim(shop, { code, email: 'two@example.com' })).body).toEqual(known.body);
  });

  it('is answered as a stranger’s: one that bought before there was a program', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: '1', email: EMAIL });
    const code = await newCode(shop);
    expect(shapeOf(await claim(shop, { code, email: EMAIL }))).toEqual(
      shapeOf(await claim(shop, { code, email: 'two@example.com' })),
    );
    expect(await committed(shop)).toBe(RESERVATION);
    // Nor may the advocate learn from their own figures who was a customer already.
    expect(await joinedCount(await personOf(shop, code))).toBe(2);
  });
});
