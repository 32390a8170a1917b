import { describe, expect, it } from 'vitest';
import { DAY_MS, formatTouch } from '../../../sdk/contract/attribution.ts';
import type { OrderReply } from '../../../sdk/contract/orders.ts';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { tendShop } from '../../../worker/jobs/shop-upkeep.ts';
import { releaseHeldBudget } from '../../../worker/storage/held-budget.ts';
import { makePlatform, shopOf } from '../../support/worker-jobs.ts';
import { claim, join, refund, report, untilSettled } from '../../support/worker-journey.ts';
import { balances, countRows, expectSoundLedger } from '../../support/worker-ledger.ts';
import { ORIGIN, call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { Answer, TestShop } from '../../support/worker-shop.ts';

const EMAIL = 'friend@example.com';
const CUSTOMER = { customerId: 'c-1', email: EMAIL };
const recurring: Partial<ProgramSettings> = { firstOrderOnly: false, minimumOrderMinor: 0 };

const touchOf = (code: string, seenAt = Date.now()) => formatTouch({ code, seenAt });
const approve = (shop: TestShop, id: string) =>
  untilSettled(() => call('POST', `/v1/rewards/${id}/approve`, { key: shop.secretKey }));
const refuse = (shop: TestShop, id: string) =>
  untilSettled(() => call('POST', `/v1/rewards/${id}/refuse`, { key: shop.secretKey, body: { reason: 'Household.' } }));
const advocates = ({ body }: Answer<OrderReply>) => body.rewards.find((reward) => reward.side === 'advocate')!;
const moveClock = (shop: TestShop, days: number) =>
  call('POST', '/v1/clock', { key: shop.secretKey, body: { now: Date.now() + days * DAY_MS } });

async function save(shop: TestShop, version: number, change: Partial<ProgramSettings>): Promise<void> {
  const settings = { ...defaultSettings('USD', `${ORIGIN}/`), ...change };
  const saved = await call('PUT', '/v1/program', { key: shop.secretKey, body: { version, settings } });
  expect(saved.status).toBe(200);
}

async function personOf(shop: TestShop, link: string): Promise<string> {
  const query = 'SELECT person_id FROM links WHERE shop_id = ? AND code = ?';
  return (await shop.store.db.prepare(query).bind(shop.shopId, link).first<string>('person_id'))!;
}

async function committed(shop: TestShop): Promise<number | null> {
  const query = "SELECT committed FROM counters WHERE shop_id = ? AND scope LIKE 'program:%'";
  return shop.store.db.prepare(query).bind(shop.shopId).first<number>('committed');
}

async function tend(shop: TestShop): Promise<void> {
  await tendShop(await makePlatform(), await shopOf(shop));
}

describe('everything at the same moment', () => {
  it('keeps the books and the budget: claims, orders, refunds, refusals, approvals, holds that run out, the cron', async () => {
    const budgetMinor = 12_000;
    const shop = await makeShop(
      { budgetMinor, approval: 'by_hand', claimDays: 1, minimumOrderMinor: 0 },
      { mode: 'test' },
    );
    const links = [await join(shop), await join(shop)];
    const link = (n: number) => links[n % 2]!;
    const codes = await Promise.all([0, 1, 2, 3].map((n) => claim(shop, link(n), `friend${n}@example.com`)));
    const first = await report(shop, { orderId: 'o-0', code: codes[0], email: 'friend0@example.com' });
    await moveClock(shop, 1.01);
    const page = (n: number) =>
      callFromPage(shop, 'POST', '/v1/page-orders', {
        orderId: `p-${n}`,
        amountMinor: 5_000,
        currency: 'USD',
        code: codes[n],
      });
    const replies = await Promise.all([
      tend(shop),
      ...[1, 2, 3].map((n) => untilSettled(() => report(shop, { orderId: `o-${n}`, code: codes[n] }))),
      ...[1, 2, 3].map(page),
      ...[0, 1, 2, 3].map((n) =>
        untilSettled(() => refund(shop, { refundId: `r-${n}`, orderId: `o-${n}`, amountMinor: 1_700 })),
      ),
      approve(shop, advocates(first).id),
      refuse(shop, advocates(first).id),
      ...[4, 5, 6, 7].map((n) =>
        callFromPage(shop, 'POST', '/v1/claims', {
          code: link(n),
          email: `friend${n}@example.com`,
          attempt: `attempt-of-friend-${n}`,
        }),
      ),
      ...[1, 2].map((n) =>
        callFromPage(shop, 'POST', '/v1/claims', {
          code: link(n + 1),
          email: `friend${n}@example.com`,
          attempt: `attempt-again-${n}-more`,
        }),
      ),
      ...[8, 9].map((n) =>
        untilSettled(() => report(shop, { orderId: `o-${n}`, touch: touchOf(link(n)), customerId: `c-${n}` })),
      ),
      tend(shop),
    ]);
    expect(replies.flatMap((reply) => (reply && reply.status >= 500 ? [reply] : []))).toEqual([]);
    expect(await committed(shop)).toBeLessThanOrEqual(budgetMinor);
    await expectSoundLedger(shop);
    await moveClock(shop, 40);
    await Promise.all([tend(shop), tend(shop)]);
    await expectSoundLedger(shop);
  });

  it('gives back a hold that runs out while the order that uses it comes, once, in either order', async () => {
    for (const late of [0, 1, 2, 3, 4]) {
      const shop = await makeShop({ budgetMinor: 2_000 });
      const code = await claim(shop, await join(shop), EMAIL);
      const reported = () => untilSettled(() => report(shop, { orderId: '1', code, ...CUSTOMER }));
      const release = () => releaseHeldBudget(shop.store, Date.now() + 15 * DAY_MS, 100);
      const [reply] = await (late % 2
        ? Promise.all([reported(), release()])
        : Promise.all([reported(), release(), release()]));
      expect(reply.body.outcome).toBe('rewarded');
      expect(await committed(shop)).toBe(2_000);
      await expectSoundLedger(shop);
    }
  });
});

describe('a refund against the word of the owner', () => {
  async function earned(settings: Partial<ProgramSettings> = {}) {
    const shop = await makeShop({ minimumOrderMinor: 0, approval: 'by_hand', ...settings });
    const order = await report(shop, { orderId: '1', code: await claim(shop, await join(shop), EMAIL), ...CUSTOMER });
    return { shop, id: advocates(order).id };
  }
  const back = (shop: TestShop, n: number, amountMinor: number) =>
    untilSettled(() => refund(shop, { refundId: `r-${n}`, orderId: '1', amountMinor }));

  it('at the moment of a refusal takes back no more than there is', async () => {
    const { shop, id } = await earned();
    await Promise.all([back(shop, 1, 2_500), refuse(shop, id), back(shop, 2, 1_000), refuse(shop, id)]);
    await expectSoundLedger(shop);
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 0, 'fulfilled:prg/money:USD': 300 });
  });

  it('after an approval, and a refusal after that, leave nothing owed and nothing taken twice', async () => {
    const { shop, id } = await earned();
    await approve(shop, id);
    await back(shop, 1, 2_500);
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 500 });
    expect((await refuse(shop, id)).status).toBe(200);
    await back(shop, 2, 9_999);
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 0, 'fulfilled:prg/money:USD': 0 });
    expect((await approve(shop, id)).status).toBe(409);
    expect(await committed(shop)).toBe(0);
    await expectSoundLedger(shop);
  });

  it('in many parts takes back exactly what the order earned', async () => {
    const { shop } = await earned({ approval: 'automatic' });
    for (let n = 0; n < 5; n++) {
      const part = (m: number) => (n === 4 && m === 4 ? 4_976 : 1);
      await Promise.all([0, 1, 2, 3, 4].map((m) => back(shop, n * 5 + m, part(m))));
    }
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 0, 'fulfilled:prg/money:USD': 0 });
    await expectSoundLedger(shop);
  });

  it('of what was spent leaves a balance below zero, and a goodwill credit lifts it', async () => {
    const shop = await makeShop({ minimumOrderMinor: 0 });
    const link = await join(shop);
    await report(shop, { orderId: '1', touch: touchOf(link), ...CUSTOMER });
    const personId = await personOf(shop, link);
    const credit = (creditId: string, amountMinor: number) =>
      call<{ balanceMinor: number }>('POST', '/v1/credits', {
        key: shop.secretKey,
        body: { creditId, personId, amountMinor, currency: 'USD', reason: 'Sorry.' },
      });
    const [one, two] = await Promise.all([credit('g-1', 1_000_000_000), credit('g-2', 1), back(shop, 1, 5_000)]);
    expect([one.status, two.status]).toEqual([200, 200]);
    expect((await credit('g-2', 1)).body.balanceMinor).toBe(1_000_000_001);
    expect(await committed(shop)).toBe(0);
    await expectSoundLedger(shop);
  });
});

