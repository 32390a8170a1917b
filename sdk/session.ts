import type { Me } from './contract/visitor.ts';
import type { Client } from './client.ts';
import { isBothwaysError } from './errors.ts';
import type { Guest, OwnRecord, OwnStore } from './guest.ts';

type Session = NonNullable<OwnRecord['session']>;

/** What opens a session: either, once, the token of a magic link, or the identity token of a customer whom the shop signed in. */
export interface Credentials {
  token: string | undefined;
  identity: string | undefined;
}

export interface PersonSession {
  readonly me: (locale?: string) => Promise<Me | null>;
  readonly isSignedIn: () => boolean;
  readonly identify: (identity: string | null) => void;
}

type Parts = Pick<Guest, 'shop' | 'now'> & { readonly client: Client; readonly own: OwnStore };

/** Keeps a person signed in: asks for a session when one is first needed, and forgets it when the API no longer takes it. */
export function createSession({ shop, now, client, own }: Parts, credentials: Credentials): PersonSession {
  /** Opened by an identity token: kept in memory alone, because it ends with the shop's own sign-in. */
  let vouched: Session | undefined;
  let opening: Promise<Session | null> | undefined;

  const current = () => [vouched, own.read().session].find((session) => session && session.expiresAt > now());

  const exchange = async (): Promise<Session | null> => {
    const { token, identity } = credentials;
    if (token) {
      const session = await unlessRefused(client.call('openSession', { body: { shop, token } }));
      // Used, good or not: a network failure, which throws, keeps it for another try.
      credentials.token = undefined;
      if (session) own.update({ session });
      if (session) return session;
    }
    const known = current();
    if (known || !identity) return known ?? null;
    const session = await unlessRefused(client.call('openSession', { body: { shop, identity } }));
    if (session) vouched = session;
    else credentials.identity = undefined;
    return session;
  };

  const open = () => (opening ??= exchange().finally(() => (opening = undefined)));

  const forget = () => {
    vouched = undefined;
    if (own.read().session) own.update({ session: undefined });
  };

  return {
    async me(locale) {
      const opened = await open();
      if (!opened) return null;
      const { session } = opened;
      const me = await unlessRefused(client.call('me', { query: { shop, locale } }, { session }));
      if (!me) forget();
      return me;
    },
    isSignedIn: () => Boolean(credentials.token ?? credentials.identity ?? current()),
    identify(identity) {
      credentials.identity = identity ?? undefined;
      vouched = undefined;
      if (identity === null) forget();
    },
  };
}

/** A credential that the API does not take (any more) means that nobody is signed in; that is an answer, not a failure. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call;
  } catch (error) {
    if (isBothwaysError(error) && error.code === 'unauthorized') return null;
    throw error;
  }
}
