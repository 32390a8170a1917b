import type { OrderReply, RefundReply } from '../../sdk/contract/orders.ts';
import { call, callFromPage } from './worker-shop.ts';
import type { Answer, TestShop } from './worker-shop.ts';

let attempts = 0;

/** An id of an attempt, as a page makes one for each try of a visitor. */
export const newAttempt = (): string => `attempt-${String(++attempts).padStart(12, '0')}`;

/** An advocate joins with an e-mail and gets a code. */
export async function join(shop: TestShop, email = `ada${attempts}@example.com`): Promise<string> {
  const answer = await callFromPage<{ outcome: string; code: string }>(shop, 'POST', '/v1/joins', {
    email,
    attempt: newAttempt(),
  });
  if (answer.body.outcome !== 'joined') throw new Error(`Could not join: ${JSON.stringify(answer)}`);
  return answer.body.code;
}

/** A friend claims behind an advocate's code and gets a code of their own. */
export async function claim(shop: TestShop, code: string, email = `friend${attempts}@example.com`): Promise<string> {
  const answer = await callFromPage<{ outcome: string; code: string }>(shop, 'POST', '/v1/claims', {
    code,
    email,
    attempt: newAttempt(),
  });
  if (answer.body.outcome !== 'claimed') throw new Error(`Could not claim: ${JSON.stringify(answer)}`);
  return answer.body.code;
}

/** The shop's server reports an order of $50, unless `order` says otherwise. */
export function report(
  shop: TestShop,
  order: Readonly<Record<string, unknown>> & { readonly orderId: string },
): Promise<Answer<OrderReply>> {
  return call<OrderReply>('POST', '/v1/orders', {
    key: shop.secretKey,
    body: { currency: 'USD', subtotalMinor: 5_000, ...order },
  });
}

export function refund(
  shop: TestShop,
  body: Readonly<Record<string, unknown>> & {
    readonly refundId: string;
    readonly orderId: string;
    readonly amountMinor: number;
  },
): Promise<Answer<RefundReply>> {
  return call<RefundReply>('POST', '/v1/refunds', { key: shop.secretKey, body: { currency: 'USD', ...body } });
}

/** Asks again while the Worker says that others were changing the same thing, as the server SDK does. */
export async function untilSettled<Body>(ask: () => Promise<Answer<Body>>): Promise<Answer<Body>> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503) return answer;
  }
}
