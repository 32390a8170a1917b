import { networkOf } from '../domain/address.ts';
import { countAgainstCap, readCounter } from './counters.ts';
import type { Platform } from './platform.ts';
import type { Store } from './store.ts';

const HOUR_MS = 3_600_000;

/** What a visitor may do so often in an hour: under the unit `joins`, `claims`, … of the table `counters`. */
export type LimitedAction = 'joins' | 'claims' | 'sign_ins';

/**
 * The most of each in an hour. From one address, which an office or a school may share; and to one mailbox, which may be
 * anybody's.
 */
export const CAPS = {
  address: { joins: 30, claims: 30, sign_ins: 20 },
  mailbox: { sign_ins: 5 },
} as const;

/** A cap that a batch counts against; where it was full, the whole batch is rolled back. */
export interface Limit {
  readonly statement: D1PreparedStatement;
  /** Whether it was this cap that a batch ran into. */
  readonly isReached: () => Promise<boolean>;
}

/**
 * Limits what one address does; an unknown address, which a Worker on Cloudflare never sees, is not limited.
 *
 * The address is kept as a keyed hash that changes every hour, so that nobody can be followed by it, and goes with its hour.
 */
export async function limitAddress(
  store: Store,
  platform: Pick<Platform, 'realNow'>,
  address: string | null,
  action: LimitedAction,
): Promise<Limit[]> {
  if (address === null) return [];
  return [await limitOf(store, 'address', networkOf(address), action, CAPS.address[action], platform.realNow())];
}

/** Limits the mails to one address, known or not, by its identity hash. */
export async function limitMailbox(
  store: Store,
  platform: Pick<Platform, 'realNow'>,
  emailHash: string,
): Promise<Limit> {
  return limitOf(store, 'mailbox', emailHash, 'sign_ins', CAPS.mailbox.sign_ins, platform.realNow());
}

async function limitOf(
  store: Store,
  kind: keyof typeof CAPS,
  subject: string,
  action: LimitedAction,
  cap: number,
  realNow: number,
): Promise<Limit> {
  const hour = Math.floor(realNow / HOUR_MS);
  const scope = `${kind}:${await store.vault.hash('limit', `${store.shopId} ${hour} ${kind} ${subject}`)}`;
  return {
    statement: countAgainstCap(store, scope, action, cap, (hour + 1) * HOUR_MS),
    isReached: async () => (await readCounter(store, scope, action)).committed >= cap,
  };
}

/** Tells whether one of the caps is full: asked only after a batch was rolled back by one. */
export async function anyReached(limits: readonly Limit[]): Promise<boolean> {
  const reached = await Promise.all(limits.map((limit) => limit.isReached()));
  return reached.includes(true);
}
