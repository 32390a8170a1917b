import type { OrderBody } from '../../sdk/contract/orders.ts';
import type { RuleName, Side, Trace } from '../../sdk/contract/trace.ts';
import type { VerifiedBy } from '../domain/order-facts.ts';
import { read, readOne, readTogether } from './read.ts';
import type { Read } from './read.ts';
import { stillFinds } from './store.ts';
import type { Store } from './store.ts';

export type EventKind = 'order' | 'refund' | 'credit';

/** What happened, once. */
export interface Event {
  readonly eventId: string;
  readonly kind: EventKind;
  readonly source: string;
  readonly externalId: string;
  readonly state: 'unverified' | 'decided' | 'waiting' | 'dismissed';
  readonly verifiedBy: VerifiedBy | null;
  readonly outcome: 'rewarded' | 'refused' | 'applied' | null;
  readonly reason: RuleName | null;
  readonly programId: string | null;
  readonly programVersion: number | null;
  readonly referralId: string | null;
  readonly friendId: string | null;
  /** Of a refund: the order it belongs to. */
  readonly orderId: string | null;
  readonly currency: string;
  readonly amountMinor: number;
  readonly refundedMinor: number;
  readonly facts: EventFacts;
  readonly trace: Trace | null;
  readonly version: number;
  readonly occurredAt: number;
  readonly receivedAt: number;
}

/** The report as it came, without who the customer is: that is told by `friendId`. */
export type EventFacts = Partial<
  Pick<
    OrderBody,
    'discountMinor' | 'taxMinor' | 'shippingMinor' | 'touch' | 'signedTouch' | 'code' | 'coupons' | 'earlierOrders'
  >
> & {
  readonly lines?: readonly { readonly productId: string; readonly quantity: number; readonly amountMinor: number }[];
  /** Of a refund: what it took back. */
  readonly reversals?: readonly {
    readonly rewardId: string;
    readonly side: Side;
    readonly unit: string;
    readonly quantity: number;
  }[];
  /** Of a credit: the owner's words. */
  readonly reason?: string;
};

export interface EventRow {
  event_id: string;
  kind: EventKind;
  source: string;
  external_id: string;
  state: Event['state'];
  verified_by: VerifiedBy | null;
  outcome: Event['outcome'];
  reason: RuleName | null;
  program_id: string | null;
  program_version: number | null;
  referral_id: string | null;
  friend_id: string | null;
  order_id: string | null;
  currency: string;
  amount_minor: number;
  refunded_minor: number;
  facts: string;
  trace: string | null;
  version: number;
  occurred_at: number;
  received_at: number;
}

/** The event key: order 1001 of two sources are two orders. */
export interface EventKey {
  readonly kind: EventKind;
  readonly source: string;
  readonly externalId: string;
}

export function eventByKey(store: Store, key: EventKey): Read<Event | null> {
  const statement = store.db
    .prepare('SELECT * FROM events WHERE shop_id = ? AND kind = ? AND source = ? AND external_id = ?')
    .bind(store.shopId, key.kind, key.source, key.externalId);
  return readOne(statement, toEvent);
}

export async function findEvent(store: Store, key: EventKey): Promise<Event | null> {
  const [event] = await readTogether(store, [eventByKey(store, key)]);
  return event;
}

export async function findEventById(store: Store, eventId: string): Promise<Event | null> {
  const row = await store.db
    .prepare('SELECT * FROM events WHERE shop_id = ? AND event_id = ?')
    .bind(store.shopId, eventId)
    .first<EventRow>();
  return row && toEvent(row);
}

/** The refunds of an order that came before it, oldest first. */
export function waitingRefunds(store: Store, source: string, orderId: string): Read<readonly Event[]> {
  const statement = store.db
    .prepare(
      "SELECT * FROM events WHERE shop_id = ? AND source = ? AND order_id = ? AND kind = 'refund' AND state = 'waiting' ORDER BY event_id LIMIT 50",
    )
    .bind(store.shopId, source, orderId);
  return read(statement, (rows: readonly EventRow[]) => rows.map(toEvent));
}

