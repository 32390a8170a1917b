import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { runCron } from '../../../worker/jobs/cron.ts';
import { DELIVERIES_A_RUN } from '../../../worker/jobs/outbox.ts';
import { readCounter, programScope } from '../../../worker/storage/counters.ts';
import { enqueueDelivery } from '../../../worker/storage/outbox.ts';
import { addToRollup } from '../../../worker/storage/rollups.ts';
import { claim, join, refund, report } from '../../support/worker-journey.ts';
import { balances, expectSoundLedger } from '../../support/worker-ledger.ts';
import {
  addEndpoint,
  deliverMessages,
  makePlatform,
  newReceiver,
  outboxOf,
  runWorkerCron,
  verified,
} from '../../support/worker-jobs.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

afterEach(() => vi.restoreAllMocks());

const committed = async (shop: TestShop) =>
  (await readCounter(shop.store, programScope(shop.programId), 'money:USD')).committed;
const topics = async (shop: TestShop, topic: string) => (await outboxOf(shop)).filter((row) => row.topic === topic);

/** A friend claims; what both rewards may cost is held for 14 days. */
async function claimed(shop: TestShop): Promise<string> {
  return claim(shop, await join(shop));
}

describe('budget held by claims that ran out', () => {
  it('is given back once, however often the cron runs, and not a millisecond early', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await claimed(shop);
    await claimed(shop);
    expect(await committed(shop)).toBe(4_000);
    const first = await env.DB.prepare('SELECT MIN(held_until) AS at FROM referrals').first<{ at: number }>();
    await runCron({ ...platform, realNow: () => first!.at - 1 });
    expect(await committed(shop)).toBe(4_000);
    await runCron({ ...platform, realNow: () => first!.at });
    expect(await committed(shop)).toBe(2_000);
    platform.pass(first!.at + DAY_MS - Date.now());
    await Promise.all([runCron(platform), runCron(platform), runCron(platform)]);
    await runCron(platform);
    expect(await committed(shop)).toBe(0);
    await expectSoundLedger(shop);
  });

  it('goes back to its own budget, for a hundred claims at a time', async () => {
    const platform = await makePlatform();
    const shops = [await makeShop({ budgetMinor: null }), await makeShop({ budgetMinor: null })];
    for (const shop of shops) {
      await env.DB.prepare(
        `INSERT INTO referrals (shop_id, referral_id, program_id, advocate_id, friend_id, source, state, held_unit, held, held_until, created_at)
         SELECT ?1, 'rfl_' || value, ?2, 'prs_a', 'prs_' || value, 'code', 'claimed', CASE value % 2 WHEN 0 THEN 'money:USD' ELSE 'money:EUR' END, 7, value, 0
         FROM json_each(?3)`,
      )
        .bind(shop.shopId, shop.programId, JSON.stringify(Array.from({ length: 120 }, (_, index) => index)))
        .run();
      await env.DB.prepare(
        "INSERT OR REPLACE INTO counters (shop_id, scope, unit, committed) VALUES (?1, ?2, 'money:USD', 420), (?1, ?2, 'money:EUR', 420)",
      )
        .bind(shop.shopId, programScope(shop.programId))
        .run();
    }
    const left = async () =>
      (
        await env.DB.prepare('SELECT shop_id, unit, committed FROM counters ORDER BY shop_id, unit').all<{
          committed: number;
        }>()
      ).results.map((row) => row.committed);
    await runCron(platform);
    expect(await left()).toEqual([70, 70, 70, 70]);
    await runCron(platform);
    expect(await left()).toEqual([0, 0, 0, 0]);
  });

  it('makes a decision that read it before take itself again', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    const code = await claimed(shop);
    const version = async () =>
      (await env.DB.prepare('SELECT version FROM referrals').first<{ version: number }>())?.version;
    const before = await version();
    platform.pass(15 * DAY_MS);
    await runCron(platform);
    expect(await version()).toBe(before! + 1);
    // The code is past its time, but an order in time is still rewarded, and the budget is right.
    await report(shop, { orderId: '1001', code });
    await expectSoundLedger(shop);
  });
});

