import { describe, expect, it } from 'vitest';
import { formatTouch } from '../../../sdk/contract/attribution.ts';
import { claim, join, refund, report, untilSettled } from '../../support/worker-journey.ts';
import { balances, countRows, expectSoundLedger } from '../../support/worker-ledger.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const CUSTOMER = { customerId: 'c-1', email: 'friend@example.com' };

async function claimed(shop: TestShop): Promise<string> {
  return claim(shop, await join(shop), CUSTOMER.email);
}

describe('an order with a friend code', () => {
  it('rewards both sides and says why', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    const { status, body } = await report(shop, { orderId: '1001', code, ...CUSTOMER });
    expect(status).toBe(200);
    expect(body).toMatchObject({ outcome: 'rewarded', reason: null, duplicate: false });
    expect(body.rewards.map(({ side, state, formatted }) => [side, state, formatted])).toEqual([
      ['advocate', 'held', '$10'],
      ['friend', 'fulfilled', '$10'],
    ]);
    expect(body.trace.touches[0]).toEqual({ source: 'code', code, won: true, why: 'won' });
    expect(body.trace.rules.every((step) => step.passed)).toBe(true);
    expect(await balances(shop)).toEqual({
      'fulfilled:prg/money:USD': 1_000,
      'person:prs/money:USD': 1_000,
      'program:prg/money:USD': -2_000,
    });
    await expectSoundLedger(shop);
  });

  it.each([10, 50])('counts once when it is reported %d times at once', async (times) => {
    const shop = await makeShop();
    const code = await claimed(shop);
    const replies = await Promise.all(
      Array.from({ length: times }, () => untilSettled(() => report(shop, { orderId: '1001', code, ...CUSTOMER }))),
    );
    expect(new Set(replies.map(({ body }) => body.eventId)).size).toBe(1);
    expect(replies.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await countRows(shop, 'rewards')).toBe(2);
    expect(await countRows(shop, 'entries')).toBe(4);
    await expectSoundLedger(shop);
  });

  it('is refused with a conflict when it is reported again with another amount, and nothing changes', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: '1001' });
    const again = await report(shop, { orderId: '1001', subtotalMinor: 9_900 });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({ code: 'conflict', field: 'subtotalMinor' });
    expect(await countRows(shop, 'events')).toBe(1);
  });

  it('is two orders where two systems number it alike', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: '1001' });
    const other = await report(shop, { orderId: '1001', source: 'pos' });
    expect(other.body.duplicate).toBe(false);
    expect(await countRows(shop, 'events')).toBe(2);
  });

  it('tells a trace that is true of what was committed', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    const { body } = await report(shop, { orderId: '1001', code, ...CUSTOMER });
    const seen = body.trace.rules.find((step) => step.rule === 'budget')?.seen;
    const committed = await shop.store.db
      .prepare("SELECT committed FROM counters WHERE shop_id = ? AND scope LIKE 'program:%'")
      .bind(shop.shopId)
      .first('committed');
    expect(seen).toBe(committed);
  });
});

describe('fifty different first orders of one friend, at once', () => {
  it('make one first-order reward', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => untilSettled(() => report(shop, { orderId: `o-${n}`, code, ...CUSTOMER }))),
    );
    expect(replies.filter(({ body }) => body.outcome === 'rewarded')).toHaveLength(1);
    expect(await countRows(shop, 'events')).toBe(50);
    expect(await countRows(shop, 'rewards')).toBe(2);
    // Each refusal names the number of orders that was true when it was committed: 1 to 49, each once.
    const seen = replies
      .filter(({ body }) => body.outcome === 'refused')
      .map(({ body }) => body.trace.rules.find((step) => step.rule === 'first_order')?.seen);
    expect(seen.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 49 }, (_, n) => n + 1));
    await expectSoundLedger(shop);
  }, 60_000);
});

