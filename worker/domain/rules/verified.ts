import type { Rule } from './rule.ts';

/** A page alone can say anything; someone has to vouch for an order before it moves money (promise 8). */
export const verified: Rule = {
  name: 'verified',
  ask: ({ facts }) => ({
    passed: facts.verifiedBy !== null,
    seen: facts.verifiedBy ?? 'page',
    wanted: 'key, owner or list',
  }),
};
