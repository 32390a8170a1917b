import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { decideRefund } from '../../../worker/domain/decide-refund.ts';
import type { RewardedFact } from '../../../worker/domain/decide-refund.ts';
import vectors from '../../vectors/refunds.json' with { type: 'json' };

interface Vector {
  readonly name: string;
  readonly minimum?: number;
  readonly flatRefund?: string;
  readonly advocateBasisPoints?: number;
  readonly advocateMax?: number;
  readonly advocateEarned?: number;
  readonly refunds: readonly number[];
  readonly advocate: number;
  readonly friend: number;
  readonly remaining: number;
}

/** Plays refunds one after the other, as the store does. */
function play(
  settings: ProgramSettings,
  amountMinor: number,
  rewards: readonly RewardedFact[],
  refunds: readonly number[],
) {
  let refundedMinor = 0;
  let state = rewards;
  for (const refundMinor of refunds) {
    const decision = decideRefund({ settings, order: { amountMinor, refundedMinor }, refundMinor, rewards: state });
    refundedMinor += decision.appliedMinor;
    state = state.map((reward) => {
      const taken = decision.reversals.find((reversal) => reversal.rewardId === reward.rewardId)?.quantity ?? 0;
      return { ...reward, reversedQuantity: reward.reversedQuantity + taken };
    });
  }
  return { remaining: amountMinor - refundedMinor, state };
}

function rewards(advocate: number, friend: number): RewardedFact[] {
  return [
    { rewardId: 'a', side: 'advocate', quantity: advocate, reversedQuantity: 0 },
    { rewardId: 'f', side: 'friend', quantity: friend, reversedQuantity: 0 },
  ];
}

describe('a refund', () => {
  it.each(vectors.cases as readonly Vector[])('$name', (vector) => {
    const base = defaultSettings('USD', 'https://shop.example/');
    const settings: ProgramSettings = {
      ...base,
      minimumOrderMinor: vector.minimum ?? 3_000,
      flatRefund: vector.flatRefund === 'whole' ? 'whole' : 'proportion',
      ...(vector.advocateBasisPoints === undefined
        ? {}
        : {
            advocateReward: {
              kind: 'percent' as const,
              basisPoints: vector.advocateBasisPoints,
              ...(vector.advocateMax === undefined
                ? {}
                : { max: { amountMinor: vector.advocateMax, currency: 'USD' } }),
            },
          }),
    };
    const played = play(settings, 5_000, rewards(vector.advocateEarned ?? 1_000, 1_000), vector.refunds);
    expect(played.state.map((reward) => reward.reversedQuantity)).toEqual([vector.advocate, vector.friend]);
    expect(played.remaining).toBe(vector.remaining);
  });

  const anySettings = fc.record({
    minimumOrderMinor: fc.nat(20_000),
    flatRefund: fc.constantFrom('proportion' as const, 'whole' as const),
    basisPoints: fc.option(fc.integer({ min: 0, max: 10_000 }), { nil: null }),
  });

  it('never takes back more than was earned, and takes all of it with the whole order', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.nat(5_000),
        fc.nat(5_000),
        fc.array(fc.integer({ min: 1, max: 400_000 }), { maxLength: 8 }),
        (raw, amount, advocate, friend, refunds) => {
          const settings = settingsOf(raw);
          const partly = play(settings, amount, rewards(advocate, friend), refunds);
          for (const reward of partly.state) expect(reward.reversedQuantity).toBeLessThanOrEqual(reward.quantity);
          const wholly = play(settings, amount, rewards(advocate, friend), [...refunds, amount]);
          expect(wholly.remaining).toBe(0);
          for (const reward of wholly.state) expect(reward.reversedQuantity).toBe(reward.quantity);
        },
      ),
    );
  });

  it('takes back the same whether it comes at once or in parts', () => {
    fc.assert(
      fc.property(
        anySettings,
        fc.integer({ min: 2, max: 1_000_000 }),
        fc.nat(5_000),
        fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 6 }),
        (raw, amount, earned, parts) => {
          const settings = settingsOf(raw);
          const sum = parts.reduce((total, part) => total + part, 0);
          expect(play(settings, amount, rewards(earned, 0), parts)).toEqual(
            play(settings, amount, rewards(earned, 0), [sum]),
          );
        },
      ),
    );
  });

  function settingsOf(raw: {
    minimumOrderMinor: number;
    flatRefund: 'proportion' | 'whole';
    basisPoints: number | null;
  }): ProgramSettings {
    const base = {
      ...defaultSettings('USD', 'https://shop.example/'),
      minimumOrderMinor: raw.minimumOrderMinor,
      flatRefund: raw.flatRefund,
    };
    return raw.basisPoints === null
      ? base
      : { ...base, budgetMinor: null, advocateReward: { kind: 'percent', basisPoints: raw.basisPoints } };
  }
});
