import { CHANNELS, parseTouch } from '../../sdk/contract/attribution.ts';
import type { Touch } from '../../sdk/contract/attribution.ts';
import type { OrderBody } from '../../sdk/contract/orders.ts';
import type { TouchSource } from '../../sdk/contract/program.ts';
import { moneyUnit } from '../domain/ledger.ts';
import type { ClaimFact, Evidence, OrderFacts, VerifiedBy } from '../domain/order-facts.ts';
import { programStanding } from '../domain/program-state.ts';
import { claimsByCode, standingOf } from './claims.ts';
import type { ClaimedReferral } from './claims.ts';
import { counterOf, programScope } from './counters.ts';
import { eventByKey } from './events.ts';
import type { Event } from './events.ts';
import { linkHolders } from './links.ts';
import type { LinkHolder } from './links.ts';
import { hasIdentity, identityHash, peopleById, personByIdentity } from './people.ts';
import type { IdentityKind, Person } from './people.ts';
import { programInForce, readProgramVersion } from './programs.ts';
import type { Program } from './programs.ts';
import { readTogether } from './read.ts';
import { referralsOfFriends } from './referrals.ts';
import type { Referral } from './referrals.ts';
import { verifyTouch } from './signed-touch.ts';
import type { Store } from './store.ts';

/** How far a shop's clock may be ahead of ours. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/** An identity the order names: its hash, and who holds it. */
export interface NamedIdentity {
  readonly kind: IdentityKind;
  readonly value: string;
  readonly hash: string;
  readonly person: Person | null;
}

/** An order's facts with the rows behind them: what the commit compares and changes. */
export interface OrderSituation {
  readonly facts: OrderFacts;
  readonly program: Program;
  readonly identities: readonly NamedIdentity[];
  /** Everyone the order points at; the first is taken as the friend. Empty where nobody is known yet. */
  readonly people: readonly Person[];
  readonly referral: Referral | null;
  readonly claim: ClaimedReferral | null;
  /** Who is named by what the order says of its customer and nobody holds yet: one of `people`, or null for someone new. */
  readonly customer: Person | null;
}

/** What is known of an order before anything else is asked: settled already, or what to decide it by. */
export type OrderReading =
  | { readonly kind: 'settled'; readonly event: Event }
  | {
      readonly kind: 'open';
      readonly known: Event | null;
      /** What was reported, and beside it what the unverified event knows of who recommended. */
      readonly order: OrderBody;
      readonly placedAt: number;
      readonly situation: OrderSituation;
    }
  | { readonly kind: 'no_program' };

