/** How one attempt at a delivery ended. */
export type Outcome =
  | { readonly kind: 'sent' }
  /** Tried again later, until {@link MAX_ATTEMPTS}. */
  | { readonly kind: 'failed'; readonly error: string; readonly retryAfterMs?: number }
  /** Trying again can't help: dead at once, for the owner to see. */
  | { readonly kind: 'refused'; readonly error: string }
  /** The receiver says that it is gone for good; nothing more goes there. */
  | { readonly kind: 'gone'; readonly error: string }
  /** It may have arrived, and a second one would hurt: a person decides. */
  | { readonly kind: 'unknown'; readonly error: string }
  /** There is nobody to tell, or nothing left to say. */
  | { readonly kind: 'dropped' };

/** How often a delivery is tried before it is dead; the last attempts are about a day after the first. */
export const MAX_ATTEMPTS = 8;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const LONGEST_WAIT_MS = 12 * HOUR_MS;

// The longest wait before the second attempt, the third, … The first are short for a receiver that is restarting, the last
// long for one that is down over night.
const WAITS_MS = [5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 6 * HOUR_MS, LONGEST_WAIT_MS];

/**
 * When to try again after this many attempts, Unix milliseconds; null when they are used up. The wait is drawn anew from the
 * whole span each time (full jitter), so that a thousand deliveries that failed together don't come back together.
 *
 * @param random from 0 up to, but not including, 1.
 * @param retryAfterMs what the receiver asked for; it is waited at least, up to 12 hours.
 */
export function nextAttemptAt(attempts: number, now: number, random: number, retryAfterMs = 0): number | null {
  if (attempts >= MAX_ATTEMPTS) return null;
  const longest = WAITS_MS[Math.max(attempts, 1) - 1] ?? LONGEST_WAIT_MS;
  const wait = SECOND_MS + Math.floor(random * (longest - SECOND_MS));
  return now + Math.max(wait, Math.min(retryAfterMs, LONGEST_WAIT_MS));
}
