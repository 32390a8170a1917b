import type { BannerTexts } from '../english/banner.ts';
import type { AnyTexts } from '../locale.ts';
import type { PopupModel } from './model.ts';
import type { PopupOptions } from './options.ts';

/** The texts that stand in the popup; the owner may add terms, which have no text of ours. */
export type PopupText = Exclude<keyof AnyTexts, keyof BannerTexts> | 'terms';

/** What every screen is given. */
export interface View {
  readonly model: PopupModel;
  readonly options: PopupOptions;
  /** Says a text in the visitor's language, with the program's amounts filled in. */
  readonly say: (key: PopupText, values?: Readonly<Record<string, string | number>>) => string;
  /** Picks the plural form and fills in the count. */
  readonly count: (key: PopupText, count: number) => string;
  readonly close: () => void;
}

/** The id of the one heading, which names the dialog. */
export const TITLE = 'title';
