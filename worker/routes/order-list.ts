import Papa from 'papaparse';
import * as v from 'valibot';
import { orderBody } from '../../sdk/contract/orders.ts';
import type { OrderListReply } from '../../sdk/contract/orders.ts';
import type { Besides } from '../storage/audit.ts';
import { orderOfRow, unknownColumn } from '../domain/order-list.ts';
import { toRefusal } from './check-input.ts';
import { Refusal } from './context.ts';
import { settleOrder } from './settle-order.ts';
import type { Settling } from './settle-order.ts';

// Each row is a decision of some thirty statements, and an invocation has a thousand of them on the paid plan.
const ROWS_A_CALL = 20;

type RowReply = OrderListReply['rows'][number];

/**
 * Settles the rows of an order list from `fromRow` on; a row in error is told and passed over, and a row sent again changes
 * nothing. `besides` is what is noted with each order, given the number of its row.
 */
export async function settleList(
  context: Settling,
  { csv, fromRow }: { readonly csv: string; readonly fromRow: number },
  besides: (row: number) => Besides,
): Promise<OrderListReply | Refusal> {
  const parsed = Papa.parse<Record<string, string>>(csv, {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (heading) => heading.trim().toLowerCase(),
  });
  const broken = parsed.errors.find((error) => error.code !== 'UndetectableDelimiter');
  if (broken) return new Refusal('bad_csv', `Row ${(broken.row ?? 0) + 1}: ${broken.message}.`, 'csv');
  const headings = parsed.meta.fields ?? [];
  const unknown = unknownColumn(headings);
  if (unknown !== null)
    return new Refusal('bad_csv', `There is no column "${unknown}" here; check the spelling, or leave it out.`, 'csv');
  if (!headings.includes('order_id'))
    return new Refusal('bad_csv', 'The heading row needs the column "order_id".', 'csv');

  const rows: RowReply[] = [];
  for (const [index, row] of parsed.data.slice(fromRow - 1, fromRow - 1 + ROWS_A_CALL).entries())
    rows.push(await settleRow(context, row, fromRow + index, besides(fromRow + index)));
  const done = fromRow - 1 + rows.length;
  return { rows, nextRow: done < parsed.data.length ? done + 1 : null };
}

async function settleRow(
  context: Settling,
  row: Readonly<Record<string, string>>,
  number: number,
  besides: Besides,
): Promise<RowReply> {
  const checked = v.safeParse(orderBody, orderOfRow(row), { abortEarly: true });
  const orderId = row['order_id']?.trim() || null;
  if (!checked.success) return { row: number, orderId, outcome: 'error', detail: toRefusal(checked.issues[0]).detail };
  const settled = await settleOrder(context, checked.output, 'list', besides);
  if (settled instanceof Refusal) return { row: number, orderId, outcome: 'error', detail: settled.detail };
  if (settled.duplicate) return { row: number, orderId, outcome: 'known', detail: null };
  return {
    row: number,
    orderId,
    outcome: settled.outcome === 'rewarded' ? 'rewarded' : 'refused',
    detail: settled.reason,
  };
}
