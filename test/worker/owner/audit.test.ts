import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { EndpointName } from '../../../sdk/contract/endpoints.ts';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import type { AuditAction } from '../../../worker/storage/audit.ts';
import { callFromPage, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { auditOf, callAs, makeMember } from './members.ts';
import type { Member } from './members.ts';
import { join, order } from './referrals.ts';

type Change = {
  readonly action: AuditAction;
  readonly make: (shop: TestShop, owner: Member) => Promise<{ readonly status: number }>;
};

const idOf = async (query: string) => (await env.DB.prepare(query).first<{ id: string }>())!.id;
const endpointBody = { url: 'https://hooks.example.com/', types: ['ping'] };

async function pageOrder(shop: TestShop): Promise<string> {
  await callFromPage(shop, 'POST', '/v1/page-orders', {
    orderId: 'page-1',
    amountMinor: 5_000,
    currency: 'USD',
    code: await join(shop),
  });
  return idOf("SELECT event_id AS id FROM events WHERE state = 'unverified'");
}

async function reward(shop: TestShop): Promise<string> {
  return (await order(shop, await join(shop))).rewards[0]!.id;
}

/** How each change is made by hand. Orders and refunds are their own record, and so are not among them. */
const changes: Partial<Record<EndpointName, Change>> = {
  approveOrder: {
    action: 'order.approved',
    make: async (shop, owner) => callAs(owner, 'POST', `/v1/orders/${await pageOrder(shop)}/approve`),
  },
  dismissOrder: {
    action: 'order.dismissed',
    make: async (shop, owner) =>
      callAs(owner, 'POST', `/v1/orders/${await pageOrder(shop)}/dismiss`, { reason: 'Staff.' }),
  },
  approveReward: {
    action: 'reward.approved',
    make: async (shop, owner) => callAs(owner, 'POST', `/v1/rewards/${await reward(shop)}/approve`),
  },
  refuseReward: {
    action: 'reward.refused',
    make: async (shop, owner) =>
      callAs(owner, 'POST', `/v1/rewards/${await reward(shop)}/refuse`, { reason: 'Household.' }),
  },
  credit: {
    action: 'credit.given',
    make: async (shop, owner) => {
      await join(shop);
      const personId = await idOf('SELECT person_id AS id FROM people');
      return callAs(owner, 'POST', '/v1/credits', {
        creditId: 'c1',
        personId,
        amountMinor: 100,
        currency: 'USD',
        reason: 'Sorry.',
      });
    },
  },
  saveProgram: {
    action: 'program.saved',
    make: async (_shop, owner) => {
      const { body } = await callAs(owner, 'GET', '/v1/program');
      return callAs(owner, 'PUT', '/v1/program', { version: 1, settings: body['settings'] });
    },
  },
  setProgramState: {
    action: 'program.state_changed',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/program/state', { state: 'paused' }),
  },
  replayDelivery: {
    action: 'delivery.replayed',
    make: async (shop, owner) => {
      await order(shop, await join(shop));
      await env.DB.prepare("UPDATE outbox SET state = 'dead'").run();
      return callAs(owner, 'POST', `/v1/deliveries/${await idOf('SELECT delivery_id AS id FROM outbox')}/replay`);
    },
  },
  addEndpoint: {
    action: 'endpoint.added',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/webhook-endpoints', endpointBody),
  },
  removeEndpoint: {
    action: 'endpoint.removed',
    make: async (_shop, owner) => {
      const { body } = await callAs(owner, 'POST', '/v1/webhook-endpoints', endpointBody);
      return callAs(owner, 'DELETE', `/v1/webhook-endpoints/${String(body['id'])}`);
    },
  },
  addKey: {
    action: 'key.added',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/keys', { kind: 'secret', name: 'Server' }),
  },
  revokeKey: {
    action: 'key.revoked',
    make: async (shop, owner) =>
      callAs(
        owner,
        'DELETE',
        `/v1/keys/${await idOf(`SELECT key_id AS id FROM keys WHERE shop_id = '${shop.shopId}'`)}`,
      ),
  },
  saveShop: {
    action: 'shop.saved',
    make: async (_shop, owner) => callAs(owner, 'PUT', '/v1/shop', { name: 'Shop', origins: ['https://shop.example'] }),
  },
  moveClock: {
    action: 'clock.moved',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/clock', { now: Date.now() + 3_600_000 }),
  },
};

/** Writes that change nothing of the shop, or are recorded by what they write. */
const OWN_RECORD: readonly EndpointName[] = [
  'reportOrder',
  'reportRefund',
  'importOrders',
  'pingEndpoint',
  'closeDashboard',
];

describe('the audit log', () => {
  it('is asked about every write that a dashboard user can make', () => {
    const writes = Object.entries(endpoints)
      .filter(([, { method, callers }]) => method !== 'GET' && (callers as readonly string[]).includes('user'))
      .map(([name]) => name);
    expect(new Set([...Object.keys(changes), ...OWN_RECORD])).toEqual(new Set(writes));
  });

  it.each(Object.entries(changes))('knows who did %s', async (_name, { action, make }) => {
    const shop = await makeShop({ approval: 'by_hand' }, { mode: 'test' });
    const owner = await makeMember(shop, 'owner');
    const { status } = await make(shop, owner);
    expect(status).toBeLessThan(300);
    const notes = (await auditOf(shop.shopId)).filter((note) => note.action === action);
    expect(notes).toMatchObject([{ actor: `user:${owner.userId}`, subject: expect.stringMatching(/^[a-z]{3}_/) }]);
  });

  it('is never changed nor shortened', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    await callAs(owner, 'POST', '/v1/program/state', { state: 'paused' });
    await expect(env.DB.prepare("UPDATE audit SET actor = 'nobody'").run()).rejects.toThrow('never change');
    await expect(env.DB.prepare('DELETE FROM audit').run()).rejects.toThrow('never leave');
    expect(await auditOf(shop.shopId)).toHaveLength(1);
  });

  it('has no word of a change that was refused', async () => {
    const shop = await makeShop({ approval: 'by_hand' });
    const owner = await makeMember(shop, 'owner');
    const missing = 'evt_00000000000000';
    for (const [method, path, body] of [
      ['POST', `/v1/rewards/${missing}/approve`],
      ['POST', `/v1/orders/${missing}/dismiss`, { reason: 'Gone.' }],
      ['POST', `/v1/deliveries/${missing}/replay`],
      ['DELETE', `/v1/webhook-endpoints/${missing}`],
      ['DELETE', `/v1/keys/${missing}`],
      ['POST', '/v1/clock', { now: Date.now() + 3_600_000 }],
      ['PUT', '/v1/program', { version: 9, settings: (await callAs(owner, 'GET', '/v1/program')).body['settings'] }],
    ] as const) {
      expect((await callAs(owner, method, path, body)).status).toBeGreaterThanOrEqual(404);
    }
    expect(await auditOf(shop.shopId)).toEqual([]);
  });
});
