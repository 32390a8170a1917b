import type { Rule } from './rule.ts';
import { totalOf } from '../grant-rewards.ts';

/** What is committed, with this order's rewards in the place of what its claim holds, stays under the cap. */
export const budget: Rule = {
  name: 'budget',
  ask: ({ facts, grants }) => {
    const { committedMinor, capMinor } = facts.budget;
    const seen = committedMinor - facts.heldMinor + totalOf(grants);
    // A lowered cap refuses only what would raise the total: a claim made before is honoured from what it holds.
    return { passed: capMinor === null || seen <= capMinor || seen <= committedMinor, seen, wanted: capMinor };
  },
};
