import { entriesOf } from '../domain/ledger.ts';
import type { Transfer } from '../domain/ledger.ts';
import type { Store } from './store.ts';

/**
 * The statements that write a transfer. Number and balance are computed inside the transaction from the account's last entry,
 * so that two transfers of one moment never collide; the table's trigger refuses an entry that does not continue its account.
 */
export function transferStatements(store: Store, transfer: Transfer): D1PreparedStatement[] {
  return entriesOf(transfer).map((entry) =>
    store.db
      .prepare(
        `INSERT INTO entries (shop_id, account, seq, transfer_id, other_account, unit, quantity, balance_after, kind, event_id, reward_id, at)
         SELECT ?1, ?2, COALESCE(last.seq, 0) + 1, ?3, ?4, ?5, ?6, COALESCE(last.balance_after, 0) + CAST(?6 AS INTEGER), ?7, ?8, ?9, ?10
         FROM (SELECT 1) LEFT JOIN (SELECT seq, balance_after FROM entries WHERE shop_id = ?1 AND account = ?2 ORDER BY seq DESC LIMIT 1) AS last`,
      )
      .bind(
        store.shopId,
        entry.account,
        transfer.id,
        entry.otherAccount,
        transfer.unit,
        entry.quantity,
        transfer.kind,
        transfer.eventId,
        transfer.rewardId,
        transfer.at,
      ),
  );
}

/** The balance of an account in whole units: one row read. */
export async function balanceOf(store: Store, account: string): Promise<number> {
  const row = await store.db
    .prepare('SELECT balance_after FROM entries WHERE shop_id = ? AND account = ? ORDER BY seq DESC LIMIT 1')
    .bind(store.shopId, account)
    .first<{ balance_after: number }>();
  return row?.balance_after ?? 0;
}
