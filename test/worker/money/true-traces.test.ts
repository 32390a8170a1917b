import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { formatTouch } from '../../../sdk/contract/attribution.ts';
import type { OrderReply } from '../../../sdk/contract/orders.ts';
import type { RuleName, RuleStep, Trace } from '../../../sdk/contract/trace.ts';
import { claim, join, refund, report, untilSettled } from '../../support/worker-journey.ts';
import { expectSoundLedger } from '../../support/worker-ledger.ts';
import { askWhile } from '../../support/worker-meanwhile.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

/** What was so in the very transaction that stored an order, as a trigger saw it. */
interface Witnessed {
  readonly outcome: string;
  readonly trace: string;
  readonly friend_id: string | null;
  readonly committed: number;
  readonly cap: number | null;
  readonly version: number;
  readonly state: string;
  readonly order_count: number | null;
  readonly facts: string;
}

/** From now on every order that is decided is witnessed: after its own changes, before anybody else's. */
async function witness(): Promise<() => Promise<Witnessed[]>> {
  const seen = `(event_id, committed, cap, version, state, order_count)
    SELECT NEW.event_id, committed, cap, version, state, (SELECT order_count FROM people WHERE shop_id = NEW.shop_id AND person_id = NEW.friend_id)
    FROM counters JOIN programs ON programs.shop_id = counters.shop_id WHERE counters.shop_id = NEW.shop_id AND scope = 'program:' || program_id`;
  await env.DB.batch(
    [
      'CREATE TABLE witnessed (event_id TEXT PRIMARY KEY, committed INTEGER, cap INTEGER, version INTEGER, state TEXT, order_count INTEGER)',
      `CREATE TRIGGER witness AFTER INSERT ON events WHEN NEW.kind = 'order' AND NEW.state = 'decided' BEGIN INSERT INTO witnessed ${seen}; END`,
    ].map((sql) => env.DB.prepare(sql)),
  );
  return async () =>
    (
      await env.DB.prepare(
        'SELECT events.outcome, events.trace, events.facts, events.friend_id, witnessed.* FROM witnessed JOIN events USING (event_id)',
      ).all<Witnessed>()
    ).results;
}

const stepOf = (trace: Pick<Trace, 'rules'>, name: RuleName): RuleStep => {
  const step = trace.rules.find(({ rule }) => rule === name);
  if (!step) throw new Error(`The rule ${name} was not asked`);
  return step;
};

/** Everything a trace says that what the trigger saw contradicts; empty where it is true. */
function contradictions(event: Witnessed): string[] {
  const trace = JSON.parse(event.trace) as Trace;
  const budget = stepOf(trace, 'budget');
  const firstOrder = stepOf(trace, 'first_order');
  const ownCode = typeof (JSON.parse(event.facts) as { code?: string }).code === 'string';
  // A refused order's figure is what its rewards would have made of it: the advocate's, or both.
  const would = event.outcome === 'rewarded' ? [0] : [1_000, 2_000];
  const checks: Readonly<Record<string, boolean>> = {
    [`budget seen ${String(budget.seen)}, was ${event.committed}`]: would.includes(
      Number(budget.seen) - event.committed,
    ),
    [`cap ${String(budget.wanted)}, was ${String(event.cap)}`]: budget.wanted === event.cap,
    [`version ${trace.programVersion}, was ${event.version}`]: ownCode
      ? trace.programVersion <= event.version
      : trace.programVersion === event.version,
    [`orders before ${String(firstOrder.seen)}, were ${String(event.order_count)} with this one`]:
      event.order_count === null || firstOrder.seen === event.order_count - 1,
    [`program ${String(stepOf(trace, 'program_open').seen)}, was ${event.state}`]:
      event.state === 'active' || ['paused', 'claimed'].includes(String(stepOf(trace, 'program_open').seen)),
  };
  return Object.entries(checks).flatMap(([told, isTrue]) => (isTrue ? [] : [told]));
}

const saveProgram = async (shop: TestShop, change: Readonly<Record<string, unknown>>) => {
  const key = { key: shop.secretKey };
  const { body } = await call<{ version: number; settings: object }>('GET', '/v1/program', key);
  const settings = { ...body.settings, ...change };
  return call('PUT', '/v1/program', { ...key, body: { version: body.version, settings } });
};

