import { readD1Migrations } from '@cloudflare/vitest-plugin';
import * as v from 'valibot';
import { formatTouch } from '../../sdk/contract/attribution.ts';
import { accountReply, keyCreated } from '../../sdk/contract/owner.ts';
import { joinReply } from '../../sdk/contract/visitor.ts';
import { Bothways } from '../../sdk/server/index.ts';
import { setupSql } from '../../worker/storage/setup.ts';
import type { Running } from './platform.ts';

export const ORIGIN = 'https://shop.example';
const PUBLIC_URL = 'https://bothways.bench';

export const bindings = { BOTHWAYS_KEY: 'YmVuY2gtb25seS1iZW5jaC1vbmx5LWJlbmNoLW9ubHk', PUBLIC_URL };

export interface BenchShop {
  readonly publishableKey: string;
  readonly secretKey: string;
  /** A touch of the shop's one advocate. */
  readonly touch: string;
}

/** Sets a shop up through the API, as an owner does, without a limit that a load would run into. */
export async function setUpShop({ flare, url }: Running): Promise<BenchShop> {
  const db = await flare.getD1Database('DB');
  for (const { queries } of await readD1Migrations('worker/migrations')) {
    await db.batch(queries.map((query) => db.prepare(query)));
  }
  const { token, sql } = await setupSql(Date.now());
  await db.batch(sql.split(';\n').map((statement) => db.prepare(statement)));

  const setUp = await post(`${url}/v1/setup`, { token, email: 'owner@example.com', name: 'Bench', shopName: 'Bench' });
  const shop = v.parse(accountReply, await setUp.json()).shops.find((each) => each.mode === 'live');
  if (!shop?.publishableKey) throw new Error('The set-up made no shop');
  const session = { cookie: setUp.headers.get('set-cookie')?.split(';')[0] ?? '', 'bothways-shop': shop.id };
  const made = await post(`${url}/v1/keys`, { kind: 'secret', name: 'Bench' }, session);
  const secretKey = v.parse(keyCreated, await made.json()).key;

  const bothways = new Bothways({ secretKey, url });
  await bothways.shop.save({ name: 'Bench', origins: [ORIGIN] });
  const { version, settings } = await bothways.program.get();
  await bothways.program.save({ version, settings: { ...settings, budgetMinor: null, minimumOrderMinor: 0 } });
  const joined = await post(
    `${url}/v1/joins`,
    { shop: shop.publishableKey, email: 'ada@example.com', attempt: crypto.randomUUID() },
    { origin: ORIGIN },
  );
  const reply = v.parse(joinReply, await joined.json());
  if (reply.outcome !== 'joined') throw new Error('The advocate could not join');
  return {
    publishableKey: shop.publishableKey,
    secretKey,
    touch: formatTouch({ code: reply.code, seenAt: Date.now() }),
  };
}

async function post(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: PUBLIC_URL, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} was answered with ${answer.status}: ${await answer.text()}`);
  return answer;
}
