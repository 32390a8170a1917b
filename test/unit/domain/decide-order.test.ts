import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import { decideOrder } from '../../../worker/domain/decide-order.ts';
import { rules } from '../../../worker/domain/rules/index.ts';
import type { Evidence, OrderFacts } from '../../../worker/domain/order-facts.ts';
import { PLACED_AT, evidence, orderFacts } from '../../support/order-facts.ts';

const NOW = PLACED_AT + 1_000;
const decide = (facts: OrderFacts) => decideOrder(facts, NOW);

describe('an order that a friend places', () => {
  it('rewards both sides, the friend at once and the advocate after the hold', () => {
    const decision = decide(orderFacts());
    expect(decision).toMatchObject({
      kind: 'rewarded',
      attribution: { advocateId: 'prs_ada', source: 'code' },
      grants: [
        {
          side: 'advocate',
          quantity: 1_000,
          state: 'granted',
          availableAt: PLACED_AT + 14 * DAY_MS,
          rule: 'first_order',
          ordinal: 1,
        },
        { side: 'friend', quantity: 1_000, state: 'fulfilled' },
      ],
    });
  });

  it('asks every rule whatever the others say, so that a trace is always whole', () => {
    const decision = decide(orderFacts({ facts: { verifiedBy: null, evidence: [] }, friend: { orderCount: 3 } }));
    expect(decision.trace.rules.map((step) => step.rule)).toEqual(rules.map((rule) => rule.name));
    expect(decision.trace.rules.filter((step) => !step.passed).map((step) => step.rule)).toEqual([
      'verified',
      'attributed',
      'first_order',
    ]);
  });

  it('gives the friend nothing for a code that ran out, and the advocate what the touch earns', () => {
    const decision = decide(
      orderFacts({ facts: { claim: { standing: 'expired' }, evidence: [evidence({ seenAt: PLACED_AT })] } }),
    );
    expect(decision).toMatchObject({ kind: 'rewarded', grants: [{ side: 'advocate' }] });
  });

  it('gives the friend nothing where the ceiling is nothing, whatever the shop took off', () => {
    const friendReward = { kind: 'percent', basisPoints: 1_000, max: { amountMinor: 0, currency: 'USD' } } as const;
    const decision = decide(orderFacts({ settings: { friendReward }, order: { discountMinor: 300 } }));
    expect(decision.kind === 'rewarded' && decision.grants.map(({ side }) => side)).toEqual(['advocate']);
  });

  it('takes the friend reward from what the shop took off, never more than was offered', () => {
    const less = decide(orderFacts({ order: { discountMinor: 700 } }));
    const more = decide(orderFacts({ order: { discountMinor: 7_000 } }));
    expect([less, more].map((decision) => decision.kind === 'rewarded' && decision.grants[1]?.quantity)).toEqual([
      700, 1_000,
    ]);
  });

  it('waits for a person where the program approves by hand', () => {
    const decision = decide(orderFacts({ settings: { approval: 'by_hand' } }));
    expect(decision).toMatchObject({
      grants: [
        { side: 'advocate', state: 'review' },
        { side: 'friend', state: 'fulfilled' },
      ],
    });
  });

  const refusals: readonly (readonly [string, OrderFacts, { rule: string; seen: unknown; wanted: unknown }])[] = [
    [
      'that only a page reported',
      orderFacts({ facts: { verifiedBy: null } }),
      { rule: 'verified', seen: 'page', wanted: 'key, owner or list' },
    ],
    [
      'that nobody recommended',
      orderFacts({ facts: { evidence: [], claim: null } }),
      { rule: 'attributed', seen: null, wanted: 'an advocate' },
    ],
    [
      'of a paused program without a claim',
      orderFacts({ standing: 'paused', facts: { claim: null } }),
      { rule: 'program_open', seen: 'paused', wanted: 'open or claimed' },
    ],
    [
      "with another order's code",
      orderFacts({ facts: { claim: { standing: 'used_elsewhere' } } }),
      { rule: 'claim_valid', seen: 'used_elsewhere', wanted: 'not used by another order' },
    ],
    [
      "of the advocate's own",
      orderFacts({ friend: { personIds: ['prs_x', 'prs_ada'] } }),
      { rule: 'not_self', seen: 'the same person', wanted: 'two people' },
    ],
    [
      'that is not the first we know of',
      orderFacts({ friend: { orderCount: 2 } }),
      { rule: 'first_order', seen: 2, wanted: 0 },
    ],
    [
      'that is not the first the shop knows of',
      orderFacts({ order: { earlierOrders: 1 } }),
      { rule: 'first_order', seen: 1, wanted: 0 },
    ],
    [
      'of nobody in particular',
      orderFacts({ friend: { identified: false, personIds: [] }, facts: { claim: null, evidence: [evidence()] } }),
      { rule: 'first_order', seen: null, wanted: 0 },
    ],
    [
      'in another currency',
      orderFacts({ order: { currency: 'EUR' } }),
      { rule: 'currency', seen: 'EUR', wanted: 'USD' },
    ],
    [
      'one cent under the minimum, counted before the own discount',
      orderFacts({ order: { subtotalMinor: 1_999 } }),
      { rule: 'minimum_order', seen: 2_999, wanted: 3_000 },
    ],
    [
      'that the budget does not cover',
      orderFacts({ facts: { heldMinor: 0, budget: { committedMinor: 98_001, capMinor: 100_000 } } }),
      { rule: 'budget', seen: 100_001, wanted: 100_000 },
    ],
  ];

  it.each(refusals)('is refused %s, with the value seen and the value wanted', (_name, facts, step) => {
    const decision = decide(facts);
    expect(decision).toMatchObject({ kind: 'refused', reason: step.rule });
    expect(decision.trace.rules.find((each) => each.rule === step.rule)).toEqual({ ...step, passed: false });
  });

  const honoured: readonly (readonly [string, OrderFacts])[] = [
    ['a claim made before the program was paused', orderFacts({ standing: 'paused' })],
    [
      'a claim made before the budget ran out',
      orderFacts({ facts: { budget: { committedMinor: 100_000, capMinor: 100_000 } } }),
    ],
    [
      'a claim made before the cap was lowered',
      orderFacts({ facts: { budget: { committedMinor: 90_000, capMinor: 10 } } }),
    ],
    [
      'an order the owner vouches for though nobody knows the friend',
      orderFacts({
        facts: { verifiedBy: 'owner', claim: null, evidence: [evidence()] },
        friend: { identified: false, personIds: [] },
      }),
    ],
    ['an order exactly at the minimum', orderFacts({ order: { subtotalMinor: 2_000 } })],
  ];

  it.each(honoured)('honours %s', (_name, facts) => {
    expect(decide(facts).kind).toBe('rewarded');
  });
});