describe('an order without a code', () => {
  it('is credited by the touch, and brings the friend nothing that was not claimed', async () => {
    const shop = await makeShop();
    const link = await join(shop);
    const touch = formatTouch({ code: link, seenAt: Date.now(), channel: 'w' });
    const { body } = await report(shop, { orderId: '1', touch, ...CUSTOMER });
    expect(body.outcome).toBe('rewarded');
    expect(body.rewards.map((reward) => reward.side)).toEqual(['advocate']);
  });

  it('is credited by the e-mail of the claim when the code was forgotten', async () => {
    const shop = await makeShop();
    await claimed(shop);
    const { body } = await report(shop, { orderId: '1', email: 'Friend+tag@Example.com' });
    expect(body.outcome).toBe('rewarded');
    expect(body.trace.touches).toEqual([expect.objectContaining({ source: 'email', won: true })]);
  });

  it('is recorded though nobody recommended it, and makes the next one no first order', async () => {
    const shop = await makeShop();
    const first = await report(shop, { orderId: '1', ...CUSTOMER });
    expect(first.body).toMatchObject({ outcome: 'refused', reason: 'attributed' });
    const second = await report(shop, { orderId: '2', code: await claimed(shop), ...CUSTOMER });
    expect(second.body).toMatchObject({ outcome: 'refused', reason: 'first_order' });
    await expectSoundLedger(shop);
  });

  it('never rewards the advocate for an own order', async () => {
    const shop = await makeShop();
    const link = await join(shop, 'ada@example.com');
    const { body } = await report(shop, { orderId: '1', code: link, email: 'ada@example.com' });
    expect(body).toMatchObject({ outcome: 'refused', reason: 'not_self' });
  });

  it('falls for no made-up signed touch', async () => {
    const shop = await makeShop();
    const link = await join(shop);
    const signedTouch = `${formatTouch({ code: link, seenAt: Date.now() })}~AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA`;
    const { body } = await report(shop, { orderId: '1', signedTouch, ...CUSTOMER });
    expect(body.trace.touches).toEqual([expect.objectContaining({ source: 'signed_touch', why: 'bad_signature' })]);
    expect(body.outcome).toBe('refused');
  });
});

describe('a budget that is spent', () => {
  it('refuses an unclaimed order and honours the claims made before', async () => {
    const shop = await makeShop({ budgetMinor: 2_000 });
    const link = await join(shop);
    const code = await claim(shop, link, CUSTOMER.email);
    const touch = formatTouch({ code: link, seenAt: Date.now() });
    const late = await report(shop, { orderId: '1', touch, customerId: 'c-2' });
    expect(late.body).toMatchObject({ outcome: 'refused', reason: 'budget' });
    const kept = await report(shop, { orderId: '2', code, ...CUSTOMER });
    expect(kept.body.outcome).toBe('rewarded');
    await expectSoundLedger(shop);
  });
});

describe('a refund', () => {
  async function ordered(settings = {}): Promise<TestShop> {
    const shop = await makeShop({ minimumOrderMinor: 0, ...settings });
    const code = await claimed(shop);
    await report(shop, { orderId: '1001', code, ...CUSTOMER });
    return shop;
  }

  it('takes back in proportion what the order no longer earns, once, under any retries', async () => {
    const shop = await ordered();
    const replies = await Promise.all(
      Array.from({ length: 10 }, () =>
        untilSettled(() => refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_500 })),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(replies.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(replies[0]?.body).toMatchObject({ outcome: 'applied', remainingMinor: 2_500 });
    expect(await balances(shop)).toEqual({
      'fulfilled:prg/money:USD': 500,
      'person:prs/money:USD': 500,
      'program:prg/money:USD': -1_000,
    });
    await expectSoundLedger(shop);
  });

  it('and another of the same moment are decided one after the other', async () => {
    const shop = await ordered();
    await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        untilSettled(() => refund(shop, { refundId: `r-${n}`, orderId: '1001', amountMinor: 1_000 })),
      ),
    );
    expect(await balances(shop)).toEqual({
      'fulfilled:prg/money:USD': 0,
      'person:prs/money:USD': 0,
      'program:prg/money:USD': 0,
    });
    await expectSoundLedger(shop);
  });

  it('under the minimum order takes back all of it', async () => {
    const shop = await ordered({ minimumOrderMinor: 4_000 });
    const { body } = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_000 });
    expect(body.reversals.map(({ side, quantity }) => [side, quantity])).toEqual([
      ['advocate', 1_000],
      ['friend', 1_000],
    ]);
  });

  it('keeps a flat reward whole where the program says so', async () => {
    const shop = await ordered({ minimumOrderMinor: 1_000, flatRefund: 'whole' });
    const { body } = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_500 });
    expect(body.reversals).toEqual([]);
  });

  it('that comes before its order waits for it', async () => {
    const shop = await makeShop({ minimumOrderMinor: 0 });
    const code = await claimed(shop);
    const early = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_500 });
    expect(early.body).toMatchObject({ outcome: 'waiting', reversals: [] });
    await report(shop, { orderId: '1001', code, ...CUSTOMER });
    const again = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_500 });
    expect(again.body).toMatchObject({ outcome: 'applied', duplicate: true, remainingMinor: 2_500 });
    expect(await balances(shop)).toMatchObject({ 'person:prs/money:USD': 500 });
    await expectSoundLedger(shop);
  });

  it('contradicting an earlier report of it is refused, and nothing changes', async () => {
    const shop = await ordered();
    await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 1_000 });
    const other = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 2_000 });
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict', field: 'refundId' } });
    await expectSoundLedger(shop);
  });
});

