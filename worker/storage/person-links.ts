import { identityHash } from './people.ts';
import type { Platform } from './platform.ts';
import { anyReached, limitAddress, limitMailbox } from './rate-limits.ts';
import { commitBatch } from './store.ts';
import type { Store } from './store.ts';

/** What an advocate's magic link is asked with. */
export interface PersonLinkAsk {
  readonly email: string;
  /** The page the link leads back to, without query and fragment. */
  readonly returnUrl: string | null;
  readonly locale: string | null;
  readonly address: string | null;
}

/**
 * Puts a mail with a magic link into the outbox where the address is somebody's. The work is the same where it is nobody's
 * (one batch, one statement that finds nothing to insert), so that neither the answer nor its time tells who is here.
 */
export async function askPersonLink(
  store: Store,
  platform: Platform,
  ask: PersonLinkAsk,
  now: number,
): Promise<'asked' | 'too_many'> {
  const hash = await identityHash(store, 'email', ask.email);
  const limits = [
    ...(await limitAddress(store, platform, ask.address, 'sign_ins')),
    await limitMailbox(store, platform, hash),
  ];
  const payload = {
    ...(ask.returnUrl !== null && { returnUrl: ask.returnUrl }),
    ...(ask.locale !== null && { locale: ask.locale }),
  };
  const mail = store.db
    .prepare(
      // Due at once whatever the clock says, as every mail is.
      `INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at)
       SELECT ?1, ?2, 'mail', 'person_link', people.person_id, ?3, 0, ?4
       FROM identities JOIN people ON people.shop_id = identities.shop_id AND people.person_id = identities.person_id
       WHERE identities.shop_id = ?1 AND identities.kind = 'email' AND identities.hash = ?5 AND people.state IN ('active', 'blocked')`,
    )
    .bind(store.shopId, platform.newId('dlv'), JSON.stringify(payload), now, hash);
  const commit = await commitBatch(store, [...limits.map((limit) => limit.statement), mail]);
  if (commit.kind === 'violated') {
    if (await anyReached(limits)) return 'too_many';
    throw new Error(`A sign-in ran into a guard that is none of its own: ${commit.guard} ${commit.table ?? ''}`);
  }
  platform.hurryOutbox(store.shopId);
  return 'asked';
}
