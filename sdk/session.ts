import type { Guest, OwnRecord, OwnStore } from './guest.ts';
import type { Client } from './page-client.ts';

type Session = NonNullable<OwnRecord['session']>;

/** Who the page knows to be here. */
export interface Person {
  /** The token of a magic link, until it has been exchanged. */
  token: string | undefined;
  /** The identity token of a customer whom the shop signed in. */
  identity: string | undefined;
  /** Opened by an identity token: kept in memory alone, because it ends with the shop's own sign-in. */
  vouched?: Session | undefined;
  /** The exchange under way, so that two who ask at once share it. */
  opening?: Promise<Session | null> | undefined;
}

export type SessionParts = Pick<Guest, 'shop' | 'now'> & { readonly client: Client; readonly own: OwnStore };

/** The session at hand, without asking the network. */
export function sessionOf(person: Person, { own, now }: Pick<SessionParts, 'own' | 'now'>): Session | undefined {
  return [person.vouched, own.read().session].find((session) => session && session.expiresAt > now());
}
