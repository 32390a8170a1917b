import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Overview } from '../../../sdk/contract/owner.ts';
import { foldRollups } from '../../../worker/storage/rollup-folds.ts';
import { addToRollup } from '../../../worker/storage/rollups.ts';
import type { RollupDelta } from '../../../worker/storage/rollups.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { join, order } from './referrals.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS;
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);

async function look(shop: TestShop, from: number, to: number): Promise<Overview> {
  const path = `/v1/overview?from=${dayOf(from)}&to=${dayOf(to)}`;
  const { status, body } = await call<Overview>('GET', path, { key: shop.secretKey });
  expect(status).toBe(200);
  return body;
}

const add = (shop: TestShop, at: number, delta: RollupDelta, channel = 'direct') =>
  addToRollup(shop.store, shop.programId, channel, at, delta).run();

describe('the overview', () => {
  it('tells what happened: joins, claims, orders, money and where friends came from', async () => {
    const shop = await makeShop();
    const code = await join(shop);
    const claimed = await callFromPage<{ code: string }>(shop, 'POST', '/v1/claims', {
      code,
      email: 'friend@example.com',
      attempt: 'attempt-of-a-friend-1',
    });
    await order(shop, claimed.body.code, { email: 'friend@example.com', discountMinor: 1_000 });
    const seen = await look(shop, today, today);
    expect(seen.counts).toMatchObject({ joins: 1, claims: 1, conversions: 1 });
    expect(seen.revenue).toEqual({ amountMinor: 5_000, currency: 'USD', formatted: '$50' });
    expect(seen.cost).toEqual({ amountMinor: 2_000, currency: 'USD', formatted: '$20' });
    expect(seen.budget).toEqual({
      capMinor: 100_000,
      committedMinor: 2_000,
      formattedCap: '$1,000',
      formattedCommitted: '$20',
    });
    expect(seen.before).toEqual({ impressions: 0, joins: 0, shares: 0, visits: 0, claims: 0, conversions: 0 });
    expect(seen.days).toMatchObject([{ day: dayOf(today), counts: { conversions: 1 }, revenueMinor: 5_000 }]);
  });

  it('shows each day and the period before, and no day of another period', async () => {
    const shop = await makeShop();
    for (const [daysAgo, visits] of [
      [0, 1],
      [1, 2],
      [2, 4],
      [3, 8],
      [4, 16],
    ] as const) {
      await add(shop, today - daysAgo * DAY_MS, { visits, revenueMinor: visits * 100, costMinor: visits });
    }
    const seen = await look(shop, today - DAY_MS, today);
    expect(seen.days.map(({ day, counts }) => [day, counts.visits])).toEqual([
      [dayOf(today - DAY_MS), 2],
      [dayOf(today), 1],
    ]);
    expect([seen.counts.visits, seen.before.visits]).toEqual([3, 12]);
    expect([seen.revenue.formatted, seen.revenueBefore.formatted]).toEqual(['$3', '$12']);
    expect([seen.cost.amountMinor, seen.costBefore.amountMinor]).toEqual([3, 12]);
  });

  it('has the busiest channel first', async () => {
    const shop = await makeShop();
    await add(shop, today, { conversions: 1 }, 'email');
    await add(shop, today, { conversions: 3 }, 'qr');
    await add(shop, today + HOUR_MS, { conversions: 1, visits: 5 }, 'whatsapp');
    const { channels } = await look(shop, today, today);
    expect(channels.map(({ channel, counts }) => [channel, counts.conversions])).toEqual([
      ['qr', 3],
      ['whatsapp', 1],
      ['email', 1],
    ]);
  });

  it('says the same before and after hours are folded into days, with late visits, and with hours dropped', async () => {
    const shop = await makeShop();
    for (let hour = 0; hour < 24 * 6; hour += 5) {
      await add(shop, today - 5 * DAY_MS + hour * HOUR_MS, { visits: hour + 1 }, hour % 2 ? 'email' : 'qr');
    }
    const unfolded = await look(shop, today - 2 * DAY_MS, today);
    expect(unfolded.counts.visits).toBeGreaterThan(0);
    expect(unfolded.before.visits).toBeGreaterThan(0);
    await foldRollups(shop.store, today - 3 * DAY_MS + HOUR_MS, Date.now());
    expect(await look(shop, today - 2 * DAY_MS, today)).toEqual(unfolded);
    await foldRollups(shop.store, today + HOUR_MS, Date.now());
    expect(await look(shop, today - 2 * DAY_MS, today)).toEqual(unfolded);
    // A fold that has begun today's day: its hours go on counting, and nothing counts twice.
    await foldRollups(shop.store, today + DAY_MS + HOUR_MS, Date.now());
    expect(await look(shop, today - 2 * DAY_MS, today)).toEqual(unfolded);
    await env.DB.prepare("DELETE FROM rollups WHERE span = 'hour' AND starts_at < ?").bind(today).run();
    expect(await look(shop, today - 2 * DAY_MS, today)).toEqual(unfolded);
    // A visit of last night that a queue delivers again this morning.
    await add(shop, today - HOUR_MS, { visits: 1 }, 'late');
    await add(shop, today, { visits: 7 });
    const later = await look(shop, today - 2 * DAY_MS, today);
    expect(later.counts.visits).toBe(unfolded.counts.visits + 7);
  });

  it("follows a test shop's clock at once, before any job has run", async () => {
    const shop = await makeShop({}, { mode: 'test' });
    await add(shop, today, { joins: 1 });
    await foldRollups(shop.store, today + DAY_MS, Date.now());
    const now = today + 20 * DAY_MS + HOUR_MS;
    await call('POST', '/v1/clock', { key: shop.secretKey, body: { now } });
    await join(shop);
    const seen = await look(shop, today, now);
    expect([seen.counts.joins, seen.days[0]!.counts.joins, seen.days.at(-1)!.counts.joins]).toEqual([2, 1, 1]);
  });

  it('counts what waits for the owner up to a hundred, and nothing of another shop', async () => {
    const [busy, quiet] = [await makeShop(), await makeShop()];
    const event = env.DB.prepare(
      `INSERT INTO events (shop_id, kind, source, external_id, event_id, state, currency, amount_minor, facts, occurred_at, received_at)
       VALUES (?1, 'order', 'shop', ?2, ?2, ?3, 'USD', 1, '{}', 0, 0)`,
    );
    const outbox = env.DB.prepare(
      "INSERT INTO outbox (shop_id, delivery_id, kind, topic, payload, state, next_attempt_at, created_at) VALUES (?1, ?2, 'mail', 'ping', '{}', ?3, 0, 0)",
    );
    const hundredAndOne = Array.from({ length: 101 }, (_, index) => `evt_${index}`);
    await env.DB.batch([
      ...hundredAndOne.map((id) => event.bind(busy.shopId, id, 'unverified')),
      event.bind(busy.shopId, 'evt_decided', 'decided'),
      ...(['dead', 'unknown', 'sent', 'due'] as const).map((state) => outbox.bind(busy.shopId, `dlv_${state}`, state)),
    ]);
    expect((await look(busy, today, today)).todo).toEqual({
      unverifiedOrders: 100,
      rewardsToReview: 0,
      failedDeliveries: 2,
    });
    expect((await look(quiet, today, today)).todo).toEqual({
      unverifiedOrders: 0,
      rewardsToReview: 0,
      failedDeliveries: 0,
    });
  });

  it('tells when the tag was last seen on a page', async () => {
    const shop = await makeShop();
    expect((await look(shop, today, today)).tagSeenAt).toBeNull();
    await env.DB.prepare('UPDATE shops SET tag_seen_at = 5').run();
    expect((await look(shop, today, today)).tagSeenAt).toBe(5);
  });

  it.each([
    ['from=2026-02-31&to=2026-03-01', 'from'],
    ['from=2026-03-02&to=2026-03-01', 'to'],
    ['from=2025-01-01&to=2026-06-01', 'to'],
    ['from=yesterday&to=2026-03-01', 'from'],
    ['to=2026-03-01', 'from'],
  ])('refuses %s and names the field', async (query, field) => {
    const shop = await makeShop();
    const refused = await call('GET', `/v1/overview?${query}`, { key: shop.secretKey });
    expect(refused).toMatchObject({ status: 422, body: { field } });
  });
});
