import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RewardRow } from '../../../sdk/contract/owner.ts';
import { NetworkError } from '../../../sdk/server/index.ts';
import { examples } from '../../../worker/openapi/examples/index.ts';
import { startApi, type Seen } from './api.ts';

const [sample] = examples.listRewards.reply.items as [RewardRow];
const rewards = Array.from({ length: 7 }, (_, index) => ({ ...sample, id: `rwd_${String(index).padStart(10, '0')}` }));

/** Pages of the list as the Worker gives them: `next` is the id of the last item shown. */
function pageOf(items: readonly RewardRow[], { query }: Seen): { items: readonly RewardRow[]; next: string | null } {
  const { cursor, limit = 3 } = query as { cursor?: string; limit?: number };
  const from = cursor === undefined ? 0 : items.findIndex(({ id }) => id === cursor) + 1;
  const page = items.slice(from, from + limit);
  return { items: page, next: from + limit < items.length ? (page.at(-1)?.id ?? null) : null };
}

describe('a list', () => {
  it('awaited is its first page', async () => {
    await using api = await startApi((seen) => ({ json: pageOf(rewards, seen) }));
    const page = await api.client().rewards.list();
    expect(page).toEqual({ items: rewards.slice(0, 3), next: rewards[2]?.id });
    expect(api.seen).toHaveLength(1);
  });

  it('iterated gives every item once, in order, and asks for each page once, with the filter on each', async () => {
    await using api = await startApi((seen) => ({ json: pageOf(rewards, seen) }));
    const ids: string[] = [];
    for await (const reward of api.client().rewards.list({ state: 'review', limit: 2 })) ids.push(reward.id);
    expect(ids).toEqual(rewards.map(({ id }) => id));
    expect(api.seen.map(({ query }) => query)).toEqual([
      { state: 'review', limit: 2 },
      ...[1, 3, 5].map((index) => ({ state: 'review', limit: 2, cursor: rewards[index]?.id })),
    ]);
  });

  it('left early asks for no page that was not reached', async () => {
    await using api = await startApi((seen) => ({ json: pageOf(rewards, seen) }));
    for await (const reward of api.client().rewards.list()) if (reward.id === rewards[1]?.id) break;
    expect(api.seen).toHaveLength(1);
  });

  it('can be gone through a page at a time, from a cursor on', async () => {
    await using api = await startApi((seen) => ({ json: pageOf(rewards, seen) }));
    const sizes: number[] = [];
    const { id: cursor = '' } = rewards[2] ?? {};
    for await (const page of api.client().rewards.list({ cursor }).pages()) sizes.push(page.items.length);
    expect(sizes).toEqual([3, 1]);
  });

  it('ends although a page leads to itself', async () => {
    await using api = await startApi([{ json: { items: rewards.slice(0, 1), next: 'here' } }]);
    let count = 0;
    for await (const _ of api.client().rewards.list({ cursor: 'here' })) count += 1;
    expect(count).toBe(1);
  });

  it('that breaks on a later page says so there, after the items before', async () => {
    await using api = await startApi((seen, count) =>
      count > 1 ? { fault: 'drop' } : { json: pageOf(rewards, seen) },
    );
    const ids: string[] = [];
    const reading = (async () => {
      for await (const { id } of api.client({ retry: { limit: 0 } }).rewards.list()) ids.push(id);
    })();
    await expect(reading).rejects.toBeInstanceOf(NetworkError);
    expect(ids).toHaveLength(3);
  });

  it('of any length, in pages of any size, is complete', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 12 }), async (length, limit) => {
        const items = Array.from({ length }, (_, index) => ({
          ...sample,
          id: `rwd_${String(index).padStart(10, '0')}`,
        }));
        await using api = await startApi((seen) => ({ json: pageOf(items, seen) }));
        const ids: string[] = [];
        for await (const { id } of api.client().rewards.list({ limit })) ids.push(id);
        expect(ids).toEqual(items.map(({ id }) => id));
        expect(api.seen).toHaveLength(Math.max(1, Math.ceil(length / limit)));
      }),
      { numRuns: 25 },
    );
  });
});

describe('a list of orders to import', () => {
  const row = (number: number) => ({ row: number, orderId: String(number), outcome: 'known' as const, detail: null });

  it('is sent on until its last row, each part under a key of its own', async () => {
    const parts = [
      { rows: [row(1), row(2)], nextRow: 3 },
      { rows: [row(3)], nextRow: 4 },
      { rows: [row(4)], nextRow: null },
    ];
    await using api = await startApi(parts.map((json) => ({ json })));
    const rows = await api.client().orders.importList('order_id\n', { idempotencyKey: 'november' });
    expect(rows.map((one) => one.row)).toEqual([1, 2, 3, 4]);
    expect(api.seen.map(({ body }) => (body as { fromRow: number }).fromRow)).toEqual([1, 3, 4]);
    expect(api.seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
      'november.1',
      'november.3',
      'november.4',
    ]);
  });

  it('ends although a part leads to itself', async () => {
    await using api = await startApi([{ json: { rows: [row(1)], nextRow: 1 } }]);
    expect(await api.client().orders.importList('order_id\n')).toHaveLength(1);
  });
});
