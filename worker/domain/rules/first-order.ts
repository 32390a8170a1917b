import type { Rule } from './rule.ts';

/**
 * The friend has not ordered before, as far as we and the shop know. Where nothing tells who the friend is, only an owner
 * or a shop that says `earlierOrders: 0` can vouch for it.
 */
export const firstOrder: Rule = {
  name: 'first_order',
  ask: ({ facts }) => {
    const { firstOrderOnly } = facts.program.settings;
    const { earlierOrders } = facts.order;
    const known = facts.friend.identified || earlierOrders !== null || facts.verifiedBy === 'owner';
    const before = Math.max(facts.friend.orderCount, earlierOrders ?? 0);
    return {
      passed: !firstOrderOnly || (known && before === 0),
      seen: known ? before : null,
      wanted: firstOrderOnly ? 0 : null,
    };
  },
};
