import type { OrderBody } from '../../sdk/contract/orders.ts';
import { recordAudit } from '../storage/audit.ts';
import type { AuditAction, Besides } from '../storage/audit.ts';
import { giveCredit } from '../storage/credit.ts';
import { findEventById } from '../storage/events.ts';
import type { Event } from '../storage/events.ts';
import { findPerson } from '../storage/people.ts';
import { rewardsOfEvent } from '../storage/rewards.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handlers } from './context.ts';
import { settleList } from './order-list.ts';
import { recordPageOrder } from './page-order.ts';
import { orderReply, settleOrder } from './settle-order.ts';
import { settleRefund } from './settle-refund.ts';

/** Orders and refunds: by the shop's server, by a list, by hand, and by a page that nobody vouches for. */
export const orderHandlers: Pick<
  Handlers,
  'reportOrder' | 'reportRefund' | 'importOrders' | 'pageOrder' | 'approveOrder' | 'credit'
> = {
  // What the shop's server reports is its own record; what a person enters by hand has their name to it.
  reportOrder: async ({ body }, context) =>
    context.caller.kind === 'user'
      ? settleOrder(context, body, 'owner', noteOf(context, 'order.entered'))
      : settleOrder(context, body, 'key'),

  reportRefund: async ({ body }, context) =>
    context.caller.kind === 'user'
      ? settleRefund(context, body, 'owner', noteOf(context, 'refund.entered'))
      : settleRefund(context, body, 'key'),

  importOrders: async ({ body }, context) =>
    settleList(context, body, (row) => noteOf(context, 'orders.imported', { row })),

  pageOrder: async ({ body }, context) => recordPageOrder(context, body),

  approveOrder: async ({ params }, context) => {
    const event = await findEventById(context.store, params.id);
    if (!event || event.kind !== 'order') return new Refusal('not_found', 'There is no such order.');
    if (event.state === 'decided') {
      return orderReply(event, await rewardsOfEvent(context.store, event.eventId), context.now, true);
    }
    return settleOrder(context, orderOf(event), 'owner', noteOf(context, 'order.approved'));
  },

  credit: async ({ body }, context) => {
    if (!(await findPerson(context.store, body.personId)))
      return new Refusal('not_found', 'There is no such person.', 'personId');
    const given = await giveCredit(
      context.store,
      context.platform,
      { ...body, actor: actorOf(context.caller) },
      context.now,
    );
    return given.kind === 'given'
      ? given.reply
      : new Refusal(
          'conflict',
          `Credit ${body.creditId} was given before with another amount or to another person.`,
          'creditId',
        );
  },
};

/** The note of who recorded an event. */
function noteOf(
  { store, platform, caller }: CallContext,
  action: AuditAction,
  detail: Readonly<Record<string, unknown>> = {},
): Besides {
  return (subject) => [recordAudit(store, platform, { actor: actorOf(caller), action, subject, detail })];
}

/** An unverified order as a report, from what was stored of it. */
function orderOf(event: Event): OrderBody {
  const { reversals: _reversals, reason: _reason, lines: _lines, coupons, ...facts } = event.facts;
  return {
    ...facts,
    ...(coupons ? { coupons: [...coupons] } : {}),
    orderId: event.externalId,
    source: event.source,
    currency: event.currency,
    subtotalMinor: event.amountMinor,
    taxMinor: facts.taxMinor ?? 0,
    shippingMinor: facts.shippingMinor ?? 0,
    placedAt: event.occurredAt,
  };
}
