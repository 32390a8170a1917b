import { TextField } from '../../ui/Field.tsx';
import { useWords } from '../../words/words.ts';
import { inCurrency } from './rules.ts';
import { Section, type SectionProps } from './Section.tsx';

/** What the program is called, where its links lead, and its money. */
export function ProgramSection({ draft, change }: SectionProps) {
  const { program } = useWords().settings;
  const setCurrency = (text: string) => {
    const currency = text.trim().toUpperCase();
    // Amounts can only be written in a currency that exists; until three letters stand there, nothing is changed.
    if (!isCurrencyCode(currency)) return;
    change({
      currency,
      advocateReward: inCurrency(draft.advocateReward, currency),
      friendReward: inCurrency(draft.friendReward, currency),
    });
  };
  return (
    <Section id="program" title={program.title}>
      <TextField
        label={program.name}
        name="settings.name"
        consequence={program.nameWhy}
        input={{
          required: true,
          maxLength: 80,
          value: draft.name,
          onInput: ({ currentTarget }) => change({ name: currentTarget.value }),
        }}
      />
      <TextField
        label={program.landing}
        name="settings.landingUrl"
        consequence={program.landingWhy}
        type="url"
        input={{
          required: true,
          value: draft.landingUrl,
          onInput: ({ currentTarget }) => change({ landingUrl: currentTarget.value }),
        }}
      />
      <TextField
        label={program.currency}
        name="settings.currency"
        consequence={program.currencyWhy}
        input={{
          required: true,
          pattern: '[A-Za-z]{3}',
          maxLength: 3,
          class: 'code short',
          defaultValue: draft.currency,
          onChange: ({ currentTarget }) => setCurrency(currentTarget.value),
        }}
      />
    </Section>
  );
}

function isCurrencyCode(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}