describe('one friend whom we know as two', () => {
  it('is paid for each order of a program that pays for each, however the two take turns', async () => {
    const shop = await makeShop(recurring);
    // Known by a customer number first, and by the e-mail of a claim besides.
    for (const n of [1, 2]) await report(shop, { orderId: `before-${n}`, customerId: 'c-1' });
    const code = await claim(shop, await join(shop), EMAIL);
    const identities = [
      { code, customerId: 'c-1' },
      { email: EMAIL },
      { email: EMAIL },
      { email: EMAIL, customerId: 'c-1' },
    ];
    for (const [n, identity] of identities.entries()) {
      const answer = await report(shop, { orderId: `o-${n}`, ...identity });
      expect([answer.status, answer.body.outcome]).toEqual([200, 'rewarded']);
    }
    await expectSoundLedger(shop);
  });

  it('makes one first order, also where each of the two reports one at the same moment', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: 'before', customerId: 'c-2' });
    const code = await claim(shop, await join(shop), EMAIL);
    const refused = await report(shop, { orderId: '1', code, customerId: 'c-2' });
    expect(refused.body).toMatchObject({ outcome: 'refused', reason: 'first_order' });
    const other = await claim(shop, await join(shop), 'other@example.com');
    const replies = await Promise.all(
      [{ email: 'other@example.com', customerId: 'c-3' }, { email: 'other@example.com' }, { customerId: 'c-3' }].map(
        (who, n) => untilSettled(() => report(shop, { orderId: `o-${n}`, code: other, ...who })),
      ),
    );
    expect(replies.filter(({ body }) => body.outcome === 'rewarded')).toHaveLength(1);
    await expectSoundLedger(shop);
  });

  it('never becomes the one whose address was merely typed at the claim', async () => {
    const shop = await makeShop();
    const ada = await personOf(shop, await join(shop, 'ada@example.com'));
    const code = await claim(shop, await join(shop), 'ada@example.com');
    const order = await report(shop, { orderId: '1', code, customerId: 'c-mallory', email: 'mallory@example.com' });
    expect(order.body.outcome).toBe('rewarded');
    const held = await shop.store.db
      .prepare('SELECT kind FROM identities WHERE shop_id = ? AND person_id = ?')
      .bind(shop.shopId, ada)
      .all<{ kind: string }>();
    expect(held.results).toEqual([{ kind: 'email' }]);
    // Still one friend's first order, by whichever name the next one comes.
    const next = await report(shop, { orderId: '2', touch: touchOf(await join(shop)), customerId: 'c-mallory' });
    expect(next.body).toMatchObject({ outcome: 'refused', reason: 'first_order' });
    await expectSoundLedger(shop);
  });

  it('that claimed without a name gets the name of the order', async () => {
    const shop = await makeShop({ claimNeedsEmail: false });
    const link = await join(shop);
    const claimed = await callFromPage<{ code: string }>(shop, 'POST', '/v1/claims', {
      code: link,
      attempt: 'attempt-without-name',
    });
    const people = await countRows(shop, 'people');
    await report(shop, { orderId: '1', code: claimed.body.code, ...CUSTOMER });
    expect(await countRows(shop, 'people')).toBe(people);
    await expectSoundLedger(shop);
  });
});

