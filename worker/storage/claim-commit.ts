import type { Bond } from '../domain/decide-claim.ts';
import { insertClaim } from './claims.ts';
import type { ClaimSituation } from './claim-situation.ts';
import { commitToCounter, programScope } from './counters.ts';
import { referralStatements } from './order-bond.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import type { Limit } from './rate-limits.ts';
import type { Referral } from './referrals.ts';
import { addToRollup } from './rollups.ts';
import { sameProgram } from './standing.ts';
import { changedOne, stillFinds } from './store.ts';
import type { Store } from './store.ts';

/** A claim that was decided, on its way into the store. */
export interface ClaimToCommit {
  readonly code: string;
  readonly attempt: string;
  readonly situation: ClaimSituation;
  readonly bond: Bond;
  readonly expiresAt: number;
  readonly limits: readonly Limit[];
  readonly now: number;
}

/** The statements of one claim: they stand or fall together. */
export function claimStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  claim: ClaimToCommit,
): D1PreparedStatement[] {
  const { code, attempt, situation, expiresAt, now } = claim;
  const { program, friend, referral: before } = situation;
  const { programId } = program;
  const after = bondAfter(claim, platform);
  const { referralId } = after;
  return [
    ...claim.limits.map((limit) => limit.statement),
    sameProgram(store, program),
    ...(friend.person ? [sameOrders(store, friend.person)] : []),
    ...friend.statements,
    ...referralStatements(store, before, after),
    ...holdStatements(store, claim, after),
    insertClaim(store, {
      code,
      referralId,
      programId,
      programVersion: program.version,
      state: 'issued',
      orderSource: null,
      orderId: null,
      reservedUntil: null,
      expiresAt,
      createdAt: now,
      attempt,
    }),
    // A friend who asks for another code is the same friend: the figures count them once.
    ...(before ? [] : [addToRollup(store, programId, after.channel ?? 'direct', now, { claims: 1 })]),
    enqueueDelivery(
      store,
      {
        id: platform.newId('dlv'),
        kind: 'webhook',
        topic: 'referral.claimed',
        payload: { referralId, programId, advocateId: after.advocateId, friendId: after.friendId, code, expiresAt },
      },
      now,
    ),
  ];
}

function bondAfter({ situation, bond, now }: ClaimToCommit, platform: Pick<Platform, 'newId'>): Referral {
  const { program, friend, referral } = situation;
  if (referral) return { ...referral, ...bond };
  return {
    ...bond,
    referralId: platform.newId('rfl'),
    programId: program.programId,
    friendId: friend.personId,
    orderedAt: null,
    version: 1,
    createdAt: now,
  };
}

/** Moves what the budget holds for this friend from what it was to what it is; the cap's trigger has the last word. */
function holdStatements(store: Store, { situation }: ClaimToCommit, after: Bond): D1PreparedStatement[] {
  const { program, referral: before } = situation;
  const scope = programScope(program.programId);
  const changes = new Map<string, number>();
  const change = (unit: string | null | undefined, by: number) =>
    unit && changes.set(unit, (changes.get(unit) ?? 0) + by);
  change(before?.heldUnit, -(before?.held ?? 0));
  change(after.heldUnit, after.held);
  return (
    [...changes]
      .filter(([, by]) => by !== 0)
      // Each program has its counter from its first save on; a hold that none counts would be a promise outside every budget.
      .flatMap(([unit, by]) => [commitToCounter(store, scope, unit, by), changedOne(store)])
  );
}

/** Holds that the friend has not ordered since the decision read them: it hangs on that whether anything is held. */
function sameOrders(
  store: Store,
  person: { readonly personId: string; readonly orderCount: number },
): D1PreparedStatement {
  return stillFinds(
    store,
    'SELECT 1 FROM people WHERE shop_id = ? AND person_id = ? AND order_count = ?',
    store.shopId,
    person.personId,
    person.orderCount,
  );
}
