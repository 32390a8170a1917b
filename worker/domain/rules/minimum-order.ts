import type { Rule } from './rule.ts';
import { grossMinor } from '../grant-rewards.ts';

/** The order reaches the minimum, counted before the friend's own discount, which would otherwise defeat itself. */
export const minimumOrder: Rule = {
  name: 'minimum_order',
  ask: ({ facts, grants }) => {
    const seen = grossMinor(facts.order.subtotalMinor, grants);
    const wanted = facts.program.settings.minimumOrderMinor;
    return { passed: seen >= wanted, seen, wanted };
  },
};
