import type { KeyView } from '../../sdk/contract/owner.ts';
import { deriveIdentityKey } from '../../sdk/contract/identity.ts';
import type { Platform } from './platform.ts';
import type { KeyHolder, Shop } from './shops.ts';
import { sha256Hex, toBase64Url } from './vault.ts';
import type { Vault } from './vault.ts';

interface KeyRow {
  key_id: string;
  kind: KeyView['kind'];
  name: string;
  hint: string;
  created_at: number;
  last_used_at: number | null;
  revoked_at: number | null;
}

/** A key as it is made: the only moment at which it exists in full on our side. */
export interface NewKey {
  readonly keyId: string;
  readonly kind: KeyView['kind'];
  readonly name: string;
  readonly key: string;
  readonly createdAt: number;
}

/**
 * Puts a key together: `pk_live_…`, `sk_test_…`.
 *
 * @param random 32 characters that nobody can guess.
 */
export function formatKey(kind: KeyView['kind'], mode: Shop['mode'], random: string): string {
  return `${kind === 'publishable' ? 'pk' : 'sk'}_${mode}_${random}`;
}

/** What may be shown of a key later: a publishable one is public anyway. */
export function hintOf(key: Pick<NewKey, 'kind' | 'key'>): string {
  return key.kind === 'publishable' ? key.key : key.key.slice(-4);
}

/**
 * Stores a key as its SHA-256. Of a secret key the derived signing key of identity tokens is kept too, sealed: the Worker
 * has to verify them, and what it keeps must not be enough to call the API.
 */
export async function insertKey(
  directory: D1Database,
  vault: Vault,
  shopId: string,
  key: NewKey,
): Promise<D1PreparedStatement> {
  const identityKey =
    key.kind === 'secret' ? await vault.seal(null, toBase64Url(await deriveIdentityKey(key.key, crypto.subtle))) : null;
  return directory
    .prepare(
      `INSERT INTO keys (hash, shop_id, key_id, kind, name, hint, identity_key_sealed, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(await sha256Hex(key.key), shopId, key.keyId, key.kind, key.name, hintOf(key), identityKey, key.createdAt);
}

/** The keys of a shop, newest first, revoked ones among them; at most two hundred. */
export async function listKeys(directory: D1Database, shopId: string): Promise<KeyView[]> {
  const found = await directory
    .prepare('SELECT * FROM keys WHERE shop_id = ? ORDER BY key_id DESC LIMIT 200')
    .bind(shopId)
    .all<KeyRow>();
  return found.results.map((row) => ({
    id: row.key_id,
    kind: row.kind,
    name: row.name,
    hint: row.hint,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }));
}

/** The state of a key; null where the shop has none of that id. */
export async function findKeyOfShop(
  directory: D1Database,
  shopId: string,
  keyId: string,
): Promise<{ readonly revoked: boolean } | null> {
  const row = await directory
    .prepare('SELECT revoked_at FROM keys WHERE shop_id = ? AND key_id = ?')
    .bind(shopId, keyId)
    .first<{ revoked_at: number | null }>();
  return row && { revoked: row.revoked_at !== null };
}

const USED_MS = 3_600_000;

/** Notes that a key has opened something: at most once an hour, so that a busy key costs no writes. */
export function noteKeyUsed(
  platform: Pick<Platform, 'directory' | 'realNow' | 'inBackground'>,
  key: Pick<KeyHolder, 'hash' | 'lastUsedAt'>,
): void {
  const now = platform.realNow();
  if (key.lastUsedAt !== null && now - key.lastUsedAt < USED_MS) return;
  platform.inBackground(
    platform.directory
      .prepare('UPDATE keys SET last_used_at = ?2 WHERE hash = ?1 AND (last_used_at IS NULL OR last_used_at <= ?3)')
      .bind(key.hash, now, now - USED_MS)
      .run(),
  );
}

/** Revokes a key from this moment on; to be followed by `changedOne`. */
export function revokeKey(directory: D1Database, shopId: string, keyId: string, now: number): D1PreparedStatement {
  return directory
    .prepare('UPDATE keys SET revoked_at = ? WHERE shop_id = ? AND key_id = ? AND revoked_at IS NULL')
    .bind(now, shopId, keyId);
}

/** The newest publishable key in force, in full: what the tag holds. */
export async function readPublishableKey(directory: D1Database, shopId: string): Promise<string | null> {
  const row = await directory
    .prepare(
      `SELECT hint FROM keys WHERE shop_id = ? AND kind = 'publishable' AND revoked_at IS NULL
       ORDER BY key_id DESC LIMIT 1`,
    )
    .bind(shopId)
    .first<{ hint: string }>();
  return row?.hint ?? null;
}
