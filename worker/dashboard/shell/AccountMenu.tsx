import { useDashboard, useShop } from '../state/dashboard.ts';
import { LOCALES, THEMES, type Locale } from '../state/preferences.ts';
import { useWords } from '../words/words.ts';

// A language is named in itself, so that whoever reads it finds it.
const LANGUAGES: Readonly<Record<Locale, string>> = { en: 'English', fr: 'Français' };

/** Who is signed in, and how they like to read. */
export function AccountMenu() {
  const { account, preferences, toasts } = useDashboard();
  const { shell } = useWords();
  const { role } = useShop();
  const state = account.state.value;
  if (state.kind !== 'signed-in') return null;
  const { user } = state.account;
  return (
    <details class="account-menu">
      <summary>
        <span class="initial" aria-hidden="true">
          {user.name.slice(0, 1).toLocaleUpperCase()}
        </span>
        <span>
          {user.name}
          <span class="soft">{shell.role[role]}</span>
        </span>
      </summary>
      <div class="account-choices">
        <p class="soft small">{shell.signedInAs(user.email)}</p>
        <label>
          {shell.language}
          <select
            value={preferences.locale.value}
            onChange={({ currentTarget }) =>
              (preferences.locale.value = LOCALES.find((locale) => locale === currentTarget.value) ?? 'en')
            }
          >
            {LOCALES.map((locale) => (
              <option key={locale} value={locale} lang={locale}>
                {LANGUAGES[locale]}
              </option>
            ))}
          </select>
        </label>
        <label>
          {shell.theme}
          <select
            value={preferences.theme.value}
            onChange={({ currentTarget }) =>
              (preferences.theme.value = THEMES.find((theme) => theme === currentTarget.value) ?? 'system')
            }
          >
            {THEMES.map((theme) => (
              <option key={theme} value={theme}>
                {shell.themes[theme]}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="button plain" onClick={() => void account.signOut().catch(toasts.fail)}>
          {shell.signOut}
        </button>
      </div>
    </details>
  );
}
