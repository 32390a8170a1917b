import { describe, expect, it } from 'vitest';
import { ruleNameField } from '../../../sdk/contract/trace.ts';
import { explain } from '../../../worker/domain/explain.ts';
import type { StoryOfFriend } from '../../../worker/domain/explain.ts';

const refused = (
  rule: (typeof ruleNameField.options)[number],
  seen: string | number,
  wanted: string | number | null,
): StoryOfFriend => ({
  isSelf: false,
  order: { isConfirmed: true, failed: { rule, passed: false, seen, wanted }, currency: 'USD' },
  reward: null,
});
const rewarded = (state: NonNullable<StoryOfFriend['reward']>['state'], isReduced = false): StoryOfFriend => ({
  isSelf: false,
  order: { isConfirmed: true, failed: null, currency: 'USD' },
  reward: { state, isReduced },
});

describe('why there is no reward (yet)', () => {
  it.each<[string, StoryOfFriend, string | null]>([
    ['no order', { isSelf: false, order: null, reward: null }, 'Your friend has not ordered yet.'],
    [
      'an order from a page',
      { isSelf: false, order: { isConfirmed: false, failed: null, currency: 'USD' }, reward: null },
      'The shop has not confirmed the order yet.',
    ],
    ['a small order', refused('minimum_order', 1_234, 3_000), 'Only orders of $30 or more earn a reward.'],
    ['another currency', refused('currency', 'EUR', 'USD'), 'Only orders in USD earn a reward.'],
    ['a reward under review', rewarded('review'), 'The shop looks at this reward before it counts.'],
    ['a reward in its hold', rewarded('held'), 'It waits until the order can no longer be sent back.'],
    ['a reward taken back', rewarded('reversed', true), 'The order was sent back.'],
    ['a reward refused', rewarded('refused'), 'The shop did not approve this reward.'],
    ['a reward taken back in part', rewarded('available', true), 'A part of the order was sent back.'],
    ['their own claim', { isSelf: true, order: null, reward: null }, 'A recommendation has to go to another person.'],
    ['a reward to be had', rewarded('available'), null],
    ['a reward handed over', rewarded('fulfilled'), null],
    [
      'a rewarded order whose reward is another’s',
      { isSelf: false, order: { isConfirmed: true, failed: null, currency: 'USD' }, reward: null },
      null,
    ],
  ])('is told of %s', (_, story, sentence) => {
    expect(explain(story, 'en-US')).toBe(sentence);
  });

  it('is told in French where that was asked', () => {
    const sentence = explain(refused('minimum_order', 1_234, 3_000), 'fr-FR');
    expect(sentence?.replaceAll(/\s/g, ' ')).toBe("Seules les commandes d'au moins 30 $ sont récompensées.");
    expect(explain({ isSelf: false, order: null, reward: null }, 'FR')).toBe("Votre ami n'a pas encore commandé.");
  });

  it.each(ruleNameField.options)('has a whole sentence in both languages for the rule %s', (rule) => {
    for (const locale of ['en', 'fr']) expect(explain(refused(rule, 'seen', 3_000), locale)).toMatch(/^[A-Z][^{}]+\.$/);
  });

  it.each(ruleNameField.options)('never tells what the rule %s saw of the friend', (rule) => {
    for (const locale of ['en', 'fr']) expect(explain(refused(rule, 987_654, 3_000), locale)).not.toContain('987');
  });
});
