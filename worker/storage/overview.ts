import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { METRICS } from '../../sdk/contract/owner.ts';
import type { Metric } from '../../sdk/contract/owner.ts';
import { NOTHING } from '../domain/figures.ts';
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

const SUMS = [...METRICS, 'revenue_minor', 'cost_minor'].map((column) => `SUM(${column}) AS ${column}`).join(', ');

/** Reads the figures of a period by day and channel, and their sums for the period before; from rollups alone. */
export async function readFigures(
  store: Store,
  period: Period,
  before: Period,
  now: number,
): Promise<{ readonly rows: readonly DayOfChannel[]; readonly before: Sums }> {
  const today = now - (now % DAY_MS);
  const [rows, sums] = await store.db.batch<SumRow & { day: number; channel: string }>([
    store.db
      .prepare(`${rollups(`starts_at / ${DAY_MS} AS day, channel, ${SUMS}`)} GROUP BY day, channel`)
      .bind(store.shopId, period.startsAt, period.endsAt, today),
    store.db.prepare(rollups(SUMS)).bind(store.shopId, before.startsAt, before.endsAt, today),
  ]);
  const [sum] = sums?.results ?? [];
  return {
    rows: (rows?.results ?? []).map((row) => ({ ...toSums(row), startsAt: row.day * DAY_MS, channel: row.channel })),
    before: sum ? toSums(sum) : NOTHING,
  };
}

/**
 * Sums days where they have been folded, and hours from there on. Today is always read by the hour, also where the fold has
 * begun its day: the hours know more.
 */
function rollups(columns: string): string {
  const folded = `min(?4, coalesce((SELECT starts_at + ${DAY_MS} FROM rollups
    WHERE shop_id = ?1 AND span = 'day' ORDER BY starts_at DESC LIMIT 1), 0))`;
  return `WITH boundary AS (SELECT ${folded} AS at)
    SELECT ${columns} FROM (
      SELECT * FROM rollups WHERE shop_id = ?1 AND span = 'day'
        AND starts_at >= ?2 AND starts_at < min(?3, (SELECT at FROM boundary))
      UNION ALL
      SELECT * FROM rollups WHERE shop_id = ?1 AND span = 'hour'
        AND starts_at >= max(?2, (SELECT at FROM boundary)) AND starts_at < ?3)`;
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
