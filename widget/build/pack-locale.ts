import { basename, dirname } from 'node:path';
import type { Plugin } from 'vite';
import { bannerTexts } from '../english/banner.ts';
import { popupTexts } from '../english/popup.ts';
import { sharedTexts } from '../english/shared.ts';
import { loadLocale } from '../locale.ts';
import { translate, type Packable } from '../translate.ts';

/**
 * Loads the locales of a folder with their larger groups of texts as lists, in the order of the English ones, which is how
 * `translate` reads them: the names of the texts would be a quarter of a locale.
 */
export function packLocales(folder: string): Plugin {
  return {
    name: 'bothways:pack-locales',
    async load(id) {
      if (dirname(id) !== folder) return null;
      const locale = await loadLocale(basename(id, '.ts'));
      if (locale === undefined) throw new Error(`${id} is no language that widget/locale.ts loads.`);
      const { plural, shared, popup, ...rest } = locale;
      const texts = { ...rest, shared: inOrder(sharedTexts, shared), popup: inOrder(popupTexts, popup) };
      // The one function of a locale uses nothing around it: its own text is all there is to it.
      return `export const locale = { ...${JSON.stringify(texts)}, plural: ${plural.toString()} };`;
    },
  };
}

function inOrder<T extends Readonly<Record<string, string>>>(english: T, group: Packable<T>): readonly string[] {
  const texts = translate(english, group);
  return Object.keys(english).map((name) => texts[name] ?? '');
}
