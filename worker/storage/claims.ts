import type { ClaimFact } from '../domain/order-facts.ts';
import { read, readTogether } from './read.ts';
import type { Read } from './read.ts';
import { toReferral } from './referrals.ts';
import type { Referral, ReferralRow } from './referrals.ts';
import type { Store } from './store.ts';

/** A friend's single-use code. */
export interface Claim {
  readonly code: string;
  readonly referralId: string;
  readonly programId: string;
  readonly programVersion: number;
  readonly state: 'issued' | 'reserved' | 'redeemed';
  readonly orderSource: string | null;
  readonly orderId: string | null;
  readonly reservedUntil: number | null;
  readonly expiresAt: number;
  readonly createdAt: number;
}

interface ClaimRow {
  code: string;
  referral_id: string;
  program_id: string;
  program_version: number;
  state: Claim['state'];
  order_source: string | null;
  order_id: string | null;
  reserved_until: number | null;
  expires_at: number;
  created_at: number;
}

export async function findClaim(store: Store, code: string): Promise<Claim | null> {
  const row = await store.db
    .prepare('SELECT * FROM claims WHERE shop_id = ? AND code = ?')
    .bind(store.shopId, code)
    .first<ClaimRow>();
  return row && toClaim(row);
}

/** Finds the code an earlier try of the same claim got, so that a retry gets the same answer. */
export async function findClaimByAttempt(store: Store, attempt: string): Promise<Claim | null> {
  const row = await store.db
    .prepare('SELECT * FROM claims WHERE shop_id = ? AND attempt = ?')
    .bind(store.shopId, attempt)
    .first<ClaimRow>();
  return row && toClaim(row);
}

/** A friend's code with the bond it belongs to. */
export interface ClaimedReferral {
  readonly claim: Claim;
  readonly referral: Referral;
  readonly advocateActive: boolean;
  /** Orders that the friend has placed. */
  readonly friendOrders: number;
}

type ClaimedRow = Omit<ClaimRow, 'state'> &
  ReferralRow & { claim_state: Claim['state']; claim_created_at: number; advocate_state: string; order_count: number };

/** Finds the claims behind several codes, in one query. */
export function claimsByCode(store: Store, codes: readonly string[]): Read<ReadonlyMap<string, ClaimedReferral>> {
  const statement = store.db
    // CROSS JOIN keeps the order of the tables: SQLite would otherwise walk the whole shop and look in the list.
    .prepare(
      `SELECT claims.*, claims.state AS claim_state, claims.created_at AS claim_created_at, referrals.*, people.state AS advocate_state, friend.order_count FROM json_each(?2) AS wanted
       CROSS JOIN claims ON claims.shop_id = ?1 AND claims.code = wanted.value
       JOIN referrals ON referrals.shop_id = ?1 AND referrals.referral_id = claims.referral_id
       JOIN people ON people.shop_id = ?1 AND people.person_id = referrals.advocate_id
       JOIN people AS friend ON friend.shop_id = ?1 AND friend.person_id = referrals.friend_id`,
    )
    .bind(store.shopId, JSON.stringify([...new Set(codes)]));
  return read(
    statement,
    (rows: readonly ClaimedRow[]) => new Map(rows.map((row) => [row.code, toClaimedReferral(row)])),
  );
}

export async function findClaimsWithReferrals(
  store: Store,
  codes: readonly string[],
): Promise<ReadonlyMap<string, ClaimedReferral>> {
  const [claims] = await readTogether(store, [claimsByCode(store, codes)]);
  return claims;
}

function toClaimedReferral(row: ClaimedRow): ClaimedReferral {
  return {
    claim: toClaim({ ...row, state: row.claim_state, created_at: row.claim_created_at }),
    referral: toReferral(row),
    advocateActive: row.advocate_state === 'active',
    friendOrders: row.order_count,
  };
}

/** How a paid order finds a code: free for it, used by another order, or run out. A cart that merely holds it has to yield. */
export function standingOf(
  claim: Claim,
  order: { readonly orderId: string; readonly source: string },
  at: number,
): ClaimFact['standing'] {
  const mine = claim.orderId === order.orderId && claim.orderSource === order.source;
  if (claim.state === 'redeemed') return mine ? 'free' : 'used_elsewhere';
  // A cart that reserved in time may be paid late.
  return claim.expiresAt > at || (mine && claim.state === 'reserved') ? 'free' : 'expired';
}

/** Writes a code's new state only if it is still as it was read; to be followed by `changedOne`. */
export function updateClaim(
  store: Store,
  before: Claim,
  after: Pick<Claim, 'state' | 'orderSource' | 'orderId' | 'reservedUntil'>,
): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE claims SET state = ?, order_source = ?, order_id = ?, reserved_until = ?
       WHERE shop_id = ? AND code = ? AND state = ? AND order_source IS ? AND order_id IS ? AND reserved_until IS ?`,
    )
    .bind(
      after.state,
      after.orderSource,
      after.orderId,
      after.reservedUntil,
      store.shopId,
      before.code,
      before.state,
      before.orderSource,
      before.orderId,
      before.reservedUntil,
    );
}

/** Uses a code up for an order, whatever reserved it before, unless another order has used it; to be followed by `changedOne`. */
export function redeemClaim(
  store: Store,
  code: string,
  order: { readonly orderId: string; readonly source: string },
): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE claims SET state = 'redeemed', order_source = ?3, order_id = ?4, reserved_until = NULL
       WHERE shop_id = ?1 AND code = ?2 AND (state <> 'redeemed' OR (order_source = ?3 AND order_id = ?4))`,
    )
    .bind(store.shopId, code, order.source, order.orderId);
}

export function insertClaim(store: Store, claim: Claim & { readonly attempt: string }): D1PreparedStatement {
  return store.db
    .prepare(
      'INSERT INTO claims (shop_id, code, referral_id, program_id, program_version, state, expires_at, attempt, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .bind(
      store.shopId,
      claim.code,
      claim.referralId,
      claim.programId,
      claim.programVersion,
      claim.state,
      claim.expiresAt,
      claim.attempt,
      claim.createdAt,
    );
}

function toClaim(row: ClaimRow): Claim {
  return {
    code: row.code,
    referralId: row.referral_id,
    programId: row.program_id,
    programVersion: row.program_version,
    state: row.state,
    orderSource: row.order_source,
    orderId: row.order_id,
    reservedUntil: row.reserved_until,
    expiresAt: row.expires_at,
    createdAt: row.created_at,
  };
}
