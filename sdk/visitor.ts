import { formatTouch, type Touch } from './contract/attribution.ts';
import type { Me } from './contract/visitor.ts';
import { isBothwaysError } from './errors.ts';
import type { BothwaysEvents, Guest, OwnRecord, OwnStore, TrackedEvent } from './guest.ts';
import type { Client } from './page-client.ts';
import { quietly } from './quietly.ts';
import { sessionOf, type Person, type SessionParts } from './session.ts';

// What a page needs only once its visitor does something: loaded then.

type Session = NonNullable<OwnRecord['session']>;

/**
 * Asks for what belongs to the person here, and first for a session where none is open; null where nobody is signed in, or the
 * API no longer takes what they have.
 */
export async function readMe(parts: SessionParts, person: Person, locale?: string): Promise<Me | null> {
  const { shop, client, own } = parts;
  person.opening ??= openSession(parts, person).finally(() => (person.opening = undefined));
  const opened = await person.opening;
  if (!opened) return null;
  const { session } = opened;
  const me = await unlessRefused(client.call('me', { query: locale ? { shop, locale } : { shop } }, { session }));
  if (!me) {
    person.vouched = undefined;
    own.update({ session: undefined });
  }
  return me;
}

async function openSession(parts: SessionParts, person: Person): Promise<Session | null> {
  const { shop, client, own } = parts;
  const { token, identity } = person;
  if (token) {
    const session = await unlessRefused(client.call('openSession', { body: { shop, token } }));
    // Used up, good or not; a network failure, which throws, keeps it for another try.
    person.token = undefined;
    if (session) own.update({ session });
    if (session) return session;
  }
  const known = sessionOf(person, parts);
  if (known || !identity) return known ?? null;
  const session = await unlessRefused(client.call('openSession', { body: { shop, identity } }));
  if (session) person.vouched = session;
  else person.identity = undefined;
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

type TrackParts = Pick<Guest, 'shop' | 'now' | 'consentState'> & { readonly client: Client; readonly own: OwnStore };

/** Counts an impression or a share. Approximate by design, so it fails in silence; without consent it says nothing. */
export async function track(
  { shop, client, own, now, consentState }: TrackParts,
  { kind, code, channel }: TrackedEvent,
): Promise<void> {
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

/** Says in the console what went wrong. */
export function explain({ code, message }: BothwaysEvents['error']): void {
  // oxlint-disable-next-line eslint/no-console -- the site asked for it
  console.warn(`bothways: ${message} (${code})`);
}
