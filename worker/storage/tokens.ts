import { sha256Hex, toBase64Url } from './vault.ts';

export type TokenPurpose = 'setup' | 'person_link' | 'person_session' | 'user_link' | 'user_session';

/** Makes a token of 192 random bits. It is handed out once; only its hash is stored. */
export function newToken(): string {
  return toBase64Url(crypto.getRandomValues(new Uint8Array(24)));
}

export interface TokenHolder {
  readonly shopId: string | null;
  readonly subject: string | null;
}

export async function insertToken(
  directory: D1Database,
  token: string,
  about: {
    readonly purpose: TokenPurpose;
    readonly shopId: string | null;
    readonly subject: string | null;
    readonly now: number;
    readonly expiresAt: number;
  },
): Promise<D1PreparedStatement> {
  return directory
    .prepare('INSERT INTO tokens (hash, purpose, shop_id, subject, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)')
    .bind(await sha256Hex(token), about.purpose, about.shopId, about.subject, about.now, about.expiresAt);
}

const STILL_GOOD = 'hash = ?1 AND purpose = ?2 AND expires_at > ?3 AND used_at IS NULL';

/** Finds a session that still runs. */
export async function findToken(
  directory: D1Database,
  token: string,
  purpose: TokenPurpose,
  now: number,
): Promise<TokenHolder | null> {
  const find = directory.prepare(`SELECT shop_id, subject FROM tokens WHERE ${STILL_GOOD}`);
  return holderOf(find.bind(await sha256Hex(token), purpose, now));
}

/** Uses a token up: of two racing requests, one gets it. */
export async function consumeToken(
  directory: D1Database,
  token: string,
  purpose: TokenPurpose,
  now: number,
): Promise<TokenHolder | null> {
  const use = directory.prepare(`UPDATE tokens SET used_at = ?3 WHERE ${STILL_GOOD} RETURNING shop_id, subject`);
  return holderOf(use.bind(await sha256Hex(token), purpose, now));
}

async function holderOf(statement: D1PreparedStatement): Promise<TokenHolder | null> {
  const row = await statement.first<{ shop_id: string | null; subject: string | null }>();
  return row && { shopId: row.shop_id, subject: row.subject };
}
