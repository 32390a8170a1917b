import type { OrderReply } from '../../../sdk/contract/orders.ts';
import type { JoinReply } from '../../../sdk/contract/visitor.ts';
import { call, callFromPage } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';

let made = 0;

/** Lets an advocate join through the page; the code of their link. */
export async function join(
  shop: TestShop,
  email = `advocate${++made}@example.com`,
  firstName = 'Ada',
): Promise<string> {
  const attempt = `attempt-${String(++made).padStart(16, '0')}`;
  const { body } = await callFromPage<JoinReply>(shop, 'POST', '/v1/joins', {
    email,
    firstName,
    showName: true,
    attempt,
  });
  if (body.outcome !== 'joined') throw new Error(`Could not join: ${JSON.stringify(body)}`);
  return body.code;
}

/** Reports the order of a friend with an advocate's code, as the shop's server does. */
export async function order(
  shop: TestShop,
  code: string,
  changes: Readonly<Record<string, unknown>> = {},
): Promise<OrderReply> {
  const body = {
    orderId: `order-${++made}`,
    currency: 'USD',
    subtotalMinor: 5_000,
    code,
    email: `friend${made}@example.com`,
    ...changes,
  };
  const answer = await call<OrderReply>('POST', '/v1/orders', { key: shop.secretKey, body });
  if (answer.status !== 200) throw new Error(`Could not order: ${JSON.stringify(answer.body)}`);
  return answer.body;
}
