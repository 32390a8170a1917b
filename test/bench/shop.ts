import { readD1Migrations } from '@cloudflare/vitest-plugin';
import * as v from 'valibot';
import { formatTouch } from '../../sdk/contract/attribution.ts';
import { becomeOwner, post } from '../../examples/demo/set-up.ts';
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

  const worker = { url, publicUrl: PUBLIC_URL };
  const { publishableKey, secretKey } = await becomeOwner(worker, token, 'live');
  const bothways = new Bothways({ secretKey, url });
  await bothways.shop.save({ name: 'Bench', origins: [ORIGIN] });
  const { version, settings } = await bothways.program.get();
  await bothways.program.save({ version, settings: { ...settings, budgetMinor: null, minimumOrderMinor: 0 } });
  const ada = { shop: publishableKey, email: 'ada@example.com', attempt: crypto.randomUUID() };
  const reply = v.parse(joinReply, await (await post(worker, '/v1/joins', ada, { origin: ORIGIN })).json());
  if (reply.outcome !== 'joined') throw new Error('The advocate could not join');
  return { publishableKey, secretKey, touch: formatTouch({ code: reply.code, seenAt: Date.now() }) };
}
