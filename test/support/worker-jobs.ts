import { connect } from 'cloudflare:sockets';
import {
  createExecutionContext,
  createMessageBatch,
  createScheduledController,
  getQueueResult,
  waitOnExecutionContext,
} from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { Webhook } from 'standardwebhooks';
import { inject } from 'vitest';
import type { WebhookType } from '../../sdk/contract/owner.ts';
import { parseSmtpUrl, smtpTransport } from '../../worker/connectors/smtp.ts';
import { makeCode, makeId } from '../../worker/domain/ids.ts';
import type { SendMail } from '../../worker/domain/mail.ts';
import worker from '../../worker/index.ts';
import type { Platform } from '../../worker/storage/platform.ts';
import { findShop } from '../../worker/storage/shops.ts';
import type { Shop } from '../../worker/storage/shops.ts';
import { openVault } from '../../worker/storage/vault.ts';
import type { ReceivedMail, ReceivedWebhook } from './worker-context.d.ts';
import { call } from './worker-shop.ts';
import type { TestShop } from './worker-shop.ts';

export interface TestPlatform extends Platform {
  /** The nudges that were sent, instead of the queue: `shopId`, or `shopId+5` for one that comes in five seconds. */
  readonly nudges: string[];
  /** Moves real time. */
  readonly pass: (ms: number) => void;
}

/** The real databases, vault and network with a clock of the test's own, for jobs that have to be called at a moment. */
export async function makePlatform(overrides: Partial<Platform> = {}): Promise<TestPlatform> {
  const vault = await openVault(env.BOTHWAYS_KEY);
  const nudges: string[] = [];
  let passed = 0;
  const realNow = () => Date.now() + passed;
  return {
    directory: env.DB,
    kv: env.KV,
    vault,
    openStore: ({ shopId }) => ({ db: env.DB, shopId, vault }),
    realNow,
    newId: (prefix) => makeId(prefix, realNow(), crypto.getRandomValues(new Uint8Array(16))),
    newCode: (length) => makeCode(length, () => crypto.getRandomValues(new Uint8Array(1))[0] ?? 0),
    sendVisit: async () => undefined,
    hurryOutbox: (shopId, delaySeconds) =>
      void nudges.push(delaySeconds === undefined ? shopId : `${shopId}+${delaySeconds}`),
    inBackground: () => undefined,
    backOff: async () => undefined,
    random: () => 0.5,
    fetch: (url, init) => fetch(url, init),
    sendMail: null,
    checkChallenge: null,
    challengeSiteKey: null,
    readAsset: async () => new Response(null, { status: 404 }),
    publicUrl: 'https://bothways.test',
    demo: false,
    ...overrides,
    nudges,
    pass: (ms) => void (passed += ms),
  };
}

export async function shopOf({ shopId }: TestShop): Promise<Shop> {
  const shop = await findShop(env.DB, shopId);
  if (!shop) throw new Error(`There is no shop ${shopId}`);
  return shop;
}

/** A transport to the tests' own mail server: plain to 127.0.0.1, or over STARTTLS to the name its certificate holds. */
export function testMailer(
  options: { readonly encrypted?: boolean; readonly login?: string; readonly host?: string } = {},
): SendMail {
  const { smtpPort, smtpTlsPort } = inject('receivers');
  const host = options.host ?? (options.encrypted ? 'localhost' : '127.0.0.1');
  const server = parseSmtpUrl(
    `smtp://${options.login ? `${options.login}@` : ''}${host}:${options.encrypted ? smtpTlsPort : smtpPort}`,
  );
  const world = { connect, realNow: () => Date.now(), newBoundary: () => crypto.randomUUID() };
  // By its address alone, this very machine would be spoken to in the clear.
  const secured = options.encrypted ? ({ ...server, security: 'starttls' } as const) : server;
  return smtpTransport(secured, { name: 'Bothways', address: 'hello@bothways.test' }, world);
}

export async function mailsTo(address: string): Promise<ReceivedMail[]> {
  const response = await fetch(`${inject('receivers').url}/mails/${encodeURIComponent(address)}`);
  return response.json();
}

let hooks = 0;

/** A receiver of one's own: `behavior` is the query that tells how it answers (see receivers.ts). */
export function newReceiver(behavior = ''): {
  readonly url: string;
  readonly received: () => Promise<ReceivedWebhook[]>;
} {
  const url = `${inject('receivers').url}/hooks/${crypto.randomUUID()}-${String(++hooks)}`;
  return { url: behavior === '' ? url : `${url}?${behavior}`, received: async () => (await fetch(url)).json() };
}

/** Adds an endpoint over the API, as an owner does. */
export async function addEndpoint(
  shop: TestShop,
  url: string,
  types: readonly WebhookType[],
): Promise<{ readonly id: string; readonly secret: string }> {
  const { status, body } = await call<{ id: string; secret: string }>('POST', '/v1/webhook-endpoints', {
    key: shop.secretKey,
    body: { url, types },
  });
  if (status !== 201) throw new Error(`Could not add an endpoint: ${JSON.stringify(body)}`);
  return body;
}

/** Checks that the package of Standard Webhooks signs the same for the moment the webhook names, and gives back the body. */
export function verified(
  secret: string,
  { headers, body }: ReceivedWebhook,
): { readonly type: string; readonly timestamp: string; readonly data: Record<string, unknown> } {
  const sentAt = new Date(Number(headers['webhook-timestamp']) * 1000);
  const expected = new Webhook(secret).sign(headers['webhook-id'] ?? '', sentAt, body);
  if (headers['webhook-signature'] !== expected) throw new Error('The signature does not fit');
  return JSON.parse(body);
}

export interface OutboxRow {
  readonly delivery_id: string;
  readonly kind: string;
  readonly topic: string;
  readonly target: string | null;
  readonly payload: string;
  readonly state: string;
  readonly attempts: number;
  readonly next_attempt_at: number;
  readonly last_error: string | null;
}

export async function outboxOf({ shopId }: TestShop): Promise<OutboxRow[]> {
  return (
    await env.DB.prepare('SELECT * FROM outbox WHERE shop_id = ? ORDER BY delivery_id').bind(shopId).all<OutboxRow>()
  ).results;
}

/** Runs the Worker's own cron, as the platform does. */
export async function runWorkerCron(): Promise<void> {
  const context = createExecutionContext();
  await worker.scheduled?.(createScheduledController({ scheduledTime: Date.now(), cron: '*/5 * * * *' }), env, context);
  await waitOnExecutionContext(context);
}

/** Hands messages to the Worker's own queue consumer, as the platform does. */
export async function deliverMessages(
  queue: string,
  bodies: readonly unknown[],
): Promise<Awaited<ReturnType<typeof getQueueResult>>> {
  const batch = createMessageBatch(
    queue,
    bodies.map((body, index) => ({ id: `m${index}`, timestamp: new Date(), attempts: 1, body })),
  );
  const context = createExecutionContext();
  await worker.queue?.(batch as MessageBatch<never>, env, context);
  return getQueueResult(batch, context);
}
