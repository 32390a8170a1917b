import { moneyUnit } from '../domain/ledger.ts';
import type { BudgetFact } from '../domain/opening.ts';
import { programScope, readCounter } from './counters.ts';
import { readProgram } from './programs.ts';
import type { Program } from './programs.ts';
import { stillFinds } from './store.ts';
import type { Store } from './store.ts';

/** The shop's program with what is committed of its budget; null where the shop has none. */
export async function readStanding(
  store: Store,
): Promise<{ readonly program: Program; readonly budget: BudgetFact } | null> {
  const program = await readProgram(store);
  return (
    program && {
      program,
      budget: await readCounter(store, programScope(program.programId), moneyUnit(program.settings.currency)),
    }
  );
}

/** Holds that the program is still the one a decision read: not paused, and no newer version of its settings. */
export function sameProgram(store: Store, program: Program): D1PreparedStatement {
  return stillFinds(
    store,
    'SELECT 1 FROM programs WHERE shop_id = ? AND program_id = ? AND version = ? AND state = ?',
    store.shopId,
    program.programId,
    program.version,
    program.state,
  );
}
