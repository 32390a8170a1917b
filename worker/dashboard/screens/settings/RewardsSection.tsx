import { sayMoney } from '../../format/numbers.ts';
import { useLocale, useWords } from '../../words/words.ts';
import { RuleEditor } from './RuleEditor.tsx';
import { costOfCustomer } from './rules.ts';
import { Section, type SectionProps } from './Section.tsx';

export function RewardsSection({ draft, change }: SectionProps) {
  const { settings } = useWords();
  const locale = useLocale();
  const { currency } = draft;
  const cost = costOfCustomer(draft);
  return (
    <Section id="rewards" title={settings.rewards.title}>
      <div class="pair">
        <RuleEditor
          legend={settings.rewards.friend}
          name="settings.friendReward"
          rule={draft.friendReward}
          currency={currency}
          onRule={(friendReward) => change({ friendReward })}
        />
        <RuleEditor
          legend={settings.rewards.advocate}
          name="settings.advocateReward"
          rule={draft.advocateReward}
          currency={currency}
          onRule={(advocateReward) => change({ advocateReward })}
        />
      </div>
      <p class="consequence strong">
        {cost === null
          ? settings.rewards.costOpen
          : settings.rewards.cost(sayMoney({ amountMinor: cost, currency }, locale))}
      </p>
    </Section>
  );
}
