import type { Rule } from './rule.ts';

/** The order is in the program's currency: a currency is never converted silently. */
export const currency: Rule = {
  name: 'currency',
  ask: ({ facts }) => ({
    passed: facts.order.currency === facts.program.settings.currency,
    seen: facts.order.currency,
    wanted: facts.program.settings.currency,
  }),
};