describe('what a page said before the shop', () => {
  it('brings no reward forward: a page that names orders of the future shortens no hold', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const link = await join(shop);
    await callFromPage(shop, 'POST', '/v1/page-orders', {
      orderId: '1050',
      amountMinor: 1,
      currency: 'USD',
      touch: touchOf(link),
    });
    await moveClock(shop, 14);
    const now = Date.now() + 14 * DAY_MS;
    const order = await report(shop, { orderId: '1050', touch: touchOf(link, now - 1_000), ...CUSTOMER });
    expect(order.body.outcome).toBe('rewarded');
    expect(advocates(order).state).toBe('held');
    expect(advocates(order).availableAt).toBeGreaterThan(now + 13 * DAY_MS);
    await expectSoundLedger(shop);
  });

  it.each([
    ['another amount', { amountMinor: 1 }, {}],
    ['another currency', { currency: 'EUR' }, {}],
    ['an order that was not placed yet', {}, { placedAt: Date.now() + DAY_MS }],
  ])('names no advocate for %s: numbers of orders are guessed easily', async (_name, told, reported) => {
    const shop = await makeShop();
    const page = { orderId: '1050', amountMinor: 5_000, currency: 'USD', touch: touchOf(await join(shop)), ...told };
    await callFromPage(shop, 'POST', '/v1/page-orders', page);
    const order = await report(shop, { orderId: '1050', ...CUSTOMER, ...reported });
    expect(order.body).toMatchObject({ outcome: 'refused', reason: 'attributed' });
    await expectSoundLedger(shop);
  });

  it('keeps the code of the order that waited, though it has run out when the shop confirms', async () => {
    const shop = await makeShop({ budgetMinor: 2_000 }, { mode: 'test' });
    const code = await claim(shop, await join(shop), EMAIL);
    await moveClock(shop, 13);
    await callFromPage(shop, 'POST', '/v1/page-orders', { orderId: '1', amountMinor: 5_000, currency: 'USD', code });
    await moveClock(shop, 20);
    await tend(shop);
    const order = await report(shop, { orderId: '1', code, ...CUSTOMER });
    expect(order.body.rewards.map(({ side }) => side)).toEqual(['advocate', 'friend']);
    await expectSoundLedger(shop);
  });

  it('is decided once, where the owner approves while the shop reports and a refund comes', async () => {
    const shop = await makeShop({ minimumOrderMinor: 0 });
    const code = await claim(shop, await join(shop), EMAIL);
    await callFromPage(shop, 'POST', '/v1/page-orders', { orderId: '1', amountMinor: 5_000, currency: 'USD', code });
    const listed = await call<{ items: { id: string }[] }>('GET', '/v1/orders?state=unverified', {
      key: shop.secretKey,
    });
    const id = listed.body.items[0]!.id;
    const replies = await Promise.all([
      untilSettled(() => call('POST', `/v1/orders/${id}/approve`, { key: shop.secretKey })),
      untilSettled(() => report(shop, { orderId: '1', code, ...CUSTOMER })),
      untilSettled(() => refund(shop, { refundId: 'r-1', orderId: '1', amountMinor: 2_500 })),
      untilSettled(() => call('POST', `/v1/orders/${id}/dismiss`, { key: shop.secretKey, body: { reason: 'No.' } })),
    ]);
    expect(replies.filter(({ status }) => status >= 500)).toEqual([]);
    await report(shop, { orderId: '1', code, ...CUSTOMER });
    expect(await countRows(shop, 'rewards')).toBe(2);
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 500 });
    await expectSoundLedger(shop);
  });
});

