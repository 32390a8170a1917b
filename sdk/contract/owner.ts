import * as v from 'valibot';
import { cursorQuery, emailField, idField, lineField, pageOf, timeField, urlField, whole } from './fields.ts';
import { rewardView } from './orders.ts';
import { programSettingsField, touchSourceField } from './program.ts';
import { ruleNameField, traceField } from './trace.ts';
import { rewardStateField } from './visitor.ts';

// What the owner's dashboard and tools ask and change, by session or by secret key.

export const METRICS = ['impressions', 'joins', 'shares', 'visits', 'claims', 'conversions'] as const;
export const metricField = v.picklist(METRICS);
export type Metric = v.InferOutput<typeof metricField>;

const countsField = v.object({
  impressions: v.number(),
  joins: v.number(),
  shares: v.number(),
  visits: v.number(),
  claims: v.number(),
  conversions: v.number(),
});
export const amountView = v.object({ amountMinor: v.number(), currency: v.string(), formatted: v.string() });

/** Days are days in UTC, `YYYY-MM-DD`, both ends included. */
const dayField = v.pipe(v.string(), v.isoDate('Expected a day such as 2026-11-21.'));
export const overviewQuery = v.strictObject({ from: dayField, to: dayField });
export const overviewReply = v.object({
  counts: countsField,
  /** The same counts for the period of equal length just before. */
  before: countsField,
  revenue: amountView,
  revenueBefore: amountView,
  cost: amountView,
  costBefore: amountView,
  days: v.array(v.object({ day: v.string(), counts: countsField, revenueMinor: v.number() })),
  channels: v.array(v.object({ channel: v.string(), counts: countsField })),
  budget: v.object({
    capMinor: v.nullable(v.number()),
    committedMinor: v.number(),
    formattedCap: v.nullable(v.string()),
    formattedCommitted: v.string(),
  }),
  todo: v.object({ unverifiedOrders: v.number(), rewardsToReview: v.number(), failedDeliveries: v.number() }),
  tagSeenAt: v.nullable(v.number()),
});
export type Overview = v.InferOutput<typeof overviewReply>;

export const personView = v.object({
  id: v.string(),
  name: v.nullable(v.string()),
  email: v.nullable(v.string()),
  customerId: v.nullable(v.string()),
});

export const referralStateField = v.picklist(['claimed', 'ordered', 'refused']);
export const referralsQuery = v.strictObject({
  ...cursorQuery,
  state: v.optional(referralStateField),
  advocate: v.optional(idField),
});
export const referralRow = v.object({
  id: v.string(),
  state: referralStateField,
  advocate: personView,
  friend: personView,
  code: v.nullable(v.string()),
  source: touchSourceField,
  claimedAt: v.nullable(v.number()),
  orderedAt: v.nullable(v.number()),
  createdAt: v.number(),
});
export type ReferralRow = v.InferOutput<typeof referralRow>;
export const referralsReply = pageOf(referralRow);

export const eventView = v.object({
  id: v.string(),
  kind: v.picklist(['order', 'refund', 'credit']),
  source: v.string(),
  externalId: v.string(),
  state: v.picklist(['unverified', 'decided', 'waiting', 'dismissed']),
  verifiedBy: v.nullable(v.picklist(['key', 'owner', 'list'])),
  outcome: v.nullable(v.picklist(['rewarded', 'refused', 'applied'])),
  reason: v.nullable(ruleNameField),
  amount: v.nullable(amountView),
  remaining: v.nullable(amountView),
  referralId: v.nullable(v.string()),
  occurredAt: v.number(),
  receivedAt: v.number(),
  trace: v.nullable(traceField),
  rewards: v.array(rewardView),
});
export type EventView = v.InferOutput<typeof eventView>;
export const referralReply = v.object({ referral: referralRow, events: v.array(eventView) });

export const idParams = v.strictObject({ id: idField });
export const ordersQuery = v.strictObject({
  ...cursorQuery,
  state: v.optional(v.picklist(['unverified', 'decided', 'dismissed'])),
});
export const ordersReply = pageOf(eventView);

export const rewardsQuery = v.strictObject({ ...cursorQuery, state: v.optional(rewardStateField) });
export const rewardRow = v.object({ ...rewardView.entries, person: personView, reason: v.nullable(v.string()) });
export type RewardRow = v.InferOutput<typeof rewardRow>;
export const rewardsReply = pageOf(rewardRow);
export const refuseBody = v.strictObject({ reason: lineField(300) });

