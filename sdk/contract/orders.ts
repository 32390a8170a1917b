import * as v from 'valibot';
import {
  MAX_AMOUNT_MINOR,
  amountField,
  codeField,
  currencyField,
  emailField,
  externalIdField,
  idField,
  lineField,
  timeField,
  whole,
} from './fields.ts';
import { sideField, traceField } from './trace.ts';
import { rewardStateField } from './visitor.ts';

// What a shop's own server says, with a secret key: orders, refunds, and the life of a friend's code.

/** Which of the owner's shops or systems an order number belongs to, so that order 1001 of two systems are two orders. */
export const sourceField = v.optional(
  v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/, 'Expected a-z, 0-9, - or _, at most 40.')),
  'shop',
);

const touchToken = v.pipe(v.string('Expected a string.'), v.maxLength(200, 'At most 200 characters.'));

export const orderBody = v.strictObject({
  orderId: externalIdField,
  source: sourceField,
  currency: currencyField,
  /** After all discounts, before tax and shipping: what the friend pays for goods. Percentages are taken of it. */
  subtotalMinor: amountField,
  /** What the friend's code took off this order; taken from the program's settings where left out. */
  discountMinor: v.optional(amountField),
  taxMinor: v.optional(amountField, 0),
  shippingMinor: v.optional(amountField, 0),
  /** When the order was placed; the moment of the report where left out. */
  placedAt: v.optional(timeField),
  /** All the order knows about its friend and advocate; the program's precedence decides which counts. */
  touch: v.optional(touchToken),
  signedTouch: v.optional(touchToken),
  code: v.optional(codeField),
  coupons: v.optional(v.pipe(v.array(codeField), v.maxLength(10, 'At most 10 coupons.'))),
  customerId: v.optional(externalIdField),
  email: v.optional(emailField),
  /** How many orders the customer had placed before this one, where the shop knows; ours count besides. */
  earlierOrders: v.optional(whole(0, 1_000_000)),
  lines: v.optional(
    v.pipe(
      v.array(
        v.strictObject({
          productId: externalIdField,
          name: v.optional(lineField(200)),
          quantity: whole(1, 100_000),
          amountMinor: amountField,
        }),
      ),
      v.maxLength(200, 'At most 200 lines.'),
    ),
  ),
});
export type OrderBody = v.InferOutput<typeof orderBody>;
export type OrderInput = v.InferInput<typeof orderBody>;

export const rewardView = v.object({
  id: v.string(),
  side: sideField,
  state: rewardStateField,
  unit: v.string(),
  quantity: v.number(),
  reversedQuantity: v.number(),
  formatted: v.string(),
  availableAt: v.nullable(v.number()),
  createdAt: v.number(),
  personId: v.string(),
  orderId: v.nullable(v.string()),
  eventId: v.string(),
});
export type RewardView = v.InferOutput<typeof rewardView>;

export const orderReply = v.object({
  eventId: v.string(),
  orderId: v.string(),
  source: v.string(),
  outcome: v.picklist(['rewarded', 'refused', 'unverified']),
  /** The first rule that failed, where one did. */
  reason: v.nullable(v.string()),
  rewards: v.array(rewardView),
  trace: traceField,
  /** True where the same order was reported before and this is the reply of then. */
  duplicate: v.boolean(),
});
export type OrderReply = v.InferOutput<typeof orderReply>;

export const refundBody = v.strictObject({
  refundId: externalIdField,
  orderId: externalIdField,
  source: sourceField,
  currency: currencyField,
  /** The part of the order's subtotal that is given back by this refund. */
  amountMinor: v.pipe(
    amountField,
    v.minValue(1, 'A refund gives back at least one minor unit.'),
    v.maxValue(MAX_AMOUNT_MINOR),
  ),
  refundedAt: v.optional(timeField),
});
export type RefundBody = v.InferOutput<typeof refundBody>;
export type RefundInput = v.InferInput<typeof refundBody>;

export const refundReply = v.object({
  eventId: v.string(),
  /** `waiting`: the order is not known yet; the refund is applied when it arrives. */
  outcome: v.picklist(['applied', 'waiting']),
  reversals: v.array(
    v.object({ rewardId: v.string(), side: sideField, quantity: v.number(), unit: v.string(), formatted: v.string() }),
  ),
  remainingMinor: v.nullable(v.number()),
  duplicate: v.boolean(),
});
export type RefundReply = v.InferOutput<typeof refundReply>;

export const codeParams = v.strictObject({ code: codeField });

/** What the code brings, so that a shop can take it off the cart: a flat amount, or a share with a ceiling. */
export const discountView = v.variant('kind', [
  v.object({ kind: v.literal('flat'), amountMinor: v.number(), currency: v.string() }),
  v.object({
    kind: v.literal('percent'),
    basisPoints: v.number(),
    maxMinor: v.nullable(v.number()),
    currency: v.string(),
  }),
]);
export const codeReply = v.object({
  code: v.string(),
  state: v.picklist(['issued', 'reserved', 'redeemed', 'expired', 'unknown', 'closed']),
  /** Whether a cart may use the code now. */
  valid: v.boolean(),
  /** One sentence for the person at the cart where the code is not valid. */
  reason: v.nullable(v.string()),
  discount: v.nullable(discountView),
  minimumOrderMinor: v.nullable(v.number()),
  expiresAt: v.nullable(v.number()),
  orderId: v.nullable(v.string()),
});
export type CodeReply = v.InferOutput<typeof codeReply>;

export const codeQuery = v.strictObject({
  customerId: v.optional(externalIdField),
  subtotalMinor: v.optional(v.pipe(v.string(), v.regex(/^\d{1,10}$/, 'Expected a whole number.'), v.transform(Number))),
});
export const reserveBody = v.strictObject({
  orderId: externalIdField,
  source: sourceField,
  /** How long the cart holds the code; a payment that takes longer reserves again. */
  minutes: v.optional(whole(1, 1_440), 30),
});
export const codeOrderBody = v.strictObject({ orderId: externalIdField, source: sourceField });

/** A list of orders: a heading row with `order_id`, `currency` and `subtotal` (major units) or `subtotal_minor`, and any of `source`, `placed_at`, `code`, `coupon`, `touch`, `customer_id`, `email`, `earlier_orders`, `discount_minor`. */
export const orderListBody = v.strictObject({
  csv: v.pipe(v.string(), v.maxLength(900_000, 'At most 900,000 characters; send longer lists in parts.')),
  /** The row to begin with, as the reply before told in `nextRow`; rows count from 1, the heading not counted. */
  fromRow: v.optional(whole(1, 1_000_000), 1),
});
/** One call settles some rows; `nextRow` is where to go on, null at the end. Sending a row again changes nothing. */
export const orderListReply = v.object({
  rows: v.array(
    v.object({
      row: v.number(),
      orderId: v.nullable(v.string()),
      outcome: v.picklist(['rewarded', 'refused', 'known', 'error']),
      detail: v.nullable(v.string()),
    }),
  ),
  nextRow: v.nullable(v.number()),
});
export type OrderListReply = v.InferOutput<typeof orderListReply>;

/** A goodwill credit by the owner: outside the program's budget, on its own account of the ledger, once per `creditId`. */
export const creditBody = v.strictObject({
  creditId: externalIdField,
  personId: idField,
  amountMinor: v.pipe(amountField, v.minValue(1)),
  currency: currencyField,
  reason: lineField(300),
});
export const creditReply = v.object({ eventId: v.string(), balanceMinor: v.number(), duplicate: v.boolean() });
