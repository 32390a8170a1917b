import type { ClaimFacts } from '../domain/decide-claim.ts';
import { findLinks } from './links.ts';
import { personOfEmail } from './named-person.ts';
import type { NamedPerson } from './named-person.ts';
import { createPerson, findPerson } from './people.ts';
import type { Platform } from './platform.ts';
import type { Program } from './programs.ts';
import { findReferralsOfFriends } from './referrals.ts';
import type { Referral } from './referrals.ts';
import { readStanding } from './standing.ts';
import type { Store } from './store.ts';

/** What a claim brings. */
export interface ClaimAsk {
  readonly code: string;
  readonly channel: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  /** Whom a session proves to be asking. */
  readonly provenId: string | null;
}

/** A claim's facts with the rows behind them: what the commit compares and changes. */
export interface ClaimSituation {
  readonly facts: ClaimFacts;
  readonly program: Program;
  readonly friend: Pick<NamedPerson, 'personId' | 'person' | 'statements'>;
  readonly referral: Referral | null;
}

/** Reads all that the decision of a claim needs, in two rounds of point reads; null where the shop has no program. */
export async function readClaimSituation(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  ask: ClaimAsk,
  now: number,
): Promise<ClaimSituation | null> {
  const [standing, links, friend] = await Promise.all([
    readStanding(store),
    findLinks(store, [ask.code]),
    friendOf(store, platform, ask, now),
  ]);
  if (!standing) return null;
  const { program, budget } = standing;
  const { person } = friend;
  const bonds = await findReferralsOfFriends(store, program.programId, person ? [person.personId] : []);
  const bond = (person && bonds.get(person.personId)) ?? null;
  const advocate = links.get(ask.code)?.advocate;
  const facts: ClaimFacts = {
    program,
    budget,
    link: advocate ? { code: ask.code, channel: ask.channel, advocate } : null,
    provenId: ask.provenId,
    friend: person,
    bond: bond?.referral ?? null,
    bondAdvocateActive: bond?.advocateActive ?? false,
  };
  return { facts, program, friend, referral: bond?.referral ?? null };
}

/** Whoever typed an address, else whoever a session proves, else someone who stays without a name. */
async function friendOf(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  ask: ClaimAsk,
  now: number,
): Promise<ClaimSituation['friend']> {
  if (ask.email !== null) {
    return personOfEmail(
      store,
      platform,
      { email: ask.email, ...(ask.locale !== null && { locale: ask.locale }) },
      now,
    );
  }
  const proven = ask.provenId === null ? null : await findPerson(store, ask.provenId);
  if (proven) return { personId: proven.personId, person: proven, statements: [] };
  const personId = platform.newId('prs');
  return { personId, person: null, statements: await createPerson(store, personId, {}, [], now) };
}
