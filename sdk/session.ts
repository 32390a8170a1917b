import type { Guest, OwnRecord, OwnStore } from './guest.ts';

export type Session = NonNullable<OwnRecord['session']>;

/** What is known of who is here: the guest's own fields, which change as people sign in and out. */
export interface Person {
  /** The token of a magic link, until it has been exchanged. */
  token: string | undefined;
  /** The identity token of a customer whom the shop signed in. */
  identity?: string | undefined;
  /** Opened by an identity token: kept in memory alone, because it ends with the shop's own sign-in. */
  vouched?: Session | undefined;
  /** The exchange under way, so that two who ask at once share it. */
  opening?: Promise<Session | null> | undefined;
}

/** The session at hand, without asking the network. */
export function sessionOf({ vouched, now }: Person & Pick<Guest, 'now'>, own: OwnStore): Session | undefined {
  return [vouched, own.read().session].find((session) => session && session.expiresAt > now());
}
