import { normalizeEmail } from '../domain/email.ts';
import { read, readOne, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';
import { changedOne } from './store.ts';

/** What a person said of themselves; the only place where names and addresses stand, sealed under the person's own key. */
export interface PersonData {
  readonly email?: string;
  readonly firstName?: string;
  /** The person's own leave to show the first name to those they refer, and to whoever referred them. */
  readonly nameShown?: boolean;
  readonly customerId?: string;
  readonly locale?: string;
}

export interface Person {
  readonly personId: string;
  readonly version: number;
  readonly state: 'active' | 'blocked' | 'left' | 'merged';
  readonly orderCount: number;
  readonly joinedCount: number;
  readonly orderedCount: number;
  readonly verifiedAt: number | null;
}

interface PersonRow {
  person_id: string;
  version: number;
  state: Person['state'];
  order_count: number;
  joined_count: number;
  ordered_count: number;
  verified_at: number | null;
}

export type IdentityKind = 'customer' | 'email';

/** The keyed hash under which an identity is found; e-mails are normalized first, so that two spellings are one person. */
export function identityHash(store: Store, kind: IdentityKind, value: string): Promise<string> {
  return store.vault.hash(`identity ${kind} ${store.shopId}`, kind === 'email' ? normalizeEmail(value) : value);
}

/** Finds whose identity this is. */
export function personByIdentity(store: Store, kind: IdentityKind, hash: string): Read<Person | null> {
  const statement = store.db
    .prepare(
      `SELECT people.* FROM identities JOIN people ON people.shop_id = identities.shop_id AND people.person_id = identities.person_id
       WHERE identities.shop_id = ? AND identities.kind = ? AND identities.hash = ?`,
    )
    .bind(store.shopId, kind, hash);
  return readOne(statement, toPerson);
}

export async function findByIdentity(store: Store, kind: IdentityKind, hash: string): Promise<Person | null> {
  const [person] = await readTogether(store, [personByIdentity(store, kind, hash)]);
  return person;
}

/** Tells whether anything names this person; one who claimed without an address has no name yet. */
export async function hasIdentity(store: Store, personId: string): Promise<boolean> {
  const row = await store.db
    .prepare('SELECT 1 FROM identities WHERE shop_id = ? AND person_id = ? LIMIT 1')
    .bind(store.shopId, personId)
    .first();
  return row !== null;
}

/** Finds several people in one query. */
export function peopleById(store: Store, personIds: readonly string[]): Read<readonly Person[]> {
  const statement = store.db
    .prepare(
      'SELECT people.* FROM json_each(?2) AS wanted CROSS JOIN people ON people.shop_id = ?1 AND people.person_id = wanted.value',
    )
    .bind(store.shopId, JSON.stringify(personIds));
  return read(statement, (rows: readonly PersonRow[]) => rows.map(toPerson));
}

export async function findPerson(store: Store, personId: string): Promise<Person | null> {
  const [[person]] = await readTogether(store, [peopleById(store, [personId])]);
  return person ?? null;
}

/** The statements that bring a person into being, with data sealed under a fresh key where there is any. */
export async function createPerson(
  store: Store,
  personId: string,
  data: PersonData,
  identities: readonly { readonly kind: IdentityKind; readonly hash: string }[],
  now: number,
): Promise<D1PreparedStatement[]> {
  return [
    store.db
      .prepare('INSERT INTO people (shop_id, person_id, created_at) VALUES (?, ?, ?)')
      .bind(store.shopId, personId, now),
    ...(await savePersonData(store, personId, null, data)),
    ...identities.map((identity) => addIdentity(store, personId, identity.kind, identity.hash, now)),
  ];
}

/** Binds an identity to a person; a hash that another person holds violates the key, so two racing requests can't make two people of one. */
export function addIdentity(
  store: Store,
  personId: string,
  kind: IdentityKind,
  hash: string,
  now: number,
): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO identities (shop_id, kind, hash, person_id, created_at) VALUES (?, ?, ?, ?, ?)')
    .bind(store.shopId, kind, hash, personId, now);
}

