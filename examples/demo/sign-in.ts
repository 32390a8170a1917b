import { createHash, randomBytes } from 'node:crypto';
import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { OwnedShop } from './set-up.ts';

/** A link that signs the demo's owner in, and the SQL that makes it work: what the mail of a real sign-in holds. */
export function signInLink(
  { userId, shopId }: Pick<OwnedShop, 'userId' | 'shopId'>,
  workerUrl: string,
  now: number,
): { readonly link: string; readonly sql: string } {
  const token = randomBytes(24).toString('base64url');
  const hash = createHash('sha256').update(token).digest('hex');
  return {
    link: `${workerUrl}/dashboard#token=${token}&shop=${shopId}`,
    sql: `INSERT INTO tokens (hash, purpose, shop_id, subject, created_at, expires_at) VALUES ('${hash}', 'user_link', NULL, '${userId}', ${now}, ${now + DAY_MS})`,
  };
}