/**
 * Marks the refunds that came before this order as due: part of the batch that decides it, so that none is forgotten should
 * the Worker end right after. One in another currency contradicts the order; it keeps waiting, in sight of the owner.
 */
export function markRefundsDue(
  store: Store,
  order: Pick<Event, 'source' | 'externalId' | 'currency'>,
): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE events INDEXED BY refunds_by_order SET due = 1
       WHERE shop_id = ? AND source = ? AND order_id = ? AND kind = 'refund' AND state = 'waiting' AND currency = ?`,
    )
    .bind(store.shopId, order.source, order.externalId, order.currency);
}

/** Refunds whose order is decided and that still wait to be applied, oldest first. */
export async function refundsDue(store: Store, limit: number): Promise<readonly Event[]> {
  const found = await store.db
    .prepare('SELECT * FROM events INDEXED BY refunds_due WHERE shop_id = ? AND due = 1 ORDER BY event_id LIMIT ?')
    .bind(store.shopId, limit)
    .all<EventRow>();
  return found.results.map(toEvent);
}

/** Rolls the batch back if this event has been decided. */
export function notDecided(store: Store, { kind, source, externalId }: EventKey): D1PreparedStatement {
  return stillFinds(
    store,
    `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM events
       WHERE shop_id = ? AND kind = ? AND source = ? AND external_id = ? AND state = 'decided')`,
    store.shopId,
    kind,
    source,
    externalId,
  );
}

/** Writes an event; a second one of the same key violates the primary key and rolls its whole batch back. */
export function insertEvent(store: Store, event: Event): D1PreparedStatement {
  return store.db
    .prepare(
      `INSERT INTO events (shop_id, event_id, kind, source, external_id, state, verified_by, outcome, reason, program_id, program_version, referral_id, friend_id,
         order_id, currency, amount_minor, refunded_minor, facts, trace, occurred_at, received_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(
      store.shopId,
      event.eventId,
      event.kind,
      event.source,
      event.externalId,
      ...changing(event),
      event.orderId,
      event.currency,
      event.amountMinor,
      event.refundedMinor,
      ...told(event),
    );
}

/** Writes an event's new state only if nobody changed it since it was read; to be followed by `changedOne`. */
export function updateEvent(store: Store, event: Event): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE events SET state = ?, verified_by = ?, outcome = ?, reason = ?, program_id = ?, program_version = ?, referral_id = ?, friend_id = ?, order_id = ?, currency = ?,
         amount_minor = ?, refunded_minor = ?, facts = ?, trace = ?, occurred_at = ?, received_at = ?, due = 0, version = version + 1
       WHERE shop_id = ? AND event_id = ? AND version = ?`,
    )
    .bind(
      ...changing(event),
      event.orderId,
      event.currency,
      event.amountMinor,
      event.refundedMinor,
      ...told(event),
      store.shopId,
      event.eventId,
      event.version,
    );
}

function changing(event: Event): (string | number | null)[] {
  return [
    event.state,
    event.verifiedBy,
    event.outcome,
    event.reason,
    event.programId,
    event.programVersion,
    event.referralId,
    event.friendId,
  ];
}

function told(event: Event): (string | number | null)[] {
  return [JSON.stringify(event.facts), event.trace && JSON.stringify(event.trace), event.occurredAt, event.receivedAt];
}

export function toEvent(row: EventRow): Event {
  return {
    eventId: row.event_id,
    kind: row.kind,
    source: row.source,
    externalId: row.external_id,
    state: row.state,
    verifiedBy: row.verified_by,
    outcome: row.outcome,
    reason: row.reason,
    programId: row.program_id,
    programVersion: row.program_version,
    referralId: row.referral_id,
    friendId: row.friend_id,
    orderId: row.order_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    refundedMinor: row.refunded_minor,
    facts: JSON.parse(row.facts) as EventFacts,
    trace: row.trace === null ? null : (JSON.parse(row.trace) as Trace),
    version: row.version,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
  };
}
