import { env } from 'cloudflare:workers';
import type { ClaimReply, JoinReply, SessionReply } from './replies.ts';
import { insertKey } from '../../../worker/storage/keys.ts';
import { insertToken, newToken } from '../../../worker/storage/tokens.ts';
import { newAttempt } from '../../support/worker-journey.ts';
import { ORIGIN, call } from '../../support/worker-shop.ts';
import type { Answer, TestShop } from '../../support/worker-shop.ts';

/** What a visitor's browser sends along. */
export interface Visitor {
  /** The network address that Cloudflare tells. */
  readonly address?: string;
  readonly session?: string;
  readonly origin?: string | null;
  readonly userAgent?: string;
}

/** Asks as a visitor's page does. */
export function ask<Body = Record<string, unknown>>(
  shop: Pick<TestShop, 'publishableKey'>,
  method: 'GET' | 'POST',
  path: string,
  input: Readonly<Record<string, unknown>> = {},
  visitor: Visitor = {},
): Promise<Answer<Body>> {
  const { address, session, origin = ORIGIN, userAgent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' } = visitor;
  const headers = {
    'user-agent': userAgent,
    ...(origin !== null && { origin }),
    ...(address !== undefined && { 'cf-connecting-ip': address }),
    ...(session !== undefined && { authorization: `Bearer ${session}` }),
  };
  if (method === 'POST') return call<Body>(method, path, { headers, body: { shop: shop.publishableKey, ...input } });
  const query = new URLSearchParams({ shop: shop.publishableKey });
  for (const [name, value] of Object.entries(input)) query.set(name, String(value));
  return call<Body>(method, `${path}?${query.toString()}`, { headers });
}

export const join = (shop: TestShop, body: Readonly<Record<string, unknown>>, visitor?: Visitor) =>
  ask<JoinReply>(shop, 'POST', '/v1/joins', { attempt: newAttempt(), ...body }, visitor);

export const claim = (shop: TestShop, body: Readonly<Record<string, unknown>>, visitor?: Visitor) =>
  ask<ClaimReply>(shop, 'POST', '/v1/claims', { attempt: newAttempt(), ...body }, visitor);

/** A code of a fresh advocate, or of whom the body names. */
export async function newCode(shop: TestShop, body: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const { body: reply } = await join(shop, { email: `${newAttempt()}@example.com`, ...body });
  if (reply.outcome !== 'joined') throw new Error(`Could not join: ${JSON.stringify(reply)}`);
  return reply.code;
}

/** Who stands behind an advocate's code. */
export async function personOf(shop: TestShop, code: string): Promise<string> {
  const row = await env.DB.prepare('SELECT person_id FROM links WHERE shop_id = ? AND code = ?')
    .bind(shop.shopId, code)
    .first<{ person_id: string }>();
  if (!row) throw new Error(`Nobody stands behind ${code}`);
  return row.person_id;
}

/** A magic link as the mail carries it: the token that opens a session once. */
export async function newMagicLink(shop: TestShop, personId: string, validMs = 3_600_000): Promise<string> {
  const token = newToken();
  const now = Date.now();
  const about = {
    purpose: 'person_link',
    shopId: shop.shopId,
    subject: personId,
    now,
    expiresAt: now + validMs,
  } as const;
  await (await insertToken(env.DB, token, about)).run();
  return token;
}

/** Opens a session of a person by a magic link. */
export async function signIn(shop: TestShop, personId: string): Promise<string> {
  const { body } = await ask<SessionReply>(shop, 'POST', '/v1/sessions', { token: await newMagicLink(shop, personId) });
  return body.session;
}

/** Gives the shop another secret key, kept as the dashboard keeps one. */
export async function newSecretKey(shop: TestShop): Promise<string> {
  const key = `sk_live_${newAttempt().replaceAll('-', '')}00000000`;
  const made = {
    keyId: `key_${newAttempt().slice(-12)}`,
    kind: 'secret',
    name: 'server',
    key,
    createdAt: Date.now(),
  } as const;
  await (await insertKey(env.DB, shop.store.vault, shop.shopId, made)).run();
  return key;
}

/** Rows of a table that belong to the shop. */
export async function count(shop: Pick<TestShop, 'shopId'>, table: string, where = '1'): Promise<number> {
  const row = await env.DB.prepare(`SELECT COUNT(*) AS n FROM ${table} WHERE shop_id = ? AND ${where}`)
    .bind(shop.shopId)
    .first<{ n: number }>();
  return row?.n ?? 0;
}

/** What is committed of the program's budget, in minor units. */
export async function committed(shop: TestShop, unit = 'money:USD'): Promise<number | null> {
  const row = await env.DB.prepare('SELECT committed FROM counters WHERE shop_id = ? AND scope = ? AND unit = ?')
    .bind(shop.shopId, `program:${shop.programId}`, unit)
    .first<{ committed: number }>();
  return row?.committed ?? null;
}

/** Pauses, ends or resumes the program, without the owner's dashboard. */
export async function setState(shop: TestShop, state: 'active' | 'paused' | 'ended'): Promise<void> {
  await env.DB.prepare('UPDATE programs SET state = ? WHERE shop_id = ?').bind(state, shop.shopId).run();
}

/** Notes every row that enters the outbox from now on, because the drain takes away what nobody subscribes to. */
export async function watchOutbox(): Promise<(topic: string) => Promise<unknown[]>> {
  await env.DB.batch([
    env.DB.prepare('CREATE TABLE told (topic TEXT, target TEXT, payload TEXT)'),
    env.DB.prepare(
      'CREATE TRIGGER outbox_told AFTER INSERT ON outbox BEGIN INSERT INTO told VALUES (NEW.topic, NEW.target, NEW.payload); END',
    ),
  ]);
  return async (topic) => {
    const found = await env.DB.prepare('SELECT target, payload FROM told WHERE topic = ? ORDER BY rowid')
      .bind(topic)
      .all<{ target: string | null; payload: string }>();
    return found.results.map(({ target, payload }) => ({ ...JSON.parse(payload), ...(target !== null && { target }) }));
  };
}

interface ReferralRow {
  readonly advocate_id: string;
  readonly friend_id: string;
  readonly state: string;
  readonly channel: string | null;
  readonly held: number;
  readonly held_unit: string;
  readonly held_until: number;
}

/** The bonds of the shop, oldest first. */
export async function referrals(shop: TestShop): Promise<ReferralRow[]> {
  const found = await env.DB.prepare('SELECT * FROM referrals WHERE shop_id = ? ORDER BY referral_id')
    .bind(shop.shopId)
    .all<ReferralRow>();
  return found.results;
}

/** The friend's code of a claim, or why there is none. */
export function codeOf({ body }: Answer<ClaimReply>): string {
  return body.outcome === 'claimed' ? body.code : body.reason;
}

/** How many friends joined, as the advocate's own figures have it. */
export async function joinedCount(personId: string): Promise<number | undefined> {
  const row = await env.DB.prepare('SELECT joined_count FROM people WHERE person_id = ?')
    .bind(personId)
    .first<{ joined_count: number }>();
  return row?.joined_count;
}
