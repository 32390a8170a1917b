import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { ProgramView } from '../../../sdk/contract/owner.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { call, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { auditOf } from './members.ts';
import { join, order } from './referrals.ts';

const load = async (shop: TestShop) => (await call<ProgramView>('GET', '/v1/program', { key: shop.secretKey })).body;

async function save(shop: TestShop, version: number, changes: Partial<ProgramSettings>) {
  const { settings } = await load(shop);
  const body = { version, settings: { ...settings, ...changes } };
  return call<ProgramView>('PUT', '/v1/program', { key: shop.secretKey, body });
}

const setState = (shop: TestShop, state: string) =>
  call<ProgramView>('POST', '/v1/program/state', { key: shop.secretKey, body: { state } });

const cap = (shop: TestShop, unit = 'money:USD') =>
  env.DB.prepare('SELECT cap, committed FROM counters WHERE shop_id = ? AND scope LIKE ? AND unit = ?')
    .bind(shop.shopId, 'program:%', unit)
    .first<{ cap: number | null; committed: number }>();

const webhooks = async () =>
  (await env.DB.prepare("SELECT topic, payload FROM outbox WHERE kind = 'webhook' ORDER BY delivery_id").all()).results;

/** Fills the page's cached settings, so that a test can see them being forgotten. */
const pageSettings = (shop: TestShop) =>
  call('GET', `/v1/settings?shop=${shop.publishableKey}`, { headers: { origin: 'https://shop.example' } });

describe('saving the program', () => {
  it('writes a new version, keeps the old one and moves the budget', async () => {
    const shop = await makeShop();
    const saved = await save(shop, 1, { holdDays: 30, budgetMinor: 5_000 });
    expect(saved).toMatchObject({ status: 200, body: { version: 2, state: 'active', settings: { holdDays: 30 } } });
    expect(await load(shop)).toEqual(saved.body);
    const versions = await env.DB.prepare('SELECT version, settings, saved_by FROM program_versions').all<{
      settings: string;
    }>();
    expect(versions.results.map((row) => JSON.parse(row.settings).holdDays)).toEqual([14, 30]);
    expect(versions.results[1]).toMatchObject({ saved_by: expect.stringMatching(/^key:/) });
    expect(await cap(shop)).toEqual({ cap: 5_000, committed: 0 });
    const [note] = await auditOf(shop.shopId);
    expect(note).toMatchObject({ action: 'program.saved', subject: shop.programId });
    expect(JSON.parse(note!.detail)).toEqual({ version: 2, changed: ['holdDays', 'budgetMinor'] });
    expect(await webhooks()).toEqual([]);
  });

  it('refuses a save on top of another one, and of ten at once takes one', async () => {
    const shop = await makeShop();
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => save(shop, 1, { holdDays: index })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 200)) {
      expect(refused).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect(await load(shop)).toMatchObject({ version: 2 });
    expect(await auditOf(shop.shopId)).toHaveLength(1);
    expect((await save(shop, 3, {})).status).toBe(409);
  });

  it('may lower the budget under what is committed: then only new promises stop', async () => {
    const shop = await makeShop();
    await order(shop, await join(shop));
    expect((await save(shop, 1, { budgetMinor: 1 })).status).toBe(200);
    expect(await cap(shop)).toEqual({ cap: 1, committed: 1_000 });
    expect((await save(shop, 2, { budgetMinor: null })).status).toBe(200);
    expect(await cap(shop)).toEqual({ cap: null, committed: 1_000 });
  });

  it('keeps the currency once a friend was referred, and lets it change before', async () => {
    const euros = {
      currency: 'EUR',
      advocateReward: { kind: 'flat', money: { amountMinor: 1_000, currency: 'EUR' } },
      friendReward: { kind: 'flat', money: { amountMinor: 1_000, currency: 'EUR' } },
    } as const;
    const fresh = await makeShop();
    expect((await save(fresh, 1, euros)).status).toBe(200);
    expect(await cap(fresh, 'money:EUR')).toEqual({ cap: 100_000, committed: 0 });

    const shop = await makeShop();
    await order(shop, await join(shop));
    const refused = await save(shop, 1, euros);
    expect(refused).toMatchObject({ status: 409, body: { code: 'conflict', field: 'settings.currency' } });
    expect(await load(shop)).toMatchObject({ version: 1, settings: { currency: 'USD' } });
  });

  it.each([
    [
      'a percentage without a ceiling beside a budget',
      { advocateReward: { kind: 'percent', basisPoints: 1_000 } },
      'settings.advocateReward',
    ],
    ['an end before its start', { startsAt: 1_800_000_000_000, endsAt: 1_700_000_000_000 }, 'settings.endsAt'],
    ['a fraction of a cent', { minimumOrderMinor: 0.5 }, 'settings.minimumOrderMinor'],
    ['a setting nobody knows', { fee: 1 }, 'settings.fee'],
  ])('refuses %s and names the field', async (_what, changes, field) => {
    const shop = await makeShop();
    const refused = await save(shop, 1, changes as object);
    expect(refused.status).toBe(422);
    expect(refused.body).toMatchObject({ field });
    expect(await load(shop)).toMatchObject({ version: 1 });
  });

  it('reaches pages at once, whatever they were told before', async () => {
    const shop = await makeShop();
    expect((await pageSettings(shop)).body).toMatchObject({ get: '$10', version: 1 });
    await save(shop, 1, { advocateReward: { kind: 'flat', money: { amountMinor: 2_500, currency: 'USD' } } });
    expect((await pageSettings(shop)).body).toMatchObject({ get: '$25', version: 2 });
  });
});

describe("the program's state", () => {
  it('is changed with a webhook and a note, and pages follow', async () => {
    const shop = await makeShop();
    await pageSettings(shop);
    expect((await setState(shop, 'paused')).body).toMatchObject({ id: shop.programId, state: 'paused', version: 1 });
    expect((await pageSettings(shop)).body).toMatchObject({ state: 'paused' });
    expect((await setState(shop, 'active')).body).toMatchObject({ state: 'active' });
    expect(await webhooks()).toEqual(
      ['paused', 'active'].map((state) => ({
        topic: 'program.state_changed',
        payload: JSON.stringify({ programId: shop.programId, state }),
      })),
    );
    const notes = await auditOf(shop.shopId);
    expect(notes.map(({ detail }) => JSON.parse(detail))).toEqual([
      { from: 'active', to: 'paused' },
      { from: 'paused', to: 'active' },
    ]);
  });

  it('says nothing where it is that state already', async () => {
    const shop = await makeShop();
    expect((await setState(shop, 'active')).status).toBe(200);
    expect([await webhooks(), await auditOf(shop.shopId)]).toEqual([[], []]);
  });

  it('is final once ended, also against a resume at the same moment', async () => {
    const shop = await makeShop();
    await setState(shop, 'paused');
    await Promise.all([setState(shop, 'ended'), setState(shop, 'active')]);
    await setState(shop, 'ended');
    for (const state of ['active', 'paused']) {
      expect(await setState(shop, state)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    }
    expect(await load(shop)).toMatchObject({ state: 'ended' });
  });
});
