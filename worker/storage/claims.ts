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
  const row = await store.db.prepare('SELECT * FROM claims WHERE shop_id = ? AND code = ?').bind(store.shopId, code).first<ClaimRow>();
  return row && toClaim(row);
}

/** Finds the code an earlier try of the same claim got, so that a retry gets the same answer. */
export async function findClaimByAttempt(store: Store, attempt: string): Promise<Claim | null> {
  const row = await store.db.prepare('SELECT * FROM claims WHERE shop_id = ? AND attempt = ?').bind(store.shopId, attempt).first<ClaimRow>();
  return row && toClaim(row);
}

export function insertClaim(store: Store, claim: Claim & { readonly attempt: string }): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO claims (shop_id, code, referral_id, program_id, program_version, state, expires_at, attempt, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
    .bind(store.shopId, claim.code, claim.referralId, claim.programId, claim.programVersion, claim.state, claim.expiresAt, claim.attempt, claim.createdAt);
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
