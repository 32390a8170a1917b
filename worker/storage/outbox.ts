import type { DeliveryRow, WebhookType } from '../../sdk/contract/owner.ts';
import type { WebhookData } from '../../sdk/contract/webhooks.ts';
import { changedOne, commitBatch } from './store.ts';
import type { Store } from './store.ts';

/** What each mail is about; its template is in worker/jobs. Ids only: names and addresses are looked up when it is sent. */
export interface MailPayload {
  /** The magic link of an advocate. `returnUrl` is the page it leads back to, where the shop allows its origin. */
  readonly person_link: { readonly returnUrl?: string; readonly locale?: string };
  /** The magic link of a dashboard user. */
  readonly user_link: { readonly locale?: string };
  readonly reward_granted: { readonly rewardId: string };
  readonly reward_available: { readonly rewardId: string };
}
export type MailTopic = keyof MailPayload;

/** The `data` of a webhook without what is personal: the shop's own customer id is read when the webhook is sent. */
export type WebhookPayload<Type extends WebhookType> = Omit<WebhookData[Type], 'customerId'>;

/** A row of the outbox, written in the batch of the decision that causes it, so that nothing decided is ever left unsaid. */
export type Delivery =
  /** `target` is left out: the row is fanned out to the endpoints that subscribe when it is drained. */
  | {
      readonly [Type in WebhookType]: {
        readonly id: string;
        readonly kind: 'webhook';
        readonly topic: Type;
        readonly target?: string;
        readonly payload: WebhookPayload<Type>;
      };
    }[WebhookType]
  /** `target` is the person or user the mail is for; the address is looked up when it is sent, and stands nowhere else. */
  | {
      readonly [Topic in MailTopic]: {
        readonly id: string;
        readonly kind: 'mail';
        readonly topic: Topic;
        readonly target: string;
        readonly payload: MailPayload[Topic];
      };
    }[MailTopic];

// Due at once, whatever the clock says; mails before webhooks, because a person waits for them. The outbox runs on real time
// even where a test shop's clock has been moved.
const DUE_AT_ONCE = { mail: 0, webhook: 1 } as const;

/** @param now when it happened, by the shop's clock: it becomes the webhook's `timestamp`. */
export function enqueueDelivery(store: Store, delivery: Delivery, now: number): D1PreparedStatement {
  return store.db
    .prepare(
      'INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .bind(
      store.shopId,
      delivery.id,
      delivery.kind,
      delivery.topic,
      delivery.target ?? null,
      JSON.stringify(delivery.payload),
      DUE_AT_ONCE[delivery.kind],
      now,
    );
}

/** A delivery that this drain holds until its lease ends. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  readonly kind: 'webhook' | 'mail';
  readonly topic: string;
  readonly target: string | null;
  readonly payload: unknown;
  /** The number of this attempt, from 1; it also tells this claim from a later one. */
  readonly attempt: number;
  /** The last attempt neither failed nor succeeded: whoever made it never came back. */
  readonly lastAttemptLost: boolean;
  readonly createdAt: number;
}

interface OutboxRow {
  delivery_id: string;
  kind: 'webhook' | 'mail';
  topic: string;
  target: string | null;
  payload: string;
  state: DeliveryRow['state'];
  attempts: number;
  next_attempt_at: number;
  last_error: string | null;
  created_at: number;
}

/** Takes what is due, in one statement: of two drains at the same moment one gets a row, until `leaseUntil`. */
export async function claimDeliveries(
  store: Store,
  limit: number,
  now: number,
  leaseUntil: number,
): Promise<ClaimedDelivery[]> {
  const claimed = await store.db
    .prepare(
      `UPDATE outbox SET attempts = attempts + 1, next_attempt_at = ?4 WHERE shop_id = ?1 AND delivery_id IN
         (SELECT delivery_id FROM outbox WHERE shop_id = ?1 AND state = 'due' AND next_attempt_at <= ?2 ORDER BY next_attempt_at, delivery_id LIMIT ?3)
       RETURNING *`,
    )
    .bind(store.shopId, now, limit, leaseUntil)
    .all<OutboxRow>();
  return claimed.results.map((row) => ({
    deliveryId: row.delivery_id,
    kind: row.kind,
    topic: row.topic,
    target: row.target,
    payload: JSON.parse(row.payload) as unknown,
    attempt: row.attempts,
    lastAttemptLost: row.attempts > 1 && row.last_error === null,
    createdAt: row.created_at,
  }));
}

// Only the claim that still holds the row may write its end: after a lease has run out, the row is another drain's.
const HELD = "WHERE shop_id = ?1 AND delivery_id = ?2 AND attempts = ?3 AND state = 'due'";

function held(
  store: Store,
  delivery: Pick<ClaimedDelivery, 'deliveryId' | 'attempt'>,
  change: string,
  ...values: readonly (string | number)[]
): D1PreparedStatement {
  return store.db.prepare(`${change} ${HELD}`).bind(store.shopId, delivery.deliveryId, delivery.attempt, ...values);
}

