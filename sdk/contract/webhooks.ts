import * as v from 'valibot';
import { programReply, webhookTypeField, type WebhookType } from './owner.ts';
import { ruleNameField, sideField } from './trace.ts';

// What a webhook carries. Ids only, never a name, an address or an e-mail: a webhook is stored, retried and logged in
// places that erasure cannot reach. Who wants more asks the API for the id.

const orderData = { eventId: v.string(), orderId: v.string(), source: v.string() };
const decidedData = {
  ...orderData,
  programId: v.string(),
  programVersion: v.number(),
  referralId: v.nullable(v.string()),
};
const rewardData = v.object({
  rewardId: v.string(),
  eventId: v.string(),
  /** The order that earned it, by the shop's own number; null for a credit. */
  orderId: v.nullable(v.string()),
  side: sideField,
  personId: v.string(),
  /** The shop's own id of that person, where it gave one; read when the webhook is sent, never stored with it. */
  customerId: v.nullable(v.string()),
  /** `money:EUR`, `points`, … */
  unit: v.string(),
  /** In the unit's smallest part: cents of `money:EUR`. */
  quantity: v.number(),
  /** When it can be used, in Unix milliseconds; null where it waits for the owner. */
  availableAt: v.nullable(v.number()),
});

/** The `data` of each type of webhook. A type never changes its meaning; data may gain fields. */
export const webhookData = {
  'advocate.joined': v.object({ personId: v.string(), programId: v.string(), code: v.string() }),
  'referral.claimed': v.object({
    referralId: v.string(),
    programId: v.string(),
    advocateId: v.string(),
    friendId: v.string(),
    /** The friend's single-use code. */
    code: v.string(),
    expiresAt: v.number(),
  }),
  'order.rewarded': v.object({ ...decidedData, rewardIds: v.array(v.string()) }),
  'order.refused': v.object({ ...decidedData, reason: ruleNameField }),
  'order.unverified': v.object(orderData),
  'reward.granted': rewardData,
  'reward.available': rewardData,
  'reward.reversed': v.object({
    ...rewardData.entries,
    /** The refund that took it back; null where the owner did. */
    refundId: v.nullable(v.string()),
    /** What this refund took back, in the unit's smallest part. */
    reversedQuantity: v.number(),
    /** What is left of the reward, in the unit's smallest part. */
    remainingQuantity: v.number(),
  }),
  'reward.refused': rewardData,
  'budget.low': v.object({
    programId: v.string(),
    currency: v.string(),
    capMinor: v.number(),
    committedMinor: v.number(),
  }),
  'program.state_changed': v.object({ programId: v.string(), state: programReply.entries.state }),
  ping: v.object({ endpointId: v.string() }),
} as const satisfies Record<WebhookType, v.GenericSchema>;

export type WebhookData = { readonly [Type in keyof typeof webhookData]: v.InferOutput<(typeof webhookData)[Type]> };

/** The body that is signed and sent: Standard Webhooks' `type`, `timestamp` (ISO 8601, when it happened) and `data`. */
export const webhookBody = v.object({
  type: webhookTypeField,
  timestamp: v.pipe(v.string(), v.isoTimestamp()),
  data: v.unknown(),
});
export type WebhookBody = {
  readonly [Type in keyof WebhookData]: {
    readonly type: Type;
    readonly timestamp: string;
    readonly data: WebhookData[Type];
  };
}[keyof WebhookData];

/** The headers of Standard Webhooks 1.0. The id stays the same when a webhook is sent again. */
export const WEBHOOK_HEADERS = {
  id: 'webhook-id',
  timestamp: 'webhook-timestamp',
  signature: 'webhook-signature',
} as const;
