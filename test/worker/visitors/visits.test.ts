import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import worker from '../../../worker/index.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { newCode } from './visitor.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0';

/** Reports to the real Worker, whose queue is watched. */
async function report(
  shop: TestShop,
  body: Readonly<Record<string, unknown>>,
  { userAgent = FIREFOX, full = false } = {},
): Promise<{ readonly status: number; readonly body: unknown; readonly sent: unknown[] }> {
  const sent: unknown[] = [];
  const VISITS: Queue = {
    ...env.VISITS,
    send: async (message: unknown) => {
      if (full) throw new Error('Queue is full');
      sent.push(message);
      return { metadata: { metrics: { backlogCount: 0, backlogBytes: 0 } } };
    },
  };
  const request = new Request<unknown, IncomingRequestCfProperties>('https://bothways.test/v1/visits', {
    method: 'POST',
    // A page sends text, because that needs no preflight.
    headers: { 'content-type': 'text/plain', origin: ORIGIN, 'user-agent': userAgent },
    body: JSON.stringify({ shop: shop.publishableKey, ...body }),
  });
  const context = createExecutionContext();
  const response = await worker.fetch!(request, { ...env, VISITS }, context);
  await waitOnExecutionContext(context);
  return { status: response.status, body: await response.json(), sent };
}

describe('a visit', () => {
  it('is put into the queue with its channel, its program and the shop’s time', async () => {
    const shop = await makeShop();
    const before = Date.now();
    const { status, body, sent } = await report(shop, {
      kind: 'visit',
      code: await newCode(shop),
      channel: 'whatsapp',
    });
    expect([status, body]).toEqual([202, {}]);
    const visit = { shopId: shop.shopId, kind: 'visit', channel: 'whatsapp', programId: shop.programId };
    expect(sent).toEqual([{ ...visit, at: expect.any(Number) }]);
    expect((sent[0] as { at: number }).at).toBeGreaterThanOrEqual(before);
  });

  it.each(['impression', 'share'])('counts as %s where it is one', async (kind) => {
    expect((await report(await makeShop(), { kind })).sent).toMatchObject([{ kind, channel: 'direct' }]);
  });

  it('carries nothing of the page or the person to the queue', async () => {
    const { sent } = await report(await makeShop(), {
      kind: 'visit',
      code: 'ADA777',
      page: '/orders/ada',
      device: 'phone',
    });
    expect(Object.keys(sent[0] as object).toSorted()).toEqual(['at', 'channel', 'kind', 'programId', 'shopId']);
  });

  it('counts with a code that nobody has', async () => {
    expect((await report(await makeShop(), { kind: 'visit', code: 'NOBODY' })).sent).toHaveLength(1);
  });

  it.each([
    ['says so itself', { bot: true }, FIREFOX],
    ['says so in its name', {}, 'Mozilla/5.0 (compatible; Googlebot/2.1)'],
  ])('of a program that %s is not counted', async (_, flag, userAgent) => {
    const { status, sent } = await report(await makeShop(), { kind: 'visit', ...flag }, { userAgent });
    expect([status, sent]).toEqual([202, []]);
  });

  it('goes by the clock of a test shop', async () => {
    const shop = await makeShop({}, { mode: 'test' });
    await env.DB.prepare('UPDATE shops SET clock_offset_ms = 86400000 WHERE shop_id = ?').bind(shop.shopId).run();
    const [visit] = (await report(shop, { kind: 'visit' })).sent;
    expect((visit as { at: number }).at).toBeGreaterThan(Date.now() + 86_000_000);
  });

  it('never fails the page, though the queue is full', async () => {
    expect(await report(await makeShop(), { kind: 'visit' }, { full: true })).toEqual({
      status: 202,
      body: {},
      sent: [],
    });
  });

  it('writes no row', async () => {
    const shop = await makeShop();
    await report(shop, { kind: 'visit' });
    const { n } = (await env.DB.prepare('SELECT COUNT(*) AS n FROM rollups').first<{ n: number }>()) ?? { n: -1 };
    expect(n).toBe(0);
  });
});
