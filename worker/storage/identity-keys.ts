import type { Platform } from './platform.ts';
import type { Shop } from './shops.ts';
import { fromBase64Url } from './vault.ts';

/**
 * Opens the key that verifies a shop's identity tokens, by the token's key id: the first 16 characters of a secret key's
 * hash, so it is a range of one row in the table's own order. Null where the shop has no such key in force.
 */
export async function findIdentityKey(
  platform: Pick<Platform, 'directory' | 'vault'>,
  shop: Pick<Shop, 'shopId'>,
  keyId: string,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await platform.directory
    .prepare(
      // 'g' is the letter after the last hex digit.
      `SELECT identity_key_sealed FROM keys
       WHERE hash >= ?1 AND hash < ?1 || 'g' AND shop_id = ?2 AND kind = 'secret' AND revoked_at IS NULL AND identity_key_sealed IS NOT NULL LIMIT 1`,
    )
    .bind(keyId, shop.shopId)
    .first<{ identity_key_sealed: string }>();
  return row && fromBase64Url(await platform.vault.open(null, row.identity_key_sealed));
}
