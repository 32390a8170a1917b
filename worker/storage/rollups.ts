import type { Metric } from '../../sdk/contract/owner.ts';
import type { Store } from './store.ts';

const HOUR_MS = 3_600_000;

/** What one decision or one batch of visits adds to an hour. */
export type RollupDelta = Partial<Record<Metric, number>> & {
  readonly revenueMinor?: number;
  readonly costMinor?: number;
};

/** Adds to the hour that holds `at`; days and months are folded from hours by the cron. `channel` is `direct` where none is known. */
export function addToRollup(
  store: Store,
  programId: string,
  channel: string,
  at: number,
  delta: RollupDelta,
): D1PreparedStatement {
  const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
  return store.db
    .prepare(
      `INSERT INTO rollups (shop_id, span, starts_at, program_id, channel, impressions, joins, shares, visits, claims, conversions, revenue_minor, cost_minor)
       VALUES (?, 'hour', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (shop_id, span, starts_at, program_id, channel) DO UPDATE SET
         impressions = impressions + excluded.impressions, joins = joins + excluded.joins, shares = shares + excluded.shares,
         visits = visits + excluded.visits, claims = claims + excluded.claims, conversions = conversions + excluded.conversions,
         revenue_minor = revenue_minor + excluded.revenue_minor, cost_minor = cost_minor + excluded.cost_minor`,
    )
    .bind(
      store.shopId,
      hour,
      programId,
      channel,
      delta.impressions ?? 0,
      delta.joins ?? 0,
      delta.shares ?? 0,
      delta.visits ?? 0,
      delta.claims ?? 0,
      delta.conversions ?? 0,
      delta.revenueMinor ?? 0,
      delta.costMinor ?? 0,
    );
}