describe('amounts at the edge', () => {
  const percent = (basisPoints: number, amountMinor?: number) => ({
    kind: 'percent' as const,
    basisPoints,
    ...(amountMinor === undefined ? {} : { max: { amountMinor, currency: 'USD' } }),
  });

  it.each([
    ['a percentage with a ceiling', percent(1_000, 500), 5_001, [500, 500]],
    ['a percentage just under its ceiling', percent(1_000, 500), 4_999, [499, 499]],
    ['a percentage without one, of the dearest order', percent(10_000), 1_000_000_000, [1_000_000_000, 1_000_000_000]],
    ['a percentage of nothing', percent(1_000), 0, []],
    ['a percentage of too little', percent(1, 500), 9_999, []],
  ] as const)('pay %s, and a refund of all takes all of it back', async (_name, rule, subtotalMinor, owed) => {
    const shop = await makeShop({ minimumOrderMinor: 0, budgetMinor: null, advocateReward: rule, friendReward: rule });
    const code = await claim(shop, await join(shop), EMAIL);
    const order = { orderId: '1', code, subtotalMinor, discountMinor: owed[1] ?? 0, ...CUSTOMER };
    const { body } = await report(shop, order);
    expect(body.outcome).toBe('rewarded');
    expect(body.rewards.map(({ quantity }) => quantity)).toEqual(owed);
    await refund(shop, { refundId: 'r-1', orderId: '1', amountMinor: Math.max(1, subtotalMinor) });
    expect(await committed(shop)).toBe(0);
    await expectSoundLedger(shop);
  });

  it.each([
    [2_000, 3_000, 1_000, 'rewarded'],
    [1_999, 3_000, 1_000, 'refused'],
    [0, 1_000, 1_000, 'rewarded'],
    [0, 1_001, 1_000, 'refused'],
    [2_500, 3_000, 500, 'rewarded'],
    [2_499, 3_000, 500, 'refused'],
  ] as const)(
    'count %i against a minimum of %i with a discount of %i: %s',
    async (subtotalMinor, minimumOrderMinor, discountMinor, outcome) => {
      const shop = await makeShop({ minimumOrderMinor });
      const code = await claim(shop, await join(shop), EMAIL);
      const { body } = await report(shop, { orderId: '1', code, subtotalMinor, discountMinor, ...CUSTOMER });
      expect(body.outcome).toBe(outcome);
      await refund(shop, { refundId: 'r-1', orderId: '1', amountMinor: 1 });
      expect(await committed(shop)).toBe(0);
      await expectSoundLedger(shop);
    },
  );
});

