import type { Caller, Endpoint, Need } from '../../sdk/contract/endpoint.ts';
import type { Role } from '../../sdk/contract/owner.ts';
import { findKey, findMembership } from '../storage/shops.ts';
import type { Shop } from '../storage/shops.ts';
import { findToken } from '../storage/tokens.ts';
import { sha256Hex } from '../storage/vault.ts';
import { Refusal } from './context.ts';
import type { CallerIdentity, CallRequest } from './context.ts';
import type { Platform } from '../storage/platform.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Who is calling which shop. */
export interface KnownCaller {
  readonly shop: Shop;
  readonly caller: CallerIdentity;
}

interface Credentials {
  readonly request: CallRequest;
  readonly method: string;
  readonly bearer: string | null;
  /** The publishable key of a page's body or query. */
  readonly publishableKey: string | null;
  /** The `Bothways-Shop` header of a dashboard. */
  readonly shopHeader: string | null;
}

const RANK: Readonly<Record<Role & Need, number>> = { owner: 4, manager: 3, support: 2, reader: 1 };

/**
 * Finds out who is calling and whether the row lets them. The default is no: a credential of a kind that the row does not
 * name is answered like a missing one.
 */
export async function identify(endpoint: Endpoint, credentials: Credentials, platform: Platform): Promise<KnownCaller | Refusal> {
  const may = (caller: Caller) => endpoint.callers.includes(caller);
  if (credentials.bearer?.startsWith('sk_')) return may('key') ? identifyKey(credentials.bearer, platform) : noAccess();
  if (may('person')) return identifyPerson(credentials, platform);
  if (may('page')) return identifyPage(credentials, platform);
  if (may('user')) return identifyUser(endpoint, credentials, platform);
  return noAccess();
}

function noAccess(): Refusal {
  return new Refusal('unauthorized', 'Send a secret key as "Authorization: Bearer sk_…", or sign in.');
}

async function identifyKey(key: string, platform: Platform): Promise<KnownCaller | Refusal> {
  const holder = await findKey(platform.directory, await sha256Hex(key));
  if (!holder || holder.kind !== 'secret') return new Refusal('unauthorized', 'This secret key is unknown or revoked.');
  return { shop: holder.shop, caller: { kind: 'key', keyId: holder.keyId } };
}

async function identifyPage(credentials: Credentials, platform: Platform): Promise<KnownCaller | Refusal> {
  if (!credentials.publishableKey) return new Refusal('unauthorized', 'The field "shop" has to hold a publishable key (pk_…).', 'shop');
  const holder = await findKey(platform.directory, await sha256Hex(credentials.publishableKey));
  if (!holder || holder.kind !== 'publishable') return new Refusal('unauthorized', 'This publishable key is unknown or revoked.', 'shop');
  const refused = checkOrigin(holder.shop, credentials.request.origin);
  return refused ?? { shop: holder.shop, caller: { kind: 'page' } };
}

// A caller without an Origin is no page of another site: browsers send it on every cross-origin request and on every write.
function checkOrigin(shop: Shop, origin: string | null): Refusal | null {
  if (origin === null || shop.origins.includes(origin)) return null;
  return new Refusal('origin_not_allowed', `${origin} is not in the allowed origins of this shop; the owner can add it in the dashboard.`);
}

async function identifyPerson(credentials: Credentials, platform: Platform): Promise<KnownCaller | Refusal> {
  const page = await identifyPage(credentials, platform);
  if (page instanceof Refusal) return page;
  const holder = credentials.bearer && (await findToken(platform.directory, credentials.bearer, 'person_session', platform.realNow()));
  if (!holder || holder.shopId !== page.shop.shopId || !holder.subject) return new Refusal('unauthorized', 'Sign in again: this session has ended.');
  return { shop: page.shop, caller: { kind: 'person', personId: holder.subject } };
}

async function identifyUser(endpoint: Endpoint, credentials: Credentials, platform: Platform): Promise<KnownCaller | Refusal> {
  const userId = await identifySession(credentials, platform);
  if (userId instanceof Refusal) return userId;
  const member = credentials.shopHeader ? await findMembership(platform.directory, userId, credentials.shopHeader) : null;
  if (!member) return new Refusal('not_found', 'The header "Bothways-Shop" names no shop of yours.');
  if (!endpoint.role || RANK[member.role] < RANK[endpoint.role]) return new Refusal('forbidden', `This needs the role "${endpoint.role}".`);
  return { shop: member.shop, caller: { kind: 'user', userId, role: member.role } };
}

/** Finds the dashboard user behind the session cookie. A write has to come from our own pages, because a cookie goes along by itself. */
export async function identifySession(credentials: Pick<Credentials, 'request' | 'method'>, platform: Platform): Promise<string | Refusal> {
  const { origin, cookie } = credentials.request;
  if (credentials.method !== 'GET' && origin !== new URL(platform.publicUrl).origin) {
    return new Refusal('origin_not_allowed', 'A dashboard session is only taken from the dashboard itself.');
  }
  const token = readSessionCookie(cookie);
  const holder = token && (await findToken(platform.directory, token, 'user_session', platform.realNow()));
  return holder && holder.subject ? holder.subject : new Refusal('unauthorized', 'Sign in to the dashboard first.');
}

