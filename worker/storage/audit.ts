import type { Platform } from './platform.ts';
import type { Store } from './store.ts';

/** What people and keys do that changes something; a word, once used, keeps its meaning. */
export type AuditAction =
  | 'shop.created'
  | 'shop.saved'
  | 'clock.moved'
  | 'key.added'
  | 'key.revoked'
  | 'program.saved'
  | 'program.state_changed'
  | 'order.entered'
  | 'order.approved'
  | 'order.dismissed'
  | 'orders.imported'
  | 'refund.entered'
  | 'reward.approved'
  | 'reward.refused'
  | 'credit.given'
  | 'endpoint.added'
  | 'endpoint.removed'
  | 'delivery.replayed';

export interface AuditEntry {
  /** `user:usr_…` or `key:key_…`: who did it. */
  readonly actor: string;
  readonly action: AuditAction;
  /** The id of what was changed. */
  readonly subject: string;
  /** Ids, versions, names of settings and the owner's reason; never a name or an address, because this row is never erased. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What has to be noted of an event in the transaction that records it, such as who entered it by hand. */
export type Besides = (eventId: string) => readonly D1PreparedStatement[];

/**
 * Notes a change in the batch that makes it, so that there is no change without its note. The time is the real one, for a
 * test shop too: it tells when somebody pressed a button, not what day the shop was playing.
 */
export function recordAudit(
  store: Store,
  platform: Pick<Platform, 'newId' | 'realNow'>,
  entry: AuditEntry,
): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO audit (shop_id, id, at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?, ?, ?)')
    .bind(
      store.shopId,
      platform.newId('aud'),
      platform.realNow(),
      entry.actor,
      entry.action,
      entry.subject,
      JSON.stringify(entry.detail),
    );
}

/**
 * The directory seen as a store of this shop: what changes a shop's row or keys is noted beside them, because one batch
 * can't span two databases.
 */
export function directoryStore(platform: Pick<Platform, 'directory' | 'vault'>, shopId: string): Store {
  return { db: platform.directory, shopId, vault: platform.vault };
}