describe('rewards that became available', () => {
  it('are announced once to the shop and the advocate, under any number of crons', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await report(shop, { orderId: '1001', customerId: 'c-7', code: await claimed(shop) });
    const told = async () =>
      (await outboxOf(shop)).filter(({ topic }) => topic.endsWith('available')).map(({ topic }) => topic);
    // Nothing can be sent in this test, so that what there is to send can be counted.
    const endpoint = await addEndpoint(shop, 'https://hooks.example.com/', ['reward.available']);
    await runCron(deaf(platform));
    expect(await told()).toEqual([]);
    const balance = await balances(shop);
    platform.pass(15 * DAY_MS);
    await Promise.all(Array.from({ length: 3 }, () => runCron(deaf(platform))));
    await runCron(deaf(platform));
    expect(new Set(await told())).toEqual(new Set(['reward.available', 'reward_available']));
    expect(await told()).toHaveLength(2);
    expect((await topics(shop, 'reward.available'))[0]).toMatchObject({ target: endpoint.id });
    expect(await balances(shop)).toEqual(balance);
  });

  it('tell the shop what is left to spend, for which order, and whose it is by the shop’s own number', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({}, { mode: 'test' });
    const receiver = newReceiver();
    const endpoint = await addEndpoint(shop, receiver.url, ['reward.available']);
    const advocate = await join(shop, 'ada@example.com');
    await report(shop, { orderId: '1', customerId: 'c-1', email: 'ada@example.com' });
    await report(shop, {
      orderId: '1001',
      code: await claim(shop, advocate),
      lines: [{ productId: 'p', quantity: 1, amountMinor: 5_000 }],
    });
    await refund(shop, { refundId: 'r1', orderId: '1001', amountMinor: 1_000 });
    platform.pass(15 * DAY_MS);
    await runCron(platform);
    const [received] = await receiver.received();
    expect(verified(endpoint.secret, received!)).toMatchObject({
      type: 'reward.available',
      data: {
        side: 'advocate',
        orderId: '1001',
        unit: 'money:USD',
        quantity: 800,
        customerId: 'c-1',
        personId: expect.stringMatching(/^prs_/),
      },
    });
    expect(await receiver.received()).toHaveLength(1);
  });

  it('say nothing of what was refused or taken back meanwhile', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await report(shop, { orderId: '1001', code: await claimed(shop) });
    await refund(shop, { refundId: 'r1', orderId: '1001', amountMinor: 5_000 });
    platform.pass(15 * DAY_MS);
    await runCron(platform);
    expect((await env.DB.prepare('SELECT 1 FROM rewards WHERE announced_at IS NOT NULL').all()).results).toEqual([]);
  });

  it('go by the clock of their shop: a test shop’s may be ahead', async () => {
    const platform = await makePlatform();
    const [test, live] = [await makeShop({}, { mode: 'test' }), await makeShop()];
    for (const shop of [test, live]) await report(shop, { orderId: '1001', code: await claimed(shop) });
    await env.DB.prepare("UPDATE shops SET clock_offset_ms = ? WHERE mode = 'test'")
      .bind(15 * DAY_MS)
      .run();
    await runCron(platform);
    const announced = await env.DB.prepare('SELECT shop_id FROM rewards WHERE announced_at IS NOT NULL').all();
    expect(announced.results).toEqual([{ shop_id: test.shopId }]);
  });
});

describe('a budget', () => {
  it('is told to be low once it passes 80 percent, and again only for another cap', async () => {
    const platform = await makePlatform();
    const shop = await makeShop({ budgetMinor: 5_000 }, { mode: 'test' });
    const receiver = newReceiver();
    const endpoint = await addEndpoint(shop, receiver.url, ['budget.low']);
    await claimed(shop);
    await runCron(platform);
    expect(await receiver.received()).toEqual([]);
    await claimed(shop);
    await Promise.all([runCron(platform), runCron(platform)]);
    await runCron(platform);
    const [received] = await receiver.received();
    expect(verified(endpoint.secret, received!).data).toEqual({
      programId: shop.programId,
      currency: 'USD',
      capMinor: 5_000,
      committedMinor: 4_000,
    });
    expect(await receiver.received()).toHaveLength(1);
    await env.DB.prepare("UPDATE counters SET cap = 4500 WHERE scope LIKE 'program:%'").run();
    await runCron(platform);
    expect(await receiver.received()).toHaveLength(2);
  });
});

