import type { ProgramSettings } from '../../sdk/contract/program.ts';

/** Whether a program takes part at a moment: `open`, or why not. */
export type ProgramStanding = 'open' | 'paused' | 'over' | 'not_started';

/** The end is exclusive: at `endsAt` the program is over. */
export function programStanding(
  program: { readonly state: 'active' | 'paused' | 'ended'; readonly settings: ProgramSettings },
  now: number,
): ProgramStanding {
  const { startsAt, endsAt } = program.settings;
  if (program.state === 'ended' || (endsAt !== null && now >= endsAt)) return 'over';
  if (program.state === 'paused') return 'paused';
  return startsAt !== null && now < startsAt ? 'not_started' : 'open';
}
