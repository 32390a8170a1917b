import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { normalizeOrigins } from '../domain/origins.ts';
import { directoryStore, recordAudit } from '../storage/audit.ts';
import {
  findKeyOfShop,
  formatKey,
  hintOf,
  insertKey,
  listKeys,
  readPublishableKey,
  revokeKey,
} from '../storage/keys.ts';
import type { NewKey } from '../storage/keys.ts';
import { forgetPageSettings } from '../storage/page-settings.ts';
import { findTakenOrigin, moveClock, saveShop } from '../storage/shop-admin.ts';
import { changedOne, commitBatch } from '../storage/store.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { Handlers } from './context.ts';
import { shopView } from './shop-view.ts';

/** How far a test shop's clock may run ahead: enough to see every window and hold pass, and dates stay believable. */
const MAX_CLOCK_OFFSET_MS = 3_653 * DAY_MS;

type ShopCall = 'listKeys' | 'addKey' | 'revokeKey' | 'getShop' | 'saveShop' | 'moveClock';

export const shopHandlers: Pick<Handlers, ShopCall> = {
  getShop: async (_input, { platform, shop }) =>
    shopView(shop, await readPublishableKey(platform.directory, shop.shopId), platform.realNow()),

  saveShop: async ({ body }, { platform, shop, caller }) => {
    const normal = normalizeOrigins(body.origins);
    if (normal.kind === 'bad') {
      return new Refusal('invalid_field', `origins: "${normal.origin}" is not an origin.`, 'origins');
    }
    const { origins } = normal;
    const store = directoryStore(platform, shop.shopId);
    const commit = await commitBatch(store, [
      ...saveShop(platform.directory, shop, { name: body.name, origins }),
      recordAudit(store, platform, {
        actor: actorOf(caller),
        action: 'shop.saved',
        subject: shop.shopId,
        detail: { origins },
      }),
    ]);
    if (commit.kind === 'violated') {
      const taken = await findTakenOrigin(platform.directory, shop, origins);
      return new Refusal(
        'conflict',
        `${taken ?? 'One of the origins'} belongs to another shop of this Worker; take it off there first.`,
        'origins',
      );
    }
    await forgetPageSettings(platform, { ...shop, origins: [...shop.origins, ...origins] });
    const publishableKey = await readPublishableKey(platform.directory, shop.shopId);
    return shopView({ ...shop, name: body.name, origins }, publishableKey, platform.realNow());
  },

  moveClock: async ({ body }, { platform, shop, caller }) => {
    if (shop.mode !== 'test') {
      return new Refusal('conflict', "Only a test shop's clock moves; a live shop goes by the real time.");
    }
    const clockOffsetMs = body.now - platform.realNow();
    if (clockOffsetMs > MAX_CLOCK_OFFSET_MS) {
      return new Refusal('conflict', "A test shop's clock runs at most ten years ahead.", 'now');
    }
    const store = directoryStore(platform, shop.shopId);
    const commit = await commitBatch(store, [
      ...moveClock(store, clockOffsetMs),
      recordAudit(store, platform, {
        actor: actorOf(caller),
        action: 'clock.moved',
        subject: shop.shopId,
        detail: { clockOffsetMs },
      }),
    ]);
    if (commit.kind === 'violated') {
      return new Refusal(
        'conflict',
        "A test shop's clock only moves forward, because its ledger does not go back in time.",
        'now',
      );
    }
    await forgetPageSettings(platform, shop);
    // What the passed time brought about, such as a reward that is available now, is not left to the next cron.
    platform.hurryOutbox(shop.shopId);
    const publishableKey = await readPublishableKey(platform.directory, shop.shopId);
    return shopView({ ...shop, clockOffsetMs }, publishableKey, platform.realNow());
  },

  listKeys: async (_input, { platform, shop }) => ({ items: await listKeys(platform.directory, shop.shopId) }),

  addKey: async ({ body }, { platform, shop, caller }) => {
    const key: NewKey = {
      keyId: platform.newId('key'),
      kind: body.kind,
      name: body.name,
      key: formatKey(body.kind, shop.mode, platform.newCode(32)),
      createdAt: platform.realNow(),
    };
    const store = directoryStore(platform, shop.shopId);
    await store.db.batch([
      await insertKey(store.db, store.vault, shop.shopId, key),
      recordAudit(store, platform, {
        actor: actorOf(caller),
        action: 'key.added',
        subject: key.keyId,
        detail: { kind: key.kind },
      }),
    ]);
    const { keyId: id, kind, name, createdAt } = key;
    return { id, kind, name, hint: hintOf(key), createdAt, lastUsedAt: null, revokedAt: null, key: key.key };
  },

  revokeKey: async ({ params }, { platform, shop, caller }) => {
    const known = await findKeyOfShop(platform.directory, shop.shopId, params.id);
    if (!known) return new Refusal('not_found', `This shop has no key ${params.id}.`);
    if (known.revoked) return { done: true };
    const store = directoryStore(platform, shop.shopId);
    await commitBatch(store, [
      revokeKey(store.db, shop.shopId, params.id, platform.realNow()),
      // Somebody faster has revoked it: then this call has nothing left to do, nor to note.
      changedOne(store),
      recordAudit(store, platform, { actor: actorOf(caller), action: 'key.revoked', subject: params.id, detail: {} }),
    ]);
    await forgetPageSettings(platform, shop);
    return { done: true };
  },
};
