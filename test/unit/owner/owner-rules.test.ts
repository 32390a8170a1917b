import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { normalizeOrigins } from '../../../worker/domain/origins.ts';
import { changedSettings } from '../../../worker/domain/program-change.ts';
import { decideApproval, decideRefusal } from '../../../worker/domain/review-reward.ts';

describe('allowed origins', () => {
  it('are kept as browsers send them, each once', () => {
    const raw = ['https://shop.example:443', 'https://shop.example', 'http://shop.example:80', 'http://127.0.0.1:8788'];
    const origins = ['https://shop.example', 'http://shop.example', 'http://127.0.0.1:8788'];
    expect(normalizeOrigins(raw)).toEqual({ kind: 'origins', origins });
  });

  it('are told from what is no origin', () => {
    expect(normalizeOrigins(['https://shop.example', 'https://shop.example:99999'])).toEqual({
      kind: 'bad',
      origin: 'https://shop.example:99999',
    });
  });
});

describe('what a save of the program changes', () => {
  const before = defaultSettings('USD', 'https://shop.example/');

  it('is named, also deep inside and where something is added or left out', () => {
    const after: ProgramSettings = {
      ...before,
      holdDays: 7,
      widget: { ...before.widget, triggers: { ...before.widget.triggers, exitIntent: true } },
      texts: { en: { headline: 'Hello' } },
    };
    expect(changedSettings(before, after)).toEqual(['holdDays', 'widget', 'texts']);
    expect(changedSettings(after, before)).toEqual(['holdDays', 'widget', 'texts']);
  });

  it('is nothing where only the order of the keys differs', () => {
    const money = { currency: 'USD', amountMinor: 1_000 };
    expect(changedSettings(before, { ...before, friendReward: { money, kind: 'flat' } })).toEqual([]);
  });

  it('sees a list in another order as changed: precedence is an order', () => {
    const { precedence } = before.attribution;
    const attribution = { ...before.attribution, precedence: precedence.toReversed() };
    expect(changedSettings(before, { ...before, attribution })).toEqual(['attribution']);
  });
});

describe("the owner's word on a reward", () => {
  const amounts = { quantity: 1_000, reversedQuantity: 400 };

  it.each([
    ['review', 'approve', { kind: 'refuse', takenBack: 600 }],
    ['granted', 'already', { kind: 'refuse', takenBack: 600 }],
    ['fulfilled', 'already', { kind: 'too_late' }],
    ['refused', 'too_late', { kind: 'already' }],
    ['reversed', 'too_late', { kind: 'too_late' }],
  ] as const)('on one in state %s: approval %s, refusal %o', (state, approval, refusal) => {
    expect(decideApproval({ state })).toBe(approval);
    expect(decideRefusal({ state, ...amounts })).toEqual(refusal);
  });
});
