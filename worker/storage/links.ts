import { read, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';

/** An advocate's code. */
export interface Link {
  readonly code: string;
  readonly programId: string;
  readonly personId: string;
  /** The first name the advocate lets friends see, sealed under the advocate's key. */
  readonly shownName: string | null;
  readonly createdAt: number;
}

interface LinkRow {
  code: string;
  program_id: string;
  person_id: string;
  shown_name: string | null;
  created_at: number;
}

export async function findLink(store: Store, code: string): Promise<Link | null> {
  const row = await store.db
    .prepare('SELECT * FROM links WHERE shop_id = ? AND code = ?')
    .bind(store.shopId, code)
    .first<LinkRow>();
  return row && toLink(row);
}

/** Finds the link an earlier try of the same join made, so that a retry gets the same answer. */
export async function findLinkByAttempt(store: Store, attempt: string): Promise<Link | null> {
  const row = await store.db
    .prepare('SELECT * FROM links WHERE shop_id = ? AND attempt = ?')
    .bind(store.shopId, attempt)
    .first<LinkRow>();
  return row && toLink(row);
}

export async function listLinks(store: Store, personId: string, limit: number): Promise<Link[]> {
  const found = await store.db
    .prepare('SELECT * FROM links WHERE shop_id = ? AND person_id = ? ORDER BY created_at LIMIT ?')
    .bind(store.shopId, personId, limit)
    .all<LinkRow>();
  return found.results.map(toLink);
}

/** Who stands behind a code. */
export interface LinkHolder {
  readonly advocate: { readonly personId: string; readonly active: boolean };
}

/** Finds who stands behind several codes, in one query. */
export function linkHolders(store: Store, codes: readonly string[]): Read<ReadonlyMap<string, LinkHolder>> {
  const statement = store.db
    // CROSS JOIN keeps the order of the tables: SQLite would otherwise walk the whole shop and look in the list.
    .prepare(
      `SELECT links.code, links.person_id, people.state FROM json_each(?2) AS wanted
       CROSS JOIN links ON links.shop_id = ?1 AND links.code = wanted.value
       JOIN people ON people.shop_id = ?1 AND people.person_id = links.person_id`,
    )
    .bind(store.shopId, JSON.stringify([...new Set(codes)]));
  return read(
    statement,
    (rows: readonly { readonly code: string; readonly person_id: string; readonly state: string }[]) =>
      new Map(rows.map((row) => [row.code, { advocate: { personId: row.person_id, active: row.state === 'active' } }])),
  );
}

export async function findLinks(store: Store, codes: readonly string[]): Promise<ReadonlyMap<string, LinkHolder>> {
  const [holders] = await readTogether(store, [linkHolders(store, codes)]);
  return holders;
}

export function insertLink(store: Store, link: Link & { readonly attempt: string }): D1PreparedStatement {
  return store.db
    .prepare(
      'INSERT INTO links (shop_id, code, program_id, person_id, shown_name, attempt, created_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    .bind(store.shopId, link.code, link.programId, link.personId, link.shownName, link.attempt, link.createdAt);
}

function toLink(row: LinkRow): Link {
  return {
    code: row.code,
    programId: row.program_id,
    personId: row.person_id,
    shownName: row.shown_name,
    createdAt: row.created_at,
  };
}
