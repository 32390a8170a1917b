import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { RewardView } from '../../../sdk/contract/orders.ts';
import type { Overview, RewardRow } from '../../../sdk/contract/owner.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { auditOf, callAs, makeMember } from './members.ts';
import { join, order } from './referrals.ts';

const byHand = { approval: 'by_hand' } as const;

/** An order with the reward it earned its advocate. */
async function earn(settings: Partial<ProgramSettings> = {}, mode: 'live' | 'test' = 'live') {
  const shop = await makeShop(settings, { mode });
  const { eventId, orderId, rewards } = await order(shop, await join(shop));
  return { shop, eventId, orderId, reward: rewards.find(({ side }) => side === 'advocate')! };
}

const approve = (shop: TestShop, id: string) =>
  call<RewardView>('POST', `/v1/rewards/${id}/approve`, { key: shop.secretKey });
const refuse = (shop: TestShop, id: string, reason = 'Same household.') =>
  call<RewardView>('POST', `/v1/rewards/${id}/refuse`, { key: shop.secretKey, body: { reason } });

const refund = (shop: TestShop, orderId: string, amountMinor: number) =>
  call('POST', '/v1/refunds', {
    key: shop.secretKey,
    body: { refundId: `refund-${orderId}-${amountMinor}`, orderId, currency: 'USD', amountMinor },
  });

const committed = async (shop: TestShop) =>
  (
    await env.DB.prepare("SELECT committed FROM counters WHERE shop_id = ? AND scope LIKE 'program:%'")
      .bind(shop.shopId)
      .first<{ committed: number }>()
  )?.committed;

async function balances(shop: TestShop): Promise<Record<string, number>> {
  const found = await env.DB.prepare(
    `SELECT substr(account, 1, instr(account, ':') - 1) AS holder, SUM(quantity) AS balance FROM entries WHERE shop_id = ? GROUP BY holder`,
  )
    .bind(shop.shopId)
    .all<{ holder: string; balance: number }>();
  return Object.fromEntries(found.results.map(({ holder, balance }) => [holder, balance]));
}

async function costToday(shop: TestShop): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const { body } = await call<Overview>('GET', `/v1/overview?from=${today}&to=${today}`, { key: shop.secretKey });
  return body.cost.amountMinor;
}

const topics = async () =>
  (
    await env.DB.prepare("SELECT topic, payload FROM outbox WHERE topic LIKE 'reward.%' ORDER BY delivery_id").all<{
      topic: string;
      payload: string;
    }>()
  ).results;

