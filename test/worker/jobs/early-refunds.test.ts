import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { runCron } from '../../../worker/jobs/cron.ts';
import { claim, join, refund, report } from '../../support/worker-journey.ts';
import { balances, expectSoundLedger } from '../../support/worker-ledger.ts';
import { makePlatform } from '../../support/worker-jobs.ts';
import { askWhile } from '../../support/worker-meanwhile.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const claimed = async (shop: TestShop) => claim(shop, await join(shop));

describe('a refund that came before its order', () => {
  /** The order is reported, and the Worker ends before it comes to the refund. */
  async function cutShort(
    shop: TestShop,
    refunds: readonly { refundId: string; amountMinor: number; currency?: string }[],
  ) {
    const code = await claimed(shop);
    for (const each of refunds) await refund(shop, { orderId: '1001', ...each });
    await env.DB.prepare(
      "CREATE TRIGGER cut_short BEFORE UPDATE ON events WHEN OLD.kind = 'refund' AND NEW.state = 'decided' BEGIN SELECT RAISE(ABORT, 'cut short'); END",
    ).run();
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect((await report(shop, { orderId: '1001', code })).status).toBe(500);
    log.mockRestore();
    await env.DB.prepare('DROP TRIGGER cut_short').run();
  }
  const held = async (shop: TestShop) => (await balances(shop))['person:prs/money:USD'];

  it('is applied by the cron where the report of the order was cut short, once, however often it runs', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({ minimumOrderMinor: 0 });
    await cutShort(shop, [
      { refundId: 'r-1', amountMinor: 1_000 },
      { refundId: 'r-2', amountMinor: 1_500 },
    ]);
    expect(await held(shop)).toBe(1_000);
    await Promise.all([runCron(platform), runCron(platform), runCron(platform)]);
    await runCron(platform);
    // Half of the order is left, and so is half of the reward.
    expect(await held(shop)).toBe(500);
    await runCron(platform);
    expect(await held(shop)).toBe(500);
    const again = await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 1_000 });
    expect(again.body).toMatchObject({ outcome: 'applied', duplicate: true, remainingMinor: 2_500 });
    const reversals = await env.DB.prepare(
      "SELECT COUNT(DISTINCT transfer_id) AS count FROM entries WHERE kind = 'reversal'",
    ).first();
    expect(reversals).toEqual({ count: 4 });
    await expectSoundLedger(shop);
  });

  it('goes on waiting while its order is only a page’s word, and while it is in another currency', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({ minimumOrderMinor: 0 });
    const code = await claimed(shop);
    await refund(shop, { refundId: 'r-1', orderId: '1001', amountMinor: 1_000 });
    await refund(shop, { refundId: 'r-2', orderId: '1001', amountMinor: 1_000, currency: 'EUR' });
    await callFromPage(shop, 'POST', '/v1/page-orders', { orderId: '1001', amountMinor: 5_000, currency: 'USD', code });
    await runCron(platform);
    const states = async () =>
      (await env.DB.prepare("SELECT state, due FROM events WHERE kind = 'refund' ORDER BY external_id").all<object>())
        .results;
    const waiting = { state: 'waiting', due: 0 };
    expect(await states()).toEqual([waiting, waiting]);
    await report(shop, { orderId: '1001', code });
    expect(await states()).toEqual([{ state: 'decided', due: 0 }, waiting]);
    await runCron(platform);
    expect(await states()).toEqual([{ state: 'decided', due: 0 }, waiting]);
  });

  it.each(['refund', 'order'] as const)(
    'is applied though the other of the two comes while the %s is being decided',
    async (first) => {
      const shop = await makeShop({ minimumOrderMinor: 0 });
      const code = await claimed(shop);
      const amount = { orderId: '1001', currency: 'USD' };
      const asked = {
        refund: { path: '/v1/refunds', body: { ...amount, refundId: 'r-1', amountMinor: 2_500 } },
        order: { path: '/v1/orders', body: { ...amount, code, subtotalMinor: 5_000 } },
      };
      const headers = { authorization: `Bearer ${shop.secretKey}` };
      const { path, body } = asked[first === 'refund' ? 'order' : 'refund'];
      await askWhile({ ...asked[first], headers }, () => call('POST', path, { key: shop.secretKey, body }));
      expect(await held(shop)).toBe(500);
      await expectSoundLedger(shop);
    },
  );
});
