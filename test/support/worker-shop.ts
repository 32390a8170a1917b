import { env, exports } from 'cloudflare:workers';
import { defaultSettings } from '../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { programScope, setCap } from '../../worker/storage/counters.ts';
import { saveProgram } from '../../worker/storage/programs.ts';
import type { Store } from '../../worker/storage/store.ts';
import { openVault, sha256Hex } from '../../worker/storage/vault.ts';

export const ORIGIN = 'https://shop.example';

export interface TestShop {
  readonly shopId: string;
  readonly programId: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly store: Store;
}

let made = 0;

/** Makes a shop with a key of each kind and a program, as the set-up does; each call makes another shop. */
export async function makeShop(
  settings: Partial<ProgramSettings> = {},
  options: { readonly mode?: 'live' | 'test' } = {},
): Promise<TestShop> {
  const mode = options.mode ?? 'live';
  const tail = String(++made).padStart(16, '0');
  const shopId = `shp_${tail}`;
  const programId = `prg_${tail}`;
  const publishableKey = `pk_${mode}_${tail}`;
  const secretKey = `sk_${mode}_${tail}${tail}`;
  const vault = await openVault(env.BOTHWAYS_KEY);
  const store = { db: env.DB, shopId, vault };
  const whole: ProgramSettings = { ...defaultSettings('USD', `${ORIGIN}/`), ...settings };
  const key = async (kind: string, value: string) =>
    env.DB.prepare(
      // Used a moment ago, so that no test meets the note of a first use.
      'INSERT INTO keys (hash, shop_id, key_id, kind, name, hint, created_at, last_used_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7)',
    ).bind(await sha256Hex(value), shopId, `key_${kind.slice(0, 3)}${tail}`, kind, kind, value.slice(-4), Date.now());
  await env.DB.batch([
    env.DB.prepare('INSERT INTO shops (shop_id, mode, name, origins, created_at) VALUES (?, ?, ?, ?, ?)').bind(
      shopId,
      mode,
      'Shop',
      JSON.stringify([ORIGIN]),
      Date.now(),
    ),
    await key('publishable', publishableKey),
    await key('secret', secretKey),
    ...saveProgram(store, { programId, settings: whole }, null, 'test', Date.now()),
    setCap(store, programScope(programId), `money:${whole.currency}`, whole.budgetMinor),
  ]);
  return { shopId, programId, publishableKey, secretKey, store };
}

export interface Answer<Body = Record<string, unknown>> {
  readonly status: number;
  readonly body: Body;
  readonly headers: Headers;
}

/** Calls the real Worker over HTTP; a body is sent as JSON, a key as bearer. */
export async function call<Body = Record<string, unknown>>(
  method: string,
  path: string,
  options: { readonly key?: string; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<Answer<Body>> {
  const response = await exports.default.fetch(
    new Request(`https://bothways.test${path}`, {
      method,
      redirect: 'manual',
      headers: {
        ...(options.key ? { authorization: `Bearer ${options.key}` } : {}),
        ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.body === undefined
        ? {}
        : { body: typeof options.body === 'string' ? options.body : JSON.stringify(options.body) }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: (text && response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : { text }) as Body,
  };
}

/** Calls as the shop's page does: from its origin, with the publishable key in the body. */
export function callFromPage<Body = Record<string, unknown>>(
  shop: TestShop,
  method: string,
  path: string,
  body?: Readonly<Record<string, unknown>>,
): Promise<Answer<Body>> {
  const headers = { origin: ORIGIN };
  if (body) return call<Body>(method, path, { headers, body: { shop: shop.publishableKey, ...body } });
  return call<Body>(method, `${path}${path.includes('?') ? '&' : '?'}shop=${shop.publishableKey}`, { headers });
}