/** Reads all that the decision of an order needs, in two round trips of point reads. */
export async function readOrder(
  store: Store,
  order: OrderBody,
  verifiedBy: VerifiedBy | null,
  now: number,
): Promise<OrderReading> {
  const touch = parseTouch(order.touch);
  const signed =
    order.signedTouch === undefined ? null : await verifyTouch(store.vault, store.shopId, order.signedTouch);
  const chosen = [...(order.code ? [order.code] : []), ...(order.coupons ?? [])];
  const named = await nameIdentities(store, order);
  const [known, program, links, claims, ...holders] = await readTogether(store, [
    eventByKey(store, { kind: 'order', source: order.source, externalId: order.orderId }),
    programInForce(store),
    linkHolders(store, [...chosen, ...(touch ? [touch.code] : []), ...(signed ? [signed.code] : [])]),
    claimsByCode(store, chosen),
    ...named.map(({ kind, hash }) => personByIdentity(store, kind, hash)),
  ]);
  if (known?.state === 'decided') return { kind: 'settled', event: known };
  const kept = verifiedBy !== null && known?.state === 'unverified' ? withPageEvidence(order, known) : order;
  if (kept !== order) return readOrder(store, kept, verifiedBy, now);
  if (!program) return { kind: 'no_program' };

  // Not the moment at which a page told of it: a page that names orders of the future would bring rewards forward.
  const placedAt = order.placedAt ?? now;
  const identities = named.map((identity, at) => ({ ...identity, person: holders[at] ?? null }));
  const claim = chosen.map((code) => claims.get(code)).find((found) => found !== undefined) ?? null;
  const holderIds = identities.flatMap(({ person }) => (person ? [person.personId] : []));
  const [claimFriends, referrals, budget] = await readTogether(store, [
    peopleById(store, claim ? [claim.referral.friendId] : []),
    referralsOfFriends(store, program.programId, [...(claim ? [claim.referral.friendId] : []), ...holderIds]),
    counterOf(store, programScope(program.programId), moneyUnit(program.settings.currency)),
  ]);
  const pointedAt = [...claimFriends, ...identities.flatMap(({ person }) => (person ? [person] : []))];
  const distinct = pointedAt.filter(
    (person, index) => pointedAt.findIndex((other) => other.personId === person.personId) === index,
  );
  // Where several people turn out to be one, the one who was referred is the friend.
  const people = distinct.toSorted((a, b) => Number(referrals.has(b.personId)) - Number(referrals.has(a.personId)));
  const referral = (people[0] && referrals.get(people[0].personId)?.referral) ?? null;
  // A code that a page used in time waited with the order for somebody to vouch for it.
  const usedAt = order.placedAt ?? (known && known.facts.code === claim?.claim.code ? known.occurredAt : now);
  const claimFact: ClaimFact | null = claim && { standing: standingOf(claim.claim, order, usedAt) };
  const terms = await termsOf(store, program, claimFact?.standing === 'free' ? claim : null);
  const holder = identities.find(({ person }) => person !== null)?.person;
  const customer = holder ?? (identities.length > 0 ? await nameless(store, claimFriends[0]) : null);

  const facts: OrderFacts = {
    program: { programId: program.programId, ...terms, standing: programStanding(program, placedAt) },
    order: {
      currency: order.currency,
      subtotalMinor: order.subtotalMinor,
      discountMinor: order.discountMinor ?? null,
      earlierOrders: order.earlierOrders ?? null,
      placedAt,
    },
    verifiedBy,
    evidence: [
      ...chosenEvidence('code', order.code ? [order.code] : [], links, claims),
      // A shop's other coupons are nothing of ours; only those that are somebody's code say anything.
      ...chosenEvidence('coupon', order.coupons ?? [], links, claims).filter((piece) => piece.advocate !== null),
      ...touchEvidence('signed_touch', order.signedTouch, signed, links),
      ...touchEvidence('touch', order.touch, touch, links),
      ...identities.flatMap((identity) => boundEvidence(identity, referrals)),
    ],
    friend: {
      personIds: people.map((person) => person.personId),
      identified: identities.length > 0 || claimFriends.length > 0,
      orderCount: people.reduce((sum, person) => sum + person.orderCount, 0),
      ordinal: (people[0]?.orderCount ?? 0) + 1,
    },
    claim: claimFact,
    heldMinor: referral?.held ?? 0,
    budget: { committedMinor: budget.committed, capMinor: budget.cap },
  };
  return {
    kind: 'open',
    known,
    order,
    placedAt,
    situation: { facts, program, identities, people, referral, claim, customer },
  };
}

/**
 * A payment provider's list or webhook knows that an order was paid, but only the page knew who recommended. That is worth as
 * much as a cookie that the shop's server hands on; where the report says it too, its word stands. What a
 * page told of another amount, or before the order was placed, is not taken: numbers of orders are guessed easily.
 */
function withPageEvidence(order: OrderBody, { facts, currency, amountMinor, occurredAt }: Event): OrderBody {
  const isSame = currency === order.currency && amountMinor === order.subtotalMinor;
  if (!isSame || (order.placedAt ?? 0) > occurredAt + CLOCK_TOLERANCE_MS) return order;
  const touch = order.touch ?? facts.touch;
  const code = order.code ?? facts.code;
  if (touch === order.touch && code === order.code) return order;
  return { ...order, ...(touch !== undefined && { touch }), ...(code !== undefined && { code }) };
}

