import type { Role } from '../../sdk/contract/owner.ts';
import { normalizeEmail } from '../domain/email.ts';
import { toShop } from './shops.ts';
import type { Shop, ShopRow } from './shops.ts';
import type { Vault } from './vault.ts';

/** What a dashboard user said of themselves, sealed under the user's own key. */
export interface UserData {
  readonly email: string;
  readonly name: string;
}

export interface User extends UserData {
  readonly userId: string;
}

/** The keyed hash under which a user's address is found. */
export function userEmailHash(vault: Vault, email: string): Promise<string> {
  return vault.hash('user email', normalizeEmail(email));
}

/** Brings a user into being; a second one with the same address violates the key. */
export async function createUser(
  directory: D1Database,
  vault: Vault,
  user: User,
  now: number,
): Promise<D1PreparedStatement> {
  const wrappedKey = await vault.newKey();
  const data: UserData = { email: user.email, name: user.name };
  return directory
    .prepare('INSERT INTO users (user_id, email_hash, wrapped_key, sealed, created_at) VALUES (?, ?, ?, ?, ?)')
    .bind(
      user.userId,
      await userEmailHash(vault, user.email),
      wrappedKey,
      await vault.seal(wrappedKey, JSON.stringify(data)),
      now,
    );
}

/** Reads a user with name and address: for the account page, and for the mail that is being sent. */
export async function readUser(directory: D1Database, vault: Vault, userId: string): Promise<User | null> {
  const row = await directory
    .prepare('SELECT wrapped_key, sealed FROM users WHERE user_id = ?')
    .bind(userId)
    .first<{ wrapped_key: string; sealed: string }>();
  if (!row) return null;
  const data = JSON.parse(await vault.open(row.wrapped_key, row.sealed)) as UserData;
  return { userId, email: data.email, name: data.name };
}

export function addMembership(
  directory: D1Database,
  member: { readonly userId: string; readonly shopId: string; readonly role: Role },
): D1PreparedStatement {
  return directory
    .prepare('INSERT INTO memberships (user_id, shop_id, role) VALUES (?, ?, ?)')
    .bind(member.userId, member.shopId, member.role);
}

/** A shop as its member sees it in the account. */
export interface Membership {
  readonly shop: Shop;
  readonly role: Role;
  /** The newest publishable key in force, in full: what the tag holds. */
  readonly publishableKey: string | null;
}

/** The shops of a user, oldest first; at most a hundred, which is an agency's worth. */
export async function listMemberships(directory: D1Database, userId: string): Promise<Membership[]> {
  const found = await directory
    .prepare(
      `SELECT memberships.role, shops.*,
         (SELECT hint FROM keys WHERE keys.shop_id = shops.shop_id AND kind = 'publishable' AND revoked_at IS NULL
          ORDER BY key_id DESC LIMIT 1) AS publishable_key
       FROM memberships JOIN shops ON shops.shop_id = memberships.shop_id
       WHERE memberships.user_id = ? ORDER BY memberships.shop_id LIMIT 100`,
    )
    .bind(userId)
    .all<ShopRow & { role: Role; publishable_key: string | null }>();
  return found.results.map((row) => ({ shop: toShop(row), role: row.role, publishableKey: row.publishable_key }));
}
