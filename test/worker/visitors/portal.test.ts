import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import { refund, report } from '../../support/worker-journey.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { Me } from './replies.ts';
import { ask, claim, codeOf, newCode, personOf, signIn } from './visitor.ts';

const me = (shop: TestShop, session: string, query = {}) => ask<Me>(shop, 'GET', '/v1/me', query, { session });

/** An advocate with a session, and the code that friends claim. */
async function newAdvocate(shop: TestShop) {
  const code = await newCode(shop);
  const personId = await personOf(shop, code);
  return { code, personId, session: await signIn(shop, personId) };
}

let made = 0;

/** A friend claims and buys for $50, unless `order` says otherwise. */
async function buy(shop: TestShop, code: string, order: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const orderId = `order-${++made}`;
  const email = `friend${made}@example.com`;
  await report(shop, { orderId, code: codeOf(await claim(shop, { code, email })), email, ...order });
  return orderId;
}

const money = (amountMinor: number, formatted: string) => ({ amountMinor, currency: 'USD', formatted });

describe('the portal of an advocate', () => {
  it('shows link, figures and a zero at first', async () => {
    const shop = await makeShop();
    const { code, session } = await newAdvocate(shop);
    const { status, body } = await me(shop, session);
    expect(status).toBe(200);
    expect(body).toEqual({
      verified: true,
      links: [{ code, link: `https://shop.example/?via=${code}` }],
      joinedCount: 0,
      orderedCount: 0,
      balance: [{ unit: 'money:USD', waiting: money(0, '$0'), available: money(0, '$0') }],
      friends: [],
    });
  });

  it('shows two friends joined, one ordered, and $10 waiting, with why', async () => {
    const shop = await makeShop();
    const { code, session } = await newAdvocate(shop);
    await buy(shop, code);
    await claim(shop, { code, email: 'slow@example.com' });
    const { body } = await me(shop, session);
    expect(body).toMatchObject({
      joinedCount: 2,
      orderedCount: 1,
      balance: [{ unit: 'money:USD', waiting: money(1_000, '$10'), available: money(0, '$0') }],
      friends: [
        { name: null, state: 'claimed', reward: null, why: 'Your friend has not ordered yet.' },
        {
          name: null,
          state: 'ordered',
          reward: { state: 'held', formatted: '$10', availableAt: expect.any(Number) },
          why: 'It waits until the order can no longer be sent back.',
        },
      ],
    });
  });

  it('shows the reward as available from the moment its hold has passed', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const { code, session } = await newAdvocate(shop);
    await buy(shop, code);
    await env.DB.prepare('UPDATE shops SET clock_offset_ms = ?')
      .bind(14 * DAY_MS)
      .run();
    const { body } = await me(shop, session);
    expect(body.balance).toEqual([{ unit: 'money:USD', waiting: money(0, '$0'), available: money(1_000, '$10') }]);
    expect(body.friends).toMatchObject([{ reward: { state: 'available' }, why: null }]);
  });

  it('counts what the owner looks at as waiting, also after its hold', async () => {
    const shop = await makeShop({ approval: 'by_hand', holdDays: 0 });
    const { code, session } = await newAdvocate(shop);
    await buy(shop, code);
    const { body } = await me(shop, session);
    expect(body.balance).toMatchObject([{ waiting: money(1_000, '$10'), available: money(0, '$0') }]);
    expect(body.friends).toMatchObject([
      { reward: { state: 'review', availableAt: null }, why: 'The shop looks at this reward before it counts.' },
    ]);
  });

  it('takes a refund off what waits and says that a part was sent back, or all', async () => {
    const shop = await makeShop({ holdDays: 0 });
    const { code, session } = await newAdvocate(shop);
    const [part, whole] = [await buy(shop, code, { subtotalMinor: 10_000 }), await buy(shop, code)];
    await refund(shop, { refundId: 'r-1', orderId: part, amountMinor: 5_000 });
    await refund(shop, { refundId: 'r-2', orderId: whole, amountMinor: 5_000 });
    const { body } = await me(shop, session);
    expect(body.balance).toMatchObject([{ available: money(500, '$5') }]);
    expect(body.friends).toMatchObject([
      { reward: { state: 'reversed', formatted: '$10' }, why: 'The order was sent back.' },
      { reward: { state: 'available', formatted: '$5' }, why: 'A part of the order was sent back.' },
    ]);
  });

  it('says in plain words which rule refused, and nothing of what the friend bought', async () => {
    const shop = await makeShop();
    const { code, session } = await newAdvocate(shop);
    await buy(shop, code, { subtotalMinor: 1_234 });
    const { body } = await me(shop, session);
    expect(body.friends).toMatchObject([
      { state: 'refused', reward: null, why: 'Only orders of $30 or more earn a reward.' },
    ]);
    expect(JSON.stringify(body)).not.toContain('1234');
    expect(JSON.stringify(body)).not.toContain('12.34');
  });

  it('speaks French where that is asked', async () => {
    const shop = await makeShop();
    const { code, session } = await newAdvocate(shop);
    await claim(shop, { code, email: 'slow@example.com' });
    const { body } = await me(shop, session, { locale: 'fr' });
    expect(body.friends).toMatchObject([{ why: "Votre ami n'a pas encore commandé." }]);
    expect(body.balance[0]?.waiting.formatted.replaceAll(/\s/g, ' ')).toBe('0 $');
  });

  it('names a friend only by the first name that they gave, with leave to show it', async () => {
    const shop = await makeShop();
    const { code, session } = await newAdvocate(shop);
    for (const [email, told] of [
      ['open@example.com', { firstName: 'Olga', showName: true }],
      ['shy@example.com', { firstName: 'Shirin' }],
      ['quiet@example.com', {}],
    ] as const) {
      await newCode(shop, { email, ...told });
      await claim(shop, { code, email });
    }
    const { body } = await me(shop, session);
    expect(body.friends.map((friend) => friend.name)).toEqual([null, null, 'Olga']);
    for (const secret of ['shy', 'Shirin', 'example.com']) expect(JSON.stringify(body.friends)).not.toContain(secret);
  });

  it('shows the newest fifty friends and counts them all', async () => {
    const shop = await makeShop({ budgetMinor: null });
    const { code, session } = await newAdvocate(shop);
    for (let n = 0; n < 52; n++) await claim(shop, { code, email: `f${n}@example.com` });
    const { body } = await me(shop, session);
    expect(body.friends).toHaveLength(50);
    expect(body.joinedCount).toBe(52);
  });

  it('keeps each currency apart', async () => {
    const shop = await makeShop({ holdDays: 0 });
    const { code, personId, session } = await newAdvocate(shop);
    await buy(shop, code);
    const credit = { creditId: 'g-1', personId, amountMinor: 700, currency: 'EUR', reason: 'sorry' };
    await call('POST', '/v1/credits', { key: shop.secretKey, body: credit });
    const { body } = await me(shop, session);
    expect(body.balance.map(({ unit, available }) => [unit, available.formatted])).toEqual([
      ['money:USD', '$10'],
      ['money:EUR', '€7'],
    ]);
  });
});

