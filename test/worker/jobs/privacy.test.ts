import { env } from 'cloudflare:workers';
import * as v from 'valibot';
import { afterEach, expect, it, vi } from 'vitest';
import type { WebhookType } from '../../../sdk/contract/owner.ts';
import { WEBHOOK_TYPES } from '../../../sdk/contract/owner.ts';
import { webhookBody, webhookData } from '../../../sdk/contract/webhooks.ts';
import { runCron } from '../../../worker/jobs/cron.ts';
import { newAttempt, refund, report } from '../../support/worker-journey.ts';
import {
  addEndpoint,
  deliverMessages,
  makePlatform,
  newReceiver,
  outboxOf,
  testMailer,
} from '../../support/worker-jobs.ts';
import { callFromPage, makeShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;
const CANARIES = ['canary.advocate@example.com', 'canary.friend@example.com', 'Canarina'];

afterEach(() => vi.restoreAllMocks());

const sings = (text: string): boolean => /canar/i.test(text);

it('writes what the contract promises, but no name and no address, into a webhook, nor into the outbox, a log line or a KV key, from the join to the paid reward', async () => {
  const lines: string[] = [];
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, level).mockImplementation((...args: unknown[]) => void lines.push(args.map(String).join(' ')));
  }
  const platform = await makePlatform({ sendMail: testMailer() });
  const shop = await makeShop({ budgetMinor: 2_000 }, { mode: 'test' });
  const receiver = newReceiver('answers=500,200');
  await addEndpoint(shop, receiver.url, [...WEBHOOK_TYPES] as WebhookType[]);

  const [advocate = '', friend = '', name = ''] = CANARIES;
  const joined = await callFromPage<{ code: string }>(shop, 'POST', '/v1/joins', {
    email: advocate,
    firstName: name,
    showName: true,
    attempt: newAttempt(),
  });
  await callFromPage(shop, 'POST', '/v1/sign-ins', {
    email: advocate,
    returnUrl: `https://shop.example/account?email=${advocate}#${name}`,
  });
  const claimed = await callFromPage<{ code: string }>(shop, 'POST', '/v1/claims', {
    code: joined.body.code,
    email: friend,
    attempt: newAttempt(),
  });
  await report(shop, { orderId: '1001', code: claimed.body.code, email: friend, customerId: 'c-1' });
  const seen = (await outboxOf(shop)).map((row) => JSON.stringify(row));
  await runCron(platform);
  platform.pass(15 * DAY_MS);
  await runCron(platform);
  await refund(shop, { refundId: 'r1', orderId: '1001', amountMinor: 5_000 });
  await runCron(platform);
  await deliverMessages('bothways-outbox', [{ shopId: shop.shopId }]);
  seen.push(...(await outboxOf(shop)).map((row) => JSON.stringify(row)));

  const webhooks = await receiver.received();
  expect(new Set(webhooks.map(({ body }) => (JSON.parse(body) as { type: string }).type))).toEqual(
    new Set([
      'advocate.joined',
      'referral.claimed',
      'order.rewarded',
      'reward.granted',
      'budget.low',
      'reward.available',
      'reward.reversed',
    ]),
  );
  for (const { body } of webhooks) {
    const { type, data } = v.parse(webhookBody, JSON.parse(body));
    expect(v.safeParse(webhookData[type], data).issues).toBeUndefined();
  }
  const keys = (await env.KV.list()).keys.map((key) => JSON.stringify(key));
  for (const text of [...seen, ...lines, ...keys, ...webhooks.map((webhook) => JSON.stringify(webhook))])
    expect(sings(text), text).toBe(false);
  // The mails themselves were written, and stand sealed.
  const mailbox = await env.DB.prepare('SELECT * FROM mailbox').all();
  expect(mailbox.results.length).toBeGreaterThanOrEqual(3);
  expect(sings(JSON.stringify(mailbox.results))).toBe(false);
});

it.each(['refused', 'later', 'rejected', 'dropped', 'hangup'])(
  'keeps an address out of the log and the outbox when a mail server is %s',
  async (how) => {
    const lines: string[] = [];
    for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
      vi.spyOn(console, level).mockImplementation((...args: unknown[]) => void lines.push(args.map(String).join(' ')));
    }
    const platform = await makePlatform({ sendMail: testMailer() });
    const shop = await makeShop();
    const email = `${how}@canary.example`;
    await callFromPage(shop, 'POST', '/v1/joins', { email, attempt: newAttempt() });
    await callFromPage(shop, 'POST', '/v1/sign-ins', { email });
    await runCron(platform);
    const mails = (await outboxOf(shop)).filter(({ kind }) => kind === 'mail');
    expect(mails).toMatchObject([{ attempts: 1, last_error: expect.any(String) }]);
    expect(sings(JSON.stringify([mails, lines]))).toBe(false);
  },
);
