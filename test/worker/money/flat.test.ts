import { expect, it } from 'vitest';
import { formatTouch } from '../../../sdk/contract/attribution.ts';
import { claim, join, refund, report } from '../../support/worker-journey.ts';
import { measure } from '../../support/worker-cost.ts';
import type { Cost } from '../../support/worker-cost.ts';
import { seed } from '../../support/worker-seed.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';

/** What each call that moves money costs D1 in a shop of this many referrals. */
async function costs(referrals: number): Promise<Record<string, Cost>> {
  const shop = await makeShop({ minimumOrderMinor: 0 });
  const { code: link } = await seed(shop, referrals);
  const code = await claim(shop, link, 'friend@example.com');
  const customer = { customerId: 'c-1', email: 'friend@example.com' };
  const touch = formatTouch({ code: await join(shop), seenAt: Date.now() });
  const key = { key: shop.secretKey };
  const calls: Readonly<Record<string, () => Promise<{ readonly status: number }>>> = {
    'check a code': () => call('GET', `/v1/codes/${code}?customerId=c-1`, key),
    'reserve a code': () => call('POST', `/v1/codes/${code}/reserve`, { ...key, body: { orderId: 'o-1' } }),
    'report a claimed order': () => report(shop, { orderId: 'o-1', code, touch, ...customer }),
    'report it again': () => report(shop, { orderId: 'o-1', code, touch, ...customer }),
    'report an order by touch': () => report(shop, { orderId: 'o-2', touch, customerId: 'c-2' }),
    'report an order of nobody': () => report(shop, { orderId: 'o-3', customerId: 'c-3' }),
    'refund in part': () => refund(shop, { refundId: 'r-1', orderId: 'o-1', amountMinor: 1_000 }),
    'refund before the order': () => refund(shop, { refundId: 'r-2', orderId: 'o-9', amountMinor: 1_000 }),
    'report an order from a page': () =>
      callFromPage(shop, 'POST', '/v1/page-orders', { orderId: 'p-1', amountMinor: 5_000, currency: 'USD', touch }),
  };
  const found: Record<string, Cost> = {};
  for (const [name, ask] of Object.entries(calls)) {
    const { result, cost } = await measure(ask);
    if (result.status >= 300) throw new Error(`${name} was answered with ${result.status}`);
    found[name] = cost;
  }
  return found;
}

it('reads and writes as many rows at 100,000 referrals as at 1,000', { timeout: 120_000 }, async () => {
  const [few, many] = [await costs(1_000), await costs(100_000)];
  expect(many).toEqual(few);
  // An invocation of the free plan has 50 statements: no call that moves money may need more when nobody races it.
  expect(Math.max(...Object.values(few).map(({ statements }) => statements))).toBeLessThanOrEqual(50);
  // What an owner pays for the dearest one; a rise is a decision, not an accident.
  expect(few['report a claimed order']).toEqual({ rowsRead: 67, rowsWritten: 43, statements: 38 });
});
