import { parseAmount } from './amount.ts';
import { formatTouch } from './contract/attribution.ts';
import { BothwaysError } from './errors.ts';
import type { ConvertOutcome, OrderOfPage, Services } from './guest.ts';

/** Enough for one browser's thank-you pages; older ones are not opened again. */
const ORDERS_KEPT = 20;

type Tools = Pick<Services, 'guest' | 'client' | 'own'>;

/**
 * Reports an order that only this page knows of, once in this browser. The API records it as unverified: nothing moves before the
 * owner, an order list or a signed report confirms it.
 *
 * @throws {BothwaysError} `bad_input` where an amount cannot be told for certain, with what was wrong; else the client's.
 */
export async function reportOrder({ guest, client, own }: Tools, order: OrderOfPage): Promise<ConvertOutcome> {
  const { shop, referral, now } = guest;
  const { orderId, amountMinor, currency } = checkOrder(order);
  const { orders = [], claim } = own.read();
  if (orders.includes(orderId)) return 'known';
  const touch = referral();
  const code = claim && claim.expiresAt > now() ? claim.code : undefined;
  if (!touch && !code) return 'unattributed';
  const { outcome } = await client.call('pageOrder', {
    body: { shop, orderId, amountMinor, currency, touch: touch ? formatTouch(touch) : undefined, code },
  });
  own.update({ orders: [...orders, orderId].slice(-ORDERS_KEPT) });
  return outcome;
}

/** An order as a script or the attributes of a tag give it: outside data. */
type GivenOrder = { readonly [K in keyof OrderOfPage]?: unknown };

function checkOrder(given: GivenOrder): { orderId: string; amountMinor: number; currency: string } {
  const orderId = textOf(given.orderId);
  const currency = textOf(given.currency).toUpperCase();
  if (orderId === '') throw badInput('orderId', 'An order needs its number.');
  if (!/^[A-Z]{3}$/.test(currency)) throw badInput('currency', 'Expected an ISO 4217 code such as USD.');
  return { orderId, currency, amountMinor: amountOf(given, currency) };
}

function amountOf({ amount, amountMinor }: GivenOrder, currency: string): number {
  if (amountMinor !== undefined) {
    const minor = textOf(amountMinor);
    if (/^\d{1,15}$/.test(minor)) return Number(minor);
    throw badInput('amountMinor', `Expected whole minor units (cents) of zero or more, not "${minor}".`);
  }
  const printed = textOf(amount);
  const parsed = parseAmount(printed, currency);
  if (parsed !== null) return parsed;
  throw badInput('amount', `Cannot tell for certain how much "${printed}" ${currency} is; expected such as 49.90.`);
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
}

function badInput(field: string, message: string): BothwaysError {
  return new BothwaysError('bad_input', message, { field });
}