/**
 * A code tells that somebody claimed, not who: any address can be typed there, and whoever has the code can order with it.
 * So only a claim without a name takes the order's; a named person's account would open to whoever ordered.
 */
async function nameless(store: Store, claimFriend: Person | undefined): Promise<Person | null> {
  return claimFriend && !(await hasIdentity(store, claimFriend.personId)) ? claimFriend : null;
}

async function nameIdentities(store: Store, order: OrderBody): Promise<Omit<NamedIdentity, 'person'>[]> {
  const named: { kind: IdentityKind; value: string }[] = [];
  if (order.customerId !== undefined) named.push({ kind: 'customer', value: order.customerId });
  if (order.email !== undefined) named.push({ kind: 'email', value: order.email });
  return Promise.all(
    named.map(async ({ kind, value }) => ({ kind, value, hash: await identityHash(store, kind, value) })),
  );
}

/** A claim that stands was made under the terms of its day, and those are kept; everything else goes by the version in force. */
async function termsOf(
  store: Store,
  program: Program,
  claim: ClaimedReferral | null,
): Promise<Pick<OrderFacts['program'], 'version' | 'settings'>> {
  if (claim && claim.claim.programVersion !== program.version) {
    const settings = await readProgramVersion(store, program.programId, claim.claim.programVersion);
    if (settings) return { version: claim.claim.programVersion, settings };
  }
  return { version: program.version, settings: program.settings };
}

function chosenEvidence(
  source: Extract<TouchSource, 'code' | 'coupon'>,
  codes: readonly string[],
  links: ReadonlyMap<string, LinkHolder>,
  claims: ReadonlyMap<string, ClaimedReferral>,
): Evidence[] {
  return codes.map((code) => {
    const claimed = claims.get(code);
    const holder = links.get(code);
    return {
      source,
      code,
      seenAt: null,
      channel: claimed?.referral.channel ?? null,
      advocate: claimed
        ? { personId: claimed.referral.advocateId, active: claimed.advocateActive }
        : (holder?.advocate ?? null),
      linkCode: claimed?.referral.linkCode ?? (holder ? code : null),
      genuine: true,
    };
  });
}

function touchEvidence(
  source: Extract<TouchSource, 'touch' | 'signed_touch'>,
  raw: string | undefined,
  touch: Touch | null,
  links: ReadonlyMap<string, LinkHolder>,
): Evidence[] {
  if (!raw) return [];
  if (!touch)
    return [
      {
        source,
        code: null,
        seenAt: null,
        channel: null,
        advocate: null,
        linkCode: null,
        genuine: source !== 'signed_touch',
      },
    ];
  const advocate = links.get(touch.code)?.advocate ?? null;
  return [
    {
      source,
      code: touch.code,
      seenAt: touch.seenAt,
      channel: touch.channel ? CHANNELS[touch.channel] : null,
      advocate,
      linkCode: advocate && touch.code,
      genuine: true,
    },
  ];
}

function boundEvidence(
  identity: NamedIdentity,
  referrals: ReadonlyMap<string, { readonly referral: Referral; readonly advocateActive: boolean }>,
): Evidence[] {
  const bound = identity.person && referrals.get(identity.person.personId);
  // Nobody is referred by themselves; a code of their own, once tried, says nothing.
  if (!bound || bound.referral.advocateId === bound.referral.friendId) return [];
  const { referral, advocateActive } = bound;
  return [
    {
      source: identity.kind,
      code: referral.linkCode,
      // An order has made the bond for good; a claim alone counts for as long as a touch does.
      seenAt: referral.state === 'ordered' ? null : (referral.claimedAt ?? referral.createdAt),
      channel: referral.channel,
      advocate: { personId: referral.advocateId, active: advocateActive },
      linkCode: referral.linkCode,
      genuine: true,
    },
  ];
}
