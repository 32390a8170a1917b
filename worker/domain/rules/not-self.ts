import type { Rule } from './rule.ts';

/** Nobody refers themselves, by whichever of their identities the order names. */
export const notSelf: Rule = {
  name: 'not_self',
  ask: ({ facts, winner }) => {
    const self = winner !== null && facts.friend.personIds.includes(winner.advocateId);
    return { passed: !self, seen: self ? 'the same person' : 'two people', wanted: 'two people' };
  },
};
