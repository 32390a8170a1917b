import type { OrderInput, OrderListReply, RefundInput } from '../contract/orders.ts';
import type { ProgramSettings } from '../contract/program.ts';
import type { Call, CallOptions, ServerCall, ServerInput } from './call.ts';
import { createListing } from './listing.ts';

// What each group of methods is made of; the words beside a method are what an editor shows.

type BodyOf<Name extends ServerCall> = ServerInput<Name> extends { readonly body: infer Body } ? Body : never;
type QueryOf<Name extends ServerCall> = ServerInput<Name> extends { readonly query: infer Query } ? Query : never;

/** Orders and refunds of the shop. */
export function ordersOf(call: Call) {
  return {
    /**
     * Reports an order, paid or being paid. Give it all you know of where the friend came from: `readTouches(cookie)`,
     * the code or coupons of the cart, customer id, e-mail; the program decides which counts. Reported again, the order
     * counts once and the reply is the first one, with `duplicate: true`.
     *
     * @throws {ConflictError} where the same number was reported with other amounts.
     * @example await bothways.orders.report({ orderId: '1001', currency: 'USD', subtotalMinor: 5_900, customerId: '77' });
     */
    report: (order: OrderInput, options?: CallOptions) => call('reportOrder', { body: order }, options),
    /**
     * Reports money given back, once per `refundId`; several refunds of one order add up. One that comes before its order waits for it.
     *
     * @example await bothways.orders.refund({ refundId: 'R-1', orderId: '1001', currency: 'USD', amountMinor: 2_000 });
     */
    refund: (refund: RefundInput, options?: CallOptions) => call('reportRefund', { body: refund }, options),
    /**
     * Reports or confirms the orders of a CSV list, of at most 900,000 characters, in as many calls as that takes; gives the
     * outcome of every row. After an error the whole list may be sent again: a row that is known changes nothing.
     *
     * @throws {InvalidRequestError} with `bad_csv` where the list cannot be read at all.
     * @example const rows = await bothways.orders.importList('order_id,currency,subtotal\n1001,USD,59.00\n');
     */
    importList: (csv: string, options?: CallOptions) => importList(call, csv, options),
    /** Lists events of orders and how each was decided, newest first. */
    list: (query: QueryOf<'listOrders'> = {}, options?: CallOptions) =>
      createListing(query.cursor, (cursor) => call('listOrders', { query: { ...query, cursor } }, options)),
    /** Confirms an unverified order, by the id of its event (`evt_…`), and decides it. */
    approve: (id: string, options?: CallOptions) => call('approveOrder', { params: { id } }, options),
    /** Puts an unverified order aside, by the id of its event (`evt_…`). */
    dismiss: (id: string, reason: string, options?: CallOptions) =>
      call('dismissOrder', { params: { id }, body: { reason } }, options),
  };
}

/** The life of a friend's single-use code: check → reserve → redeem, or release. */
export function codesOf(call: Call) {
  return {
    /** Tells whether a cart may use a code now, and what it brings. Changes nothing; an unknown code is an answer, not an error. */
    check: (code: string, cart: QueryOf<'checkCode'> = {}, options?: CallOptions) =>
      call('checkCode', { params: { code }, query: cart }, options),
    /**
     * Holds a code for a cart, 30 minutes unless told otherwise; the same order may reserve again.
     *
     * @throws {CodeUnavailableError} where another order holds it, or it is used or expired.
     */
    reserve: (code: string, order: BodyOf<'reserveCode'>, options?: CallOptions) =>
      call('reserveCode', { params: { code }, body: order }, options),
    /** Uses a code for a paid order, for good. @throws {CodeUnavailableError} where another order holds or used it. */
    redeem: (code: string, order: BodyOf<'redeemCode'>, options?: CallOptions) =>
      call('redeemCode', { params: { code }, body: order }, options),
    /** Gives a reserved code back, when the cart is left or the payment fails. */
    release: (code: string, order: BodyOf<'releaseCode'>, options?: CallOptions) =>
      call('releaseCode', { params: { code }, body: order }, options),
  };
}

/** Goodwill, outside the program's budget. */
export function creditsOf(call: Call) {
  return {
    /** Gives a person a credit, once per `creditId`. */
    give: (credit: BodyOf<'credit'>, options?: CallOptions) => call('credit', { body: credit }, options),
  };
}

