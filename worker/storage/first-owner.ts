import { defaultSettings } from '../../sdk/contract/program.ts';
import { directoryStore } from './audit.ts';
import { formatKey } from './keys.ts';
import type { Platform } from './platform.ts';
import { newSession } from './sessions.ts';
import { consumeSetupToken } from './setup.ts';
import { createShop } from './shop-admin.ts';
import type { NewShop } from './shop-admin.ts';
import { commitBatch } from './store.ts';
import { createUser } from './users.ts';

/** Dollars, because a shop starts with the "Give $10, get $10" that the owner then makes their own. */
const FIRST_CURRENCY = 'USD';

export interface FirstOwner {
  readonly userId: string;
  readonly sessionToken: string;
}

/**
 * Makes the first owner with a shop and its test twin, signed in, in one batch with the use of the set-up token; null where
 * the token is wrong, used or expired, or somebody was faster.
 */
export async function createFirstOwner(
  platform: Platform,
  input: { readonly token: string; readonly email: string; readonly name: string; readonly shopName: string },
  now: number,
): Promise<FirstOwner | null> {
  const userId = platform.newId('usr');
  const liveId = platform.newId('shp');
  const testId = platform.newId('shp');
  const store = directoryStore(platform, liveId);
  const session = await newSession(platform.directory, userId, now);
  const commit = await commitBatch(store, [
    ...(await consumeSetupToken(store, input.token, now)),
    await createUser(platform.directory, platform.vault, { userId, email: input.email, name: input.name }, now),
    ...(await createShop(platform, newShop(platform, userId, input.shopName, 'live', [liveId, testId], now), now)),
    ...(await createShop(platform, newShop(platform, userId, input.shopName, 'test', [testId, liveId], now), now)),
    session.statement,
  ]);
  return commit.kind === 'committed' ? { userId, sessionToken: session.token } : null;
}

function newShop(
  platform: Platform,
  ownerId: string,
  name: string,
  mode: 'live' | 'test',
  [shopId, twinId]: readonly [string, string],
  now: number,
): NewShop {
  return {
    shop: { shopId, shard: 0, mode, twinId, name, origins: [], clockOffsetMs: 0, tagSeenAt: null },
    ownerId,
    // Until the owner names the page that links lead to, they lead here, where at least nothing of a stranger's is.
    program: {
      programId: platform.newId('prg'),
      settings: defaultSettings(FIRST_CURRENCY, `${platform.publicUrl}/`),
    },
    publishableKey: {
      keyId: platform.newId('key'),
      kind: 'publishable',
      name: 'Tag',
      key: formatKey('publishable', mode, platform.newCode(32)),
      createdAt: now,
    },
  };
}
