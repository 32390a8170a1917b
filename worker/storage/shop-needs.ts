import { DAY_MS } from '../../sdk/contract/attribution.ts';
import { BUDGET_IS_LOW } from './budget-warnings.ts';
import type { Shop } from './shops.ts';

/** What there is to do for a shop at a moment. */
export interface ShopNeeds {
  readonly shopId: string;
  readonly outbox: boolean;
  readonly heldBudget: boolean;
  /** Refunds that waited for an order which is decided by now. */
  readonly refunds: boolean;
  readonly announcements: boolean;
  readonly budgetWarnings: boolean;
  readonly counters: boolean;
  /** Idempotency keys and their replies whose time has passed. */
  readonly replies: boolean;
  readonly fold: boolean;
  /** The audit of the books, and what goes with it once a day. */
  readonly nightly: boolean;
}

/** Days are folded this often while there is something to fold: late visits are few. */
const FOLD_EVERY_MS = 60 * 60_000;

type NeedRow = Record<
  | 'outbox'
  | 'held_budget'
  | 'refunds'
  | 'announcements'
  | 'budget_warnings'
  | 'counters'
  | 'replies'
  | 'fold'
  | 'nightly',
  number
> & { shop_id: string };

/**
 * Asks which of these shops, all of one database, have something to do, each by its own clock; the others are left out. One
 * statement, and a few rows read a shop however large it is, so that a thousand idle shops cost one question.
 */
export async function findNeeds(
  db: D1Database,
  shops: readonly Pick<Shop, 'shopId' | 'clockOffsetMs'>[],
  realNow: number,
): Promise<ShopNeeds[]> {
  const asked = shops.map(({ shopId, clockOffsetMs }) => {
    const now = realNow + clockOffsetMs;
    return { shopId, now, today: now - (now % DAY_MS) };
  });
  const found = await db
    .prepare(
      `WITH shop AS (SELECT value ->> 'shopId' AS id, value ->> 'now' AS now, value ->> 'today' AS today FROM json_each(?1)),
       need AS (SELECT id AS shop_id,
         EXISTS (SELECT 1 FROM outbox WHERE shop_id = id AND state = 'due' AND next_attempt_at <= ?2) AS outbox,
         EXISTS (SELECT 1 FROM referrals WHERE shop_id = id AND held > 0 AND held_until <= shop.now) AS held_budget,
         EXISTS (SELECT 1 FROM events INDEXED BY refunds_due WHERE shop_id = id AND due = 1) AS refunds,
         EXISTS (SELECT 1 FROM rewards INDEXED BY rewards_to_announce WHERE shop_id = id AND announced_at IS NULL AND state = 'granted' AND available_at <= shop.now) AS announcements,
         EXISTS (SELECT 1 FROM counters WHERE shop_id = id AND ${BUDGET_IS_LOW}) AS budget_warnings,
         EXISTS (SELECT 1 FROM counters WHERE shop_id = id AND expires_at IS NOT NULL AND expires_at <= shop.now) AS counters,
         EXISTS (SELECT 1 FROM idempotency_keys WHERE shop_id = id AND expires_at <= ?2) AS replies,
         EXISTS (SELECT 1 FROM rollups LEFT JOIN job_marks ON job_marks.shop_id = id AND job = 'fold'
           WHERE rollups.shop_id = id AND span = 'hour' AND starts_at < shop.today AND starts_at >= coalesce(CAST(mark AS INTEGER), 0) - ${2 * DAY_MS}
             AND (mark IS NULL OR CAST(mark AS INTEGER) < shop.today OR at <= ?3)) AS fold,
         NOT EXISTS (SELECT 1 FROM job_marks WHERE shop_id = id AND job = 'audit' AND at > ?4)
           AND (EXISTS (SELECT 1 FROM entries WHERE shop_id = id) OR EXISTS (SELECT 1 FROM outbox WHERE shop_id = id)
             OR EXISTS (SELECT 1 FROM mailbox WHERE shop_id = id) OR EXISTS (SELECT 1 FROM rollups WHERE shop_id = id AND span = 'hour')) AS nightly
         FROM shop)
       SELECT * FROM need WHERE outbox OR held_budget OR refunds OR announcements OR budget_warnings OR counters OR replies OR fold OR nightly`,
    )
    .bind(JSON.stringify(asked), realNow, realNow - FOLD_EVERY_MS, realNow - DAY_MS)
    .all<NeedRow>();
  return found.results.map((row) => ({
    shopId: row.shop_id,
    outbox: row.outbox === 1,
    heldBudget: row.held_budget === 1,
    refunds: row.refunds === 1,
    announcements: row.announcements === 1,
    budgetWarnings: row.budget_warnings === 1,
    counters: row.counters === 1,
    replies: row.replies === 1,
    fold: row.fold === 1,
    nightly: row.nightly === 1,
  }));
}