describe('approving a reward', () => {
  it('lets it go its way: held until its moment, with the amounts as they were', async () => {
    const { shop, reward } = await earn(byHand);
    expect(reward).toMatchObject({ state: 'review', availableAt: null });
    const approved = await approve(shop, reward.id);
    expect(approved).toMatchObject({
      status: 200,
      body: { id: reward.id, state: 'held', quantity: 1_000, formatted: '$10' },
    });
    expect(approved.body.availableAt! - reward.createdAt).toBeGreaterThanOrEqual(13.9 * 86_400_000);
    expect(await committed(shop)).toBe(1_000);
    expect(await balances(shop)).toEqual({ person: 1_000, program: -1_000 });
    expect(await auditOf(shop.shopId)).toMatchObject([{ action: 'reward.approved', subject: reward.id }]);
  });

  it('answers a second click like the first, and notes one', async () => {
    const { shop, reward } = await earn(byHand);
    const answers = await Promise.all([approve(shop, reward.id), approve(shop, reward.id), approve(shop, reward.id)]);
    expect(answers.map(({ status, body }) => [status, body.state])).toEqual([1, 2, 3].map(() => [200, 'held']));
    expect(await auditOf(shop.shopId)).toHaveLength(1);
  });

  it('comes too late for one that was refused or taken back', async () => {
    const refused = await earn(byHand);
    await refuse(refused.shop, refused.reward.id);
    const reversed = await earn(byHand);
    await refund(reversed.shop, reversed.orderId, 5_000);
    for (const { shop, reward } of [refused, reversed]) {
      expect(await approve(shop, reward.id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
  });
});

describe('refusing a reward', () => {
  it.each([
    ['in review', byHand, 'review'],
    ['held', {}, 'held'],
    ['available', { holdDays: 0 }, 'available'],
  ])('%s takes back all it stood for, in one batch', async (_what, settings, state) => {
    const { shop, eventId, orderId, reward } = await earn(settings);
    expect(reward.state).toBe(state);
    expect(await costToday(shop)).toBe(1_000);
    const refused = await refuse(shop, reward.id);
    expect(refused).toMatchObject({
      status: 200,
      body: { state: 'refused', quantity: 1_000, reversedQuantity: 1_000, availableAt: null, orderId },
    });
    expect([await committed(shop), await costToday(shop)]).toEqual([0, 0]);
    expect(await balances(shop)).toEqual({ person: 0, program: 0 });
    const entries = await env.DB.prepare(
      "SELECT quantity, event_id, reward_id FROM entries WHERE kind = 'refusal' ORDER BY quantity",
    ).all();
    expect(entries.results).toEqual(
      [-1_000, 1_000].map((quantity) => ({ quantity, event_id: eventId, reward_id: reward.id })),
    );
    const told = (await topics()).filter(({ topic }) => topic === 'reward.refused');
    expect(told.map(({ payload }) => JSON.parse(payload))).toEqual([
      {
        rewardId: reward.id,
        eventId,
        orderId,
        side: 'advocate',
        personId: reward.personId,
        unit: 'money:USD',
        quantity: 1_000,
        availableAt: null,
      },
    ]);
    const [note] = await auditOf(shop.shopId);
    expect([note!.action, JSON.parse(note!.detail)]).toEqual([
      'reward.refused',
      { reason: 'Same household.', takenBack: 1_000 },
    ]);
    const listed = await call<{ items: RewardRow[] }>('GET', '/v1/rewards?state=refused', { key: shop.secretKey });
    expect(listed.body.items).toMatchObject([{ id: reward.id, reason: 'Same household.' }]);
  });

  it('takes back only what refunds have left', async () => {
    const { shop, orderId, reward } = await earn();
    await refund(shop, orderId, 2_000);
    expect(await committed(shop)).toBe(600);
    await refuse(shop, reward.id);
    expect([await committed(shop), await balances(shop)]).toEqual([0, { person: 0, program: 0 }]);
    // And the refunds that follow find nothing more to take.
    expect((await refund(shop, orderId, 3_000)).status).toBe(200);
    expect([await committed(shop), await balances(shop)]).toEqual([0, { person: 0, program: 0 }]);
  });

  it('happens once among ten clicks, and with a refund at the same moment the books still close', async () => {
    const { shop, orderId, reward } = await earn();
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => refuse(shop, reward.id)),
      refund(shop, orderId, 5_000),
    ]);
    // A click that came after the refund had taken everything finds nothing left to refuse.
    for (const { status } of answers) expect([200, 409]).toContain(status);
    expect([await committed(shop), await balances(shop)]).toEqual([0, { person: 0, program: 0 }]);
    expect((await auditOf(shop.shopId)).length).toBeLessThanOrEqual(1);
    const sums = await env.DB.prepare('SELECT SUM(quantity) AS sum FROM entries').first<{ sum: number }>();
    expect(sums?.sum).toBe(0);
  });

  it('either stands or is approved where both are clicked at once, never both', async () => {
    const { shop, reward } = await earn(byHand);
    await Promise.all([approve(shop, reward.id), refuse(shop, reward.id)]);
    const row = await env.DB.prepare('SELECT state, reversed_quantity AS reversed FROM rewards').first<{
      state: string;
      reversed: number;
    }>();
    expect(row).toEqual({ state: 'refused', reversed: 1_000 });
    expect(await balances(shop)).toEqual({ person: 0, program: 0 });
  });

  it("comes too late for a friend's discount, which was used at the checkout", async () => {
    const shop = await makeShop();
    const claimed = await callFromPage<{ code: string }>(shop, 'POST', '/v1/claims', {
      code: await join(shop),
      email: 'friend@example.com',
      attempt: 'attempt-of-a-friend-1',
    });
    const { rewards } = await order(shop, claimed.body.code, { email: 'friend@example.com', discountMinor: 1_000 });
    const discount = rewards.find(({ side }) => side === 'friend')!;
    expect(discount.state).toBe('fulfilled');
    expect(await refuse(shop, discount.id)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await committed(shop)).toBe(2_000);
  });

  it('needs a reason', async () => {
    const { shop, reward } = await earn();
    for (const body of [{}, { reason: ' ' }, { reason: 'x'.repeat(301) }]) {
      const answer = await call('POST', `/v1/rewards/${reward.id}/refuse`, { key: shop.secretKey, body });
      expect(answer).toMatchObject({ status: 422, body: { field: 'reason' } });
    }
    expect(await committed(shop)).toBe(1_000);
  });
});

