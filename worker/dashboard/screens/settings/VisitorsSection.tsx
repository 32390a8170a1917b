import { Choice, Switch } from '../../ui/Choice.tsx';
import { useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';

/** What visitors are asked for. */
export function VisitorsSection({ draft, change }: SectionProps) {
  const { visitors } = useWords().settings;
  return (
    <Section id="visitors" title={visitors.title}>
      <Switch
        label={visitors.email}
        name="settings.claimNeedsEmail"
        isOn={draft.claimNeedsEmail}
        onSwitch={(claimNeedsEmail) => change({ claimNeedsEmail })}
        consequence={draft.claimNeedsEmail ? visitors.emailOn : visitors.emailOff}
      />
      <Choice
        legend={visitors.consent}
        name="settings.consent"
        value={draft.consent}
        onChoose={(consent) => change({ consent })}
        options={[
          { value: 'required', label: visitors.required, consequence: visitors.requiredWhy },
          { value: 'granted', label: visitors.granted, consequence: visitors.grantedWhy },
        ]}
      />
    </Section>
  );
}
