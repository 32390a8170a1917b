import { sayMoney } from '../../format/numbers.ts';
import { AmountField } from '../../ui/AmountField.tsx';
import { Switch } from '../../ui/Choice.tsx';
import { NumberField } from '../../ui/NumberField.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';

/** When an order earns its rewards. */
export function RulesSection({ draft, change }: SectionProps) {
  const { settings, common } = useWords();
  const locale = useLocale();
  const { rules } = settings;
  const minimum = { amountMinor: draft.minimumOrderMinor, currency: draft.currency };
  return (
    <Section id="rules" title={rules.title}>
      <NumberField
        label={rules.window}
        name="settings.windowDays"
        value={draft.windowDays}
        min={1}
        max={365}
        unit={common.days}
        consequence={rules.windowWhy(draft.windowDays)}
        onNumber={(windowDays) => change({ windowDays })}
      />
      <NumberField
        label={rules.claim}
        name="settings.claimDays"
        value={draft.claimDays}
        min={1}
        max={90}
        unit={common.days}
        consequence={rules.claimWhy(draft.claimDays)}
        onNumber={(claimDays) => change({ claimDays })}
      />
      <NumberField
        label={rules.hold}
        name="settings.holdDays"
        value={draft.holdDays}
        min={0}
        max={180}
        unit={common.days}
        consequence={rules.holdWhy(draft.holdDays)}
        onNumber={(holdDays) => change({ holdDays })}
      />
      <AmountField
        label={rules.minimum}
        name="settings.minimumOrderMinor"
        currency={draft.currency}
        amountMinor={draft.minimumOrderMinor}
        onAmount={(minor) => change({ minimumOrderMinor: minor ?? 0 })}
        consequence={draft.minimumOrderMinor === 0 ? rules.minimumNone : rules.minimumWhy(sayMoney(minimum, locale))}
      />
      <Switch
        label={rules.first}
        name="settings.firstOrderOnly"
        isOn={draft.firstOrderOnly}
        onSwitch={(firstOrderOnly) => change({ firstOrderOnly })}
        consequence={draft.firstOrderOnly ? rules.firstOn : rules.firstOff}
      />
    </Section>
  );
}
