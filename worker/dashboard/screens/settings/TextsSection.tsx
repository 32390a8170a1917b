import { useSignal } from '@preact/signals';
import type { ProgramSettings } from '../../../../sdk/contract/program.ts';
import { Field } from '../../ui/Field.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { Section, type SectionProps } from './Section.tsx';
import { TEXT_KEYS, type TextKey } from './text-keys.ts';

const OFFERED = ['en', 'fr', 'de', 'es', 'it', 'nl', 'pt'];

/** The owner's own words, language by language; what is left empty is said in ours. */
export function TextsSection({ draft, change }: SectionProps) {
  const { texts: words } = useWords().settings;
  const locale = useLocale();
  const chosen = useSignal<string>(locale);
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  const locales = [...new Set([...OFFERED, ...Object.keys(draft.texts)])];
  const own = draft.texts[chosen.value] ?? {};
  const set = (key: TextKey, text: string) => change({ texts: withText(draft.texts, chosen.value, key, text) });
  return (
    <Section id="texts" title={words.title}>
      <p class="soft">{words.own(Object.values(draft.texts).flatMap((own) => Object.keys(own)).length)}</p>
      <details>
        <summary>{words.change}</summary>
        <div class="texts">
          <p class="soft">{words.explain}</p>
          <Field label={words.language} name="language">
            {(wiring) => (
              <select
                {...wiring}
                value={chosen.value}
                onChange={({ currentTarget }) => (chosen.value = currentTarget.value)}
              >
                {locales.map((one) => (
                  <option key={one} value={one}>
                    {names.of(one) ?? one}
                    {draft.texts[one] ? ' ●' : ''}
                  </option>
                ))}
              </select>
            )}
          </Field>
          {TEXT_KEYS.map((key) => (
            <Field
              key={`${chosen.value} ${key}`}
              label={words.keys[key].label}
              name={`settings.texts.${chosen.value}.${key}`}
              consequence={words.keys[key].where}
            >
              {(wiring) => (
                <textarea
                  {...wiring}
                  lang={chosen.value}
                  rows={key === 'terms' || key === 'explain' ? 3 : 1}
                  maxLength={600}
                  placeholder={words.ours}
                  value={own[key] ?? ''}
                  onInput={({ currentTarget }) => set(key, currentTarget.value)}
                />
              )}
            </Field>
          ))}
        </div>
      </details>
    </Section>
  );
}

/** An emptied text goes back to ours, and a language without any leaves the settings. */
function withText(
  texts: ProgramSettings['texts'],
  locale: string,
  key: TextKey,
  text: string,
): ProgramSettings['texts'] {
  const { [key]: _old, ...others } = texts[locale] ?? {};
  const own = text.trim() === '' ? others : { ...others, [key]: text };
  const { [locale]: _before, ...rest } = texts;
  return Object.keys(own).length === 0 ? rest : { ...rest, [locale]: own };
}
