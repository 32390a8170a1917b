import type { WebhookType } from '../../sdk/contract/owner.ts';
import type { Store } from './store.ts';

/** The mails the program sends; each is a template of worker/jobs. */
export type MailTopic = 'person_link' | 'user_link' | 'reward_granted' | 'reward_available';

/** A row of the outbox, written in the batch of the decision that causes it, so that nothing decided is ever left unsaid. */
export type Delivery =
  /** `target` is left out: the row is fanned out to the endpoints that subscribe when it is drained. */
  | { readonly id: string; readonly kind: 'webhook'; readonly topic: WebhookType; readonly target?: string; readonly payload: Readonly<Record<string, unknown>> }
  /** `target` is the person or user the mail is for; the address is looked up when it is sent, and stands nowhere else. */
  | { readonly id: string; readonly kind: 'mail'; readonly topic: MailTopic; readonly target: string; readonly payload: Readonly<Record<string, unknown>> };

export function enqueueDelivery(store: Store, delivery: Delivery, now: number): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, next_attempt_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
    .bind(store.shopId, delivery.id, delivery.kind, delivery.topic, delivery.target ?? null, JSON.stringify(delivery.payload), now, now);
}
