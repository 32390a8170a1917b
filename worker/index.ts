import { connect } from 'cloudflare:sockets';
import { createApp } from './app.ts';
import { chooseMailer } from './connectors/mailer.ts';
import { turnstile } from './connectors/turnstile.ts';
import { makeCode, makeId } from './domain/ids.ts';
import { drainQueue } from './jobs/queues.ts';
import { runCron } from './jobs/cron.ts';
import type { Platform, VisitMessage } from './storage/platform.ts';
import { openVault } from './storage/vault.ts';
import type { Vault } from './storage/vault.ts';

// One vault an isolate: deriving its keys costs more than a request should pay.
let vault: Promise<Vault> | undefined;

async function platformOf(env: Env, context: { waitUntil(work: Promise<unknown>): void }): Promise<Platform> {
  vault ??= openVault(env.BOTHWAYS_KEY);
  const opened = await vault;
  const shards: readonly D1Database[] = [env.DB];
  return {
    directory: env.DB,
    kv: env.KV,
    vault: opened,
    openStore: (shop) => {
      const db = shards[shop.shard];
      if (!db) throw new Error(`Shop ${shop.shopId} is on shard ${shop.shard}, which has no binding`);
      return { db, shopId: shop.shopId, vault: opened };
    },
    realNow: () => Date.now(),
    newId: (prefix) => makeId(prefix, Date.now(), crypto.getRandomValues(new Uint8Array(16))),
    newCode: (length) => makeCode(length, () => crypto.getRandomValues(new Uint8Array(1))[0] ?? 0),
    sendVisit: async (visit) => {
      await env.VISITS.send(visit);
    },
    hurryOutbox: (shopId, delaySeconds = 0) =>
      context.waitUntil(env.OUTBOX.send({ shopId }, { delaySeconds }).catch(() => undefined)),
    inBackground: (work) => context.waitUntil(work.catch(() => undefined)),
    backOff: (attempt) => scheduler.wait(Math.random() * 10 * 2 ** Math.min(attempt, 5)),
    random: () => Math.random(),
    fetch: (url, init) => fetch(url, init),
    sendMail: chooseMailer(
      { smtpUrl: env.SMTP_URL, mailFrom: env.MAIL_FROM, emailService: env.EMAIL },
      { connect, realNow: () => Date.now(), newBoundary: () => crypto.randomUUID() },
    ),
    checkChallenge: env.TURNSTILE_SECRET
      ? turnstile(env.TURNSTILE_SECRET, {
          fetch: (url, init) => fetch(url, init),
          newUuid: () => crypto.randomUUID(),
        })
      : null,
    challengeSiteKey: env.TURNSTILE_SITE_KEY || null,
    readAsset: (path, headers) => env.ASSETS.fetch(new URL(path, env.PUBLIC_URL), headers ? { headers } : {}),
    publicUrl: env.PUBLIC_URL,
    demo: env.DEMO === '1',
  };
}

const app = createApp(platformOf);

const handler: ExportedHandler<Env, VisitMessage | { readonly shopId: string }> = {
  fetch: app.fetch,
  queue: async (batch, env, context) => drainQueue(batch, await platformOf(env, context)),
  scheduled: async (_controller, env, context) => runCron(await platformOf(env, context)),
};

export default handler;