export function rewardsOf(call: Call) {
  return {
    /** Lists rewards and their states, newest first. */
    list: (query: QueryOf<'listRewards'> = {}, options?: CallOptions) =>
      createListing(query.cursor, (cursor) => call('listRewards', { query: { ...query, cursor } }, options)),
    /** Approves a reward that waits for review. @throws {ConflictError} where it does not. */
    approve: (id: string, options?: CallOptions) => call('approveReward', { params: { id } }, options),
    /** Refuses a reward; what was credited is reversed. */
    refuse: (id: string, reason: string, options?: CallOptions) =>
      call('refuseReward', { params: { id }, body: { reason } }, options),
  };
}

export function referralsOf(call: Call) {
  return {
    /** Lists who referred whom, newest first. */
    list: (query: QueryOf<'listReferrals'> = {}, options?: CallOptions) =>
      createListing(query.cursor, (cursor) => call('listReferrals', { query: { ...query, cursor } }, options)),
    /** Reads one referral with its events and the trace of every decision. @throws {NotFoundError} */
    get: (id: string, options?: CallOptions) => call('getReferral', { params: { id } }, options),
  };
}

export function programOf(call: Call) {
  return {
    /** Reads the program, its settings and their version. */
    get: (options?: CallOptions) => call('getProgram', {}, options),
    /**
     * Saves the settings as a new version; `version` is the one that was edited.
     *
     * @throws {ConflictError} where somebody saved in between.
     */
    save: (program: { readonly version: number; readonly settings: ProgramSettings }, options?: CallOptions) =>
      call('saveProgram', { body: program }, options),
    /** Pauses, resumes or ends the program. */
    setState: (state: BodyOf<'setProgramState'>['state'], options?: CallOptions) =>
      call('setProgramState', { body: { state } }, options),
  };
}

export function deliveriesOf(call: Call) {
  return {
    /** Lists webhooks and mails, newest first. */
    list: (query: QueryOf<'listDeliveries'> = {}, options?: CallOptions) =>
      createListing(query.cursor, (cursor) => call('listDeliveries', { query: { ...query, cursor } }, options)),
    /** Tries a failed delivery again. */
    replay: (id: string, options?: CallOptions) => call('replayDelivery', { params: { id } }, options),
  };
}

export function webhookEndpointsOf(call: Call) {
  return {
    list: (options?: CallOptions) => call('listEndpoints', {}, options),
    /** Adds an endpoint. The reply holds its signing secret (`whsec_…`), which is never shown again. */
    add: (endpoint: BodyOf<'addEndpoint'>, options?: CallOptions) => call('addEndpoint', { body: endpoint }, options),
    remove: (id: string, options?: CallOptions) => call('removeEndpoint', { params: { id } }, options),
    /** Sends a test webhook of type `ping`. */
    ping: (id: string, options?: CallOptions) => call('pingEndpoint', { params: { id } }, options),
  };
}

export function shopOf(call: Call) {
  return {
    get: (options?: CallOptions) => call('getShop', {}, options),
    /** Changes the name and the origins whose pages may use the publishable key. */
    save: (shop: BodyOf<'saveShop'>, options?: CallOptions) => call('saveShop', { body: shop }, options),
  };
}

export function clockOf(call: Call) {
  return {
    /** Moves a test shop's clock forward, to Unix milliseconds. @throws {ConflictError} for a live shop, or backward. */
    move: (now: number, options?: CallOptions) => call('moveClock', { body: { now } }, options),
  };
}

async function importList(call: Call, csv: string, options: CallOptions = {}): Promise<OrderListReply['rows']> {
  const { idempotencyKey } = options;
  const rows: OrderListReply['rows'] = [];
  for (let fromRow: number | null = 1; fromRow !== null;) {
    // Each part is a write of its own, so each has its own key.
    const key: CallOptions = idempotencyKey === undefined ? {} : { idempotencyKey: `${idempotencyKey}.${fromRow}` };
    const part: OrderListReply = await call('importOrders', { body: { csv, fromRow } }, { ...options, ...key });
    rows.push(...part.rows);
    // A part that leads to itself would never end.
    fromRow = part.nextRow !== null && part.nextRow > fromRow ? part.nextRow : null;
  }
  return rows;
}
