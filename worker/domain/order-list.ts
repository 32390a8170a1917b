import { isCurrency } from '../../sdk/contract/currencies.ts';
import { minorDigits } from '../../sdk/contract/minor-digits.ts';
import type { OrderInput } from '../../sdk/contract/orders.ts';

/** The columns of an order list, each with the field of a report it becomes. */
const TEXT_COLUMNS = {
  order_id: 'orderId',
  source: 'source',
  currency: 'currency',
  code: 'code',
  touch: 'touch',
  customer_id: 'customerId',
  email: 'email',
} as const;

const NUMBER_COLUMNS = {
  subtotal_minor: 'subtotalMinor',
  discount_minor: 'discountMinor',
  earlier_orders: 'earlierOrders',
} as const;

const KNOWN_COLUMNS: ReadonlySet<string> = new Set([
  ...Object.keys(TEXT_COLUMNS),
  ...Object.keys(NUMBER_COLUMNS),
  'subtotal',
  'placed_at',
  'coupon',
]);

/** Tells the first heading that no column is known by, so that a misspelled one is not passed over in silence. */
export function unknownColumn(headings: readonly string[]): string | null {
  return headings.find((heading) => !KNOWN_COLUMNS.has(heading)) ?? null;
}

/**
 * Turns a row of a list into a report, still unchecked; empty cells are left out. An amount in major units, as shops export
 * it, becomes minor units exactly or not at all.
 */
export function orderOfRow(row: Readonly<Record<string, string>>): { readonly [Field in keyof OrderInput]?: unknown } {
  const cell = (column: string): string | undefined => row[column]?.trim() || undefined;
  const report: Record<string, unknown> = {};
  for (const [column, field] of Object.entries(TEXT_COLUMNS)) report[field] = cell(column);
  for (const [column, field] of Object.entries(NUMBER_COLUMNS)) report[field] = numberOf(cell(column));
  report['subtotalMinor'] ??= minorOf(cell('subtotal'), cell('currency'));
  report['placedAt'] = timeOf(cell('placed_at'));
  const coupon = cell('coupon');
  report['coupons'] = coupon === undefined ? undefined : coupon.split(/[\s,;|]+/);
  return Object.fromEntries(Object.entries(report).filter(([, value]) => value !== undefined));
}

/** `49.90` in a currency of two digits is 4990; a comma, a third digit or a letter is left as it is, for the check to refuse. */
export function minorOf(decimal: string | undefined, currency: string | undefined): unknown {
  if (decimal === undefined || currency === undefined) return undefined;
  const parts = /^(\d{1,12})(?:\.(\d+))?$/.exec(decimal);
  const digits = isCurrency(currency) ? minorDigits(currency) : null;
  const fraction = (parts?.[2] ?? '').replace(/0+$/, '');
  if (!parts || digits === null || fraction.length > digits) return decimal;
  return Number(`${parts[1]}${fraction.padEnd(digits, '0')}`);
}

function numberOf(text: string | undefined): unknown {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** An ISO date or moment with its zone, or Unix milliseconds. A moment without a zone is refused: nobody knows which was meant. */
function timeOf(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  if (/^\d{12,14}$/.test(text)) return Number(text);
  return /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) ? Date.parse(text) : text;
}
