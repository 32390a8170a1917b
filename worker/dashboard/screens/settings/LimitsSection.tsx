import { sayMoney } from '../../format/numbers.ts';
import { AmountField } from '../../ui/AmountField.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { costOfCustomer } from './rules.ts';
import { Section, type SectionProps } from './Section.tsx';

/** What may be spent, who says yes, and what a refund takes back. */
export function LimitsSection({ draft, change }: SectionProps) {
  const { limits } = useWords().settings;
  const locale = useLocale();
  const cost = costOfCustomer(draft);
  const { budgetMinor, currency } = draft;
  const budgetWhy = () => {
    if (budgetMinor === null) return limits.budgetNone;
    if (cost === null) return limits.budgetNeedsMax;
    const claims = cost === 0 ? null : Math.floor(budgetMinor / cost);
    return claims === null
      ? limits.budgetFree
      : limits.budgetWhy(claims, sayMoney({ amountMinor: cost, currency }, locale));
  };
  return (
    <Section id="limits" title={limits.title}>
      <AmountField
        label={limits.budget}
        name="settings.budgetMinor"
        currency={currency}
        amountMinor={budgetMinor}
        onAmount={(minor) => change({ budgetMinor: minor })}
        consequence={budgetWhy()}
      />
      <Choice
        legend={limits.approval}
        name="settings.approval"
        value={draft.approval}
        onChoose={(approval) => change({ approval })}
        options={[
          { value: 'automatic', label: limits.automatic, consequence: limits.automaticWhy },
          { value: 'by_hand', label: limits.byHand, consequence: limits.byHandWhy },
        ]}
      />
      <Choice
        legend={limits.refund}
        name="settings.flatRefund"
        value={draft.flatRefund}
        onChoose={(flatRefund) => change({ flatRefund })}
        options={[
          { value: 'proportion', label: limits.proportion, consequence: limits.proportionWhy },
          { value: 'whole', label: limits.whole, consequence: limits.wholeWhy },
        ]}
      />
    </Section>
  );
}
