import type { TestShop } from '../../support/worker-shop.ts';

const CHUNK = 20_000;

/**
 * Fills, beside the shared seed, the tables that a visitor's calls look something up in: e-mail identities, claims and
 * ledger accounts, a row for each referral, so that a look-up without its index would show.
 */
export async function seedLookups({ store, programId }: TestShop, referrals: number, now = Date.now()): Promise<void> {
  const { db, shopId } = store;
  const insert = (from: number, into: string, select: string) =>
    db
      .prepare(
        `INSERT INTO ${into}
         WITH RECURSIVE n (i) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)
         SELECT ${select} FROM n WHERE ?3 <> ?4 AND ?5 > 0`,
      )
      .bind(from, Math.min(from + CHUNK, referrals), shopId, programId, now);
  const id = (prefix: string) => `'${prefix}_' || printf('%020d', i)`;
  for (let from = 0; from < referrals; from += CHUNK) {
    await db.batch([
      insert(
        from,
        'identities (shop_id, kind, hash, person_id, created_at)',
        `?3, 'email', 'seed-' || i, ${id('prs')}, ?5`,
      ),
      insert(
        from,
        'claims (shop_id, code, referral_id, program_id, program_version, state, expires_at, attempt, created_at)',
        `?3, 'SEEDF' || i, ${id('rfl')}, ?4, 1, 'issued', ?5, 'seed-' || i, ?5`,
      ),
      insert(
        from,
        'entries (shop_id, account, seq, transfer_id, other_account, unit, quantity, balance_after, kind, event_id, at)',
        `?3, 'person:' || ${id('prs')} || '/money:USD', 1, ${id('trf')}, 'goodwill/money:USD', 'money:USD', 5, 5, 'credit', ${id('evt')}, ?5`,
      ),
    ]);
  }
}