describe('dismissing an order', () => {
  async function unverified() {
    const shop = await makeShop();
    const body = { orderId: 'page-1', amountMinor: 5_000, currency: 'USD', code: await join(shop) };
    const reported = await callFromPage(shop, 'POST', '/v1/page-orders', body);
    expect(reported.body).toEqual({ outcome: 'recorded' });
    const row = await env.DB.prepare("SELECT event_id AS id FROM events WHERE kind = 'order'").first<{ id: string }>();
    return { shop, id: row!.id };
  }
  const dismiss = (shop: TestShop, id: string) =>
    call('POST', `/v1/orders/${id}/dismiss`, { key: shop.secretKey, body: { reason: 'Placed by our own staff.' } });

  it('puts it aside with a note, once', async () => {
    const { shop, id } = await unverified();
    const answers = await Promise.all([dismiss(shop, id), dismiss(shop, id)]);
    expect(answers).toMatchObject([1, 2].map(() => ({ status: 200, body: { done: true } })));
    const listed = await call<{ items: { id: string }[] }>('GET', '/v1/orders?state=dismissed', {
      key: shop.secretKey,
    });
    expect(listed.body.items).toMatchObject([{ id, state: 'dismissed', outcome: null, rewards: [] }]);
    expect(await balances(shop)).toEqual({});
    const notes = await auditOf(shop.shopId);
    expect(notes.map(({ action, detail }) => [action, JSON.parse(detail)])).toEqual([
      ['order.dismissed', { reason: 'Placed by our own staff.' }],
    ]);
  });

  it('lets the budget behind it go with the claim, once no other order of the friend waits', async () => {
    const shop = await makeShop();
    const claimed = await callFromPage<{ code: string; expiresAt: number }>(shop, 'POST', '/v1/claims', {
      code: await join(shop),
      email: 'friend@example.com',
      attempt: 'attempt-of-a-friend-1',
    });
    const ids: string[] = [];
    for (const orderId of ['page-1', 'page-2']) {
      const body = { orderId, amountMinor: 5_000, currency: 'USD', code: claimed.body.code };
      await callFromPage(shop, 'POST', '/v1/page-orders', body);
      const row = await env.DB.prepare('SELECT event_id AS id FROM events WHERE external_id = ?')
        .bind(orderId)
        .first<{ id: string }>();
      ids.push(row!.id);
    }
    const heldUntil = async () =>
      (await env.DB.prepare('SELECT held_until AS at FROM referrals').first<{ at: number }>())!.at;
    const postponed = await heldUntil();
    expect(postponed).toBeGreaterThan(claimed.body.expiresAt);
    await dismiss(shop, ids[0]!);
    expect(await heldUntil()).toBe(postponed);
    await dismiss(shop, ids[1]!);
    expect(await heldUntil()).toBe(claimed.body.expiresAt);
    expect(await committed(shop)).toBe(2_000);
  });

  it('is refused for one that is decided, and for what is no order', async () => {
    const { shop, eventId, orderId } = await earn();
    expect(await dismiss(shop, eventId)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    const refunded = await refund(shop, orderId, 100);
    expect(await dismiss(shop, String(refunded.body['eventId']))).toMatchObject({ status: 404 });
  });
});

describe('what belongs to another shop', () => {
  it('is not there: rewards, orders and referrals answer 404 and stay as they were', async () => {
    const { eventId, reward } = await earn(byHand);
    const stranger = await makeShop();
    const owner = await makeMember(stranger, 'owner');
    const referralId = (await env.DB.prepare('SELECT referral_id AS id FROM referrals').first<{ id: string }>())!.id;
    const calls: [string, string, object?][] = [
      ['POST', `/v1/rewards/${reward.id}/approve`],
      ['POST', `/v1/rewards/${reward.id}/refuse`, { reason: 'Mine now.' }],
      ['POST', `/v1/orders/${eventId}/dismiss`, { reason: 'Mine now.' }],
      ['GET', `/v1/referrals/${referralId}`],
    ];
    for (const [method, path, body] of calls) {
      expect(await callAs(owner, method, path, body)).toMatchObject({ status: 404, body: { code: 'not_found' } });
      const asKey = await call(method, path, { key: stranger.secretKey, ...(body ? { body } : {}) });
      expect(asKey).toMatchObject({ status: 404, body: { code: 'not_found' } });
    }
    expect(await env.DB.prepare('SELECT state FROM rewards').first()).toEqual({ state: 'review' });
    expect(await auditOf(stranger.shopId)).toEqual([]);
  });
});