describe('a program that changes between claim and order', () => {
  it('keeps the promise of a claim under a lowered budget, and promises nothing more', async () => {
    const shop = await makeShop({ budgetMinor: 4_000 });
    const link = await join(shop);
    const code = await claim(shop, link, EMAIL);
    await save(shop, 1, { budgetMinor: 0 });
    const late = await report(shop, { orderId: '1', touch: touchOf(link), customerId: 'c-9' });
    expect(late.body).toMatchObject({ outcome: 'refused', reason: 'budget' });
    const kept = await report(shop, { orderId: '2', code, ...CUSTOMER });
    expect(kept.body.outcome).toBe('rewarded');
    expect(await committed(shop)).toBe(2_000);
    await expectSoundLedger(shop);
  });

  it.each(['reserve', 'redeem'] as const)(
    'keeps the promise to a cart that came in time (%s) and is told of late',
    async (act) => {
      const shop = await makeShop({ budgetMinor: 2_000 }, { mode: 'test' });
      const link = await join(shop);
      const code = await claim(shop, link, EMAIL);
      await moveClock(shop, 13.9);
      const acted = await call('POST', `/v1/codes/${code}/${act}`, {
        key: shop.secretKey,
        body: { orderId: '1', ...(act === 'reserve' && { minutes: 1_440 }) },
      });
      expect(acted.status).toBe(200);
      await moveClock(shop, 14.5);
      await tend(shop);
      const other = await report(shop, { orderId: '9', touch: touchOf(link), customerId: 'c-9' });
      expect(other.body).toMatchObject({ outcome: 'refused' });
      const order = await report(shop, { orderId: '1', code, ...CUSTOMER });
      expect(order.body.outcome).toBe('rewarded');
      expect(order.body.rewards).toHaveLength(2);
      await expectSoundLedger(shop);
    },
  );

  it('pays by the terms of the claim while it stands, and by those in force once it has run out', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const link = await join(shop);
    const codes = [await claim(shop, link, 'a@example.com'), await claim(shop, link, 'b@example.com')];
    const lower = { kind: 'flat', money: { amountMinor: 200, currency: 'USD' } } as const;
    await save(shop, 1, { advocateReward: lower, friendReward: lower });
    const kept = await report(shop, { orderId: '1', code: codes[0], email: 'a@example.com' });
    expect(kept.body.rewards.map(({ quantity }) => quantity)).toEqual([1_000, 1_000]);
    await moveClock(shop, 15);
    const late = await report(shop, { orderId: '2', code: codes[1], email: 'b@example.com' });
    expect(late.body.rewards.map(({ quantity }) => quantity)).toEqual([200]);
    expect(late.body.trace.programVersion).toBe(2);
    await tend(shop);
    await expectSoundLedger(shop);
  });

  it('keeps its currency from the claim on, whoever comes first', async () => {
    const shop = await makeShop();
    const link = await join(shop);
    const euros = { ...defaultSettings('EUR', `${ORIGIN}/`) };
    const [changed, claimed] = await Promise.all([
      call('PUT', '/v1/program', { key: shop.secretKey, body: { version: 1, settings: euros } }),
      claim(shop, link, EMAIL),
    ]);
    const currency = changed.status === 200 ? 'EUR' : 'USD';
    const order = await report(shop, { orderId: '1', code: claimed, currency, ...CUSTOMER });
    expect(order.body.outcome).toBe('rewarded');
    await expectSoundLedger(shop);
  });
});

