import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { METRICS } from '../../sdk/contract/owner.ts';
import type { Metric } from '../../sdk/contract/owner.ts';
import { addSums, NOTHING } from '../domain/figures.ts';
import type { DayOfChannel, Period, Sums } from '../domain/figures.ts';
import type { Store } from './store.ts';

/** What waits for the owner. Counted up to {@link MANY}, because a count reads what it counts. */
export interface Todo {
  readonly unverifiedOrders: number;
  readonly rewardsToReview: number;
  readonly failedDeliveries: number;
}

/** "This many or more". */
export const MANY = 100;

type SumRow = Record<Metric | 'revenue_minor' | 'cost_minor', number | null>;
type DayRow = SumRow & { readonly starts_at: number; readonly channel: string };

const COLUMNS = [...METRICS, 'revenue_minor', 'cost_minor'];
const SUMS = COLUMNS.map((column) => `SUM(${column}) AS ${column}`).join(', ');

// Days are read where they have been folded, hours from there on. Today is always read by the hour, also where the fold has
// begun its day: the hours know more.
const FOLDED = `min(?4, coalesce((SELECT starts_at + ${DAY_MS} FROM rollups
  WHERE shop_id = ?1 AND span = 'day' ORDER BY starts_at DESC LIMIT 1), 0))`;
const DAYS = `FROM rollups WHERE shop_id = ?1 AND span = 'day' AND starts_at >= ?2 AND starts_at < min(?3, ${FOLDED})`;
const HOURS = `FROM rollups WHERE shop_id = ?1 AND span = 'hour' AND starts_at >= max(?2, ${FOLDED}) AND starts_at < ?3`;

/** Reads the figures of a period by day and channel, and their sums for the period before; from rollups alone. */
export async function readFigures(
  store: Store,
  period: Period,
  before: Period,
  now: number,
): Promise<{ readonly rows: readonly DayOfChannel[]; readonly before: Sums }> {
  const today = now - (now % DAY_MS);
  const ask = (query: string, { startsAt, endsAt }: Period) =>
    store.db.prepare(query).bind(store.shopId, startsAt, endsAt, today);
  const [days, hours, daysBefore, hoursBefore] = await store.db.batch<DayRow>([
    ask(`SELECT starts_at, channel, ${COLUMNS.join(', ')} ${DAYS}`, period),
    ask(`SELECT starts_at / ${DAY_MS} * ${DAY_MS} AS starts_at, channel, ${SUMS} ${HOURS} GROUP BY 1, 2`, period),
    ask(`SELECT ${SUMS} ${DAYS}`, before),
    ask(`SELECT ${SUMS} ${HOURS}`, before),
  ]);
  const rowsOf = (...results: readonly (D1Result<DayRow> | undefined)[]) =>
    results.flatMap((result) => result?.results ?? []);
  return {
    rows: rowsOf(days, hours).map((row) => ({ ...toSums(row), startsAt: row.starts_at, channel: row.channel })),
    before: rowsOf(daysBefore, hoursBefore).map(toSums).reduce(addSums, NOTHING),
  };
}

export async function readTodo(store: Store): Promise<Todo> {
  const upToMany = (from: string) => `(SELECT COUNT(*) FROM (SELECT 1 FROM ${from} LIMIT ${MANY}))`;
  const row = await store.db
    .prepare(
      `SELECT ${upToMany("events WHERE shop_id = ?1 AND kind = 'order' AND state = 'unverified'")} AS unverified,
         ${upToMany("rewards WHERE shop_id = ?1 AND state = 'review'")} AS review,
         ${upToMany("outbox WHERE shop_id = ?1 AND state = 'dead'")} AS dead,
         ${upToMany("outbox WHERE shop_id = ?1 AND state = 'unknown'")} AS unknown`,
    )
    .bind(store.shopId)
    .first<{ unverified: number; review: number; dead: number; unknown: number }>();
  return {
    unverifiedOrders: row?.unverified ?? 0,
    rewardsToReview: row?.review ?? 0,
    failedDeliveries: Math.min(MANY, (row?.dead ?? 0) + (row?.unknown ?? 0)),
  };
}

function toSums(row: SumRow): Sums {
  const { revenue_minor: revenueMinor, cost_minor: costMinor } = row;
  return {
    counts: {
      impressions: row.impressions ?? 0,
      joins: row.joins ?? 0,
      shares: row.shares ?? 0,
      visits: row.visits ?? 0,
      claims: row.claims ?? 0,
      conversions: row.conversions ?? 0,
    },
    revenueMinor: revenueMinor ?? 0,
    costMinor: costMinor ?? 0,
  };
}
