import type { Rule } from './rule.ts';

/** A friend's code belongs to one order. One that ran out does not undo the recommendation; it only brings the friend nothing. */
export const claimValid: Rule = {
  name: 'claim_valid',
  ask: ({ facts }) => ({
    passed: facts.claim?.standing !== 'used_elsewhere',
    seen: facts.claim?.standing ?? 'no code',
    wanted: 'not used by another order',
  }),
};
