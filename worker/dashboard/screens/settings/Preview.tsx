import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { ProgramSettings } from '../../../../sdk/contract/program.ts';
import { sayMoney } from '../../format/numbers.ts';
import { LOCALES, type Locale } from '../../state/preferences.ts';
import { useLocale, useWords } from '../../words/words.ts';
import { PREVIEW_TEXTS } from './preview-texts.ts';
import { sayRule } from './rules.ts';

/** The popup's first step as visitors meet it, drawn again with every change. */
export function Preview({ settings }: { readonly settings: ProgramSettings }) {
  const { preview: words } = useWords().settings;
  const own = useLocale();
  const shown = useSignal<Locale | null>(null);
  const locale = shown.value ?? own;
  const box = useRef<HTMLDivElement>(null);
  const { brandColor, cornerRadius, launcher } = settings.widget;
  useEffect(() => {
    // Set as properties: the policy of this page takes no style written into markup.
    box.current?.style.setProperty('--brand', brandColor);
    box.current?.style.setProperty('--brand-radius', `${cornerRadius}px`);
  }, [brandColor, cornerRadius]);

  const give = sayRule(settings.friendReward, locale);
  const get = sayRule(settings.advocateReward, locale);
  const text = (key: 'headline' | 'explain' | 'join' | 'launcher') =>
    fill(settings.texts[locale]?.[key] ?? PREVIEW_TEXTS[locale][key], { give, get, days: settings.holdDays });
  const minimum = { amountMinor: settings.minimumOrderMinor, currency: settings.currency };
  return (
    <aside class="preview" aria-label={words.title}>
      <header class="card-head">
        <h2>{words.title}</h2>
        <select
          aria-label={words.language}
          value={locale}
          onChange={({ currentTarget }) => (shown.value = LOCALES.find((one) => one === currentTarget.value) ?? 'en')}
        >
          {LOCALES.map((one) => (
            <option key={one} value={one}>
              {one.toUpperCase()}
            </option>
          ))}
        </select>
      </header>
      <div ref={box} class="preview-page" lang={locale}>
        <div class="preview-popup">
          <div class="preview-stubs">
            <span>
              {PREVIEW_TEXTS[locale].give} <b>{give}</b>
            </span>
            <span>
              {PREVIEW_TEXTS[locale].get} <b>{get}</b>
            </span>
          </div>
          <p class="preview-headline">{text('headline')}</p>
          <p>{text('explain')}</p>
          <span class="preview-action">{text('join')}</span>
          {settings.minimumOrderMinor > 0 && (
            <p class="preview-small">{fill(PREVIEW_TEXTS[locale].minimum, { minimum: sayMoney(minimum, locale) })}</p>
          )}
        </div>
        {launcher !== 'none' && <span class={`preview-launcher ${launcher}`}>{text('launcher')}</span>}
      </div>
      <p class="soft small">{words.explain}</p>
    </aside>
  );
}

/** Fills `{give}` and the like; what has no value stays, so that a typing mistake is seen. */
function fill(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));
}