/** Reads a person's data; empty where there is none, or where it was erased. */
export async function readPersonData(
  store: Store,
  personId: string,
): Promise<{ readonly wrappedKey: string | null; readonly data: PersonData }> {
  const row = await store.db
    .prepare('SELECT wrapped_key, sealed FROM person_data WHERE shop_id = ? AND person_id = ?')
    .bind(store.shopId, personId)
    .first<{ wrapped_key: string; sealed: string }>();
  if (!row) return { wrappedKey: null, data: {} };
  return {
    wrappedKey: row.wrapped_key,
    data: JSON.parse(await store.vault.open(row.wrapped_key, row.sealed)) as PersonData,
  };
}

/** Reads the data of several people with one query: for lists. */
export async function readPeopleData(
  store: Store,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonData>> {
  const found = await store.db
    // CROSS JOIN keeps the order of the tables: SQLite would otherwise walk the whole shop and look in the list.
    .prepare(
      `SELECT person_data.person_id, wrapped_key, sealed FROM json_each(?2) AS wanted
       CROSS JOIN person_data ON person_data.shop_id = ?1 AND person_data.person_id = wanted.value`,
    )
    .bind(store.shopId, JSON.stringify([...new Set(personIds)]))
    .all<{ person_id: string; wrapped_key: string; sealed: string }>();
  const entries = await Promise.all(
    found.results.map(
      async (row) =>
        [row.person_id, JSON.parse(await store.vault.open(row.wrapped_key, row.sealed)) as PersonData] as const,
    ),
  );
  return new Map(entries);
}

/** Seals a person's data under their key, or under a fresh one where they have none. */
export async function savePersonData(
  store: Store,
  personId: string,
  wrappedKey: string | null,
  data: PersonData,
): Promise<D1PreparedStatement[]> {
  if (Object.keys(data).length === 0) return [];
  const key = wrappedKey ?? (await store.vault.newKey());
  return [
    store.db
      .prepare(
        `INSERT INTO person_data (shop_id, person_id, wrapped_key, sealed) VALUES (?, ?, ?, ?)
         ON CONFLICT (shop_id, person_id) DO UPDATE SET wrapped_key = excluded.wrapped_key, sealed = excluded.sealed`,
      )
      .bind(store.shopId, personId, key, await store.vault.seal(key, JSON.stringify(data))),
  ];
}

/** Raises a person's version, with whatever else changes, only if nobody did since they were read; rolls the batch back otherwise. */
export function bumpPerson(
  store: Store,
  person: Pick<Person, 'personId' | 'version'>,
  orders: number,
): D1PreparedStatement[] {
  return [
    store.db
      .prepare(
        'UPDATE people SET version = version + 1, order_count = order_count + CAST(? AS INTEGER) WHERE shop_id = ? AND person_id = ? AND version = ?',
      )
      .bind(orders, store.shopId, person.personId, person.version),
    changedOne(store),
  ];
}

/** Adds to an advocate's running figures, without reading them: any order of two such additions is right. */
export function countForAdvocate(
  store: Store,
  personId: string,
  delta: { readonly joined: number; readonly ordered: number },
): D1PreparedStatement {
  return store.db
    .prepare(
      'UPDATE people SET joined_count = joined_count + CAST(? AS INTEGER), ordered_count = ordered_count + CAST(? AS INTEGER) WHERE shop_id = ? AND person_id = ?',
    )
    .bind(delta.joined, delta.ordered, store.shopId, personId);
}

function toPerson(row: PersonRow): Person {
  return {
    personId: row.person_id,
    version: row.version,
    state: row.state,
    orderCount: row.order_count,
    joinedCount: row.joined_count,
    orderedCount: row.ordered_count,
    verifiedAt: row.verified_at,
  };
}