describe('nobody else', () => {
  it('opens what belongs to an advocate: another advocate sees their own', async () => {
    const shop = await makeShop();
    const [ada, bea] = [await newAdvocate(shop), await newAdvocate(shop)];
    await buy(shop, ada.code);
    const seen = (await me(shop, bea.session)).body;
    expect(seen).toMatchObject({ links: [{ code: bea.code }], joinedCount: 0, orderedCount: 0, friends: [] });
    expect(seen.balance).toMatchObject([{ waiting: { amountMinor: 0 } }]);
    expect(JSON.stringify(seen)).not.toContain(ada.code);
    // Nor by asking for somebody: the session alone says whose portal it is.
    const asked = await me(shop, bea.session, { personId: ada.personId });
    expect(asked.status).toBe(422);
  });

  it('opens it without a session, nor with what is none', async () => {
    const shop = await makeShop();
    const { personId, code } = await newAdvocate(shop);
    expect((await ask(shop, 'GET', '/v1/me')).status).toBe(401);
    for (const session of [personId, code, 'nonsense', shop.publishableKey]) {
      expect((await me(shop, session)).status).toBe(401);
    }
  });

  it('opens it with the session of another shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const { session } = await newAdvocate(other);
    // Even if a person here had the very same id.
    await env.DB.prepare(
      'INSERT INTO people (shop_id, person_id, created_at) SELECT ?, person_id, created_at FROM people',
    )
      .bind(shop.shopId)
      .run();
    expect((await me(shop, session)).status).toBe(401);
  });

  it('opens it once the session has ended', async () => {
    const shop = await makeShop();
    const { session } = await newAdvocate(shop);
    await env.DB.prepare('UPDATE tokens SET expires_at = ?').bind(Date.now()).run();
    expect((await me(shop, session)).status).toBe(401);
  });

  it('opens it with a secret key: that opens the owner’s lists', async () => {
    const shop = await makeShop();
    expect((await me(shop, shop.secretKey)).status).toBe(401);
  });

  it('may keep it: the answer is never stored', async () => {
    const shop = await makeShop();
    const { session } = await newAdvocate(shop);
    expect((await me(shop, session)).headers.get('cache-control')).toBe('no-store');
  });
});
