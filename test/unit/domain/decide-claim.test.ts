import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { decideClaim } from '../../../worker/domain/decide-claim.ts';
import type { Bond, ClaimFacts } from '../../../worker/domain/decide-claim.ts';

const NOW = Date.UTC(2026, 10, 21);
const ADA = { personId: 'prs_ada', active: true };
const RESERVATION = 2_000;

function facts(change: Partial<ClaimFacts> = {}, settings: Partial<ProgramSettings> = {}): ClaimFacts {
  return {
    program: { state: 'active', settings: { ...defaultSettings('USD', 'https://shop.example/'), ...settings } },
    budget: { committed: 0, cap: 100_000 },
    link: { code: 'ADA777', channel: 'whatsapp', advocate: ADA },
    provenId: null,
    friend: null,
    bond: null,
    bondAdvocateActive: true,
    ...change,
  };
}

const FRIEND = { personId: 'prs_friend', orderCount: 0 };

/** A claim of another advocate's code, made a day ago. */
function bond(change: Partial<Bond> = {}): Bond {
  return {
    advocateId: 'prs_bea',
    linkCode: 'BEA777',
    source: 'code',
    channel: null,
    state: 'claimed',
    held: RESERVATION,
    heldUnit: 'money:USD',
    heldUntil: NOW + 13 * DAY_MS,
    claimedAt: NOW - DAY_MS,
    ...change,
  };
}

function claimed(given: ClaimFacts): Bond {
  const decision = decideClaim(given, NOW);
  if (decision.kind !== 'claimed') throw new Error(`closed: ${decision.reason}`);
  return decision.bond;
}

describe('a first claim', () => {
  it('binds the friend and holds both rewards until the code expires', () => {
    expect(decideClaim(facts(), NOW)).toEqual({
      kind: 'claimed',
      expiresAt: NOW + 14 * DAY_MS,
      bond: {
        advocateId: ADA.personId,
        linkCode: 'ADA777',
        source: 'code',
        channel: 'whatsapp',
        state: 'claimed',
        held: RESERVATION,
        heldUnit: 'money:USD',
        heldUntil: NOW + 14 * DAY_MS,
        claimedAt: NOW,
      },
    });
  });

  it.each<[string, ClaimFacts]>([
    ['paused', { ...facts(), program: { ...facts().program, state: 'paused' } }],
    ['over', { ...facts(), program: { ...facts().program, state: 'ended' } }],
    ['over', facts({}, { endsAt: NOW })],
    ['not_started', facts({}, { startsAt: NOW + 1 })],
    ['unknown', facts({ link: null })],
    ['unknown', facts({ link: { code: 'ADA777', channel: null, advocate: { ...ADA, active: false } } })],
    ['own', facts({ provenId: ADA.personId })],
    ['exhausted', facts({ budget: { committed: 98_001, cap: 100_000 } })],
    ['exhausted', facts({ budget: { committed: 98_001, cap: null } })],
  ])('is closed: %s', (reason, given) => {
    expect(decideClaim(given, NOW)).toEqual({ kind: 'closed', reason });
  });

  it('fits where exactly its rewards are left', () => {
    expect(claimed(facts({ budget: { committed: 98_000, cap: 100_000 } })).held).toBe(RESERVATION);
  });

  it('holds the ceiling of a percentage, and nothing where there is neither ceiling nor budget', () => {
    const percent = { kind: 'percent', basisPoints: 1_000 } as const;
    const capped = { ...percent, max: { amountMinor: 700, currency: 'USD' } };
    expect(claimed(facts({}, { friendReward: capped })).held).toBe(1_700);
    const open = { friendReward: percent, advocateReward: percent, budgetMinor: null };
    expect(claimed(facts({ budget: { committed: 9, cap: null } }, open)).held).toBe(0);
  });
});

