import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { OfferReply } from './replies.ts';
import { ask, claim, newCode, personOf, setState } from './visitor.ts';

const offer = async (shop: TestShop, code: string, query = {}) =>
  (await ask<OfferReply>(shop, 'GET', '/v1/offers', { code, ...query })).body;

describe('what a friend is offered', () => {
  it('tells who recommended and what it brings', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { firstName: 'Ada', showName: true });
    expect(await offer(shop, code.toLowerCase())).toEqual({
      outcome: 'open',
      advocateName: 'Ada',
      give: '$10',
      minimumOrder: '$30',
      claimDays: 14,
    });
  });

  it('tells no minimum where there is none', async () => {
    const shop = await makeShop({ minimumOrderMinor: 0 });
    expect(await offer(shop, await newCode(shop))).toMatchObject({ minimumOrder: null });
  });

  it('writes money as the asked language does', async () => {
    const shop = await makeShop();
    const told = await offer(shop, await newCode(shop), { locale: 'de' });
    expect(told.outcome === 'open' && told.give.replaceAll(/\s/g, ' ')).toBe('10 $');
  });

  it('is the same for a name whose key was destroyed as for one that was never given', async () => {
    const shop = await makeShop();
    const code = await newCode(shop, { firstName: 'Ada', showName: true });
    await env.DB.prepare('DELETE FROM person_data').run();
    expect(await offer(shop, code)).toMatchObject({ outcome: 'open', advocateName: null });
  });
});

describe('an offer that is closed', () => {
  it('says that nobody has the code', async () => {
    expect(await offer(await makeShop(), 'NOBODY')).toEqual({ outcome: 'closed', reason: 'unknown' });
  });

  it('knows no code of another shop', async () => {
    const [shop, other] = [await makeShop(), await makeShop()];
    expect(await offer(shop, await newCode(other))).toEqual({ outcome: 'closed', reason: 'unknown' });
  });

  it('says unknown for an advocate who is blocked', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await env.DB.prepare("UPDATE people SET state = 'blocked' WHERE person_id = ?")
      .bind(await personOf(shop, code))
      .run();
    expect(await offer(shop, code)).toEqual({ outcome: 'closed', reason: 'unknown' });
  });

  it('says that the program is paused or over, whoever the code belongs to', async () => {
    const shop = await makeShop();
    const code = await newCode(shop);
    await setState(shop, 'paused');
    expect(await offer(shop, code)).toEqual({ outcome: 'closed', reason: 'paused' });
    await setState(shop, 'ended');
    expect(await offer(shop, 'NOBODY')).toEqual({ outcome: 'closed', reason: 'over' });
  });

  it('says that it has not begun', async () => {
    const shop = await makeShop({ startsAt: Date.now() + 60_000 });
    expect(await offer(shop, 'NOBODY')).toEqual({ outcome: 'closed', reason: 'not_started' });
  });

  it('says that the budget is used up', async () => {
    const shop = await makeShop({ budgetMinor: 3_999 });
    const code = await newCode(shop);
    await claim(shop, { code, email: 'friend@example.com' });
    expect(await offer(shop, code)).toEqual({ outcome: 'closed', reason: 'exhausted' });
  });
});
