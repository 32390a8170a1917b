import type { ClaimFacts } from '../domain/decide-claim.ts';
import { moneyUnit } from '../domain/ledger.ts';
import { findClaimByAttempt } from './claims.ts';
import type { Claim } from './claims.ts';
import { counterOf, programScope } from './counters.ts';
import { linkHolders } from './links.ts';
import { createPerson, identityHash, peopleById, personByIdentity } from './people.ts';
import type { Person, PersonData } from './people.ts';
import type { Platform } from './platform.ts';
import { programInForce } from './programs.ts';
import type { Program } from './programs.ts';
import { readTogether } from './read.ts';
import type { Read } from './read.ts';
import { referralsOfFriends } from './referrals.ts';
import type { Referral } from './referrals.ts';
import type { Store } from './store.ts';

/** What a claim brings. */
export interface ClaimAsk {
  readonly code: string;
  readonly channel: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  /** Whom a session proves to be asking. */
  readonly provenId: string | null;
  /** The hash that a retry of the same claim finds its code by. */
  readonly attempt: string;
}

/** The friend of a claim: found, or about to be by these statements. */
export interface ClaimingFriend {
  readonly personId: string;
  readonly person: Person | null;
  readonly statements: readonly D1PreparedStatement[];
}

/** A claim's facts with the rows behind them: what the commit compares and changes. */
export interface ClaimSituation {
  readonly facts: ClaimFacts;
  readonly program: Program;
  readonly friend: ClaimingFriend;
  readonly referral: Referral | null;
}

/** What is known of a claim before it is decided: made already by an earlier try, or what to decide it by. */
export type ClaimReading =
  | { readonly kind: 'made'; readonly claim: Claim }
  | { readonly kind: 'open'; readonly situation: ClaimSituation }
  | { readonly kind: 'no_program' };

/** Reads all that the decision of a claim needs, in two round trips of point reads. */
export async function readClaim(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  ask: ClaimAsk,
  now: number,
): Promise<ClaimReading> {
  const emailHash = ask.email === null ? null : await identityHash(store, 'email', ask.email);
  const [earlier, [program, holders, person]] = await Promise.all([
    findClaimByAttempt(store, ask.attempt),
    readTogether(store, [
      programInForce(store),
      linkHolders(store, [ask.code]),
      friendOf(store, emailHash, ask.provenId),
    ]),
  ]);
  if (earlier) return { kind: 'made', claim: earlier };
  if (!program) return { kind: 'no_program' };

  const [budget, bonds] = await readTogether(store, [
    counterOf(store, programScope(program.programId), moneyUnit(program.settings.currency)),
    referralsOfFriends(store, program.programId, person ? [person.personId] : []),
  ]);
  const bond = (person && bonds.get(person.personId)) ?? null;
  const advocate = holders.get(ask.code)?.advocate;
  const facts: ClaimFacts = {
    program,
    budget,
    link: advocate ? { code: ask.code, channel: ask.channel, advocate } : null,
    provenId: ask.provenId,
    friend: person,
    bond: bond?.referral ?? null,
    bondAdvocateActive: bond?.advocateActive ?? false,
  };
  const friend = person ? known(person) : await newFriend(store, platform, ask, emailHash, now);
  return { kind: 'open', situation: { facts, program, friend, referral: bond?.referral ?? null } };
}

/** Whoever typed an address, else whoever a session proves. */
function friendOf(store: Store, emailHash: string | null, provenId: string | null): Read<Person | null> {
  if (emailHash !== null) return personByIdentity(store, 'email', emailHash);
  const { statement, of } = peopleById(store, provenId === null ? [] : [provenId]);
  return { statement, of: (rows) => of(rows)[0] ?? null };
}

/** A typed address changes nothing of the person it may be. */
function known(person: Person): ClaimingFriend {
  return { personId: person.personId, person, statements: [] };
}

/** Someone who was not here before; without an address, someone who stays without a name. */
async function newFriend(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  ask: ClaimAsk,
  emailHash: string | null,
  now: number,
): Promise<ClaimingFriend> {
  const personId = platform.newId('prs');
  const told: PersonData =
    ask.email === null ? {} : { email: ask.email, ...(ask.locale !== null && { locale: ask.locale }) };
  const identities = emailHash === null ? [] : [{ kind: 'email' as const, hash: emailHash }];
  return { personId, person: null, statements: await createPerson(store, personId, told, identities, now) };
}