describe('an e-mail that is known', () => {
  it('is answered as an unknown one is, where it is the advocate’s own', () => {
    const own = facts({ friend: { personId: ADA.personId, orderCount: 0 } });
    expect(decideClaim(own, NOW)).toMatchObject({ kind: 'claimed', expiresAt: NOW + 14 * DAY_MS });
    expect(claimed(own)).toMatchObject({ advocateId: ADA.personId, state: 'refused', held: 0, heldUntil: null });
  });

  it('is answered as an unknown one is, where that friend has ordered', () => {
    const before = bond({ state: 'ordered', held: 0, heldUnit: null, heldUntil: null });
    expect(claimed(facts({ friend: { ...FRIEND, orderCount: 1 }, bond: before }))).toEqual(before);
    expect(claimed(facts({ friend: { ...FRIEND, orderCount: 1 } }))).toMatchObject({
      advocateId: ADA.personId,
      held: 0,
    });
  });

  it('is told nothing else where the budget is used up, though its own claim holds a part', () => {
    const full = facts({ friend: FRIEND, bond: bond(), budget: { committed: 100_000, cap: 100_000 } });
    expect(decideClaim(full, NOW)).toEqual({ kind: 'closed', reason: 'exhausted' });
  });

  it('may be referred anew where more than a first order counts', () => {
    const given = facts({ friend: { ...FRIEND, orderCount: 3 } }, { firstOrderOnly: false });
    expect(claimed(given).held).toBe(RESERVATION);
  });
});

describe('a friend who claims again', () => {
  it('goes to the later advocate under last touch, and holds the budget once', () => {
    const after = claimed(facts({ friend: FRIEND, bond: bond() }));
    expect(after).toMatchObject({ advocateId: ADA.personId, linkCode: 'ADA777', held: RESERVATION, claimedAt: NOW });
  });

  it('stays with the earlier advocate under first touch, and the hold lasts as long as the new code', () => {
    const first = { attribution: { model: 'first' as const, precedence: ['code' as const] } };
    const after = claimed(facts({ friend: FRIEND, bond: bond() }, first));
    expect(after).toEqual({ ...bond(), heldUntil: NOW + 14 * DAY_MS });
  });

  it.each([
    ['outside the window', bond({ claimedAt: NOW - 31 * DAY_MS }), true],
    ['of an advocate who is gone', bond(), false],
    ['that an order refused', bond({ state: 'refused', held: 0, heldUnit: null }), true],
    ['of themselves', bond({ advocateId: FRIEND.personId, held: 0 }), true],
  ])('leaves an earlier claim %s also under first touch', (_, before, bondAdvocateActive) => {
    const first = { attribution: { model: 'first' as const, precedence: ['code' as const] } };
    const after = claimed(facts({ friend: FRIEND, bond: before, bondAdvocateActive }, first));
    expect(after).toMatchObject({ advocateId: ADA.personId, state: 'claimed', held: RESERVATION });
  });

  it('takes a new part of the budget where the old one has been let go', () => {
    const after = claimed(facts({ friend: FRIEND, bond: bond({ held: 0, heldUnit: null, heldUntil: null }) }));
    expect(after.held).toBe(RESERVATION);
  });

  it('never holds less than was promised before, nor for less long', () => {
    const generous = bond({ held: 5_000, heldUntil: NOW + 80 * DAY_MS });
    expect(claimed(facts({ friend: FRIEND, bond: generous }))).toMatchObject({
      held: 5_000,
      heldUntil: NOW + 80 * DAY_MS,
    });
  });

  it('holds in the program’s currency, never in two', () => {
    const after = claimed(facts({ friend: FRIEND, bond: bond({ held: 900, heldUnit: 'money:EUR' }) }));
    expect(after).toMatchObject({ held: RESERVATION, heldUnit: 'money:USD' });
  });

  it('stays with whoever referred them when they try their own link', () => {
    const given = facts({ friend: { personId: ADA.personId, orderCount: 0 }, bond: bond() });
    expect(claimed(given)).toMatchObject({ advocateId: 'prs_bea', held: RESERVATION });
  });
});

it('never says who is known: two claims differ in nothing that the caller is told', () => {
  const someone = fc.record({ orderCount: fc.nat(3), state: fc.constantFrom('claimed', 'ordered', 'refused') });
  fc.assert(
    fc.property(someone, fc.nat(110_000), fc.boolean(), fc.boolean(), (known, committed, isSelf, isFirst) => {
      const model = isFirst ? ('first' as const) : ('last' as const);
      const settings = { attribution: { model, precedence: ['code' as const] } };
      const budget = { committed, cap: 100_000 };
      const friend = { personId: isSelf ? ADA.personId : FRIEND.personId, orderCount: known.orderCount };
      const told = (given: ClaimFacts) => {
        const decision = decideClaim(given, NOW);
        return decision.kind === 'claimed' ? decision.expiresAt : decision.reason;
      };
      const stranger = told(facts({ budget }, settings));
      expect(told(facts({ budget, friend, bond: bond({ state: known.state }) }, settings))).toBe(stranger);
      expect(told(facts({ budget, friend }, settings))).toBe(stranger);
    }),
  );
});
