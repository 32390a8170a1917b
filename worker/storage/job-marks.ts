/** The jobs that remember something between two runs. `cron` is the Worker's own, under an empty shop id. */
export type Job = 'cron' | 'fold' | 'audit';

/** Where a job goes on, when it last ran (Unix milliseconds, real time), and what it found wrong. */
export interface JobMark {
  readonly mark: string;
  readonly at: number;
  readonly fault: string | null;
}

export async function readMark(db: D1Database, shopId: string, job: Job): Promise<JobMark | null> {
  return db
    .prepare('SELECT mark, at, fault FROM job_marks WHERE shop_id = ? AND job = ?')
    .bind(shopId, job)
    .first<JobMark>();
}

/** A fault stays until the owner has dealt with it (docs/upkeep.md tells how), whatever later runs find. */
export function saveMark(db: D1Database, shopId: string, job: Job, mark: JobMark): D1PreparedStatement {
  return db
    .prepare(
      `INSERT INTO job_marks (shop_id, job, mark, at, fault) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (shop_id, job) DO UPDATE SET mark = excluded.mark, at = excluded.at, fault = coalesce(fault, excluded.fault)`,
    )
    .bind(shopId, job, mark.mark, mark.at, mark.fault);
}

/** How the jobs are doing, for /healthz: when the cron last ran, and whether the books balance. */
export async function readHealth(
  directory: D1Database,
): Promise<{ readonly cronAt: number | null; readonly ledgerBalances: boolean }> {
  const row = await directory
    .prepare(
      `SELECT (SELECT at FROM job_marks WHERE shop_id = '' AND job = 'cron') AS cron_at, EXISTS (SELECT 1 FROM job_marks WHERE fault IS NOT NULL) AS faulty`,
    )
    .first<{ cron_at: number | null; faulty: number }>();
  return { cronAt: row?.cron_at ?? null, ledgerBalances: row?.faulty !== 1 };
}
