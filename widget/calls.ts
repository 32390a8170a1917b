/** What can go wrong under way, each a sentence in every language that says what to do next. */
export type Trouble = 'offline' | 'blocked' | 'rate_limited' | 'failed';

/** A sentence beside a form: what was typed cannot be right, or the call failed. */
export type Problem = 'badEmail' | Trouble;

/**
 * Tells what to say about a failed call. A request that got no answer although the browser is online was most likely
 * stopped on the way: an ad blocker, or a Content Security Policy that does not name our address.
 */
export function troubleOf(error: unknown, isOnline: boolean): Trouble {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'rate_limited') return code;
  if (code === 'network' || code === 'blocked') return isOnline ? 'blocked' : 'offline';
  return isOnline ? 'failed' : 'offline';
}

/** The same for a form: the API may have refused the very address, which the visitor can correct. */
export function problemOf(error: unknown, isOnline: boolean): Problem {
  const details: unknown = error instanceof Error && 'details' in error ? error.details : undefined;
  const isEmail = typeof details === 'object' && details !== null && 'field' in details && details.field === 'email';
  return isEmail ? 'badEmail' : troubleOf(error, isOnline);
}

/** The API decides what an address is; this only spares a round trip for a slip of the thumb. */
export function looksLikeEmail(typed: string): boolean {
  return /^\S+@\S+\.\S+$/.test(typed);
}

/** An id for one attempt, repeated with each retry of it, so that a lost answer never counts twice. */
export function newAttempt(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
