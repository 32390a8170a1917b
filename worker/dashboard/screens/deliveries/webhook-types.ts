import type { WebhookType } from '../../../../sdk/contract/owner.ts';

// The contract's list stands beside its schemas, which stay out of the browser; the type says when a kind is missing here.
const described: Readonly<Record<WebhookType, true>> = {
  'advocate.joined': true,
  'referral.claimed': true,
  'order.rewarded': true,
  'order.refused': true,
  'order.unverified': true,
  'reward.granted': true,
  'reward.available': true,
  'reward.reversed': true,
  'reward.refused': true,
  'budget.low': true,
  'program.state_changed': true,
  ping: true,
};

/** Every kind of webhook, in the order of a referral's life. */
export const WEBHOOK_TYPES: readonly WebhookType[] = Object.keys(described).filter((type): type is WebhookType =>
  Object.hasOwn(described, type),
);