export const programReply = v.object({
  id: v.string(),
  version: v.number(),
  state: v.picklist(['active', 'paused', 'ended']),
  settings: programSettingsField,
  savedAt: v.number(),
});
export type ProgramView = v.InferOutput<typeof programReply>;
/** `version` is the one that was edited; a save on top of another's change is refused with `conflict`. */
export const saveProgramBody = v.strictObject({ version: whole(1, 1_000_000), settings: programSettingsField });
export const programStateBody = v.strictObject({ state: v.picklist(['active', 'paused', 'ended']) });

export const deliveryKindField = v.picklist(['webhook', 'mail']);
export const deliveriesQuery = v.strictObject({
  ...cursorQuery,
  state: v.optional(v.picklist(['due', 'sent', 'dead', 'unknown'])),
});
export const deliveryRow = v.object({
  id: v.string(),
  kind: deliveryKindField,
  topic: v.string(),
  state: v.picklist(['due', 'sent', 'dead', 'unknown']),
  attempts: v.number(),
  nextAttemptAt: v.number(),
  lastError: v.nullable(v.string()),
  createdAt: v.number(),
});
export type DeliveryRow = v.InferOutput<typeof deliveryRow>;
export const deliveriesReply = pageOf(deliveryRow);

/** The kinds of webhooks; a type never changes its meaning. */
export const WEBHOOK_TYPES = [
  'advocate.joined',
  'referral.claimed',
  'order.rewarded',
  'order.refused',
  'order.unverified',
  'reward.granted',
  'reward.available',
  'reward.reversed',
  'reward.refused',
  'budget.low',
  'program.state_changed',
  'ping',
] as const;
export const webhookTypeField = v.picklist(WEBHOOK_TYPES);
export type WebhookType = v.InferOutput<typeof webhookTypeField>;

export const endpointBody = v.strictObject({ url: urlField, types: v.pipe(v.array(webhookTypeField), v.minLength(1)) });
export const endpointView = v.object({
  id: v.string(),
  url: v.string(),
  types: v.array(webhookTypeField),
  /** When its receiver answered 410 Gone, in Unix milliseconds; nothing is sent to it since. Null while it is told things. */
  disabledAt: v.nullable(v.number()),
  createdAt: v.number(),
});
/** The signing secret (`whsec_…`) is in the reply to the creation and never again. */
export const endpointCreated = v.object({ ...endpointView.entries, secret: v.string() });

export const roleField = v.picklist(['owner', 'manager', 'support', 'reader']);
export type Role = v.InferOutput<typeof roleField>;

export const keyBody = v.strictObject({ kind: v.picklist(['publishable', 'secret']), name: lineField(60) });
export const keyView = v.object({
  id: v.string(),
  kind: v.picklist(['publishable', 'secret']),
  name: v.string(),
  /** A publishable key in full, the last four characters of a secret one. */
  hint: v.string(),
  createdAt: v.number(),
  lastUsedAt: v.nullable(v.number()),
  revokedAt: v.nullable(v.number()),
});
export type KeyView = v.InferOutput<typeof keyView>;
/** The key itself is in the reply to the creation and never again. */
export const keyCreated = v.object({ ...keyView.entries, key: v.string() });

export const originField = v.pipe(
  v.string(),
  v.maxLength(200),
  v.regex(
    /^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/,
    'Expected an origin such as https://shop.example, in small letters, without a path.',
  ),
);
export const shopView = v.object({
  id: v.string(),
  name: v.string(),
  mode: v.picklist(['live', 'test']),
  /** The twin of this shop in the other mode. */
  twinId: v.nullable(v.string()),
  origins: v.array(v.string()),
  publishableKey: v.nullable(v.string()),
  clockOffsetMs: v.number(),
  now: v.number(),
});
export type ShopView = v.InferOutput<typeof shopView>;
export const shopBody = v.strictObject({ name: lineField(80), origins: v.pipe(v.array(originField), v.maxLength(50)) });
/** Only a test shop's clock moves, and only forward, because a ledger does not go back in time. */
export const clockBody = v.strictObject({ now: timeField });

export const pageOfEndpoints = v.object({ items: v.array(endpointView) });
export const pageOfKeys = v.object({ items: v.array(keyView) });

// Accounts.

export const setupBody = v.strictObject({
  token: v.pipe(v.string(), v.maxLength(200)),
  email: emailField,
  name: lineField(80),
  shopName: v.optional(lineField(80)),
});
export const dashboardSignInBody = v.strictObject({ email: emailField });
export const dashboardSessionBody = v.strictObject({ token: v.pipe(v.string(), v.maxLength(200)) });
export const accountReply = v.object({
  user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
  shops: v.array(v.object({ ...shopView.entries, role: roleField })),
});
export type Account = v.InferOutput<typeof accountReply>;
export const emptyReply = v.object({});
export const doneReply = v.object({ done: v.literal(true) });