describe('rollups', () => {
  const figures = async (span: string) =>
    (
      await env.DB.prepare(
        'SELECT starts_at, channel, visits, revenue_minor FROM rollups WHERE span = ? ORDER BY starts_at, channel',
      )
        .bind(span)
        .all()
    ).results;

  it('are folded into days and months, the same however often, and late visits of yesterday come in', async () => {
    const platform = await makePlatform();
    // At noon, so that an hour more is still today.
    platform.pass(DAY_MS / 2 - (platform.realNow() % DAY_MS));
    const shop = await makeShop();
    const today = Math.floor(platform.realNow() / DAY_MS) * DAY_MS;
    const add = (at: number, channel: string, visits: number) =>
      addToRollup(shop.store, shop.programId, channel, at, { visits, revenueMinor: 100 }).run();
    await add(today - DAY_MS + HOUR_MS, 'copy', 2);
    await add(today - DAY_MS + 23 * HOUR_MS, 'copy', 3);
    await add(today - DAY_MS + HOUR_MS, 'qr', 1);
    await add(today, 'copy', 50);
    await runCron(platform);
    const yesterday = [
      { starts_at: today - DAY_MS, channel: 'copy', visits: 5, revenue_minor: 200 },
      { starts_at: today - DAY_MS, channel: 'qr', visits: 1, revenue_minor: 100 },
    ];
    expect(await figures('day')).toEqual(yesterday);
    const month = new Date(today - DAY_MS);
    const monthStart = Date.UTC(month.getUTCFullYear(), month.getUTCMonth());
    expect(await figures('month')).toEqual(yesterday.map((row) => ({ ...row, starts_at: monthStart })));
    await add(today - DAY_MS + 5 * HOUR_MS, 'copy', 1);
    platform.pass(HOUR_MS);
    await runCron(platform);
    await runCron(platform);
    expect(await figures('day')).toMatchObject([{ visits: 6 }, { visits: 1 }]);
    expect(await figures('month')).toMatchObject([{ visits: 6 }, { visits: 1 }]);
  });

  it('miss no day where a test shop’s clock jumps over it', async () => {
    const platform = await makePlatform();
    platform.pass(DAY_MS / 2 - (platform.realNow() % DAY_MS));
    const shop = await makeShop({}, { mode: 'test' });
    const today = Math.floor(platform.realNow() / DAY_MS) * DAY_MS;
    await addToRollup(shop.store, shop.programId, 'copy', today - DAY_MS, { visits: 1 }).run();
    await runCron(platform);
    await addToRollup(shop.store, shop.programId, 'copy', today, { visits: 2 }).run();
    await env.DB.prepare('UPDATE shops SET clock_offset_ms = ?')
      .bind(60 * DAY_MS)
      .run();
    platform.pass(HOUR_MS);
    await runCron(platform);
    expect(await figures('day')).toMatchObject([
      { starts_at: today - DAY_MS, visits: 1 },
      { starts_at: today, visits: 2 },
    ]);
  });
});

