import { insertLink } from './links.ts';
import type { NamedPerson } from './named-person.ts';
import { enqueueDelivery } from './outbox.ts';
import type { Platform } from './platform.ts';
import type { Program } from './programs.ts';
import type { Limit } from './rate-limits.ts';
import { addToRollup } from './rollups.ts';
import { sameProgram } from './standing.ts';
import type { Store } from './store.ts';

/** A join on its way into the store. */
export interface JoinToCommit {
  readonly code: string;
  readonly attempt: string;
  readonly program: Program;
  readonly advocate: NamedPerson;
  /** The first name that friends may see, where the advocate gave leave. */
  readonly shownName: string | null;
  readonly limits: readonly Limit[];
  readonly now: number;
}

/** The statements of one join: they stand or fall together. */
export async function joinStatements(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  join: JoinToCommit,
): Promise<D1PreparedStatement[]> {
  const { code, attempt, program, advocate, now } = join;
  const { programId } = program;
  const shownName = join.shownName === null ? null : await store.vault.seal(advocate.wrappedKey, join.shownName);
  const payload = { personId: advocate.personId, programId, code };
  return [
    ...join.limits.map((limit) => limit.statement),
    sameProgram(store, program),
    ...advocate.statements,
    insertLink(store, { code, programId, personId: advocate.personId, shownName, attempt, createdAt: now }),
    addToRollup(store, programId, 'direct', now, { joins: 1 }),
    enqueueDelivery(store, { id: platform.newId('dlv'), kind: 'webhook', topic: 'advocate.joined', payload }, now),
  ];
}
