import type { TouchSource } from '../../sdk/contract/program.ts';
import { read, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';

/** The bond between an advocate and a friend in a program. */
export interface Referral {
  readonly referralId: string;
  readonly programId: string;
  readonly advocateId: string;
  readonly friendId: string;
  readonly linkCode: string | null;
  readonly source: TouchSource;
  readonly channel: string | null;
  readonly state: 'claimed' | 'ordered' | 'refused';
  /** What of the budget is held for the rewards promised at the claim; zero once they are earned or the claim ran out. */
  readonly held: number;
  readonly heldUnit: string | null;
  readonly heldUntil: number | null;
  readonly claimedAt: number | null;
  readonly orderedAt: number | null;
  readonly version: number;
  readonly createdAt: number;
}

export interface ReferralRow {
  referral_id: string;
  program_id: string;
  advocate_id: string;
  friend_id: string;
  link_code: string | null;
  source: TouchSource;
  channel: string | null;
  state: Referral['state'];
  held: number;
  held_unit: string | null;
  held_until: number | null;
  claimed_at: number | null;
  ordered_at: number | null;
  version: number;
  created_at: number;
}

export async function findReferral(store: Store, referralId: string): Promise<Referral | null> {
  const row = await store.db
    .prepare('SELECT * FROM referrals WHERE shop_id = ? AND referral_id = ?')
    .bind(store.shopId, referralId)
    .first<ReferralRow>();
  return row && toReferral(row);
}

export async function findReferralOfFriend(
  store: Store,
  programId: string,
  friendId: string,
): Promise<Referral | null> {
  const row = await store.db
    .prepare('SELECT * FROM referrals WHERE shop_id = ? AND program_id = ? AND friend_id = ?')
    .bind(store.shopId, programId, friendId)
    .first<ReferralRow>();
  return row && toReferral(row);
}

/** A bond, and whether its advocate still takes part. */
export interface FriendsReferral {
  readonly referral: Referral;
  readonly advocateActive: boolean;
}

/** Finds the bonds of several people as friends of one program, by friend. */
export function referralsOfFriends(
  store: Store,
  programId: string,
  friendIds: readonly string[],
): Read<ReadonlyMap<string, FriendsReferral>> {
  const statement = store.db
    // CROSS JOIN keeps the order of the tables: SQLite would otherwise walk the whole shop and look in the list.
    .prepare(
      `SELECT referrals.*, people.state AS advocate_state FROM json_each(?3) AS wanted
       CROSS JOIN referrals ON referrals.shop_id = ?1 AND referrals.program_id = ?2 AND referrals.friend_id = wanted.value
       JOIN people ON people.shop_id = ?1 AND people.person_id = referrals.advocate_id`,
    )
    .bind(store.shopId, programId, JSON.stringify(friendIds));
  return read(
    statement,
    (rows: readonly (ReferralRow & { readonly advocate_state: string })[]) =>
      new Map(
        rows.map((row) => [
          row.friend_id,
          { referral: toReferral(row), advocateActive: row.advocate_state === 'active' },
        ]),
      ),
  );
}

export async function findReferralsOfFriends(
  store: Store,
  programId: string,
  friendIds: readonly string[],
): Promise<ReadonlyMap<string, FriendsReferral>> {
  const [referrals] = await readTogether(store, [referralsOfFriends(store, programId, friendIds)]);
  return referrals;
}

export function insertReferral(store: Store, referral: Referral): D1PreparedStatement {
  return store.db
    .prepare(
      `INSERT INTO referrals (shop_id, referral_id, program_id, advocate_id, friend_id, link_code, source, channel, state, held, held_unit, held_until, claimed_at, ordered_at, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(
      store.shopId,
      referral.referralId,
      referral.programId,
      referral.advocateId,
      referral.friendId,
      referral.linkCode,
      referral.source,
      referral.channel,
      referral.state,
      referral.held,
      referral.heldUnit,
      referral.heldUntil,
      referral.claimedAt,
      referral.orderedAt,
      referral.createdAt,
    );
}

/** Writes a referral's new state only if nobody changed it since it was read; to be followed by `changedOne`. */
export function updateReferral(store: Store, referral: Referral): D1PreparedStatement {
  return store.db
    .prepare(
      `UPDATE referrals SET advocate_id = ?, link_code = ?, source = ?, channel = ?, state = ?, held = ?, held_unit = ?, held_until = ?, claimed_at = ?, ordered_at = ?, version = version + 1
       WHERE shop_id = ? AND referral_id = ? AND version = ?`,
    )
    .bind(
      referral.advocateId,
      referral.linkCode,
      referral.source,
      referral.channel,
      referral.state,
      referral.held,
      referral.heldUnit,
      referral.heldUntil,
      referral.claimedAt,
      referral.orderedAt,
      store.shopId,
      referral.referralId,
      referral.version,
    );
}

/** Keeps what a claim holds of the budget at least until then; nothing happens where nothing is held any more. */
export function keepHeld(store: Store, referralId: string, until: number): D1PreparedStatement {
  return store.db
    .prepare(
      'UPDATE referrals SET held_until = ?1, version = version + 1 WHERE shop_id = ?2 AND referral_id = ?3 AND held > 0 AND held_until < ?1',
    )
    .bind(until, store.shopId, referralId);
}

export function toReferral(row: ReferralRow): Referral {
  return {
    referralId: row.referral_id,
    programId: row.program_id,
    advocateId: row.advocate_id,
    friendId: row.friend_id,
    linkCode: row.link_code,
    source: row.source,
    channel: row.channel,
    state: row.state,
    held: row.held,
    heldUnit: row.held_unit,
    heldUntil: row.held_until,
    claimedAt: row.claimed_at,
    orderedAt: row.ordered_at,
    version: row.version,
    createdAt: row.created_at,
  };
}
