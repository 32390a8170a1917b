import type { OrderBody } from '../../sdk/contract/orders.ts';
import type { OrderDecision } from '../domain/decide-order.ts';
import { totalOf } from '../domain/grant-rewards.ts';
import { moneyUnit } from '../domain/ledger.ts';
import { redeemClaim } from './claims.ts';
import { commitToCounter, programScope } from './counters.ts';
import { insertEvent, markRefundsDue, updateEvent } from './events.ts';
import type { Event, EventFacts } from './events.ts';
import { grantStatements } from './grants.ts';
import type { PlacedGrant } from './grants.ts';
import { friendStatements, nextReferral, referralStatements } from './order-bond.ts';
import type { OrderSituation } from './order-situation.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import type { Referral } from './referrals.ts';
import { addToRollup } from './rollups.ts';
import { changedOne, stillFinds } from './store.ts';
import type { Store } from './store.ts';

/** A decided order on its way into the store. */
export interface OrderToCommit {
  readonly order: OrderBody;
  readonly placedAt: number;
  readonly situation: OrderSituation;
  readonly decision: OrderDecision;
  /** The unverified event that this report confirms, where there is one. */
  readonly known: Event | null;
  /** The id of the event: the known one's, or a fresh one. */
  readonly eventId: string;
  readonly now: number;
}

/** The statements of one decided order: they stand or fall together. */
export async function orderStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  input: OrderToCommit,
): Promise<D1PreparedStatement[]> {
  const { situation, decision, eventId, now } = input;
  const friendId = situation.people[0]?.personId ?? (needsPerson(input) ? platform.newId('prs') : null);
  const referral = friendId === null ? null : nextReferral(situation, decision, friendId, platform, now);
  const placed = placeGrants(input, platform, eventId, referral);
  return [
    ...guardStatements(store, input),
    ...(await friendStatements(store, platform, situation, friendId, now)),
    ...referralStatements(store, situation.referral, referral),
    ...(decision.kind === 'rewarded' && situation.claim && situation.facts.claim?.standing === 'free'
      ? [redeemClaim(store, situation.claim.claim.code, input.order), changedOne(store)]
      : []),
    ...budgetStatements(store, situation, referral, totalOf(placed)),
    ...eventStatements(store, input, eventId, friendId, referral),
    markRefundsDue(store, { ...input.order, externalId: input.order.orderId }),
    ...placed.flatMap((grant) => grantStatements(store, platform, grant, now)),
    ...tellingStatements(store, platform, input, eventId, referral, placed),
  ];
}

function placeGrants(
  { decision, order, situation }: OrderToCommit,
  platform: Pick<Platform, 'newId'>,
  eventId: string,
  referral: Referral | null,
): PlacedGrant[] {
  if (decision.kind === 'refused') return [];
  if (!referral) throw new Error('A rewarded order without a referral');
  const shared = {
    eventId,
    orderId: order.orderId,
    programId: situation.program.programId,
    referralId: referral.referralId,
  };
  return decision.grants.map((grant) => ({
    ...grant,
    ...shared,
    rewardId: platform.newId('rwd'),
    recipientId: grant.side === 'advocate' ? referral.advocateId : referral.friendId,
  }));
}

function needsPerson({ situation, decision }: OrderToCommit): boolean {
  return situation.identities.length > 0 || decision.attribution !== null;
}

/** What the decision read and does not itself change still has to be so, or its trace would tell of a state that was not. */
function guardStatements(store: Store, { situation, decision }: OrderToCommit): D1PreparedStatement[] {
  const { program, facts } = situation;
  const budget = [
    programScope(program.programId),
    moneyUnit(program.settings.currency),
    facts.budget.committedMinor,
  ] as const;
  return [
    stillFinds(
      store,
      'SELECT 1 FROM programs WHERE shop_id = ? AND program_id = ? AND version = ? AND state = ?',
      store.shopId,
      program.programId,
      program.version,
      program.state,
    ),
    ...(decision.attribution
      ? [
          stillFinds(
            store,
            "SELECT 1 FROM people WHERE shop_id = ? AND person_id = ? AND state = 'active'",
            store.shopId,
            decision.attribution.advocateId,
          ),
        ]
      : []),
    ...(decision.kind === 'refused' && decision.reason === 'budget'
      ? [
          stillFinds(
            store,
            'SELECT 1 FROM counters WHERE shop_id = ? AND scope = ? AND unit = ? AND committed = ?',
            store.shopId,
            ...budget,
          ),
        ]
      : []),
  ];
}

/** How much of what the claim held this order gives back. */
function releasedBy(before: Referral | null, after: Referral | null): number {
  return before && after && after !== before ? before.held - after.held : 0;
}

/** Puts the rewards in the place of what the claim held; a cap that would be passed rolls everything back. */
function budgetStatements(
  store: Store,
  { program, referral: before }: OrderSituation,
  after: Referral | null,
  grantedMinor: number,
): D1PreparedStatement[] {
  const unit = moneyUnit(program.settings.currency);
  const released = releasedBy(before, after);
  const releasedUnit = before?.heldUnit ?? unit;
  const scope = programScope(program.programId);
  const changes =
    releasedUnit === unit
      ? [{ unit, delta: grantedMinor - released }]
      : [
          { unit, delta: grantedMinor },
          { unit: releasedUnit, delta: -released },
        ];
  return changes
    .filter(({ delta }) => delta !== 0)
    .map(({ unit: of, delta }) => commitToCounter(store, scope, of, delta));
}

