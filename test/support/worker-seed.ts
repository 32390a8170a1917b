import type { TestShop } from './worker-shop.ts';

/** What {@link seed} made; the counts that a test compares are the same at every size. */
export interface Seeded {
  /** The advocate of six in ten referrals: the one whose list is long. */
  readonly advocateId: string;
  /** One referral among many, with its order and reward. */
  readonly referralId: string;
  /** The advocate's code. */
  readonly code: string;
}

const CHUNK = 20_000;
const id = (prefix: string, number: string) => `'${prefix}_' || printf('%020d', ${number})`;

/**
 * Fills a shop with referrals in bulk: for each an advocate (one has six of ten, the others up to four each), a friend, a
 * decided order with its trace, a reward and a webhook; of every ten one claim without an order, one unverified order, one
 * reward in review, two failed webhooks. For each a row, too, wherever a call looks something up, so that a look-up without its
 * index would show: the friend's e-mail identity, a claim that has run out, an account of the ledger, a refund that waits.
 * Rollups are left out: they do not grow with referrals. Needs at least 1000, so that every bounded count is at its bound.
 */
export async function seed(shop: TestShop, referrals: number, now = Date.now()): Promise<Seeded> {
  const { db, shopId, vault } = shop.store;
  const wrappedKey = await vault.newKey();
  const sealed = await vault.seal(wrappedKey, JSON.stringify({ firstName: 'Ada', email: 'ada@example.com' }));
  const trace = JSON.stringify({
    programId: shop.programId,
    programVersion: 1,
    decidedAt: now,
    touches: [],
    rules: [],
  });
  for (let from = 0; from < referrals; from += CHUNK) {
    const upTo = Math.min(from + CHUNK, referrals);
    const numbers = `WITH RECURSIVE n (i) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT i + 1 FROM n WHERE i + 1 < ?2)`;
    const insert = (sql: string, ...values: readonly (string | number)[]) =>
      db.prepare(sql.replace('SELECT', `${numbers} SELECT`)).bind(from, upTo, ...values);
    const friend = id('prs', '1000000000 + i');
    // Six of ten referrals are of one and the same advocate.
    const advocate = id('prs', 'CASE WHEN i % 10 < 6 THEN 0 ELSE i / 10 END');
    const kind = 'i % 10';
    await db.batch([
      insert(`INSERT INTO people (shop_id, person_id, created_at) SELECT ?3, ${friend}, ?4 FROM n`, shopId, now),
      insert(
        `INSERT OR IGNORE INTO people (shop_id, person_id, created_at) SELECT ?3, ${id('prs', 'i / 10')}, ?4 FROM n`,
        shopId,
        now,
      ),
      insert(
        `INSERT INTO person_data (shop_id, person_id, wrapped_key, sealed) SELECT ?3, ${friend}, ?4, ?5 FROM n`,
        shopId,
        wrappedKey,
        sealed,
      ),
      insert(
        `INSERT OR IGNORE INTO person_data (shop_id, person_id, wrapped_key, sealed) SELECT ?3, ${id('prs', 'i / 10')}, ?4, ?5 FROM n`,
        shopId,
        wrappedKey,
        sealed,
      ),
      insert(
        `INSERT OR IGNORE INTO links (shop_id, code, program_id, person_id, attempt, created_at)
         SELECT ?3, 'SEED' || (i / 10), ?4, ${id('prs', 'i / 10')}, 'seed-link-' || (i / 10), ?5 FROM n`,
        shopId,
        shop.programId,
        now,
      ),
      insert(
        `INSERT INTO referrals (shop_id, referral_id, program_id, advocate_id, friend_id, link_code, source, state, claimed_at, ordered_at, created_at)
         SELECT ?3, ${id('rfl', 'i')}, ?4, ${advocate}, ${friend}, 'SEED' || (i / 10), 'code',
           CASE WHEN ${kind} = 1 THEN 'claimed' ELSE 'ordered' END, ?5, CASE WHEN ${kind} = 1 THEN NULL ELSE ?5 END, ?5 FROM n`,
        shopId,
        shop.programId,
        now,
      ),
      insert(
        `INSERT INTO events (shop_id, kind, source, external_id, event_id, state, verified_by, outcome, program_id, program_version, referral_id, friend_id, currency, amount_minor, facts, trace, occurred_at, received_at)
         SELECT ?3, 'order', 'shop', 'seed-' || i, ${id('evt', 'i')}, CASE WHEN ${kind} = 2 THEN 'unverified' ELSE 'decided' END,
           CASE WHEN ${kind} = 2 THEN NULL ELSE 'key' END, CASE WHEN ${kind} = 2 THEN NULL ELSE 'rewarded' END,
           ?4, 1, ${id('rfl', 'i')}, ${friend}, 'USD', 5000, '{}', ?5, ?6, ?6 FROM n WHERE ${kind} <> 1`,
        shopId,
        shop.programId,
        trace,
        now,
      ),
      insert(
        `INSERT INTO rewards (shop_id, reward_id, event_id, program_id, rule, side, recipient_id, ordinal, referral_id, unit, quantity, state, available_at, announced_at, created_at)
         SELECT ?3, ${id('rwd', 'i')}, ${id('evt', 'i')}, ?4, 'first_order', 'advocate', ${advocate}, 1, ${id('rfl', 'i')}, 'money:USD', 1000,
           CASE WHEN ${kind} = 3 THEN 'review' ELSE 'granted' END, ?5 + (i - ${referrals / 2}) * 1000, ?5, ?5 FROM n WHERE ${kind} NOT IN (1, 2)`,
        shopId,
        shop.programId,
        now,
      ),
      insert(
        `INSERT INTO outbox (shop_id, delivery_id, kind, topic, target, payload, state, next_attempt_at, created_at, sent_at)
         SELECT ?3, ${id('dlv', 'i')}, 'webhook', 'order.rewarded', 'whk_seed', '{}', CASE WHEN i % 5 = 3 THEN 'dead' ELSE 'sent' END, ?4, ?4, ?4 FROM n`,
        shopId,
        now,
      ),
      insert(
        `INSERT INTO identities (shop_id, kind, hash, person_id, created_at)
         SELECT ?3, 'email', 'seed-' || i, ${friend}, ?4 FROM n`,
        shopId,
        now,
      ),
      insert(
        `INSERT INTO claims (shop_id, code, referral_id, program_id, program_version, state, expires_at, attempt, created_at)
         SELECT ?3, 'SEEDF' || i, ${id('rfl', 'i')}, ?4, 1, 'issued', ?5, 'seed-' || i, ?5 FROM n`,
        shopId,
        shop.programId,
        now,
      ),
      insert(
        `INSERT INTO entries (shop_id, account, seq, transfer_id, other_account, unit, quantity, balance_after, kind, event_id, at)
         SELECT ?3, 'person:' || ${friend} || '/money:USD', 1, ${id('trf', 'i')}, 'goodwill/money:USD', 'money:USD', 5, 5, 'credit', ${id('evt', 'i')}, ?4 FROM n`,
        shopId,
        now,
      ),
      insert(
        `INSERT INTO events (shop_id, kind, source, external_id, event_id, state, verified_by, order_id, currency, amount_minor, facts, occurred_at, received_at)
         SELECT ?3, 'refund', 'shop', 'seed-' || i, ${id('evt', '2000000000 + i')}, 'waiting', 'key', 'nowhere-' || i, 'USD', 500, '{}', ?4, ?4 FROM n`,
        shopId,
        now,
      ),
    ]);
  }
  const pad = (number: number) => String(number).padStart(20, '0');
  return { advocateId: `prs_${pad(0)}`, referralId: `rfl_${pad(504)}`, code: 'SEED0' };
}
