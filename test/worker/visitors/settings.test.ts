import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import { forgetPageSettings } from '../../../worker/storage/page-settings.ts';
import { sha256Hex } from '../../../worker/storage/vault.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { PageSettings, Problem } from './replies.ts';
import { ask, claim, newCode, setState } from './visitor.ts';

const settings = (shop: Pick<TestShop, 'publishableKey'>, query = {}, visitor = {}) =>
  ask<PageSettings>(shop, 'GET', '/v1/settings', query, visitor);

const cacheName = async (shop: TestShop) => `page:1:${await sha256Hex(shop.publishableKey)}`;

/** The cache is filled after the reply. */
const filled = async (shop: TestShop) => {
  const name = await cacheName(shop);
  await vi.waitFor(async () => expect(await env.KV.get(name)).not.toBeNull());
};

const tagSeenAt = async (shop: TestShop) => {
  const row = await env.DB.prepare('SELECT tag_seen_at FROM shops WHERE shop_id = ?')
    .bind(shop.shopId)
    .first<{ tag_seen_at: number | null }>();
  return row?.tag_seen_at ?? null;
};

describe('the settings of a page', () => {
  it('tell both rewards in money that people read', async () => {
    const shop = await makeShop({ minimumOrderMinor: 2_550 });
    const { status, body } = await settings(shop);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      programId: shop.programId,
      version: 1,
      state: 'open',
      currency: 'USD',
      give: '$10',
      get: '$10',
      minimumOrder: '$25.50',
      holdDays: 14,
      claimNeedsEmail: true,
      consent: 'granted',
    });
  });

  it('write money as the asked language does', async () => {
    const shop = await makeShop({
      friendReward: { kind: 'percent', basisPoints: 1_250, max: { amountMinor: 2_000, currency: 'USD' } },
    });
    const { body } = await settings(shop, { locale: 'fr-FR' });
    // French sets a narrow no-break space before the percent sign and a no-break space before the currency.
    expect([body.give, body.get].map((text) => text.replaceAll(/\s/g, ' '))).toEqual(['12,5 %', '10 $']);
  });

  it("give the owner's texts of the asked language, the region's before the language's", async () => {
    const texts = {
      fr: { join: 'Participer', launcher: 'Parrainer' },
      'fr-CA': { join: 'Embarquer' },
      de: { join: 'Mitmachen' },
    };
    const shop = await makeShop({ texts });
    expect((await settings(shop, { locale: 'fr-ca' })).body.texts).toEqual({
      join: 'Embarquer',
      launcher: 'Parrainer',
    });
    expect((await settings(shop, { locale: 'it' })).body.texts).toEqual({});
    expect((await settings(shop)).body.texts).toEqual({});
  });

  it('may be kept by the browser for five minutes, and by nobody for another site', async () => {
    const { headers } = await settings(await makeShop());
    expect(headers.get('cache-control')).toBe('public, max-age=300');
    expect(headers.get('vary')).toBe('Origin');
    expect(headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each([
    ['paused', { state: 'paused' as const }, {}],
    ['over', { state: 'ended' as const }, {}],
    ['over', { state: 'active' as const }, { endsAt: Date.UTC(2025, 0, 1) }],
    ['not_started', { state: 'active' as const }, { startsAt: Date.UTC(2100, 0, 1) }],
    ['exhausted', { state: 'active' as const }, { budgetMinor: 1_999 }],
    ['open', { state: 'active' as const }, { budgetMinor: 2_000 }],
  ])('say %s where that is so', async (state, program, change) => {
    const shop = await makeShop(change);
    await setState(shop, program.state);
    expect((await settings(shop)).body.state).toBe(state);
  });

  it('say that the budget is used up once it is', async () => {
    const shop = await makeShop({ budgetMinor: 2_000 });
    await claim(shop, { code: await newCode(shop), email: 'friend@example.com' });
    expect((await settings(shop)).body.state).toBe('exhausted');
  });
});

describe('the cache of settings', () => {
  it('answers without D1 once it is filled, and without personal data', async () => {
    const shop = await makeShop();
    await settings(shop);
    await filled(shop);
    await env.DB.prepare('DELETE FROM programs').run();
    expect((await settings(shop)).status).toBe(200);
    const kept = (await env.KV.get(await cacheName(shop))) ?? '';
    expect(kept).not.toContain(shop.publishableKey);
  });

  it('is forgotten when the owner saves', async () => {
    const shop = await makeShop();
    await settings(shop);
    await filled(shop);
    await setState(shop, 'paused');
    expect((await settings(shop)).body.state).toBe('open');
    await forgetPageSettings({ directory: env.DB, kv: env.KV }, { shopId: shop.shopId, origins: [ORIGIN] });
    expect((await settings(shop)).body.state).toBe('paused');
  });

  it('goes by the hour: a program that ends while it is kept is over', async () => {
    const shop = await makeShop({ endsAt: Date.now() + 400 });
    expect((await settings(shop)).body.state).toBe('open');
    await filled(shop);
    await vi.waitFor(async () => expect((await settings(shop)).body.state).toBe('over'), 5_000);
  });

  it('checks the origin on every call, kept or not', async () => {
    const shop = await makeShop();
    await settings(shop);
    await filled(shop);
    const { status, body } = await ask<Problem>(shop, 'GET', '/v1/settings', {}, { origin: 'https://thief.example' });
    expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
  });

  it('does not outlive a key that is revoked and forgotten', async () => {
    const shop = await makeShop();
    await settings(shop);
    await filled(shop);
    await env.DB.prepare("UPDATE keys SET revoked_at = 1 WHERE shop_id = ? AND kind = 'publishable'")
      .bind(shop.shopId)
      .run();
    await forgetPageSettings({ directory: env.DB, kv: env.KV }, { shopId: shop.shopId, origins: [] });
    expect((await settings(shop)).status).toBe(401);
  });

  it('never lets a revoked key join or claim, whatever is kept', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await settings(shop);
    await filled(shop);
    await env.DB.prepare("UPDATE keys SET revoked_at = 1 WHERE shop_id = ? AND kind = 'publishable'")
      .bind(shop.shopId)
      .run();
    expect((await claim(shop, { code, email: 'friend@example.com' })).status).toBe(401);
  });
});

describe('the sight of the tag', () => {
  it('is noted when a page of the shop asks, at most once an hour', async () => {
    const shop = await makeShop();
    await settings(shop);
    await vi.waitFor(async () => expect(await tagSeenAt(shop)).not.toBeNull());
    const first = await tagSeenAt(shop);
    await forgetPageSettings({ directory: env.DB, kv: env.KV }, { shopId: shop.shopId, origins: [] });
    await settings(shop);
    await filled(shop);
    expect(await tagSeenAt(shop)).toBe(first);
  });

  it('is not noted for a caller that is no page', async () => {
    const shop = await makeShop();
    await settings(shop, {}, { origin: null });
    await filled(shop);
    expect(await tagSeenAt(shop)).toBeNull();
  });
});
