import type { RuleStep } from '../../../sdk/contract/trace.ts';
import { formatMoney } from '../format/numbers.ts';
import type { Locale } from '../state/preferences.ts';
import type { Words } from '../words/words.ts';

/** The value a rule saw or wanted, as the owner reads it: amounts as money, the API's words in the owner's language. */
export function tellValue(
  { rule }: Pick<RuleStep, 'rule'>,
  value: RuleStep['seen'],
  { currency, locale, words }: { readonly currency: string; readonly locale: Locale; readonly words: Words },
): string {
  if (value === null) return rule === 'budget' ? words.trace.noLimit : words.trace.nothing;
  const isAmount = rule === 'budget' || rule === 'minimum_order';
  if (isAmount && typeof value === 'number') return formatMoney({ amountMinor: value, currency }, locale);
  if (rule === 'attributed' && typeof value === 'string' && isSource(value, words)) return words.trace.sources[value];
  return words.trace.values[String(value)] ?? String(value);
}

function isSource(value: string, { trace }: Words): value is keyof Words['trace']['sources'] {
  return Object.hasOwn(trace.sources, value);
}
