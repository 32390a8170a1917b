import type { Rule } from './rule.ts';

/** Somebody recommended: a code, coupon, touch, customer or e-mail leads to an advocate. */
export const attributed: Rule = {
  name: 'attributed',
  ask: ({ winner }) => ({ passed: winner !== null, seen: winner?.source ?? null, wanted: 'an advocate' }),
};
