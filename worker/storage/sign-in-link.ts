import { directoryStore } from './audit.ts';
import type { Platform } from './platform.ts';
import { limitAddress, limitMailbox } from './rate-limits.ts';
import { commitBatch } from './store.ts';
import { userEmailHash } from './users.ts';

/** Counters of what concerns no shop stand under this name. */
const ACCOUNTS = 'accounts';

/**
 * Puts a mail with a sign-in link into the outbox where the address is a user's. The work is the same where it is nobody's
 * (one batch, one statement that finds nothing to insert), so that neither the answer nor its time tells who has an account.
 */
export async function askSignInLink(
  platform: Platform,
  ask: { readonly email: string; readonly address: string | null },
  now: number,
): Promise<'asked' | 'too_many'> {
  const { directory, vault } = platform;
  const store = directoryStore(platform, ACCOUNTS);
  const emailHash = await userEmailHash(vault, ask.email);
  const limits = [
    ...(await limitAddress(store, platform, ask.address, 'sign_ins')),
    await limitMailbox(store, platform, emailHash),
  ];
  // Nobody's cron visits this name, so the hours gone by are swept where they are written.
  const sweep = directory.prepare('DELETE FROM counters WHERE shop_id = ? AND expires_at <= ?').bind(ACCOUNTS, now);
  // The mail goes through the outbox of the user's first live shop, which stands beside the directory (shard 0). Inserted
  // by a SELECT, so that a stranger's address costs the same statements.
  const mail = directory
    .prepare(
      `INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at)
       SELECT shops.shop_id, ?1, 'mail', 'user_link', users.user_id, '{}', ?2, ?2
       FROM users JOIN memberships ON memberships.user_id = users.user_id JOIN shops ON shops.shop_id = memberships.shop_id
       WHERE users.email_hash = ?3 AND shops.mode = 'live' AND shops.shard = 0 ORDER BY shops.shop_id LIMIT 1
       RETURNING shop_id`,
    )
    .bind(platform.newId('dlv'), now, emailHash);
  const commit = await commitBatch(store, [sweep, ...limits.map((limit) => limit.statement), mail]);
  if (commit.kind === 'violated') return 'too_many';
  const [sent] = (commit.results.at(-1)?.results ?? []) as { shop_id: string }[];
  if (sent) platform.hurryOutbox(sent.shop_id);
  return 'asked';
}
