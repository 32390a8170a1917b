import { effect, signal, type Signal } from '@preact/signals';

export const LOCALES = ['en', 'fr'] as const;
export type Locale = (typeof LOCALES)[number];
export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What this browser remembers of its reader: language, theme and the shop last looked at. */
export interface Preferences {
  readonly locale: Signal<Locale>;
  readonly theme: Signal<Theme>;
  readonly shopId: Signal<string | null>;
}

interface Environment {
  readonly languages: readonly string[];
  /** Kept for good. */
  readonly local: Storage;
  /** Kept for this tab: two tabs may show two shops, and a reload stays where it was. */
  readonly session: Storage;
}

const KEY = { locale: 'bothways.locale', theme: 'bothways.theme', shopId: 'bothways.shop' } as const;

export function createPreferences({ languages, local, session }: Environment): Preferences {
  const locale = signal(oneOf(LOCALES, local.getItem(KEY.locale)) ?? spoken(languages));
  const theme = signal(oneOf(THEMES, local.getItem(KEY.theme)) ?? 'system');
  const shopId = signal(session.getItem(KEY.shopId) ?? local.getItem(KEY.shopId));
  const keep = (storage: Storage, key: string, value: Signal<string | null>) => {
    let isFirst = true;
    effect(() => {
      const now = value.value;
      // What the browser says of itself is not a choice, so it is not kept as one.
      if (!isFirst && now !== null) storage.setItem(key, now);
      isFirst = false;
    });
  };
  keep(local, KEY.locale, locale);
  keep(local, KEY.theme, theme);
  keep(local, KEY.shopId, shopId);
  keep(session, KEY.shopId, shopId);
  return { locale, theme, shopId };
}

function oneOf<const T extends string>(values: readonly T[], text: string | null): T | undefined {
  return values.find((value) => value === text);
}

function spoken(languages: readonly string[]): Locale {
  for (const language of languages) {
    const known = oneOf(LOCALES, language.slice(0, 2).toLowerCase());
    if (known) return known;
  }
  return 'en';
}