describe('codes that get in each other’s way', () => {
  it('reward one advocate, whatever codes an order brings', async () => {
    const shop = await makeShop();
    const [ada, bob] = [await join(shop, 'ada@example.com'), await join(shop, 'bob@example.com')];
    const code = await claim(shop, bob, EMAIL);
    const order = await report(shop, {
      orderId: '1',
      code: ada,
      coupons: [code, bob, 'SUMMER'],
      touch: touchOf(bob),
      ...CUSTOMER,
    });
    expect(order.body.rewards.map(({ side, personId }) => [side, personId])).toEqual([
      ['advocate', await personOf(shop, ada)],
      ['friend', expect.anything()],
    ]);
    expect(await committed(shop)).toBe(2_000);
    await expectSoundLedger(shop);
  });

  it('pay nobody for an own code beside a friend’s, and let go of what was held', async () => {
    const shop = await makeShop();
    const ada = await join(shop, 'ada@example.com');
    const code = await claim(shop, ada, EMAIL);
    const order = await report(shop, { orderId: '1', code, coupons: [ada], email: 'ada@example.com' });
    expect(order.body).toMatchObject({ outcome: 'refused', reason: 'not_self' });
    expect(await committed(shop)).toBe(0);
    await expectSoundLedger(shop);
  });

  it('serve the first of two orders that come at once', async () => {
    const shop = await makeShop(recurring);
    const code = await claim(shop, await join(shop), EMAIL);
    const replies = await Promise.all(
      [1, 2, 3].map((n) => untilSettled(() => report(shop, { orderId: `o-${n}`, code, ...CUSTOMER }))),
    );
    expect(replies.filter(({ body }) => body.outcome === 'rewarded')).toHaveLength(1);
    expect(replies.filter(({ body }) => body.reason === 'claim_valid')).toHaveLength(2);
    await expectSoundLedger(shop);
  });

  it.each(['first', 'last'] as const)('of a claim made again through another advocate go by the %s', async (model) => {
    const shop = await makeShop({ attribution: { model, precedence: ['code', 'touch', 'email'] } });
    const [ada, bob] = [await join(shop, 'ada@example.com'), await join(shop, 'bob@example.com')];
    const old = await claim(shop, ada, EMAIL);
    await claim(shop, bob, EMAIL);
    expect(await committed(shop)).toBe(2_000);
    const order = await report(shop, { orderId: '1', code: old, ...CUSTOMER });
    expect(advocates(order).personId).toBe(await personOf(shop, model === 'first' ? ada : bob));
    await expectSoundLedger(shop);
  });

  it('leave a friend with the advocate of the first order, by the first touch, for good', async () => {
    const attribution = { model: 'first' as const, precedence: ['code' as const, 'touch' as const, 'email' as const] };
    const shop = await makeShop({ ...recurring, attribution });
    const [ada, bob] = [await join(shop, 'ada@example.com'), await join(shop, 'bob@example.com')];
    await report(shop, { orderId: '1', touch: touchOf(ada), ...CUSTOMER });
    const second = await report(shop, { orderId: '2', touch: touchOf(bob), ...CUSTOMER });
    expect(advocates(second).personId).toBe(await personOf(shop, ada));
    await expectSoundLedger(shop);
  });

  it('take no reward from an advocate because the friend once tried a code of their own', async () => {
    const attribution = { model: 'first' as const, precedence: ['code' as const, 'touch' as const, 'email' as const] };
    const shop = await makeShop({ attribution });
    const [ada, bob] = [await join(shop, 'ada@example.com'), await join(shop, 'bob@example.com')];
    await claim(shop, ada, 'ada@example.com');
    const order = await report(shop, { orderId: '1', touch: touchOf(bob), email: 'ada@example.com' });
    expect(order.body).toMatchObject({ outcome: 'rewarded' });
    await expectSoundLedger(shop);
  });
});
