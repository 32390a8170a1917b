import { describe, expect, it } from 'vitest';
import type { CodeReply } from '../../../sdk/contract/orders.ts';
import { claim, join, report } from '../../support/worker-journey.ts';
import { expectSoundLedger } from '../../support/worker-ledger.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;
const check = (shop: TestShop, code: string, query = '') =>
  call<CodeReply>('GET', `/v1/codes/${code}${query}`, { key: shop.secretKey });
const act = (shop: TestShop, code: string, verb: 'reserve' | 'redeem' | 'release', orderId: string) =>
  call<CodeReply & { code: string }>('POST', `/v1/codes/${code}/${verb}`, { key: shop.secretKey, body: { orderId } });

async function claimed(shop: TestShop): Promise<string> {
  return claim(shop, await join(shop));
}

/** Lets time pass in the shop, as its movable clock does. */
async function pass(shop: TestShop, ms: number): Promise<void> {
  await shop.store.db
    .prepare('UPDATE shops SET clock_offset_ms = clock_offset_ms + CAST(? AS INTEGER) WHERE shop_id = ?')
    .bind(ms, shop.shopId)
    .run();
}

describe("a friend's code at the checkout", () => {
  it('tells what it brings, in any case of letters', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    expect((await check(shop, code.toLowerCase())).body).toMatchObject({
      code,
      state: 'issued',
      valid: true,
      reason: null,
      discount: { kind: 'flat', amountMinor: 1_000, currency: 'USD' },
      minimumOrderMinor: 3_000,
    });
  });

  it('goes from reserved to redeemed, each step once, and a retry is harmless', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    expect((await act(shop, code, 'reserve', 'o-1')).body).toMatchObject({
      state: 'reserved',
      valid: true,
      orderId: 'o-1',
    });
    expect((await act(shop, code, 'reserve', 'o-1')).status).toBe(200);
    expect((await check(shop, code)).body).toMatchObject({ state: 'reserved', valid: false });
    expect((await act(shop, code, 'redeem', 'o-1')).body.state).toBe('redeemed');
    expect((await act(shop, code, 'redeem', 'o-1')).status).toBe(200);
    const { body } = await report(shop, { orderId: 'o-1', code, customerId: 'c-1' });
    expect(body.outcome).toBe('rewarded');
    await expectSoundLedger(shop);
  });

  it('is reserved by one of ten carts that ask at once', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    const replies = await Promise.all(Array.from({ length: 10 }, (_, n) => act(shop, code, 'reserve', `o-${n}`)));
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, ...Array(9).fill(409)]);
    expect(replies.filter(({ status }) => status === 409).every(({ body }) => body.code === 'code_reserved')).toBe(
      true,
    );
  });

  it('is free again when it is released, and when a reservation has run out', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const code = await claimed(shop);
    await act(shop, code, 'reserve', 'o-1');
    expect((await act(shop, code, 'release', 'o-2')).body).toMatchObject({ code: 'code_reserved' });
    expect((await act(shop, code, 'release', 'o-1')).body.state).toBe('issued');
    await act(shop, code, 'reserve', 'o-2');
    await pass(shop, 31 * 60_000);
    expect((await act(shop, code, 'reserve', 'o-3')).status).toBe(200);
  });

  it('serves one order only, and stays with a cart that reserved in time and paid late', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    const code = await claimed(shop);
    await act(shop, code, 'reserve', 'o-1');
    await pass(shop, 14 * DAY_MS + 1);
    expect((await act(shop, code, 'reserve', 'o-2')).body).toMatchObject({ code: 'code_expired' });
    expect((await act(shop, code, 'redeem', 'o-1')).status).toBe(200);
    expect((await act(shop, code, 'redeem', 'o-2')).body).toMatchObject({ code: 'code_used' });
    expect((await act(shop, code, 'release', 'o-1')).body).toMatchObject({ code: 'code_used' });
  });

  it.each([
    ['a cart under the minimum', '?subtotalMinor=2999', 'minimum'],
    ['a customer who has ordered before', '?customerId=c-old', 'first order'],
  ])('tells %s in a sentence why it does not count', async (_name, query, word) => {
    const shop = await makeShop();
    await report(shop, { orderId: 'old', customerId: 'c-old' });
    const { body } = await check(shop, await claimed(shop), query);
    expect(body).toMatchObject({ valid: false, state: 'issued' });
    expect(body.reason).toContain(word);
  });

  it('of a friend who has ordered before is refused to a cart that does not say who it is', async () => {
    const shop = await makeShop();
    await report(shop, { orderId: 'old', email: 'friend@example.com' });
    const code = await claim(shop, await join(shop), 'friend@example.com');
    expect((await check(shop, code)).body).toMatchObject({ valid: false, reason: 'This offer is for a first order.' });
  });

  it('of nobody is told kindly on a check and is 404 on an act', async () => {
    const shop = await makeShop();
    expect((await check(shop, 'NOBODY12')).body).toMatchObject({ state: 'unknown', valid: false });
    expect((await act(shop, 'NOBODY12', 'reserve', 'o-1')).status).toBe(404);
  });

  it('of one shop is unknown to another', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    const code = await claimed(shop);
    expect((await act(other, code, 'redeem', 'o-1')).status).toBe(404);
    expect((await check(other, code)).body.state).toBe('unknown');
  });

  it('keeps its worth when the owner changes the offer', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    await shop.store.db.batch([
      shop.store.db
        .prepare(
          `INSERT INTO program_versions SELECT shop_id, program_id, 2, json_set(settings, '$.friendReward.money.amountMinor', 100, '$.advocateReward.money.amountMinor', 100), saved_at, 'test'
           FROM program_versions WHERE shop_id = ?`,
        )
        .bind(shop.shopId),
      shop.store.db.prepare('UPDATE programs SET version = 2 WHERE shop_id = ?').bind(shop.shopId),
    ]);
    expect((await check(shop, code)).body.discount).toMatchObject({ amountMinor: 1_000 });
    const { body } = await report(shop, { orderId: 'o-1', code, customerId: 'c-1' });
    expect(body.rewards.map((reward) => reward.quantity)).toEqual([1_000, 1_000]);
    expect(body.trace.programVersion).toBe(1);
  });
});
