import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { Platform } from './platform.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';
import { newToken } from './tokens.ts';
import { sha256Hex } from './vault.ts';

/** How long a set-up token waits for its owner; starting or deploying again makes another. */
const SETUP_MS = 30 * DAY_MS;

const NO_USERS = 'NOT EXISTS (SELECT 1 FROM users)';

/**
 * The SQL that leaves the hash of a fresh set-up token in the directory, for whoever starts or deploys the Worker and has
 * only `wrangler d1 execute`: it prints the token's link afterwards. A token made before stops working, and where there is
 * a user already nothing is written, so that running it again never opens a shop that has an owner.
 *
 * @example const { token, sql } = await setupSql(Date.now()); // wrangler d1 execute DB --command "$sql"; print setupLink(…)
 */
export async function setupSql(now: number): Promise<{ readonly token: string; readonly sql: string }> {
  const token = newToken();
  return {
    token,
    sql: setupStatements(await sha256Hex(token), now)
      .map((statement) => `${statement};`)
      .join('\n'),
  };
}

/** Makes a set-up token where the Worker has no user yet; null where it has one. */
export async function ensureSetupToken(directory: D1Database, now: number): Promise<string | null> {
  const token = newToken();
  const statements = setupStatements(await sha256Hex(token), now);
  const done = await directory.batch(statements.map((statement) => directory.prepare(statement)));
  return done.at(-1)?.meta.changes === 1 ? token : null;
}

// Hex digits and whole numbers only: nothing here needs quoting.
function setupStatements(hash: string, now: number): readonly string[] {
  return [
    `DELETE FROM tokens WHERE purpose = 'setup' AND ${NO_USERS}`,
    `INSERT INTO tokens (hash, purpose, created_at, expires_at) SELECT '${hash}', 'setup', ${now}, ${now + SETUP_MS} WHERE ${NO_USERS}`,
  ];
}

/** Where the set-up token is brought; in the fragment, which browsers send to no server and no log. */
export function setupLink(publicUrl: string, token: string): string {
  return `${publicUrl}/dashboard#setup=${token}`;
}

/**
 * On one's own machine the Worker prints the link by itself, once, because `wrangler dev` runs no deploy step. Never on a
 * public address: there, whoever reads the log is not always the owner.
 */
export async function announceSetup(platform: Pick<Platform, 'directory' | 'realNow' | 'publicUrl'>): Promise<void> {
  const { hostname } = new URL(platform.publicUrl);
  if (hostname !== 'localhost' && hostname !== '127.0.0.1') return;
  const now = platform.realNow();
  const settled = await platform.directory
    .prepare(`SELECT 1 FROM users UNION ALL SELECT 1 FROM tokens WHERE purpose = 'setup' AND expires_at > ? LIMIT 1`)
    .bind(now)
    .first();
  const token = settled ? null : await ensureSetupToken(platform.directory, now);
  if (token) console.log(`Bothways has no owner yet. Set it up at ${setupLink(platform.publicUrl, token)}`);
}

/**
 * Uses a set-up token up and holds that nobody was here before: placed first in the batch that creates the owner, so that
 * of two racing set-ups one happens, and one that fails leaves the token usable.
 */
export async function consumeSetupToken(store: Store, token: string, now: number): Promise<D1PreparedStatement[]> {
  return [
    store.db
      .prepare(
        "UPDATE tokens SET used_at = ?2 WHERE hash = ?1 AND purpose = 'setup' AND expires_at > ?2 AND used_at IS NULL",
      )
      .bind(await sha256Hex(token), now),
    changedOne(store),
    store.db.prepare('INSERT INTO guards (holds) SELECT 0 WHERE EXISTS (SELECT 1 FROM users)'),
  ];
}
