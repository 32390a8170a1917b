import type { WebhookData } from '../../../sdk/contract/webhooks.ts';
import { codes, ids, times } from './story.ts';

const order = { eventId: ids.order, orderId: '1001', source: 'shop' };
const decided = { ...order, programId: ids.program, programVersion: 3, referralId: ids.referral };
const reward = {
  rewardId: ids.reward,
  eventId: ids.order,
  orderId: '1001',
  side: 'advocate',
  personId: ids.advocate,
  customerId: '12',
  unit: 'money:USD',
  quantity: 1_000,
  availableAt: times.available,
} as const;

/** The data of a webhook of every type. */
export const webhookExamples: WebhookData = {
  'advocate.joined': { personId: ids.advocate, programId: ids.program, code: codes.advocate },
  'referral.claimed': {
    referralId: ids.referral,
    programId: ids.program,
    advocateId: ids.advocate,
    friendId: ids.friend,
    code: codes.friend,
    expiresAt: times.codeExpires,
  },
  'order.rewarded': { ...decided, rewardIds: [ids.reward, ids.friendReward] },
  'order.refused': { ...decided, referralId: null, reason: 'minimum_order' },
  'order.unverified': order,
  'reward.granted': reward,
  'reward.available': reward,
  'reward.reversed': { ...reward, refundId: 'R-1', reversedQuantity: 500, remainingQuantity: 500 },
  'reward.refused': { ...reward, availableAt: null },
  'budget.low': { programId: ids.program, currency: 'USD', capMinor: 100_000, committedMinor: 91_000 },
  'program.state_changed': { programId: ids.program, state: 'paused' },
  ping: { endpointId: ids.endpoint },
};