describe('a racing run', () => {
  it('stores no trace that was not true when it was committed', async () => {
    const shop = await makeShop({
      minimumOrderMinor: 0,
      budgetMinor: 9_000,
      attribution: { model: 'last', precedence: ['code', 'touch', 'email'] },
    });
    const witnessed = await witness();
    const codes: string[] = [];
    for (let i = 0; i < 3; i++) codes.push(await claim(shop, await join(shop), `f${i}@example.com`));
    const touch = formatTouch({ code: await join(shop), seenAt: Date.now() });
    const settle = (order: Readonly<Record<string, unknown>> & { readonly orderId: string }) => () =>
      untilSettled(() => report(shop, order));
    const asks = [
      ...codes.flatMap((code, i) => [
        settle({ orderId: `a${i}`, code, email: `f${i}@example.com` }),
        settle({ orderId: `b${i}`, email: `f${i}@example.com` }),
      ]),
      ...Array.from({ length: 7 }, (_, i) => settle({ orderId: `t${i}`, touch, customerId: `c-${i % 5}` })),
      ...Array.from({ length: 3 }, (_, i) => settle({ orderId: `n${i}`, customerId: `n-${i % 2}` })),
      ...codes.map((_, i) => () => refund(shop, { refundId: `r${i}`, orderId: `a${i}`, amountMinor: 2_000 })),
      () => saveProgram(shop, { budgetMinor: 8_500 }),
      () => call('POST', '/v1/program/state', { key: shop.secretKey, body: { state: 'paused' } }),
    ];
    // In the same mixed-up order on every run: what meets whom is up to the Worker.
    await Promise.all(asks.map((_, i) => asks[(i * 5) % asks.length]!()));
    const events = await witnessed();
    expect(events).toHaveLength(16);
    expect(events.flatMap(contradictions)).toEqual([]);
    await expectSoundLedger(shop);
  });
});

describe('a decision is taken again where', () => {
  const friend = { email: 'friend@example.com' };
  const orderWhile = async (
    shop: TestShop,
    order: Readonly<Record<string, unknown>>,
    meanwhile: () => Promise<unknown>,
  ) => {
    const witnessed = await witness();
    const reply = await askWhile<OrderReply>(
      {
        path: '/v1/orders',
        headers: { authorization: `Bearer ${shop.secretKey}` },
        body: { orderId: '1001', currency: 'USD', subtotalMinor: 5_000, ...order },
      },
      meanwhile,
    );
    expect((await witnessed()).flatMap(contradictions)).toEqual([]);
    await expectSoundLedger(shop);
    return reply;
  };
  const touchOf = async (shop: TestShop) => formatTouch({ code: await join(shop), seenAt: Date.now() });

  it('the friend’s first order comes in between', async () => {
    const shop = await makeShop();
    const touch = await touchOf(shop);
    const reply = await orderWhile(shop, { touch, ...friend }, () => report(shop, { orderId: '1000', ...friend }));
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'first_order' });
    expect(stepOf(reply.trace, 'first_order').seen).toBe(1);
  });

  it('the owner changes the terms in between', async () => {
    const shop = await makeShop();
    const touch = await touchOf(shop);
    const reply = await orderWhile(shop, { touch, ...friend }, () => saveProgram(shop, { minimumOrderMinor: 9_000 }));
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'minimum_order' });
    expect(reply.trace.programVersion).toBe(2);
  });

  it('the last of the budget goes in between', async () => {
    const shop = await makeShop({ budgetMinor: 2_999 });
    const touch = await touchOf(shop);
    await report(shop, { orderId: '999', touch, customerId: 'c-1' });
    const reply = await orderWhile(shop, { touch, ...friend }, () =>
      report(shop, { orderId: '1000', touch, customerId: 'c-2' }),
    );
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'budget' });
    expect(stepOf(reply.trace, 'budget')).toMatchObject({ passed: false, seen: 3_000, wanted: 2_999 });
  });

  it('budget comes back in between', async () => {
    const shop = await makeShop({ budgetMinor: 2_999, minimumOrderMinor: 0 });
    const touch = await touchOf(shop);
    await report(shop, { orderId: '999', touch, customerId: 'c-1' });
    await report(shop, { orderId: '1000', touch, customerId: 'c-2' });
    const reply = await orderWhile(shop, { touch, ...friend }, () =>
      refund(shop, { refundId: 'r-1', orderId: '1000', amountMinor: 5_000 }),
    );
    expect(reply).toMatchObject({ outcome: 'rewarded' });
  });

  it('the code is used in between', async () => {
    const shop = await makeShop();
    const code = await claim(shop, await join(shop), friend.email);
    const reply = await orderWhile(shop, { code }, () => report(shop, { orderId: '1000', code }));
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'claim_valid' });
  });

  it('the advocate leaves in between', async () => {
    const shop = await makeShop();
    const touch = await touchOf(shop);
    const reply = await orderWhile(shop, { touch, ...friend }, () =>
      env.DB.prepare("UPDATE people SET state = 'blocked' WHERE shop_id = ?").bind(shop.shopId).run(),
    );
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'attributed' });
    expect(reply.trace.touches).toMatchObject([{ won: false, why: 'advocate_gone' }]);
  });

  it('another order takes budget in between: one of nobody tells the figure of its own commit', async () => {
    const shop = await makeShop();
    const touch = await touchOf(shop);
    const reply = await orderWhile(shop, friend, () => report(shop, { orderId: '1000', touch, customerId: 'c-2' }));
    expect(reply).toMatchObject({ outcome: 'refused', reason: 'attributed' });
    // What the other took, and what this one would have.
    expect(stepOf(reply.trace, 'budget').seen).toBe(2_000);
  });
});
