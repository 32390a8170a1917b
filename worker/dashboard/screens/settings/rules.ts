import type { ProgramSettings, RewardRule } from '../../../../sdk/contract/program.ts';
import { sayMoney } from '../../format/numbers.ts';
import type { Locale } from '../../state/preferences.ts';

/** A reward as people read it in the offer: `$10`, `12.5%`. */
export function sayRule(rule: RewardRule, locale: Locale): string {
  if (rule.kind === 'flat') return sayMoney(rule.money, locale);
  return new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 2 }).format(
    rule.basisPoints / 10_000,
  );
}

/** The most a rule can cost, in minor units; null for a percentage without a ceiling. */
export function ceilingOf(rule: RewardRule): number | null {
  return rule.kind === 'flat' ? rule.money.amountMinor : (rule.max?.amountMinor ?? null);
}

/** The most one new customer can cost in rewards, in minor units; null where nothing bounds it. */
export function costOfCustomer({ advocateReward, friendReward }: ProgramSettings): number | null {
  const [one, other] = [ceilingOf(advocateReward), ceilingOf(friendReward)];
  return one === null || other === null ? null : one + other;
}

/** The rule in another currency; amounts keep their figures, because nothing is ever converted silently. */
export function inCurrency(rule: RewardRule, currency: string): RewardRule {
  if (rule.kind === 'flat') return { ...rule, money: { ...rule.money, currency } };
  return rule.max ? { ...rule, max: { ...rule.max, currency } } : rule;
}
