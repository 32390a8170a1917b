import type { Store } from './store.ts';

/**
 * What an attempt is kept under: a keyed hash of the caller's random id and of what was asked, so that a retry finds the
 * first answer, and the same id with another e-mail or code is another request. The e-mail can't be read from it.
 */
export function attemptHash(
  store: Store,
  call: 'join' | 'claim',
  attempt: string,
  asked: readonly (string | null)[],
): Promise<string> {
  return store.vault.hash('attempt', JSON.stringify([store.shopId, call, attempt, ...asked]));
}
