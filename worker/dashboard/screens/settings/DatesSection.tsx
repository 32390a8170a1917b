import { localInput, readLocalInput } from '../../format/dates.ts';
import { TextField } from '../../ui/Field.tsx';
import { useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';

export function DatesSection({ draft, change }: SectionProps) {
  const { dates } = useWords().settings;
  const text = (at: number | null) => (at === null ? '' : localInput(at));
  return (
    <Section id="dates" title={dates.title}>
      <div class="pair">
        <TextField
          label={dates.starts}
          name="settings.startsAt"
          consequence={draft.startsAt === null ? dates.startsNone : dates.startsWhy}
          type="datetime-local"
          input={{
            value: text(draft.startsAt),
            onChange: ({ currentTarget }) => change({ startsAt: readLocalInput(currentTarget.value) }),
          }}
        />
        <TextField
          label={dates.ends}
          name="settings.endsAt"
          consequence={draft.endsAt === null ? dates.endsNone : dates.endsWhy}
          type="datetime-local"
          input={{
            value: text(draft.endsAt),
            onChange: ({ currentTarget }) => change({ endsAt: readLocalInput(currentTarget.value) }),
          }}
        />
      </div>
    </Section>
  );
}
