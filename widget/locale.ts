import type { BannerTexts } from './english/banner.ts';
import type { PageTexts } from './english/page.ts';
import type { PopupTexts } from './english/popup.ts';
import type { SharedTexts } from './english/shared.ts';
import type { Packable } from './translate.ts';

/** Every text of the widget. */
export type AnyTexts = PageTexts & SharedTexts & BannerTexts & PopupTexts;

/** A language: the texts of each chunk, and which plural form a count takes. A text that is missing is a type error. */
export interface Locale {
  readonly page: PageTexts;
  readonly shared: SharedTexts;
  readonly banner: BannerTexts;
  readonly popup: PopupTexts;
  readonly plural: (count: number) => number;
  readonly dir?: 'rtl';
}

/**
 * A language as it is loaded. The build packs the larger groups into lists (`build/pack-locale.ts`), because the names of the
 * texts would be a quarter of the file.
 */
export interface LoadedLocale extends Omit<Locale, 'shared' | 'banner' | 'popup'> {
  readonly shared: Packable<SharedTexts>;
  readonly banner: Packable<BannerTexts>;
  readonly popup: Packable<PopupTexts>;
}

const languages: Readonly<Record<string, () => Promise<{ readonly locale: LoadedLocale | undefined }>>> = {
  // Carried by each part itself.
  en: async () => ({ locale: undefined }),
  fr: () => import('./locales/fr.ts'),
};

const languageOf = (tag: string) => tag.split('-', 1).join().toLowerCase();

/**
 * Picks the language tag to speak: the first of the wishes whose language we have, else English.
 *
 * @example pickTag(['de-AT', 'fr-CA']) // 'fr-CA'
 */
export function pickTag(wishes: readonly (string | undefined)[]): string {
  return wishes.find((wish = '') => Object.hasOwn(languages, languageOf(wish))) ?? 'en';
}

/** Loads the language of a tag; undefined for English, and where its file cannot be had. */
export async function loadLocale(tag: string): Promise<LoadedLocale | undefined> {
  const loaded = await languages[languageOf(tag)]?.().catch(() => undefined);
  return loaded?.locale;
}