describe('an order that only a page reports', () => {
  const pageOrder = { orderId: '1001', amountMinor: 5_000, currency: 'USD' };

  it('moves nothing, and is rewarded when the owner approves it', async () => {
    const shop = await makeShop();
    const link = await join(shop);
    const touch = formatTouch({ code: link, seenAt: Date.now() });
    const recorded = await callFromPage(shop, 'POST', '/v1/page-orders', { ...pageOrder, touch });
    expect(recorded).toMatchObject({ status: 202, body: { outcome: 'recorded' } });
    expect(await countRows(shop, 'rewards')).toBe(0);
    expect(await countRows(shop, 'entries')).toBe(0);

    const listed = await call<{ items: { id: string; state: string }[] }>('GET', '/v1/orders?state=unverified', {
      key: shop.secretKey,
    });
    const [order] = listed.body.items;
    const approved = await call('POST', `/v1/orders/${order?.id}/approve`, { key: shop.secretKey });
    expect(approved.body).toMatchObject({ outcome: 'rewarded', duplicate: false });
    const again = await call('POST', `/v1/orders/${order?.id}/approve`, { key: shop.secretKey });
    expect(again.body).toMatchObject({ outcome: 'rewarded', duplicate: true });
    expect(await countRows(shop, 'rewards')).toBe(1);
    await expectSoundLedger(shop);
  });

  it('is confirmed by a signed report of the same order, whose amounts count', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    await callFromPage(shop, 'POST', '/v1/page-orders', { ...pageOrder, amountMinor: 999_999, code });
    const { body } = await report(shop, { orderId: '1001', code, ...CUSTOMER });
    expect(body).toMatchObject({ outcome: 'rewarded', duplicate: false });
    expect(await countRows(shop, 'events')).toBe(1);
    const amount = await shop.store.db
      .prepare('SELECT amount_minor FROM events WHERE shop_id = ?')
      .bind(shop.shopId)
      .first('amount_minor');
    expect(amount).toBe(5_000);
  });

  it.each([
    ['a touch', async (shop: TestShop) => ({ touch: formatTouch({ code: await join(shop), seenAt: Date.now() }) })],
    ['a code', async (shop: TestShop) => ({ code: await claimed(shop) })],
  ])('keeps %s that the page told, where a report or a list knows only the order', async (_, told) => {
    const shop = await makeShop();
    const evidence = await told(shop);
    await callFromPage(shop, 'POST', '/v1/page-orders', { ...pageOrder, ...evidence });
    const { body } = await report(shop, { orderId: '1001', ...CUSTOMER });
    expect(body).toMatchObject({ outcome: 'rewarded', duplicate: false });
    const facts = await shop.store.db
      .prepare('SELECT facts FROM events WHERE shop_id = ?')
      .bind(shop.shopId)
      .first('facts');
    expect(JSON.parse(String(facts))).toMatchObject(evidence);
    await expectSoundLedger(shop);
  });

  it('never touches an order that the shop has reported', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: '1001', ...CUSTOMER });
    const late = await callFromPage(shop, 'POST', '/v1/page-orders', { ...pageOrder, amountMinor: 1 });
    expect(late.body).toEqual({ outcome: 'known' });
  });
});

