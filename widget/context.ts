import type { PageSettings } from '../sdk/contract/visitor.ts';
import type { Client } from '../sdk/client.ts';
import type { Guest, OwnStore } from '../sdk/guest.ts';
import type { PageTexts } from './english/page.ts';
import type { CreateHost } from './host.ts';
import type { LoadedLocale } from './locale.ts';

/** What the page chunk hands to each part that it loads: the program, the language, and the way to the outside. */
export interface WidgetContext {
  readonly shop: string;
  /** The language tag that amounts and dates are written for. */
  readonly locale: string;
  readonly settings: PageSettings;
  /** Undefined for English, which each part carries itself. */
  readonly language: LoadedLocale | undefined;
  /** The page chunk's own texts, in that language. */
  readonly texts: PageTexts;
  readonly host: CreateHost;
  readonly call: Client['call'];
  readonly own: OwnStore;
  readonly emit: Guest['emit'];
  readonly isOnline: () => boolean;
}