describe('the attribution of an order', () => {
  const touches = (pieces: readonly Evidence[], settings = {}) =>
    decide(orderFacts({ settings, facts: { claim: null, evidence: pieces } })).trace.touches.map((step) => [
      step.source,
      step.why,
    ]);
  const ada = { personId: 'prs_ada', active: true };
  const bob = { personId: 'prs_bob', active: true };

  it('goes by the precedence of the program and tells each loser why', () => {
    const pieces = [
      evidence({ source: 'touch', seenAt: PLACED_AT - 1, advocate: bob }),
      evidence({ source: 'code', advocate: ada }),
      evidence({ source: 'coupon', advocate: null }),
    ];
    expect(touches(pieces)).toEqual([
      ['touch', 'lower_precedence'],
      ['code', 'won'],
      ['coupon', 'unknown_code'],
    ]);
  });

  it.each([
    ['outside the window', evidence({ seenAt: PLACED_AT - 30 * DAY_MS - 1 }), 'outside_window'],
    ['with a broken signature', evidence({ source: 'signed_touch', genuine: false }), 'bad_signature'],
    ['of an advocate who left', evidence({ advocate: { personId: 'prs_ada', active: false } }), 'advocate_gone'],
    ['of a code that nobody has', evidence({ advocate: null }), 'unknown_code'],
  ] as const)('passes over a touch %s', (_name, piece, why) => {
    expect(touches([piece])).toEqual([[piece.source, why]]);
  });

  it('counts a touch to the last millisecond of its window', () => {
    expect(touches([evidence({ seenAt: PLACED_AT - 30 * DAY_MS })])).toEqual([['touch', 'won']]);
  });

  it('does not accept a source that the program leaves out', () => {
    expect(touches([evidence()], { attribution: { model: 'last', precedence: ['code'] } })).toEqual([
      ['touch', 'not_accepted'],
    ]);
  });

  it('lets the earliest touch stand under a first-touch model, but never outdoes a typed code', () => {
    const early = evidence({ source: 'touch', seenAt: PLACED_AT - 9, advocate: ada });
    const late = evidence({ source: 'signed_touch', seenAt: PLACED_AT - 1, advocate: bob });
    const settings = {
      attribution: {
        model: 'first' as const,
        precedence: ['code' as const, 'signed_touch' as const, 'touch' as const],
      },
    };
    expect(touches([late, early], settings)).toEqual([
      ['signed_touch', 'earlier_stands'],
      ['touch', 'won'],
    ]);
    expect(touches([early, evidence({ source: 'code', advocate: bob })], settings)).toEqual([
      ['touch', 'lower_precedence'],
      ['code', 'won'],
    ]);
  });
});

describe('any order at all', () => {
  const anyFacts = fc.record({
    subtotalMinor: fc.nat(1_000_000),
    discountMinor: fc.option(fc.nat(100_000), { nil: null }),
    basisPoints: fc.nat(10_000),
    maxMinor: fc.nat(50_000),
    heldMinor: fc.nat(5_000),
    committedMinor: fc.nat(100_000),
    capMinor: fc.option(fc.nat(100_000), { nil: null }),
    orderCount: fc.nat(2),
    standing: fc.constantFrom('free' as const, 'expired' as const, 'used_elsewhere' as const),
  });

  it('is rewarded only with every rule passed, in whole positive amounts, and never over the cap', () => {
    fc.assert(
      fc.property(anyFacts, (raw) => {
        const facts = orderFacts({
          settings: {
            advocateReward: {
              kind: 'percent',
              basisPoints: raw.basisPoints,
              max: { amountMinor: raw.maxMinor, currency: 'USD' },
            },
          },
          order: { subtotalMinor: raw.subtotalMinor, discountMinor: raw.discountMinor },
          friend: { orderCount: raw.orderCount },
          facts: {
            claim: { standing: raw.standing },
            heldMinor: raw.heldMinor,
            budget: { committedMinor: Math.max(raw.committedMinor, raw.heldMinor), capMinor: raw.capMinor },
          },
        });
        const decision = decide(facts);
        expect(decision.kind === 'rewarded').toBe(decision.trace.rules.every((step) => step.passed));
        if (decision.kind !== 'rewarded') return;
        let total = 0;
        for (const grant of decision.grants) {
          expect(Number.isSafeInteger(grant.quantity) && grant.quantity > 0).toBe(true);
          total += grant.quantity;
        }
        const after = facts.budget.committedMinor - facts.heldMinor + total;
        expect(
          facts.budget.capMinor === null || after <= facts.budget.capMinor || after <= facts.budget.committedMinor,
        ).toBe(true);
      }),
    );
  });
});
