import { env } from 'cloudflare:workers';
import type { Role } from '../../../sdk/contract/owner.ts';
import { makeId } from '../../../worker/domain/ids.ts';
import type { IdPrefix } from '../../../worker/domain/ids.ts';
import { newSession } from '../../../worker/storage/sessions.ts';
import { addMembership, createUser } from '../../../worker/storage/users.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { call } from '../../support/worker-shop.ts';
import type { Answer } from '../../support/worker-shop.ts';

export const DASHBOARD = 'https://bothways.test';

export const newId = (prefix: IdPrefix) => makeId(prefix, Date.now(), crypto.getRandomValues(new Uint8Array(16)));

export interface Member {
  readonly userId: string;
  readonly email: string;
  readonly cookie: string;
  /** The headers with which the dashboard asks as this member of the shop. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Makes a dashboard user with a role in a shop, signed in. */
export async function makeMember(shop: Pick<TestShop, 'shopId' | 'store'>, role: Role): Promise<Member> {
  const userId = newId('usr');
  const email = `${userId}@example.com`;
  const session = await newSession(env.DB, userId, Date.now());
  await env.DB.batch([
    await createUser(env.DB, shop.store.vault, { userId, email, name: 'Robin' }, Date.now()),
    addMembership(env.DB, { userId, shopId: shop.shopId, role }),
    session.statement,
  ]);
  const cookie = `__Host-bothways_session=${session.token}`;
  return { userId, email, cookie, headers: { cookie, origin: DASHBOARD, 'bothways-shop': shop.shopId } };
}

/** Calls as a signed-in member of a shop does from the dashboard. */
export function callAs<Body = Record<string, unknown>>(
  member: Member,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer<Body>> {
  return call<Body>(method, path, { headers: member.headers, ...(body === undefined ? {} : { body }) });
}

export interface AuditRow {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
}

/** The notes of a shop's changes, oldest first. */
export async function auditOf(shopId: string): Promise<AuditRow[]> {
  const found = await env.DB.prepare('SELECT * FROM audit WHERE shop_id = ? ORDER BY id').bind(shopId).all<AuditRow>();
  return found.results.map(({ actor, action, subject, detail }) => ({ actor, action, subject, detail }));
}
