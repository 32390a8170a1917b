import { basename, dirname } from 'node:path';
import type { Plugin } from 'vite';
import { bannerTexts } from '../english/banner.ts';
import { popupTexts } from '../english/popup.ts';
import { sharedTexts } from '../english/shared.ts';
import { loadLocale, type LoadedLocale } from '../locale.ts';
import { translate, type Packable } from '../translate.ts';

/** Loads the locales of a folder packed by {@link packLocale}. */
export function packLocales(folder: string): Plugin {
  return {
    name: 'bothways:pack-locales',
    async load(id) {
      if (dirname(id) !== folder) return null;
      const locale = await loadLocale(basename(id, '.ts'));
      if (locale === undefined) throw new Error(`${id} is no language that widget/locale.ts loads.`);
      return packLocale(locale);
    },
  };
}

/**
 * The source of a locale with its larger groups of texts as lists, in the order of the English ones, which is how `translate`
 * reads them: the names of the texts would be a quarter of the file.
 */
export function packLocale({ plural, shared, banner, popup, ...rest }: LoadedLocale): string {
  const texts = {
    ...rest,
    shared: inOrder(sharedTexts, shared),
    banner: inOrder(bannerTexts, banner),
    popup: inOrder(popupTexts, popup),
  };
  // The one function of a locale uses nothing around it: its own text is all there is to it.
  return `export const locale = { ...${JSON.stringify(texts)}, plural: ${plural.toString()} };`;
}

function inOrder<T extends Readonly<Record<string, string>>>(english: T, group: Packable<T>): readonly string[] {
  const texts = translate(english, group);
  return Object.keys(english).map((name) => texts[name] ?? '');
}
