import type { Caller, Endpoint, Need } from '../../sdk/contract/endpoint.ts';
import { endpoints } from '../../sdk/contract/endpoints.ts';
import type { Role } from '../../sdk/contract/owner.ts';
import { noteKeyUsed } from '../storage/keys.ts';
import { noteTagSeen, readPageFacts } from '../storage/page-settings.ts';
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

interface PageCaller extends KnownCaller {
  readonly caller: Extract<CallerIdentity, { readonly kind: 'page' }>;
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

// Calls that every page view makes and that move nothing: they know their shop from KV, minutes old at most. Joins, claims and
// orders ask D1, where a revoked key and a pause hold at once.
const FROM_CACHE: ReadonlySet<Endpoint> = new Set([endpoints.settings, endpoints.visit]);

const RANK: Readonly<Record<Role & Need, number>> = { owner: 4, manager: 3, support: 2, reader: 1 };

/**
 * Finds out who is calling and whether the row lets them. The default is no: a credential of a kind that the row does not
 * name is answered like a missing one.
 */
export async function identify(
  endpoint: Endpoint,
  credentials: Credentials,
  platform: Platform,
): Promise<KnownCaller | Refusal> {
  const may = (caller: Caller) => endpoint.callers.includes(caller);
  if (credentials.bearer?.startsWith('sk_')) return may('key') ? identifyKey(credentials.bearer, platform) : noAccess();
  if (may('person')) return identifyPerson(credentials, platform);
  if (may('page')) {
    return FROM_CACHE.has(endpoint) ? identifyCachedPage(credentials, platform) : identifyPage(credentials, platform);
  }
  if (may('user')) return identifyUser(endpoint, credentials, platform);
  return noAccess();
}

function noAccess(): Refusal {
  return new Refusal('unauthorized', 'Send a secret key as "Authorization: Bearer sk_…", or sign in.');
}

async function identifyKey(key: string, platform: Platform): Promise<KnownCaller | Refusal> {
  const holder = await findKey(platform.directory, await sha256Hex(key));
  if (!holder || holder.kind !== 'secret') return new Refusal('unauthorized', 'This secret key is unknown or revoked.');
  noteKeyUsed(platform, holder);
  return { shop: holder.shop, caller: { kind: 'key', keyId: holder.keyId } };
}

async function identifyPage(credentials: Credentials, platform: Platform): Promise<PageCaller | Refusal> {
  if (!credentials.publishableKey) return noPublishableKey();
  const holder = await findKey(platform.directory, await sha256Hex(credentials.publishableKey));
  if (!holder || holder.kind !== 'publishable') return unknownPublishableKey();
  const { shop } = holder;
  const refused = checkOrigin(shop, credentials.request.origin);
  if (refused) return refused;
  noteKeyUsed(platform, holder);
  // A session that has ended proves nothing, and is no reason to refuse what anyone may ask.
  const session = credentials.bearer
    ? await findToken(platform.directory, credentials.bearer, 'person_session', platform.realNow())
    : null;
  return {
    shop,
    caller: { kind: 'page', personId: session?.shopId === shop.shopId ? session.subject : null, facts: null },
  };
}

async function identifyCachedPage(credentials: Credentials, platform: Platform): Promise<PageCaller | Refusal> {
  if (!credentials.publishableKey) return noPublishableKey();
  const found = await readPageFacts(platform, credentials.publishableKey);
  if (!found) return unknownPublishableKey();
  const { shop } = found.facts;
  const { origin } = credentials.request;
  const refused = checkOrigin(shop, origin);
  if (refused) return refused;
  // Only a page of the shop's own sends an Origin that passed; a look from elsewhere does not make the tag seen.
  if (origin !== null && found.from === 'store') {
    noteTagSeen(platform, shop);
    if (found.key) noteKeyUsed(platform, found.key);
  }
  return { shop, caller: { kind: 'page', personId: null, facts: found.facts } };
}

function noPublishableKey(): Refusal {
  return new Refusal('unauthorized', 'The field "shop" has to hold a publishable key (pk_…).', 'shop');
}

function unknownPublishableKey(): Refusal {
  return new Refusal('unauthorized', 'This publishable key is unknown or revoked.', 'shop');
}

// A caller without an Origin is no page of another site: browsers send it on every cross-origin request and on every write.
function checkOrigin(shop: Shop, origin: string | null): Refusal | null {
  if (origin === null || shop.origins.includes(origin)) return null;
  return new Refusal(
    'origin_not_allowed',
    `${origin} is not in the allowed origins of this shop; the owner can add it in the dashboard.`,
  );
}

async function identifyPerson(credentials: Credentials, platform: Platform): Promise<KnownCaller | Refusal> {
  const page = await identifyPage(credentials, platform);
  if (page instanceof Refusal) return page;
  const { shop, caller } = page;
  if (caller.personId === null) return new Refusal('unauthorized', 'Sign in again: this session has ended.');
  return { shop, caller: { kind: 'person', personId: caller.personId } };
}

async function identifyUser(
  endpoint: Endpoint,
  credentials: Credentials,
  platform: Platform,
): Promise<KnownCaller | Refusal> {
  const userId = await identifySession(credentials, platform);
  if (userId instanceof Refusal) return userId;
  const member = credentials.shopHeader
    ? await findMembership(platform.directory, userId, credentials.shopHeader)
    : null;
  if (!member) return new Refusal('not_found', 'The header "Bothways-Shop" names no shop of yours.');
  if (!endpoint.role || RANK[member.role] < RANK[endpoint.role]) {
    return new Refusal('forbidden', `This needs the role "${endpoint.role}".`);
  }
  return { shop: member.shop, caller: { kind: 'user', userId, role: member.role } };
}

/** Finds the dashboard user behind the session cookie. A write has to come from our own pages, because a cookie goes along by itself. */
export async function identifySession(
  credentials: Pick<Credentials, 'request' | 'method'>,
  platform: Platform,
): Promise<string | Refusal> {
  const { origin, cookie } = credentials.request;
  if (credentials.method !== 'GET' && origin !== new URL(platform.publicUrl).origin) {
    return new Refusal('origin_not_allowed', 'A dashboard session is only taken from the dashboard itself.');
  }
  const token = readSessionCookie(cookie, platform.publicUrl);
  const holder = token && (await findToken(platform.directory, token, 'user_session', platform.realNow()));
  return holder && holder.subject ? holder.subject : new Refusal('unauthorized', 'Sign in to the dashboard first.');
}
