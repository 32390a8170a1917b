import { useDashboard } from '../../state/dashboard.ts';
import { useWords } from '../../words/words.ts';

const SECTIONS = [
  'rewards',
  'rules',
  'limits',
  'attribution',
  'visitors',
  'dates',
  'look',
  'texts',
  'program',
] as const;

/** The way about a long form; each section has an address. */
export function SectionNav({ at }: { readonly at: string | null }) {
  const { navigation } = useDashboard();
  const { settings } = useWords();
  return (
    <nav class="chips" aria-label={settings.sections}>
      {SECTIONS.map((id) => (
        <a key={id} class="chip" href={navigation.with({ at: id })} aria-current={at === id ? 'true' : undefined}>
          {settings[id].title}
        </a>
      ))}
    </nav>
  );
}