describe('a list of orders', () => {
  const csv = (...rows: string[]) => ['order_id,currency,subtotal,code,email', ...rows].join('\n');
  const send = (shop: TestShop, list: string, fromRow = 1) =>
    call<{ rows: { row: number; outcome: string; detail: string | null }[]; nextRow: number | null }>(
      'POST',
      '/v1/order-lists',
      { key: shop.secretKey, body: { csv: list, fromRow } },
    );

  it('confirms what a page reported, tells a row in error, and changes nothing when it is sent again', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    await callFromPage(shop, 'POST', '/v1/page-orders', { orderId: '1001', amountMinor: 5_000, currency: 'USD', code });
    const list = csv(
      `1001,USD,50.00,${code},friend@example.com`,
      '1002,USD,"12,50",,',
      '1003,USD,20,,other@example.com',
    );
    const { body } = await send(shop, list);
    expect(body.rows.map(({ row, outcome, detail }) => [row, outcome, detail])).toEqual([
      [1, 'rewarded', null],
      [2, 'error', expect.stringContaining('subtotalMinor')],
      [3, 'refused', 'attributed'],
    ]);
    const again = await send(shop, list);
    expect(again.body.rows.map((row) => row.outcome)).toEqual(['known', 'error', 'known']);
    expect(await countRows(shop, 'rewards')).toBe(2);
    await expectSoundLedger(shop);
  });

  it('goes on where the reply before ended', async () => {
    const shop = await makeShop();
    const list = csv(...Array.from({ length: 25 }, (_, n) => `o-${n},USD,20,,f${n}@example.com`));
    const first = await send(shop, list);
    expect(first.body).toMatchObject({ nextRow: 21 });
    const second = await send(shop, list, 21);
    expect(second.body.nextRow).toBeNull();
    expect(second.body.rows.map((row) => row.row)).toEqual([21, 22, 23, 24, 25]);
    expect(await countRows(shop, 'events')).toBe(25);
  });

  it.each([
    ['a column nobody knows', 'order_id,sum\n1,2'],
    ['no order_id', 'currency,subtotal\nUSD,2'],
    ['a row with too many cells', 'order_id,currency\n1,USD,3'],
  ])('with %s is refused whole', async (_name, list) => {
    const shop = await makeShop();
    expect(await send(shop, list)).toMatchObject({ status: 400, body: { code: 'bad_csv', field: 'csv' } });
    expect(await countRows(shop, 'events')).toBe(0);
  });
});

describe('a goodwill credit', () => {
  it('is given once, outside the budget', async () => {
    const shop = await makeShop();
    await join(shop);
    const personId = await shop.store.db
      .prepare('SELECT person_id FROM people WHERE shop_id = ?')
      .bind(shop.shopId)
      .first<string>('person_id');
    const body = { creditId: 'g-1', personId, amountMinor: 500, currency: 'USD', reason: 'Sorry for the wait' };
    const replies = await Promise.all([1, 2, 3].map(() => call('POST', '/v1/credits', { key: shop.secretKey, body })));
    expect(replies.map((reply) => reply.body)).toEqual(Array(3).fill(expect.objectContaining({ balanceMinor: 500 })));
    expect(await balances(shop)).toEqual({ 'goodwill/money:USD': -500, 'person:prs/money:USD': 500 });
    const other = await call('POST', '/v1/credits', { key: shop.secretKey, body: { ...body, amountMinor: 501 } });
    expect(other).toMatchObject({ status: 409, body: { code: 'conflict', field: 'creditId' } });
    await expectSoundLedger(shop);
  });
});
