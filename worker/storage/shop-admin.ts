import { moneyUnit } from '../domain/ledger.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { directoryStore, recordAudit } from './audit.ts';
import { programScope, setCap } from './counters.ts';
import { insertKey } from './keys.ts';
import type { NewKey } from './keys.ts';
import type { Platform } from './platform.ts';
import { saveProgram } from './programs.ts';
import type { Shop } from './shops.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';
import { addMembership } from './users.ts';

/** A shop before anyone has seen it, with all that belongs to it from its first moment. */
export interface NewShop {
  readonly shop: Shop;
  readonly ownerId: string;
  readonly program: { readonly programId: string; readonly settings: ProgramSettings };
  readonly publishableKey: NewKey;
}

/**
 * Brings a shop into being with its owner, program, budget and publishable key. A new shop lives beside the directory (shard
 * 0), so that all of it is one batch; it is moved from there once it has grown.
 */
export async function createShop(
  platform: Platform,
  { shop, ownerId, program, publishableKey }: NewShop,
  now: number,
): Promise<D1PreparedStatement[]> {
  const store = directoryStore(platform, shop.shopId);
  const { settings, programId } = program;
  return [
    store.db
      .prepare('INSERT INTO shops (shop_id, mode, twin_id, name, origins, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .bind(shop.shopId, shop.mode, shop.twinId, shop.name, JSON.stringify(shop.origins), now),
    addMembership(store.db, { userId: ownerId, shopId: shop.shopId, role: 'owner' }),
    await insertKey(store.db, store.vault, shop.shopId, publishableKey),
    ...saveProgram(store, program, null, `user:${ownerId}`, now),
    setCap(store, programScope(programId), moneyUnit(settings.currency), settings.budgetMinor),
    recordAudit(store, platform, {
      actor: `user:${ownerId}`,
      action: 'shop.created',
      subject: shop.shopId,
      detail: { mode: shop.mode, programId },
    }),
  ];
}

// The hosts of a shop and its twin. An origin is "scheme://host" and no more. min(mode) is 'live' where both have the host,
// and SQLite takes the other columns of a group from the row that held the minimum (https://sqlite.org/lang_select.html#bareagg).
const HOSTS = `SELECT substr(origin.value, instr(origin.value, '://') + 3) AS host, shops.shop_id, min(shops.mode)
  FROM shops CROSS JOIN json_each(shops.origins) AS origin WHERE shops.shop_id IN (?1, ?2) GROUP BY host`;

/**
 * Saves name and origins, and keeps the hosts in step: a host leads to one shop, so another shop's host violates the key.
 * A shop and its test twin may share a host, and there it leads to the live one.
 */
export function saveShop(
  directory: D1Database,
  shop: Pick<Shop, 'shopId' | 'twinId'>,
  change: Pick<Shop, 'name' | 'origins'>,
): D1PreparedStatement[] {
  const pair = [shop.shopId, shop.twinId ?? shop.shopId];
  return [
    // By the hosts of the origins so far, because the table of hosts is not keyed by shop.
    directory
      .prepare(`DELETE FROM hosts WHERE host IN (SELECT host FROM (${HOSTS})) AND shop_id IN (?1, ?2)`)
      .bind(...pair),
    directory
      .prepare('UPDATE shops SET name = ?, origins = ? WHERE shop_id = ?')
      .bind(change.name, JSON.stringify(change.origins), shop.shopId),
    directory.prepare(`INSERT INTO hosts (host, shop_id) SELECT host, shop_id FROM (${HOSTS})`).bind(...pair),
  ];
}

/** The first of these origins whose host leads to a shop other than this one and its twin. */
export async function findTakenOrigin(
  directory: D1Database,
  shop: Pick<Shop, 'shopId' | 'twinId'>,
  origins: readonly string[],
): Promise<string | null> {
  const row = await directory
    .prepare(
      `SELECT origin.value AS origin FROM json_each(?1) AS origin
       CROSS JOIN hosts ON hosts.host = substr(origin.value, instr(origin.value, '://') + 3)
       WHERE hosts.shop_id NOT IN (?2, ?3) LIMIT 1`,
    )
    .bind(JSON.stringify(origins), shop.shopId, shop.twinId ?? shop.shopId)
    .first<{ origin: string }>();
  return row?.origin ?? null;
}

/** Moves a test shop's clock, forward only, whoever else is moving it; rolls the batch back otherwise. */
export function moveClock(store: Store, clockOffsetMs: number): D1PreparedStatement[] {
  return [
    store.db
      .prepare("UPDATE shops SET clock_offset_ms = ?1 WHERE shop_id = ?2 AND mode = 'test' AND clock_offset_ms < ?1")
      .bind(clockOffsetMs, store.shopId),
    changedOne(store),
  ];
}
