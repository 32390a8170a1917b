import { env } from 'cloudflare:workers';
import { describe, expect, it, vi } from 'vitest';
import type { EndpointName } from '../../../sdk/contract/endpoints.ts';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import type { AuditAction } from '../../../worker/storage/audit.ts';
import { call, callFromPage, makeShop } from '../../support/worker-shop.ts';
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

const ORDER = { orderId: '1001', currency: 'USD', subtotalMinor: 5_000 };
const REFUND = { refundId: 'r-1', orderId: '1001', currency: 'USD', amountMinor: 1_000 };
const LIST = 'order_id,currency,subtotal_minor\n2001,USD,5000';

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

/** How each change is made by hand. */
const changes: Partial<Record<EndpointName, Change>> = {
  reportOrder: {
    action: 'order.entered',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/orders', ORDER),
  },
  reportRefund: {
    action: 'refund.entered',
    make: async (_shop, owner) => {
      await callAs(owner, 'POST', '/v1/orders', ORDER);
      return callAs(owner, 'POST', '/v1/refunds', REFUND);
    },
  },
  importOrders: {
    action: 'orders.imported',
    make: async (_shop, owner) => callAs(owner, 'POST', '/v1/order-lists', { csv: LIST }),
  },
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
const OWN_RECORD: readonly EndpointName[] = ['pingEndpoint', 'closeDashboard'];

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

  it('names who entered an order or refund once, however often it is sent, and not who it was sent by the server', async () => {
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    const another = await makeMember(shop, 'owner');
    for (const who of [owner, owner, another]) {
      // The refund is entered first, and is one that waits.
      expect((await callAs(who, 'POST', '/v1/refunds', REFUND)).status).toBe(200);
      expect((await callAs(who, 'POST', '/v1/orders', ORDER)).status).toBe(200);
      expect((await callAs(who, 'POST', '/v1/order-lists', { csv: LIST })).status).toBe(200);
    }
    await call('POST', '/v1/orders', { key: shop.secretKey, body: { ...ORDER, orderId: '3001' } });
    await call('POST', '/v1/refunds', { key: shop.secretKey, body: { ...REFUND, orderId: '3001', refundId: 'r-3' } });
    await call('POST', '/v1/order-lists', { key: shop.secretKey, body: { csv: LIST.replace('2001', '4001') } });
    const eventOf = (kind: string, number: string) =>
      idOf(`SELECT event_id AS id FROM events WHERE kind = '${kind}' AND external_id = '${number}'`);
    const actor = `user:${owner.userId}`;
    const notes = (await auditOf(shop.shopId)).toSorted((a, b) => a.action.localeCompare(b.action));
    expect(notes).toEqual([
      { actor, action: 'order.entered', subject: await eventOf('order', '1001'), detail: '{}' },
      { actor, action: 'orders.imported', subject: await eventOf('order', '2001'), detail: '{"row":1}' },
      {
        actor: expect.stringMatching(/^key:key_sec/),
        action: 'orders.imported',
        subject: await eventOf('order', '4001'),
        detail: '{"row":1}',
      },
      { actor, action: 'refund.entered', subject: await eventOf('refund', 'r-1'), detail: '{}' },
    ]);
    const verifiedBy = await env.DB.prepare(
      "SELECT external_id AS id, verified_by AS word FROM events WHERE kind = 'refund' ORDER BY external_id",
    ).all();
    expect(verifiedBy.results).toEqual([
      { id: 'r-1', word: 'owner' },
      { id: 'r-3', word: 'key' },
    ]);
  });

  it('leaves no order without its note: one transaction holds both', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const shop = await makeShop();
    const owner = await makeMember(shop, 'owner');
    await env.DB.prepare(
      "CREATE TRIGGER no_notes BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no notes today'); END",
    ).run();
    for (const [path, body] of [
      ['/v1/orders', ORDER],
      ['/v1/refunds', REFUND],
      ['/v1/order-lists', { csv: LIST }],
    ] as const) {
      expect((await callAs(owner, 'POST', path, body)).status).toBe(500);
    }
    log.mockRestore();
    await env.DB.prepare('DROP TRIGGER no_notes').run();
    expect((await env.DB.prepare('SELECT 1 FROM events').all()).results).toEqual([]);
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
