import type * as v from 'valibot';
import type { OrderBody } from '../../sdk/contract/orders.ts';
import type { pageOrderBody, pageOrderReply } from '../../sdk/contract/visitor.ts';
import { decideOrder } from '../domain/decide-order.ts';
import { readOrder } from '../storage/order-situation.ts';
import { pageOrderStatements } from '../storage/page-order.ts';
import { retake } from '../storage/retake.ts';
import { commitBatch } from '../storage/store.ts';
import type { CallContext } from './context.ts';
import { Refusal } from './context.ts';

/** Where a page's orders come from: the same source as the server's, so that a signed report of the order confirms it. */
const SOURCE = 'shop';

/** Records an order that only a page reports. It reserves nothing and rewards nobody until somebody vouches for it. */
export async function recordPageOrder(
  { store, platform, now }: CallContext,
  body: v.InferOutput<typeof pageOrderBody>,
): Promise<v.InferOutput<typeof pageOrderReply> | Refusal> {
  const order: OrderBody = {
    orderId: body.orderId,
    source: SOURCE,
    currency: body.currency,
    subtotalMinor: body.amountMinor,
    taxMinor: 0,
    shippingMinor: 0,
    ...(body.touch === undefined ? {} : { touch: body.touch }),
    ...(body.code === undefined ? {} : { code: body.code }),
  };
  const outcome = await retake(platform, async () => {
    const reading = await readOrder(store, order, null, now);
    if (reading.kind === 'no_program') return new Refusal('conflict', 'This shop has no program yet.');
    if (reading.kind === 'settled' || reading.known) return 'known' as const;
    const { situation } = reading;
    const decision = decideOrder(situation.facts, now);
    const commit = await commitBatch(store, pageOrderStatements(store, platform, order, situation, decision, now));
    return commit.kind === 'violated' ? 'stale' : ('recorded' as const);
  });
  if (outcome === null) return new Refusal('busy', 'Others were changing the same thing; try again.');
  if (outcome instanceof Refusal) return outcome;
  if (outcome === 'recorded') platform.hurryOutbox(store.shopId);
  return { outcome };
}
