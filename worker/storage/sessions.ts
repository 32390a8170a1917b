import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { consumeToken, insertToken, newToken } from './tokens.ts';
import { sha256Hex } from './vault.ts';

/** How long a dashboard session lasts without use. */
export const SESSION_MS = 30 * DAY_MS;

/** A session in use gets a fresh token once a day, so that a stolen one soon shows: one of the two is signed out. */
const ROTATE_AFTER_MS = DAY_MS;

/** The old token still opens what the page was already asking while its cookie changed. */
const GRACE_MS = 60_000;

export interface NewSession {
  readonly token: string;
  readonly statement: D1PreparedStatement;
}

/** Makes a session: always under a fresh token, so that a cookie planted before the sign-in opens nothing after it. */
export async function newSession(directory: D1Database, userId: string, now: number): Promise<NewSession> {
  const token = newToken();
  const about = { purpose: 'user_session', shopId: null, subject: userId, now, expiresAt: now + SESSION_MS } as const;
  return { token, statement: await insertToken(directory, token, about) };
}

/**
 * Exchanges a session's token for a fresh one where it is a day old; null where it is not. Of two racing requests one
 * exchanges it.
 */
export async function rotateSession(
  directory: D1Database,
  token: string,
  userId: string,
  now: number,
): Promise<string | null> {
  const fresh = newToken();
  const [, made] = await directory.batch([
    directory
      .prepare(
        `UPDATE tokens SET expires_at = ?3 WHERE hash = ?1 AND purpose = 'user_session' AND subject = ?2 AND used_at IS NULL
           AND created_at <= ?4 AND expires_at > ?3`,
      )
      .bind(await sha256Hex(token), userId, now + GRACE_MS, now - ROTATE_AFTER_MS),
    directory
      .prepare(
        `INSERT INTO tokens (hash, purpose, shop_id, subject, created_at, expires_at)
         SELECT ?, 'user_session', NULL, ?, ?, ? WHERE changes() = 1`,
      )
      .bind(await sha256Hex(fresh), userId, now, now + SESSION_MS),
  ]);
  return made?.meta.changes === 1 ? fresh : null;
}

/** Ends a session for good; one that has ended already stays ended. */
export async function endSession(directory: D1Database, token: string, now: number): Promise<void> {
  await consumeToken(directory, token, 'user_session', now);
}
