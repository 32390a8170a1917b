import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { readMark, saveMark } from './job-marks.ts';
import type { Store } from './store.ts';

const FIGURES = ['impressions', 'joins', 'shares', 'visits', 'claims', 'conversions', 'revenue_minor', 'cost_minor'];
const COLUMNS = FIGURES.join(', ');

/** How far back a day is folded again: visits may come late, because queues deliver again for days. */
const LATE_MS = 2 * DAY_MS;
/** How long hours are kept; days and months stay. */
const HOURS_KEPT_MS = 35 * DAY_MS;

/**
 * Folds hours into days and days into months; only days that are over, because today is read by the hour. It overwrites
 * with the sums, so running it twice changes nothing, and rows that would not change are not written.
 *
 * @param now the shop's time; where a test shop's clock jumped, it goes on from the day it had reached.
 */
export async function foldRollups(store: Store, now: number, realNow: number): Promise<void> {
  const today = now - (now % DAY_MS);
  const mark = await readMark(store.db, store.shopId, 'fold');
  const from = mark ? Math.min(Number(mark.mark), today) - LATE_MS : 0;
  const month = new Date(from);
  const monthStart = Date.UTC(month.getUTCFullYear(), month.getUTCMonth());
  await store.db.batch([
    fold('hour', 'day', `starts_at / ${DAY_MS} * ${DAY_MS}`).bind(store.shopId, from, today),
    fold(
      'day',
      'month',
      "CAST(strftime('%s', starts_at / 1000, 'unixepoch', 'start of month') AS INTEGER) * 1000",
    ).bind(store.shopId, monthStart, today),
    saveMark(store.db, store.shopId, 'fold', { mark: String(today), at: realNow, fault: null }),
  ]);

  function fold(finer: string, coarser: string, start: string): D1PreparedStatement {
    return store.db.prepare(
      `INSERT INTO rollups (shop_id, span, starts_at, program_id, channel, ${COLUMNS})
       SELECT shop_id, '${coarser}', ${start} AS start, program_id, channel, ${FIGURES.map((figure) => `SUM(${figure})`).join(', ')}
       FROM rollups WHERE shop_id = ?1 AND span = '${finer}' AND starts_at >= ?2 AND starts_at < ?3 GROUP BY start, program_id, channel
       ON CONFLICT (shop_id, span, starts_at, program_id, channel) DO UPDATE SET ${FIGURES.map((figure) => `${figure} = excluded.${figure}`).join(', ')}
       WHERE (${COLUMNS}) <> (${FIGURES.map((figure) => `excluded.${figure}`).join(', ')})`,
    );
  }
}

/**
 * Has the days from this moment on folded again: for visits that come later than the fold looks back, such as when a test
 * shop's clock jumped over them. A day whose hours may be gone is left alone, because folding would shrink it.
 */
export function reopenFold(store: Store, at: number): D1PreparedStatement {
  const mark = at - (at % DAY_MS) + LATE_MS;
  return store.db
    .prepare(
      `UPDATE job_marks SET mark = CAST(?2 AS INTEGER) WHERE shop_id = ?1 AND job = 'fold'
         AND CAST(mark AS INTEGER) > ?2 AND CAST(mark AS INTEGER) - ?2 < ${HOURS_KEPT_MS - 2 * LATE_MS}`,
    )
    .bind(store.shopId, mark);
}

/** Drops hours that are older than five weeks and have been folded for good, up to `limit`. */
export function pruneHours(store: Store, now: number, limit: number): D1PreparedStatement {
  return store.db
    .prepare(
      `DELETE FROM rollups WHERE shop_id = ?1 AND span = 'hour' AND (starts_at, program_id, channel) IN
         (SELECT starts_at, program_id, channel FROM rollups WHERE shop_id = ?1 AND span = 'hour' AND starts_at < min(CAST(?2 AS INTEGER),
            (SELECT CAST(mark AS INTEGER) - ${LATE_MS} FROM job_marks WHERE shop_id = ?1 AND job = 'fold')) ORDER BY starts_at LIMIT ?3)`,
    )
    .bind(store.shopId, now - HOURS_KEPT_MS, limit);
}
