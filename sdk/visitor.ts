import { formatTouch, type Touch } from './contract/attribution.ts';
import type { Me } from './contract/visitor.ts';
import { isBothwaysError } from './errors.ts';
import type { BothwaysEvents, Guest, Services, TrackedEvent } from './guest.ts';
import { quietly } from './quietly.ts';
import { sessionOf, type Person, type Session } from './session.ts';

// What a page needs only once its visitor does something: loaded then.

type Tools = Pick<Services, 'client' | 'own'> & { readonly guest: Guest & Person };

/**
 * Asks for what belongs to the person here, and first for a session where none is open; null where nobody is signed in, or the
 * API no longer takes what they have.
 */
export async function readMe(tools: Tools, locale?: string): Promise<Me | null> {
  const { guest, client, own } = tools;
  const { shop } = guest;
  guest.opening ??= openSession(tools).finally(() => (guest.opening = undefined));
  const opened = await guest.opening;
  if (!opened) return null;
  const { session } = opened;
  const me = await unlessRefused(client.call('me', { query: locale ? { shop, locale } : { shop } }, { session }));
  if (!me) {
    guest.vouched = undefined;
    own.update({ session: undefined });
  }
  return me;
}

async function openSession({ guest, client, own }: Tools): Promise<Session | null> {
  const { shop, token, identity } = guest;
  if (token) {
    const session = await unlessRefused(client.call('openSession', { body: { shop, token } }));
    // Used up, good or not; a network failure, which throws, keeps it for another try.
    guest.token = undefined;
    if (session) own.update({ session });
    if (session) return session;
  }
  const known = sessionOf(guest, own);
  if (known || !identity) return known ?? null;
  const session = await unlessRefused(client.call('openSession', { body: { shop, identity } }));
  if (session) guest.vouched = session;
  else guest.identity = undefined;
  return session;
}

/** A credential that the API does not take (any more) means that nobody is signed in: an answer, not a failure. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isBothwaysError(error) && error.code === 'unauthorized') return null;
    throw error;
  }
}

/** One impression a visit: this long without one is another visit. */
const VISIT_MS = 30 * 60_000;

/** Counts an impression or a share. Approximate by design, so it fails in silence; without consent it says nothing. */
export async function track({ guest, client, own }: Tools, { kind, code, channel }: TrackedEvent): Promise<void> {
  const { shop, now, consentState } = guest;
  if (consentState() !== 'granted') return;
  const { link, impressionAt = 0 } = own.read();
  if (kind === 'impression') {
    if (impressionAt > now() - VISIT_MS) return;
    own.update({ impressionAt: now() });
  }
  const shared = kind === 'share' ? (code ?? link?.code) : code;
  await client.call('visit', { body: { shop, kind, code: shared, channel, bot: navigator.webdriver } }).catch(() => {});
}

/**
 * Writes a touch into an address as the parameter that the other page reads. It carries its time, so that the window does not
 * begin anew there. An address that is none comes back as it was.
 */
export function linkWith(url: string, touch: Touch | null, [param = 'via']: readonly string[]): string {
  if (!touch) return url;
  return (
    quietly(() => {
      const target = new URL(url, location.href);
      target.searchParams.set(param, formatTouch(touch));
      return target.href;
    }) ?? url
  );
}

/** Says in the console what went wrong, for a site under construction. */
export function explain({ code, message }: BothwaysEvents['error']): void {
  // oxlint-disable-next-line eslint/no-console -- the site asked for it
  console.warn(`bothways: ${message} (${code})`);
}
