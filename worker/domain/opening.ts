import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { claimReservation } from './offer.ts';
import { programStanding } from './program-state.ts';
import type { ProgramStanding } from './program-state.ts';

/** Whether a program takes new advocates and claims: `open`, or why not. */
export type Opening = ProgramStanding | 'exhausted';

/** What of a program is asked here; the rows of the store have it. */
export interface OpenableProgram {
  readonly state: 'active' | 'paused' | 'ended';
  readonly settings: ProgramSettings;
}

/** What is committed of a budget, in minor units; a cap of null has no end. */
export interface BudgetFact {
  readonly committed: number;
  readonly cap: number | null;
}

/** Tells whether a program is open at a moment. A budget is exhausted where one more claim would pass its cap. */
export function programOpening(program: OpenableProgram, budget: BudgetFact, now: number): Opening {
  const standing = programStanding(program, now);
  return standing === 'open' && isExhausted(program.settings, budget) ? 'exhausted' : standing;
}

/** Whether another claim's rewards no longer fit under the cap. */
export function isExhausted(settings: ProgramSettings, budget: BudgetFact): boolean {
  // The counter comes to be with the first save of a program; before that its settings tell the cap.
  const cap = budget.cap ?? settings.budgetMinor;
  return cap !== null && budget.committed + claimReservation(settings) > cap;
}