type Held = Pick<ClaimedDelivery, 'deliveryId' | 'attempt'>;

export function markSent(store: Store, delivery: Held, now: number): D1PreparedStatement {
  return held(store, delivery, "UPDATE outbox SET state = 'sent', last_error = NULL, sent_at = ?4", now);
}

export function markForRetry(store: Store, delivery: Held, error: string, at: number): D1PreparedStatement {
  return held(store, delivery, 'UPDATE outbox SET last_error = ?4, next_attempt_at = ?5', error, at);
}

/** Ends a delivery that a person has to look at. */
export function markFailed(
  store: Store,
  delivery: Held,
  state: 'dead' | 'unknown',
  error: string,
): D1PreparedStatement {
  return held(store, delivery, 'UPDATE outbox SET state = ?4, last_error = ?5', state, error);
}

export function dropDelivery(store: Store, delivery: Held): D1PreparedStatement {
  return held(store, delivery, 'DELETE FROM outbox');
}

/**
 * Gives a webhook to everyone who subscribes: the claimed row becomes the first one's, the others get a row each. A second
 * fan-out of the same row finds its target set and adds nothing.
 */
export function fanOut(
  store: Store,
  delivery: Held,
  first: string,
  others: readonly { readonly deliveryId: string; readonly target: string }[],
): D1PreparedStatement[] {
  return [
    ...others.map((other) =>
      store.db
        .prepare(
          `INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at)
           SELECT shop_id, ?4, kind, topic, ?5, payload, CAST(?6 AS INTEGER), created_at FROM outbox ${HELD} AND target IS NULL`,
        )
        .bind(store.shopId, delivery.deliveryId, delivery.attempt, other.deliveryId, other.target, DUE_AT_ONCE.webhook),
    ),
    held(store, delivery, 'UPDATE outbox SET target = ?4', first),
  ];
}

/** A delivery as the owner sees it: without its payload, which is for the receiver. */
export interface DeliveryView {
  readonly deliveryId: string;
  readonly kind: 'webhook' | 'mail';
  readonly topic: string;
  readonly target: string | null;
  readonly state: DeliveryRow['state'];
  readonly attempts: number;
  readonly nextAttemptAt: number;
  readonly lastError: string | null;
  readonly createdAt: number;
}

/** Newest first; `limit` plus one, so that the caller sees whether there are more. */
export async function listDeliveries(
  store: Store,
  page: {
    readonly state: DeliveryRow['state'] | undefined;
    readonly before: string | undefined;
    readonly limit: number;
  },
): Promise<DeliveryView[]> {
  const found = await store.db
    .prepare(
      `SELECT * FROM outbox ${page.state === undefined ? '' : 'INDEXED BY outbox_by_state'} WHERE shop_id = ? ${page.state === undefined ? '' : 'AND state = ?'} ${page.before === undefined ? '' : 'AND delivery_id < ?'}
       ORDER BY delivery_id DESC LIMIT ?`,
    )
    .bind(...[store.shopId, page.state, page.before, page.limit + 1].filter((value) => value !== undefined))
    .all<OutboxRow>();
  return found.results.map(toView);
}

export async function findDelivery(store: Store, deliveryId: string): Promise<DeliveryView | null> {
  const row = await store.db
    .prepare('SELECT * FROM outbox WHERE shop_id = ? AND delivery_id = ?')
    .bind(store.shopId, deliveryId)
    .first<OutboxRow>();
  return row && toView(row);
}

/**
 * Makes a failed delivery due again, under its old id, with all its attempts and the note of who asked; null where it is not
 * a failed one.
 */
export async function replayDelivery(
  store: Store,
  deliveryId: string,
  notes: readonly D1PreparedStatement[] = [],
): Promise<DeliveryView | null> {
  const renew = store.db
    .prepare(
      `UPDATE outbox SET state = 'due', attempts = 0, next_attempt_at = CASE kind WHEN 'mail' THEN ${DUE_AT_ONCE.mail} ELSE ${DUE_AT_ONCE.webhook} END
       WHERE shop_id = ? AND delivery_id = ? AND state IN ('dead', 'unknown') RETURNING *`,
    )
    .bind(store.shopId, deliveryId);
  const commit = await commitBatch(store, [renew, changedOne(store), ...notes]);
  if (commit.kind === 'violated') return null;
  const [row] = (commit.results[0]?.results ?? []) as OutboxRow[];
  return row ? toView(row) : null;
}

function toView(row: OutboxRow): DeliveryView {
  return {
    deliveryId: row.delivery_id,
    kind: row.kind,
    topic: row.topic,
    target: row.target,
    state: row.state,
    attempts: row.attempts,
    nextAttemptAt: Math.max(row.next_attempt_at, row.created_at),
    lastError: row.last_error,
    createdAt: row.created_at,
  };
}
