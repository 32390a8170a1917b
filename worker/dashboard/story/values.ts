import type { RuleStep } from '../../../sdk/contract/trace.ts';
import { formatMoney } from '../format/numbers.ts';
import type { Locale } from '../state/preferences.ts';
import type { Words } from '../words/words.ts';

/** The value a rule saw or wanted, as the owner reads it: amounts as money, the API's words in the owner's language. */
export function tellValue(
  step: RuleStep,
  side: 'seen' | 'wanted',
  { currency, locale, words }: { readonly currency: string; readonly locale: Locale; readonly words: Words },
): string {
  const { rule, [side]: value } = step;
  if (value === null) return tellNothing(rule, side, words);
  const isAmount = rule === 'budget' || rule === 'minimum_order';
  if (isAmount && typeof value === 'number') return formatMoney({ amountMinor: value, currency }, locale);
  if (rule === 'first_order' && typeof value === 'number') return words.trace.before(value);
  if (rule === 'attributed' && typeof value === 'string' && isSource(value, words)) return words.trace.sources[value];
  return words.trace.values[String(value)] ?? String(value);
}

/** A rule that saw nothing did not know; one that wants nothing lets everything pass. */
function tellNothing(rule: RuleStep['rule'], side: 'seen' | 'wanted', { trace }: Words): string {
  if (rule === 'budget') return trace.noLimit;
  if (rule === 'attributed') return trace.nobody;
  if (rule === 'first_order') return side === 'seen' ? trace.notKnown : trace.any;
  return trace.nothing;
}

function isSource(value: string, { trace }: Words): value is keyof Words['trace']['sources'] {
  return Object.hasOwn(trace.sources, value);
}
