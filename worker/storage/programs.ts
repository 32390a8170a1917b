import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { readOne, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';
import { changedOne } from './store.ts';

/** A program as it is in force: its state, and the version of the settings that every decision names. */
export interface Program {
  readonly programId: string;
  readonly version: number;
  readonly state: 'active' | 'paused' | 'ended';
  readonly settings: ProgramSettings;
  readonly savedAt: number;
}

interface ProgramRow {
  program_id: string;
  version: number;
  state: Program['state'];
  settings: string;
  saved_at: number;
}

const SELECT = `SELECT programs.program_id, programs.version, programs.state, program_versions.settings, program_versions.saved_at
  FROM programs JOIN program_versions ON program_versions.shop_id = programs.shop_id AND program_versions.program_id = programs.program_id`;

/** The shop's program with the settings in force. A shop has one until campaigns come. */
export function programInForce(store: Store): Read<Program | null> {
  const statement = store.db
    .prepare(
      `${SELECT} AND program_versions.version = programs.version WHERE programs.shop_id = ? ORDER BY programs.program_id LIMIT 1`,
    )
    .bind(store.shopId);
  return readOne(statement, toProgram);
}

export async function readProgram(store: Store): Promise<Program | null> {
  const [program] = await readTogether(store, [programInForce(store)]);
  return program;
}

/** The settings of a past version: what a refund of an old order is judged by. */
export async function readProgramVersion(
  store: Store,
  programId: string,
  version: number,
): Promise<ProgramSettings | null> {
  const row = await store.db
    .prepare('SELECT settings FROM program_versions WHERE shop_id = ? AND program_id = ? AND version = ?')
    .bind(store.shopId, programId, version)
    .first<{ settings: string }>();
  return row && (JSON.parse(row.settings) as ProgramSettings);
}

/** The statements of a first save (`after` null) or of a new version on top of the one that was edited. */
export function saveProgram(
  store: Store,
  program: { readonly programId: string; readonly settings: ProgramSettings },
  after: number | null,
  savedBy: string,
  now: number,
): D1PreparedStatement[] {
  const version = (after ?? 0) + 1;
  const row =
    after === null
      ? store.db
          .prepare(
            "INSERT INTO programs (shop_id, program_id, version, state, created_at) VALUES (?, ?, ?, 'active', ?)",
          )
          .bind(store.shopId, program.programId, version, now)
      : store.db
          .prepare('UPDATE programs SET version = ? WHERE shop_id = ? AND program_id = ? AND version = ?')
          .bind(version, store.shopId, program.programId, after);
  return [
    row,
    changedOne(store),
    store.db
      .prepare(
        'INSERT INTO program_versions (shop_id, program_id, version, settings, saved_at, saved_by) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .bind(store.shopId, program.programId, version, JSON.stringify(program.settings), now, savedBy),
  ];
}

/** Changes the state only if it is still the one that was read; rolls the batch back otherwise. */
export function setProgramState(
  store: Store,
  programId: string,
  change: { readonly from: Program['state']; readonly to: Program['state'] },
): D1PreparedStatement[] {
  return [
    store.db
      .prepare('UPDATE programs SET state = ? WHERE shop_id = ? AND program_id = ? AND state = ?')
      .bind(change.to, store.shopId, programId, change.from),
    changedOne(store),
  ];
}

/** Rolls the batch back if a friend was ever referred in this shop: for changes that only a fresh program may make. */
export function holdsNoReferrals(store: Store): D1PreparedStatement {
  return store.db
    .prepare('INSERT INTO guards (holds) SELECT 0 WHERE EXISTS (SELECT 1 FROM referrals WHERE shop_id = ?)')
    .bind(store.shopId);
}

function toProgram(row: ProgramRow): Program {
  return {
    programId: row.program_id,
    version: row.version,
    state: row.state,
    settings: JSON.parse(row.settings) as ProgramSettings,
    savedAt: row.saved_at,
  };
}
