import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { useDashboard } from '../../state/dashboard.ts';
import { Mark } from '../../shell/Mark.tsx';
import { LOCALES } from '../../state/preferences.ts';

/** The card that stands before the dashboard: one idea, one action, on a ticket torn along its middle. */
export function Door({
  title,
  line,
  children,
}: {
  readonly title: string;
  readonly line: string;
  readonly children: ComponentChildren;
}) {
  const { preferences } = useDashboard();
  useEffect(() => {
    document.title = `${title} · Bothways`;
  }, [title]);
  return (
    <main class="door">
      <div class="ticket">
        <header class="ticket-stub">
          <Mark />
          <h1>{title}</h1>
          <p>{line}</p>
        </header>
        <div class="ticket-body">{children}</div>
      </div>
      <p class="door-languages">
        {LOCALES.map((locale) => (
          <button
            key={locale}
            type="button"
            class="button quiet"
            lang={locale}
            aria-pressed={preferences.locale.value === locale}
            onClick={() => (preferences.locale.value = locale)}
          >
            {locale === 'en' ? 'English' : 'Français'}
          </button>
        ))}
      </p>
    </main>
  );
}
