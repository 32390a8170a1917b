import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { EventView, ReferralRow, RewardRow } from '../../../sdk/contract/owner.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { join, order } from './referrals.ts';

interface Page<Item> {
  readonly items: Item[];
  readonly next: string | null;
}

const list = <Item>(shop: TestShop, path: string) => call<Page<Item>>('GET', path, { key: shop.secretKey });

/** Walks a list page by page; the ids as they came. */
async function walk(shop: TestShop, path: string): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const at: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { status, body } = await list<{ id: string }>(shop, `${path}${at}`);
    expect(status).toBe(200);
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.next;
  } while (cursor !== null);
  return ids;
}

describe('the list of referrals', () => {
  it('shows who referred whom, newest first, with names and addresses for the owner', async () => {
    const shop = await makeShop();
    const code = await join(shop, 'ada@example.com', 'Ada');
    await order(shop, code, { email: 'grace@example.com', customerId: '77' });
    await order(shop, code, { email: 'joan@example.com' });
    const { items, next } = (await list<ReferralRow>(shop, '/v1/referrals')).body;
    expect(next).toBeNull();
    expect(items).toMatchObject([
      {
        state: 'ordered',
        source: 'code',
        code,
        advocate: { name: 'Ada', email: 'ada@example.com' },
        friend: { email: 'joan@example.com' },
      },
      { state: 'ordered', friend: { email: 'grace@example.com', customerId: '77', name: null } },
    ]);
  });

  it('is walked page by page without a gap or a double, also by state and by advocate', async () => {
    const shop = await makeShop();
    const [ada, bea] = [await join(shop), await join(shop)];
    for (let made = 0; made < 4; made++) await order(shop, made % 2 ? ada : bea);
    const claim = (code: string, email: string) =>
      callFromPage(shop, 'POST', '/v1/claims', { code, email, attempt: `attempt-to-claim-${email.split('@')[0]}` });
    await claim(ada, 'one@example.com');
    await claim(ada, 'two@example.com');
    const all = await walk(shop, '/v1/referrals?limit=1');
    expect(all).toHaveLength(6);
    expect(all).toEqual([...new Set(all)].toSorted((a, b) => (a < b ? 1 : -1)));
    const { items } = (await list<ReferralRow>(shop, '/v1/referrals')).body;
    const idsOf = (keep: (row: ReferralRow) => boolean) => items.filter(keep).map(({ id }) => id);
    const advocate = items.find(({ code }) => code === ada)!.advocate.id;
    expect(await walk(shop, '/v1/referrals?limit=1&state=claimed')).toEqual(idsOf(({ state }) => state === 'claimed'));
    expect(await walk(shop, `/v1/referrals?limit=1&advocate=${advocate}`)).toEqual(idsOf(({ code }) => code === ada));
    expect(await walk(shop, `/v1/referrals?limit=1&advocate=${advocate}&state=ordered`)).toEqual(
      idsOf(({ code, state }) => code === ada && state === 'ordered'),
    );
  });

  it('shows a person without data where it was erased, and the money trail stands', async () => {
    const shop = await makeShop();
    await order(shop, await join(shop));
    await env.DB.prepare('DELETE FROM person_data').run();
    const { items } = (await list<ReferralRow>(shop, '/v1/referrals')).body;
    expect(items[0]!.advocate).toEqual({
      id: expect.stringMatching(/^prs_/),
      name: null,
      email: null,
      customerId: null,
    });
    expect((await list<RewardRow>(shop, '/v1/rewards')).body.items[0]).toMatchObject({
      formatted: '$10',
      person: { email: null },
    });
  });

  it('shows one with all that happened, why it was decided so, and what it earned', async () => {
    const shop = await makeShop();
    const { orderId, trace } = await order(shop, await join(shop), { orderId: '1001' });
    await call('POST', '/v1/refunds', {
      key: shop.secretKey,
      body: { refundId: 'r1', orderId, currency: 'USD', amountMinor: 1_000 },
    });
    const [row] = (await list<ReferralRow>(shop, '/v1/referrals')).body.items;
    const { body } = await call<{ referral: ReferralRow; events: EventView[] }>('GET', `/v1/referrals/${row!.id}`, {
      key: shop.secretKey,
    });
    expect(body.referral).toEqual(row);
    expect(body.events).toMatchObject([
      {
        kind: 'refund',
        externalId: 'r1',
        outcome: 'applied',
        amount: { formatted: '$10' },
        remaining: null,
        rewards: [],
      },
      {
        kind: 'order',
        externalId: '1001',
        state: 'decided',
        verifiedBy: 'key',
        outcome: 'rewarded',
        amount: { amountMinor: 5_000, currency: 'USD', formatted: '$50' },
        remaining: { amountMinor: 4_000, formatted: '$40' },
        rewards: [{ side: 'advocate', quantity: 1_000, reversedQuantity: 200, formatted: '$8', orderId: '1001' }],
      },
    ]);
    expect(body.events[1]!.trace).toEqual(trace);
  });
});

