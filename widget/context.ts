import type { PageSettings } from '../sdk/contract/visitor.ts';
import type { PageView, Services } from '../sdk/guest.ts';
import type { PageTexts } from './english/page.ts';
import type { WidgetHost } from './host.ts';
import type { LoadedLocale } from './locale.ts';

/** What the page chunk hands to each part that it loads: the program, the language, and the way to the outside. */
export interface WidgetContext {
  readonly services: Services;
  readonly settings: PageSettings;
  /** The language tag that amounts and dates are written for. */
  readonly locale: string;
  /** Undefined for English, which each part carries itself. */
  readonly language: LoadedLocale | undefined;
  /** The page chunk's own texts, in that language. */
  readonly texts: PageTexts;
  /** Makes a host of a name with a style of its own, in the program's look. */
  readonly host: (name: string, css: string) => WidgetHost;
  /** For what a visitor presses in one part to come to the other; the launcher says it where that cannot be loaded. */
  readonly openPopup: () => void;
  readonly openFriend: () => void;
  /** The launcher steps aside while the banner is there. */
  readonly hideLauncher: (isHidden: boolean) => void;
}

/** A part of the widget that the page chunk loads when it is first needed. `remove()` leaves the page as it was. */
export interface Part {
  readonly open: (view: PageView, isByItself?: boolean) => void | Promise<void>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
  readonly remove: () => void;
}