describe('the nightly audit', () => {
  it('finds a sound ledger sound, once a day, and every new entry on the next', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await report(shop, { orderId: '1001', code: await claimed(shop) });
    platform.pass(DAY_MS);
    await runCron(platform);
    const checks = async () =>
      (
        await env.DB.prepare('SELECT account, seq, balance FROM ledger_checks ORDER BY account').all<{
          seq: number;
          balance: number;
        }>()
      ).results;
    expect((await checks()).map(({ seq, balance }) => [seq, balance])).toEqual([
      [1, 1_000],
      [1, 1_000],
      [2, -2_000],
    ]);
    await refund(shop, { refundId: 'r1', orderId: '1001', amountMinor: 2_500 });
    await runCron(platform);
    expect((await checks())[2]).toMatchObject({ seq: 2 });
    platform.pass(DAY_MS);
    await runCron(platform);
    const last = await env.DB.prepare("SELECT MAX(seq) AS seq FROM entries WHERE account LIKE 'program:%'").first<{
      seq: number;
    }>();
    expect((await checks())[2]).toMatchObject({ seq: last!.seq });
    const health = await call('GET', '/healthz');
    expect(health).toMatchObject({ status: 200, body: { ok: true, ledger: 'balanced', cronAt: expect.any(Number) } });
  });

  it.each([
    [
      'a balance that is not the sum of its entries',
      'UPDATE entries SET balance_after = balance_after + 1 WHERE quantity > 0',
      /^Account .* shows 1001 at entry 1, but its entries sum to 1000/,
    ],
    [
      'an entry that is gone',
      "DELETE FROM entries WHERE account LIKE 'person:%'",
      /^Transfer trf_\w+ has 1 entries that sum to -1000/,
    ],
    [
      'an amount that was changed',
      'UPDATE entries SET quantity = quantity * 2 WHERE quantity > 0',
      /^Transfer trf_\w+ has 2 entries that sum to 1000/,
    ],
  ])('finds %s, logs it and makes /healthz fail until it is dealt with', async (_what, damage, message) => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const platform = await makePlatform();
    const shop = await makeShop();
    await report(shop, { orderId: '1001', code: await claimed(shop) });
    // The table itself refuses this; damage comes from outside of it.
    await env.DB.batch(
      ['entries_never_change', 'entries_never_leave'].map((trigger) => env.DB.prepare(`DROP TRIGGER ${trigger}`)),
    );
    await env.DB.prepare(damage).run();
    platform.pass(DAY_MS);
    await runCron(platform);
    const logged = errors.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, string>);
    expect(logged).toContainEqual({
      level: 'error',
      job: 'audit',
      shopId: shop.shopId,
      message: expect.stringMatching(message),
    });
    platform.pass(DAY_MS);
    await runCron(platform);
    expect(await call('GET', '/healthz')).toMatchObject({ status: 500, body: { ok: false, ledger: 'unbalanced' } });
  });

  it('goes through a long ledger in steps and comes to the same sums', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await longLedger(shop, 900, platform.realNow());
    platform.pass(DAY_MS);
    await runCron(platform);
    expect(
      await env.DB.prepare("SELECT seq, balance FROM ledger_checks WHERE account = 'program:p/points'").first(),
    ).toEqual({ seq: 900, balance: -2_700 });
    expect(await env.DB.prepare("SELECT fault FROM job_marks WHERE job = 'audit'").first()).toEqual({ fault: null });
  });
});

describe('what nobody needs any more', () => {
  it('is dropped: expired tokens and counters, old deliveries', async () => {
    const platform = await makePlatform();
    const shop = await makeShop();
    await report(shop, { orderId: '1001', code: await claimed(shop) });
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email: 'nobody@example.com' });
    await env.DB.prepare(
      "INSERT INTO tokens (hash, purpose, created_at, expires_at) VALUES ('old', 'user_link', 0, 1), ('young', 'user_link', 0, ?)",
    )
      .bind(platform.realNow() + DAY_MS * 400)
      .run();
    await env.DB.prepare(
      "INSERT INTO counters (shop_id, scope, unit, expires_at) VALUES (?1, 'addresses', 'claims', 1), (?1, 'addresses', 'joins', ?2)",
    )
      .bind(shop.shopId, platform.realNow() + DAY_MS * 400)
      .run();
    const happened = {
      kind: 'webhook',
      topic: 'program.state_changed',
      payload: { programId: shop.programId, state: 'paused' },
    } as const;
    await enqueueDelivery(shop.store, { id: platform.newId('dlv'), ...happened }, 0).run();
    await env.DB.prepare("UPDATE outbox SET state = 'sent'").run();
    await runCron(platform);
    expect((await env.DB.prepare('SELECT hash FROM tokens').all()).results).toEqual([{ hash: 'young' }]);
    expect((await env.DB.prepare("SELECT unit FROM counters WHERE scope = 'addresses'").all()).results).toEqual([
      { unit: 'joins' },
    ]);
    expect(await topics(shop, 'program.state_changed')).toHaveLength(1);
    platform.pass(31 * DAY_MS);
    await runCron(platform);
    expect(await topics(shop, 'program.state_changed')).toEqual([]);
  });
});