describe('the list of orders', () => {
  it('shows how each was decided, by state and over all of them, newest first', async () => {
    const shop = await makeShop();
    const code = await join(shop);
    await order(shop, code, { orderId: 'good' });
    await order(shop, code, { orderId: 'small', subtotalMinor: 100 });
    for (const orderId of ['page-1', 'page-2']) {
      await callFromPage(shop, 'POST', '/v1/page-orders', { orderId, amountMinor: 5_000, currency: 'USD', code });
    }
    const pageOrder = (await list<EventView>(shop, '/v1/orders?state=unverified')).body.items[0]!;
    await call('POST', `/v1/orders/${pageOrder.id}/dismiss`, { key: shop.secretKey, body: { reason: 'Staff.' } });
    const { items } = (await list<EventView>(shop, '/v1/orders')).body;
    expect(items.map(({ externalId, state, reason }) => [externalId, state, reason])).toEqual([
      ['page-2', 'dismissed', null],
      ['page-1', 'unverified', null],
      ['small', 'decided', 'minimum_order'],
      ['good', 'decided', null],
    ]);
    const ids = items.map(({ id }) => id);
    expect(await walk(shop, '/v1/orders?limit=1')).toEqual(ids);
    expect(await walk(shop, '/v1/orders?limit=3')).toEqual(ids);
    expect(await walk(shop, '/v1/orders?limit=1&state=decided')).toEqual(ids.slice(2));
  });
});

describe('the list of rewards', () => {
  it('tells held from available by the moment, to the millisecond', async () => {
    const shop = await makeShop({ holdDays: 1 }, { mode: 'test' });
    const code = await join(shop);
    await order(shop, code);
    await order(shop, code, { placedAt: Date.now() - 2 * 86_400_000 });
    const states = async () => [
      (await walk(shop, '/v1/rewards?state=held')).length,
      (await walk(shop, '/v1/rewards?state=available')).length,
    ];
    expect(await states()).toEqual([1, 1]);
    await call('POST', '/v1/clock', { key: shop.secretKey, body: { now: Date.now() + 86_400_000 + 1_000 } });
    expect(await states()).toEqual([0, 2]);
    const { items } = (await list<RewardRow>(shop, '/v1/rewards?state=available')).body;
    expect(items).toMatchObject(
      [1, 2].map(() => ({ state: 'available', person: { name: 'Ada' }, orderId: expect.any(String) })),
    );
  });

  it('is walked page by page without a gap or a double, also where many become available at one moment', async () => {
    const shop = await makeShop({ holdDays: 3 });
    const placedAt = Date.now() - 1_000;
    // Four at one moment, and the one reported last was placed first.
    for (let made = 0; made < 5; made++) {
      await order(shop, await join(shop), { placedAt: made < 4 ? placedAt : placedAt - 3_600_000 });
    }
    const held = await walk(shop, '/v1/rewards?state=held&limit=2');
    expect(held).toHaveLength(5);
    expect(new Set(held).size).toBe(5);
    const all = await walk(shop, '/v1/rewards?limit=2');
    expect(all).toEqual([...held].toSorted((a, b) => (a < b ? 1 : -1)));
  });

  it('refuses a cursor that is not its own', async () => {
    const shop = await makeShop();
    for (const path of ['/v1/rewards?state=held&cursor=rwd_1', '/v1/rewards?cursor=5.rwd_00000001']) {
      expect(await list(shop, path)).toMatchObject({ status: 422, body: { code: 'invalid_field', field: 'cursor' } });
    }
  });
});

describe('every list', () => {
  it.each(['/v1/referrals', '/v1/orders', '/v1/rewards'])(
    '%s refuses what it does not know, and shows nothing of another shop',
    async (path) => {
      const [mine, theirs] = [await makeShop(), await makeShop()];
      await order(theirs, await join(theirs));
      expect((await list(mine, path)).body).toEqual({ items: [], next: null });
      expect((await list(theirs, path)).body.items).toHaveLength(1);
      for (const query of ['limit=0', 'limit=101', 'limit=ten', 'state=lost', 'page=2']) {
        expect((await list(mine, `${path}?${query}`)).status).toBe(422);
      }
    },
  );
});
