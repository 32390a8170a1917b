import { isExhausted } from '../domain/opening.ts';
import { moneyUnit } from '../domain/ledger.ts';
import { programScope, readCounter } from './counters.ts';
import type { Platform } from './platform.ts';
import { readProgram } from './programs.ts';
import type { Program } from './programs.ts';
import { findKey, findShopByHost } from './shops.ts';
import type { KeyHolder, Shop } from './shops.ts';
import { sha256Hex } from './vault.ts';

// Kept in KV, where pages read it without a row of D1:
//   page:1:<SHA-256 of a publishable key>   what stands behind the key
//   host:1:<host>                           the same, for links on the shop's own host
// The number is the version of the value's shape, so that a release never reads what another wrote. Never truth: what moves
// money asks D1.

/** What a page's calls and links need to know of its shop; a few minutes old at most. */
export interface PageFacts {
  readonly shop: Shop;
  /** Null until the owner has set one up. */
  readonly program: Program | null;
  readonly exhausted: boolean;
}

/** Where facts came from: `store` means they are as new as can be. */
export interface FoundFacts {
  readonly facts: PageFacts;
  readonly from: 'cache' | 'store';
  /** What the store told of the key; null where the cache was asked. */
  readonly key: KeyHolder | null;
}

// A pause reaches every page within this time plus KV's own minute, even where nobody told the cache.
const KEEP_SECONDS = 300;
const TAG_SEEN_MS = 3_600_000;

const pageKey = (hash: string) => `page:1:${hash}`;
const hostKey = (host: string) => `host:1:${host}`;

/** The facts behind a publishable key; null where the key is unknown or revoked. */
export async function readPageFacts(platform: Platform, publishableKey: string): Promise<FoundFacts | null> {
  const hash = await sha256Hex(publishableKey);
  return readThrough(platform, pageKey(hash), async () => {
    const key = await findKey(platform.directory, hash);
    return key?.kind === 'publishable' ? { shop: key.shop, key } : null;
  });
}

/** The facts of the shop that a host belongs to; null where no shop names it. */
export async function readHostFacts(platform: Platform, host: string): Promise<FoundFacts | null> {
  return readThrough(platform, hostKey(host), async () => {
    const shop = await findShopByHost(platform.directory, host);
    return shop && { shop, key: null };
  });
}

/**
 * Forgets what pages are told of a shop: to be called after its program, origins or keys were saved, or its clock moved.
 * Other locations follow within a minute.
 */
export async function forgetPageSettings(
  platform: Pick<Platform, 'directory' | 'kv'>,
  shop: Pick<Shop, 'shopId' | 'origins'>,
): Promise<void> {
  const keys = await platform.directory
    .prepare("SELECT hash FROM keys WHERE shop_id = ? AND kind = 'publishable' ORDER BY key_id DESC LIMIT 20")
    .bind(shop.shopId)
    .all<{ hash: string }>();
  const names = [
    ...keys.results.map((row) => pageKey(row.hash)),
    ...shop.origins.map((origin) => hostKey(new URL(origin).host)),
  ];
  // What can't be forgotten now runs out by itself; the owner's save has been made either way.
  await Promise.all(names.map((name) => platform.kv.delete(name).catch(() => undefined)));
}

/** Notes that a page of the shop has loaded the tag: at most once an hour, so that a busy page costs no writes. */
export function noteTagSeen(platform: Platform, shop: Pick<Shop, 'shopId' | 'tagSeenAt'>): void {
  const now = platform.realNow();
  if (shop.tagSeenAt !== null && now - shop.tagSeenAt < TAG_SEEN_MS) return;
  platform.inBackground(
    platform.directory
      .prepare('UPDATE shops SET tag_seen_at = ?2 WHERE shop_id = ?1 AND (tag_seen_at IS NULL OR tag_seen_at < ?3)')
      .bind(shop.shopId, now, now - TAG_SEEN_MS)
      .run(),
  );
}

async function readThrough(
  platform: Platform,
  name: string,
  find: () => Promise<{ readonly shop: Shop; readonly key: KeyHolder | null } | null>,
): Promise<FoundFacts | null> {
  // KV over its quota or out of order is a miss like any other.
  const kept = await platform.kv.get<PageFacts>(name, 'json').catch(() => null);
  if (kept) return { facts: kept, from: 'cache', key: null };
  const found = await find();
  if (!found) return null;
  const facts = await readFacts(platform, found.shop);
  platform.inBackground(platform.kv.put(name, JSON.stringify(facts), { expirationTtl: KEEP_SECONDS }));
  return { facts, from: 'store', key: found.key };
}

async function readFacts(platform: Platform, shop: Shop): Promise<PageFacts> {
  const store = platform.openStore(shop);
  const program = await readProgram(store);
  if (!program) return { shop, program, exhausted: false };
  const budget = await readCounter(store, programScope(program.programId), moneyUnit(program.settings.currency));
  return { shop, program, exhausted: isExhausted(program.settings, budget) };
}
