import type { CodeReply, RewardView } from '../../../sdk/contract/orders.ts';
import type { Trace } from '../../../sdk/contract/trace.ts';
import type { Examples } from './example.ts';
import { codes, ids, times, touches } from './story.ts';

export const advocateReward: RewardView = {
  id: ids.reward,
  side: 'advocate',
  state: 'held',
  unit: 'money:USD',
  quantity: 1_000,
  reversedQuantity: 0,
  formatted: '$10.00',
  availableAt: times.available,
  createdAt: times.ordered,
  personId: ids.advocate,
  orderId: '1001',
  eventId: ids.order,
};

export const trace: Trace = {
  programId: ids.program,
  programVersion: 3,
  decidedAt: times.ordered,
  touches: [
    { source: 'code', code: codes.advocate, won: true, why: 'won' },
    { source: 'touch', code: 'LIN4', won: false, why: 'lower_precedence' },
  ],
  rules: [
    { rule: 'verified', passed: true, seen: 'key', wanted: null },
    { rule: 'program_open', passed: true, seen: 'active', wanted: 'active' },
    { rule: 'first_order', passed: true, seen: 0, wanted: 0 },
    { rule: 'minimum_order', passed: true, seen: 5_900, wanted: 3_000 },
  ],
};

const code: CodeReply = {
  code: codes.friend,
  state: 'issued',
  valid: true,
  reason: null,
  discount: { kind: 'flat', amountMinor: 1_000, currency: 'USD' },
  minimumOrderMinor: 3_000,
  expiresAt: times.codeExpires,
  orderId: null,
};

type ShopServerCall =
  | 'reportOrder'
  | 'reportRefund'
  | 'importOrders'
  | 'checkCode'
  | 'reserveCode'
  | 'redeemCode'
  | 'releaseCode'
  | 'credit';

const params = { code: codes.friend };

/** What a shop's server says and hears. */
export const shopServerExamples: Examples<ShopServerCall> = {
  reportOrder: {
    body: {
      orderId: '1001',
      currency: 'USD',
      subtotalMinor: 5_900,
      discountMinor: 1_000,
      taxMinor: 480,
      shippingMinor: 590,
      placedAt: times.ordered,
      touch: touches.other,
      code: codes.friend,
      customerId: '77',
      email: 'grace@example.com',
      earlierOrders: 0,
      lines: [{ productId: 'fern-boston', name: 'Boston fern', quantity: 2, amountMinor: 5_900 }],
    },
    reply: {
      eventId: ids.order,
      orderId: '1001',
      source: 'shop',
      outcome: 'rewarded',
      reason: null,
      rewards: [
        advocateReward,
        { ...advocateReward, id: ids.friendReward, side: 'friend', personId: ids.friend, state: 'fulfilled' },
      ],
      trace,
      duplicate: false,
    },
  },
  reportRefund: {
    body: { refundId: 'R-1', orderId: '1001', currency: 'USD', amountMinor: 2_950, refundedAt: times.refunded },
    reply: {
      eventId: ids.refund,
      outcome: 'applied',
      reversals: [{ rewardId: ids.reward, side: 'advocate', quantity: 500, unit: 'money:USD', formatted: '$5.00' }],
      remainingMinor: 2_950,
      duplicate: false,
    },
  },
  importOrders: {
    body: {
      csv: 'order_id,currency,subtotal,placed_at,code\n1001,USD,59.00,2026-11-21,F7K2-QX9D\n1002,USD,12.00,2026-11-21,\n',
    },
    reply: {
      rows: [
        { row: 1, orderId: '1001', outcome: 'rewarded', detail: null },
        { row: 2, orderId: '1002', outcome: 'refused', detail: 'No touch or code names an advocate.' },
      ],
      nextRow: null,
    },
  },
  checkCode: { params, query: { customerId: '77', subtotalMinor: '5900' }, reply: code },
  reserveCode: {
    params,
    body: { orderId: '1001', minutes: 30 },
    reply: { ...code, state: 'reserved', orderId: '1001' },
  },
  redeemCode: {
    params,
    body: { orderId: '1001' },
    reply: {
      ...code,
      state: 'redeemed',
      valid: false,
      reason: 'This code has been used for order 1001.',
      orderId: '1001',
    },
  },
  releaseCode: { params, body: { orderId: '1001' }, reply: code },
  credit: {
    body: {
      creditId: 'C-1',
      personId: ids.advocate,
      amountMinor: 500,
      currency: 'USD',
      reason: 'For the trouble with the late parcel.',
    },
    reply: { eventId: ids.credit, balanceMinor: 1_500, duplicate: false },
  },
};
