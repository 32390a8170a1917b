import { atMost, percentOf } from '../../sdk/contract/money.ts';
import type { Money } from '../../sdk/contract/money.ts';
import type { ProgramSettings, RewardRule } from '../../sdk/contract/program.ts';
import { formatMoney, formatPercent } from './format.ts';

/** What a rule brings on an order of this amount; a flat reward is owed whole, a percentage is rounded down. */
export function rewardFor(rule: RewardRule, sale: Money): Money {
  switch (rule.kind) {
    case 'flat':
      return rule.money;
    case 'percent':
      return atMost(rule.max, percentOf(sale, rule.basisPoints));
  }
}

/** The most a rule can bring, in minor units; zero for a percentage without a ceiling, which only a program without a budget may have. */
export function reservationFor(rule: RewardRule): number {
  return rule.kind === 'flat' ? rule.money.amountMinor : (rule.max?.amountMinor ?? 0);
}

/** What a claim holds of the budget: both rewards, because both are promised by it. */
export function claimReservation(settings: ProgramSettings): number {
  return reservationFor(settings.advocateReward) + reservationFor(settings.friendReward);
}

/** A reward as people read it in the offer: `$10`, `10%`. */
export function formatRule(rule: RewardRule, locale: string): string {
  return rule.kind === 'flat'
    ? formatMoney(rule.money.amountMinor, rule.money.currency, locale)
    : formatPercent(rule.basisPoints, locale);
}
