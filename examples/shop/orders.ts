import { shareOf } from '../../sdk/contract/money.ts';
import type { CodeReply } from '../../sdk/contract/orders.ts';
import type { OrderReply } from '../../sdk/contract/orders.ts';
import type { Product } from './products.ts';

/** An order of the demo shop. It lives in memory: what matters of it is in the Worker. */
export interface Order {
  readonly id: string;
  readonly product: Product;
  readonly email: string;
  readonly code: string | null;
  readonly discountMinor: number;
  readonly subtotalMinor: number;
  readonly refundedMinor: number;
  /** What the program made of it; null where the Worker could not be reached, and the report is owed. */
  readonly decision: OrderReply | null;
}

const orders = new Map<string, Order>();

export const findOrder = (id: string): Order | undefined => orders.get(id);

export function saveOrder(order: Order): void {
  orders.set(order.id, order);
}

/** An order number that no earlier run of the demo has used. */
export const newOrderId = (): string => `K-${Date.now().toString(36).toUpperCase()}`;

/** What a code takes off a price; nothing where it is not valid. */
export function discountOf(reply: CodeReply | null, priceMinor: number): number {
  if (!reply?.valid || !reply.discount) return 0;
  const { discount } = reply;
  if (discount.kind === 'flat') return Math.min(discount.amountMinor, priceMinor);
  return Math.min(shareOf(priceMinor, discount.basisPoints, 10_000), discount.maxMinor ?? priceMinor);
}
