import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { Platform } from './platform.ts';
import { consumeToken, findToken, insertToken, newToken } from './tokens.ts';
import type { Shop } from './shops.ts';
import type { Store } from './store.ts';

/** How long a visitor's session lasts: it stands in the browser's storage, where other scripts of the page can read it. */
export const PERSON_SESSION_MS = 7 * DAY_MS;

/** Uses a magic link up and tells whose it was; of two racing exchanges one gets it. A link of another shop stays as it is. */
export async function consumePersonLink(
  platform: Pick<Platform, 'directory' | 'realNow'>,
  shop: Pick<Shop, 'shopId'>,
  token: string,
): Promise<string | null> {
  const now = platform.realNow();
  const holder = await findToken(platform.directory, token, 'person_link', now);
  if (holder?.shopId !== shop.shopId) return null;
  return (await consumeToken(platform.directory, token, 'person_link', now))?.subject ?? null;
}

/** Opens a session of a person; tokens and sessions go by real time, for a test shop too. */
export async function openPersonSession(
  platform: Pick<Platform, 'directory' | 'realNow'>,
  shop: Pick<Shop, 'shopId'>,
  personId: string,
): Promise<{ readonly session: string; readonly expiresAt: number }> {
  const now = platform.realNow();
  const session = newToken();
  const expiresAt = now + PERSON_SESSION_MS;
  const about = { purpose: 'person_session', shopId: shop.shopId, subject: personId, now, expiresAt } as const;
  await (await insertToken(platform.directory, session, about)).run();
  return { session, expiresAt };
}

/** Notes that a person has proven to be themselves; the first time stays. */
export function verifyPerson(store: Store, personId: string, now: number): D1PreparedStatement {
  return store.db
    .prepare('UPDATE people SET verified_at = ? WHERE shop_id = ? AND person_id = ? AND verified_at IS NULL')
    .bind(now, store.shopId, personId);
}
