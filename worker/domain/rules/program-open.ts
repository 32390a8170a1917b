import type { Rule } from './rule.ts';

/** The program took part when the order was placed; a claim made while it was open is honoured afterwards. */
export const programOpen: Rule = {
  name: 'program_open',
  ask: ({ facts }) => {
    const promised = facts.claim?.standing === 'free';
    return {
      passed: facts.program.standing === 'open' || promised,
      seen: promised ? 'claimed' : facts.program.standing,
      wanted: 'open or claimed',
    };
  },
};