function eventStatements(
  store: Store,
  input: OrderToCommit,
  eventId: string,
  friendId: string | null,
  referral: Referral | null,
): D1PreparedStatement[] {
  const { decision, known, situation, order } = input;
  const event: Event = {
    ...(known ?? { refundedMinor: 0, version: 1, orderId: null }),
    eventId,
    kind: 'order',
    source: order.source,
    externalId: order.orderId,
    state: 'decided',
    verifiedBy: situation.facts.verifiedBy,
    outcome: decision.kind,
    reason: decision.kind === 'refused' ? decision.reason : null,
    programId: situation.program.programId,
    programVersion: situation.facts.program.version,
    referralId: decision.attribution && referral ? referral.referralId : null,
    friendId,
    currency: order.currency,
    amountMinor: order.subtotalMinor,
    facts: factsOf(order),
    trace: decision.trace,
    occurredAt: input.placedAt,
    receivedAt: input.now,
  };
  if (decision.kind === 'rewarded') {
    // The budget's figure is taken inside the transaction: others may have committed since the facts were read.
    const at = decision.trace.rules.findIndex((step) => step.rule === 'budget');
    const budget = [programScope(situation.program.programId), moneyUnit(situation.program.settings.currency)] as const;
    const seen = store.db
      .prepare(
        `UPDATE events SET trace = json_set(trace, '$.rules[${at}].seen', (SELECT committed FROM counters WHERE shop_id = ?1 AND scope = ?2 AND unit = ?3))
         WHERE shop_id = ?1 AND event_id = ?4`,
      )
      .bind(store.shopId, ...budget, eventId);
    return known ? [updateEvent(store, event), changedOne(store), seen] : [insertEvent(store, event), seen];
  }
  const stored = known ? [updateEvent(store, event), changedOne(store)] : [insertEvent(store, event)];
  // A refusal for want of budget is guarded by the very figure it saw.
  return decision.reason === 'budget' ? stored : [...stored, budgetAsItIs(store, input, eventId, referral)];
}

/**
 * Others may have committed since the facts were read. To a refused order that makes no difference, so it is not decided
 * again; but its trace tells what the budget would have come to, and that is taken from the transaction.
 */
function budgetAsItIs(
  store: Store,
  { situation, decision }: OrderToCommit,
  eventId: string,
  referral: Referral | null,
): D1PreparedStatement {
  const { program, facts } = situation;
  const unit = moneyUnit(program.settings.currency);
  const at = decision.trace.rules.findIndex((step) => step.rule === 'budget');
  const { committedMinor } = facts.budget;
  const addedMinor = Number(decision.trace.rules[at]?.seen) - committedMinor;
  const released = (situation.referral?.heldUnit ?? unit) === unit ? releasedBy(situation.referral, referral) : 0;
  return store.db
    .prepare(
      `UPDATE events SET trace = json_set(trace, '$.rules[${at}].seen', committed + CAST(?5 AS INTEGER),
         '$.rules[${at}].passed', json(iif(cap IS NULL OR committed + CAST(?5 AS INTEGER) <= cap OR ?6 <= 0, 'true', 'false')))
       FROM counters WHERE events.shop_id = ?1 AND event_id = ?4
         AND counters.shop_id = ?1 AND scope = ?2 AND unit = ?3 AND committed <> CAST(?7 AS INTEGER)`,
    )
    .bind(
      store.shopId,
      programScope(program.programId),
      unit,
      eventId,
      addedMinor + released,
      addedMinor,
      committedMinor - released,
    );
}

/** An order's report without who the customer is. */
export function factsOf(order: OrderBody): EventFacts {
  const { discountMinor, taxMinor, shippingMinor, touch, signedTouch, code, coupons, earlierOrders } = order;
  const lines = order.lines?.map(({ productId, quantity, amountMinor }) => ({ productId, quantity, amountMinor }));
  const all = { discountMinor, taxMinor, shippingMinor, touch, signedTouch, code, coupons, earlierOrders, lines };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/** The figures and the webhook of an order that somebody recommended; any other order is nobody's news. */
function tellingStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  { decision, situation, order, now }: OrderToCommit,
  eventId: string,
  referral: Referral | null,
  placed: readonly PlacedGrant[],
): D1PreparedStatement[] {
  if (!decision.attribution || !referral) return [];
  const { programId } = situation.program;
  const shared = {
    eventId,
    orderId: order.orderId,
    source: order.source,
    programId,
    programVersion: situation.facts.program.version,
    referralId: referral.referralId,
  };
  const id = platform.newId('dlv');
  if (decision.kind === 'refused') {
    return [
      enqueueDelivery(
        store,
        { id, kind: 'webhook', topic: 'order.refused', payload: { ...shared, reason: decision.reason } },
        now,
      ),
    ];
  }
  const figures = { conversions: 1, revenueMinor: order.subtotalMinor, costMinor: totalOf(placed) };
  return [
    addToRollup(store, programId, decision.attribution.channel ?? 'direct', now, figures),
    enqueueDelivery(
      store,
      {
        id,
        kind: 'webhook',
        topic: 'order.rewarded',
        payload: { ...shared, rewardIds: placed.map((grant) => grant.rewardId) },
      },
      now,
    ),
  ];
}
