import { signal } from '@preact/signals';
import type { Locale } from '../state/preferences.ts';
import type { Words } from './en/index.ts';

export type { Words } from './en/index.ts';

// Each language is a file of its own; only the reader's is loaded.
const loaders: Readonly<Record<Locale, () => Promise<Words>>> = {
  en: async () => (await import('./en/index.ts')).words,
  fr: async () => (await import('./fr/index.ts')).words,
};

const current = signal<{ readonly locale: Locale; readonly words: Words } | null>(null);

/** Loads a language and shows it; what was shown before stays until then. */
export async function speak(locale: Locale): Promise<void> {
  current.value = { locale, words: await loaders[locale]() };
  document.documentElement.lang = locale;
}

function spoken() {
  if (!current.value) throw new Error('Nothing is drawn before the words have come');
  return current.value;
}

/** The texts in the reader's language; a component that reads them is drawn again when the language changes. */
export const useWords = (): Words => spoken().words;

/** The language the texts are in: numbers and dates follow it. */
export const useLocale = (): Locale => spoken().locale;
