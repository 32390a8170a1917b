import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { Store } from './store.ts';

/** How long a key is held by a run that does not come back: no run of a keyed call takes a fraction of it. */
export const LEASE_MS = 60_000;

/** How long the first reply is given again. Some hold a secret that is shown once, so it is no longer than a retry needs. */
export const REPLY_KEPT_MS = DAY_MS;

/** A write under the name that its caller gave it. */
export interface KeyedWrite {
  /** Who is calling, such as `key:key_…`: nobody is given the reply to somebody else. */
  readonly caller: string;
  readonly key: string;
  /** What is asked for, in one form: the same request is always the same text. */
  readonly request: string;
}

/** A key that this run holds. The end of the lease tells this hold from one that came after it ran out. */
export interface HeldKey {
  readonly keyHash: string;
  readonly leaseEnds: number;
}

/** What came of asking for a key. */
export type KeyClaim =
  | { readonly kind: 'held'; readonly held: HeldKey }
  /** The same request was carried out before: this is what it was told. */
  | { readonly kind: 'done'; readonly reply: unknown }
  | { readonly kind: 'running' }
  | { readonly kind: 'other_request' };

interface KeyRow {
  request_hash: string;
  reply_sealed: string | null;
}

/**
 * Takes a key for one run, in one statement: of any number at the same moment one gets it. A key is free again when its row's
 * time has passed, whether that was a lease or the life of a reply, and whether or not the row has been dropped yet.
 *
 * @param now real time: retries know nothing of a test shop's clock.
 */
export async function claimKey(store: Store, write: KeyedWrite, now: number): Promise<KeyClaim> {
  // Keyed hashes: a key may be somebody's address, and a body may hold so little that a plain hash could be guessed back.
  const [keyHash, requestHash] = await Promise.all([
    store.vault.hash('idempotency key', JSON.stringify([store.shopId, write.caller, write.key])),
    store.vault.hash('idempotent request', JSON.stringify([store.shopId, write.request])),
  ]);
  const leaseEnds = now + LEASE_MS;
  const [taken, found] = await store.db.batch<KeyRow>([
    store.db
      .prepare(
        `INSERT INTO idempotency_keys (shop_id, key_hash, request_hash, expires_at) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (shop_id, key_hash) DO UPDATE SET request_hash = excluded.request_hash, reply_sealed = NULL, expires_at = excluded.expires_at
           WHERE idempotency_keys.expires_at <= ?5
         RETURNING request_hash`,
      )
      .bind(store.shopId, keyHash, requestHash, leaseEnds, now),
    store.db
      .prepare('SELECT request_hash, reply_sealed FROM idempotency_keys WHERE shop_id = ? AND key_hash = ?')
      .bind(store.shopId, keyHash),
  ]);
  if (taken?.results.length === 1) return { kind: 'held', held: { keyHash, leaseEnds } };
  const [row] = found?.results ?? [];
  if (!row) throw new Error('An idempotency key was neither free nor taken');
  if (row.request_hash !== requestHash) return { kind: 'other_request' };
  if (row.reply_sealed === null) return { kind: 'running' };
  return { kind: 'done', reply: JSON.parse(await store.vault.open(null, row.reply_sealed)) as unknown };
}

// Whose lease has run out may not touch what is another run's by now.
const HELD = 'WHERE shop_id = ?1 AND key_hash = ?2 AND expires_at = ?3 AND reply_sealed IS NULL';

/** Keeps the reply of the run that holds the key, sealed under the master key. */
export async function keepReply(store: Store, held: HeldKey, reply: unknown, now: number): Promise<void> {
  await store.db
    .prepare(`UPDATE idempotency_keys SET reply_sealed = ?4, expires_at = ?5 ${HELD}`)
    .bind(
      store.shopId,
      held.keyHash,
      held.leaseEnds,
      await store.vault.seal(null, JSON.stringify(reply)),
      now + REPLY_KEPT_MS,
    )
    .run();
}

/** Gives a key back that nothing was carried out under. */
export async function freeKey(store: Store, held: HeldKey): Promise<void> {
  await store.db.prepare(`DELETE FROM idempotency_keys ${HELD}`).bind(store.shopId, held.keyHash, held.leaseEnds).run();
}
