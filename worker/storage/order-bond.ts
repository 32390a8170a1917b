import type { OrderDecision } from '../domain/decide-order.ts';
import type { OrderSituation } from './order-situation.ts';
import { addIdentity, bumpPerson, countForAdvocate, createPerson, readPersonData, savePersonData } from './people.ts';
import type { PersonData } from './people.ts';
import type { Platform } from './platform.ts';
import { insertReferral, updateReferral } from './referrals.ts';
import type { Referral } from './referrals.ts';
import { changedOne } from './store.ts';
import type { Store } from './store.ts';

// What an order does to the friend and to the bond with the advocate.

/** Counts the order for everyone it points at (they may be one person under two identities) and binds what is new to whom it names. */
export async function friendStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  situation: OrderSituation,
  friendId: string | null,
  now: number,
): Promise<D1PreparedStatement[]> {
  if (friendId === null) return [];
  const fresh = situation.identities.filter((identity) => identity.person === null);
  const told: PersonData = Object.fromEntries(
    fresh.map((identity) => [identity.kind === 'customer' ? 'customerId' : 'email', identity.value]),
  );
  const counted = situation.people.flatMap((person) => bumpPerson(store, person, 1));
  if (situation.people.length > 0 && fresh.length === 0) return counted;
  if (situation.customer === null) {
    const personId = situation.people.length === 0 ? friendId : platform.newId('prs');
    const created = await createPerson(store, personId, told, fresh, now);
    return [...counted, ...created, ...bumpPerson(store, { personId, version: 1 }, 1)];
  }
  const { personId } = situation.customer;
  const { wrappedKey, data } = await readPersonData(store, personId);
  return [
    ...counted,
    ...fresh.map((identity) => addIdentity(store, personId, identity.kind, identity.hash, now)),
    ...(await savePersonData(store, personId, wrappedKey, { ...told, ...data })),
  ];
}

/** The bond after this order; null where the order says nothing of one. A refusal never touches another advocate's bond. */
export function nextReferral(
  { referral, program }: OrderSituation,
  decision: OrderDecision,
  friendId: string,
  platform: Pick<Platform, 'newId'>,
  now: number,
): Referral | null {
  const { attribution } = decision;
  if (!attribution) return referral;
  if (
    decision.kind === 'refused' &&
    referral &&
    (referral.state === 'ordered' || referral.advocateId !== attribution.advocateId)
  )
    return referral;
  const bond = {
    advocateId: attribution.advocateId,
    linkCode: attribution.linkCode,
    source: attribution.source,
    channel: attribution.channel,
  };
  const settled = {
    state: decision.kind === 'rewarded' ? ('ordered' as const) : ('refused' as const),
    held: 0,
    heldUnit: null,
    heldUntil: null,
  };
  if (referral)
    return {
      ...referral,
      ...bond,
      ...settled,
      orderedAt: decision.kind === 'rewarded' ? (referral.orderedAt ?? now) : referral.orderedAt,
    };
  return {
    referralId: platform.newId('rfl'),
    programId: program.programId,
    friendId,
    ...bond,
    ...settled,
    claimedAt: null,
    orderedAt: decision.kind === 'rewarded' ? now : null,
    version: 1,
    createdAt: now,
  };
}

export function referralStatements(
  store: Store,
  before: Referral | null,
  after: Referral | null,
): D1PreparedStatement[] {
  if (!after || after === before) return [];
  const ordered = Number(after.state === 'ordered') - Number(before?.state === 'ordered');
  if (!before) return [insertReferral(store, after), countForAdvocate(store, after.advocateId, { joined: 1, ordered })];
  const moved = before.advocateId !== after.advocateId;
  return [
    updateReferral(store, after),
    changedOne(store),
    ...(moved
      ? [
          countForAdvocate(store, before.advocateId, { joined: -1, ordered: -Number(before.state === 'ordered') }),
          countForAdvocate(store, after.advocateId, { joined: 1, ordered: Number(after.state === 'ordered') }),
        ]
      : [countForAdvocate(store, after.advocateId, { joined: 0, ordered })]),
  ];
}