describe('the cron', () => {
  it('sends what is due for every shop, the busy one not before the others', async () => {
    const platform = await makePlatform();
    const shops = [
      await makeShop({}, { mode: 'test' }),
      await makeShop({}, { mode: 'test' }),
      await makeShop({}, { mode: 'test' }),
    ];
    const receiver = newReceiver();
    const happened = (shop: TestShop) =>
      ({
        kind: 'webhook',
        topic: 'program.state_changed',
        payload: { programId: shop.programId, state: 'paused' },
      }) as const;
    for (const shop of shops) {
      await addEndpoint(shop, receiver.url, ['program.state_changed']);
      for (let i = 0; i < DELIVERIES_A_RUN; i++)
        await enqueueDelivery(shop.store, { id: platform.newId('dlv'), ...happened(shop) }, 0).run();
    }
    const done = async () =>
      Promise.all(shops.map(async (shop) => (await outboxOf(shop)).filter(({ state }) => state === 'sent').length));
    await runCron(platform);
    expect(await done()).toEqual([10, 0, 0]);
    expect(new Set(platform.nudges)).toEqual(new Set(shops.map(({ shopId }) => shopId)));
    // No queue delivers those nudges here, as where its daily allowance is used up: the next runs go on where this one stopped.
    await runCron(platform);
    expect(await done()).toEqual([10, 10, 0]);
    await runCron(platform);
    expect(await done()).toEqual([10, 10, 10]);
  });

  it('goes on with the next shop where one fails', async () => {
    const errors = vi.spyOn(console, 'error').mockImplementation(() => {});
    const platform = await makePlatform();
    const [broken, sound] = [await makeShop(), await makeShop()];
    for (const shop of [broken, sound]) await claimed(shop);
    platform.pass(15 * DAY_MS);
    // What is held is more than what is committed, which the counter refuses to go under.
    await env.DB.prepare('UPDATE counters SET committed = 0 WHERE shop_id = ?').bind(broken.shopId).run();
    await runCron(platform);
    expect(await committed(sound)).toBe(0);
    expect(errors.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, string>)).toMatchObject([
      { job: 'cron', shopId: broken.shopId },
    ]);
  });

  it('of the real Worker, run twice, with nudges and visits that come twice, moves no money', async () => {
    const shop = await makeShop();
    const code = await claimed(shop);
    await report(shop, { orderId: '1001', code });
    await claimed(shop);
    const before = { balances: await balances(shop), committed: await committed(shop) };
    await runWorkerCron();
    await runWorkerCron();
    const nudge = { shopId: shop.shopId };
    await deliverMessages('bothways-outbox', [nudge, nudge, { not: 'a nudge' }, null]);
    await deliverMessages('bothways-outbox', [nudge]);
    expect({ balances: await balances(shop), committed: await committed(shop) }).toEqual(before);
    await expectSoundLedger(shop);
  });
});

/** The platform of a run that decides and writes, but can't send. */
function deaf(platform: Awaited<ReturnType<typeof makePlatform>>): typeof platform {
  return {
    ...platform,
    fetch: async () => Promise.reject(new Error('deaf')),
    sendMail: async () => ({ kind: 'failed', error: 'deaf' }),
  };
}

/** Transfers of three points each from a program to one person. */
async function longLedger(shop: TestShop, transfers: number, now: number): Promise<void> {
  const side = (account: string, other: string, sign: number) =>
    env.DB.prepare(
      `INSERT INTO entries (shop_id, account, seq, transfer_id, other_account, unit, quantity, balance_after, kind, event_id, at)
       SELECT ?1, ?2, value, printf('trf_%010d', value), ?3, 'points', ?4 * 3, ?4 * 3 * value, 'grant', 'evt', ?5 FROM json_each(?6)`,
    ).bind(
      shop.shopId,
      account,
      other,
      sign,
      now,
      JSON.stringify(Array.from({ length: transfers }, (_, index) => index + 1)),
    );
  await env.DB.batch([side('program:p/points', 'person:x/points', -1), side('person:x/points', 'program:p/points', 1)]);
}
