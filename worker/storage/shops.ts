import type { Role } from '../../sdk/contract/owner.ts';

/** A shop is the tenant. A test shop is a twin with its own keys, data and clock. */
export interface Shop {
  readonly shopId: string;
  readonly shard: number;
  readonly mode: 'live' | 'test';
  readonly twinId: string | null;
  readonly name: string;
  readonly origins: readonly string[];
  readonly clockOffsetMs: number;
  readonly tagSeenAt: number | null;
}

export interface ShopRow {
  shop_id: string;
  shard: number;
  mode: 'live' | 'test';
  twin_id: string | null;
  name: string;
  origins: string;
  clock_offset_ms: number;
  tag_seen_at: number | null;
}

export async function findShop(directory: D1Database, shopId: string): Promise<Shop | null> {
  const row = await directory.prepare('SELECT * FROM shops WHERE shop_id = ?').bind(shopId).first<ShopRow>();
  return row && toShop(row);
}

/** Finds the shop whose allowed origins name this host: how `/r/:code` on an owner's own zone knows whose code it is. */
export async function findShopByHost(directory: D1Database, host: string): Promise<Shop | null> {
  const row = await directory
    .prepare('SELECT shops.* FROM hosts JOIN shops ON shops.shop_id = hosts.shop_id WHERE hosts.host = ?')
    .bind(host)
    .first<ShopRow>();
  return row && toShop(row);
}

export interface KeyHolder {
  /** The SHA-256 it was found by. */
  readonly hash: string;
  readonly keyId: string;
  readonly kind: 'publishable' | 'secret';
  readonly identityKeySealed: string | null;
  readonly lastUsedAt: number | null;
  readonly shop: Shop;
}

/** Finds a key that is not revoked by its SHA-256; a look-up by hash leaks nothing about the key through time. */
export async function findKey(directory: D1Database, hash: string): Promise<KeyHolder | null> {
  const row = await directory
    .prepare(
      'SELECT keys.*, shops.* FROM keys JOIN shops ON shops.shop_id = keys.shop_id WHERE keys.hash = ? AND keys.revoked_at IS NULL',
    )
    .bind(hash)
    .first<
      ShopRow & {
        key_id: string;
        kind: KeyHolder['kind'];
        identity_key_sealed: string | null;
        last_used_at: number | null;
      }
    >();
  return (
    row && {
      hash,
      keyId: row.key_id,
      kind: row.kind,
      identityKeySealed: row.identity_key_sealed,
      lastUsedAt: row.last_used_at,
      shop: toShop(row),
    }
  );
}

/** The shop as a member of it may see it, with the member's role; null for a stranger, as for a shop that does not exist. */
export async function findMembership(
  directory: D1Database,
  userId: string,
  shopId: string,
): Promise<{ readonly role: Role; readonly shop: Shop } | null> {
  const row = await directory
    .prepare(
      'SELECT memberships.role, shops.* FROM memberships JOIN shops ON shops.shop_id = memberships.shop_id WHERE memberships.user_id = ? AND memberships.shop_id = ?',
    )
    .bind(userId, shopId)
    .first<ShopRow & { role: Role }>();
  return row && { role: row.role, shop: toShop(row) };
}

export function toShop(row: ShopRow): Shop {
  return {
    shopId: row.shop_id,
    shard: row.shard,
    mode: row.mode,
    twinId: row.twin_id,
    name: row.name,
    origins: JSON.parse(row.origins) as string[],
    clockOffsetMs: row.clock_offset_ms,
    tagSeenAt: row.tag_seen_at,
  };
}
