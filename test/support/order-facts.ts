import { defaultSettings } from '../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import type { Evidence, OrderFacts } from '../../worker/domain/order-facts.ts';

/** An order of $50 that a friend places a day after claiming; every rule passes. */
export function orderFacts(
  change: {
    readonly settings?: Partial<ProgramSettings>;
    readonly order?: Partial<OrderFacts['order']>;
    readonly friend?: Partial<OrderFacts['friend']>;
    readonly facts?: Partial<Omit<OrderFacts, 'order' | 'friend' | 'program'>>;
    readonly standing?: OrderFacts['program']['standing'];
  } = {},
): OrderFacts {
  const settings = { ...defaultSettings('USD', 'https://shop.example/'), ...change.settings };
  return {
    program: { programId: 'prg_1', version: 1, settings, standing: change.standing ?? 'open' },
    order: {
      currency: 'USD',
      subtotalMinor: 5_000,
      discountMinor: null,
      earlierOrders: null,
      placedAt: PLACED_AT,
      ...change.order,
    },
    verifiedBy: 'key',
    evidence: [evidence({ source: 'code', code: 'FRIEND01' })],
    friend: { personIds: ['prs_friend'], identified: true, orderCount: 0, ordinal: 1, ...change.friend },
    claim: { standing: 'free' },
    heldMinor: 2_000,
    budget: { committedMinor: 2_000, capMinor: 100_000 },
    ...change.facts,
  };
}

export const PLACED_AT = Date.UTC(2026, 10, 21);

export function evidence(change: Partial<Evidence> = {}): Evidence {
  return {
    source: 'touch',
    code: 'ADA7',
    seenAt: null,
    channel: null,
    advocate: { personId: 'prs_ada', active: true },
    linkCode: 'ADA7',
    genuine: true,
    ...change,
  };
}
