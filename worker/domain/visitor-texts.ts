import type { ProgramSettings } from '../../sdk/contract/program.ts';
import type { PageSettings } from '../../sdk/contract/visitor.ts';
import { formatMoney } from './format.ts';
import { formatRule } from './offer.ts';
import type { Opening } from './opening.ts';

/** What amounts are written in where a page names no language. */
export const DEFAULT_LOCALE = 'en';

/** What a friend gets and from which order on, as people of a locale read it. */
export function friendTerms(
  settings: ProgramSettings,
  locale: string,
): { readonly give: string; readonly minimumOrder: string | null } {
  const { friendReward, minimumOrderMinor, currency } = settings;
  return {
    give: formatRule(friendReward, locale),
    minimumOrder: minimumOrderMinor > 0 ? formatMoney(minimumOrderMinor, currency, locale) : null,
  };
}

/** All that a page is told to draw the widget, in the language it asked for. */
export function pageSettings(
  program: { readonly programId: string; readonly version: number; readonly settings: ProgramSettings },
  state: Opening,
  locale: string,
): PageSettings {
  const { settings } = program;
  return {
    programId: program.programId,
    version: program.version,
    state,
    currency: settings.currency,
    ...friendTerms(settings, locale),
    get: formatRule(settings.advocateReward, locale),
    holdDays: settings.holdDays,
    claimNeedsEmail: settings.claimNeedsEmail,
    consent: settings.consent,
    widget: settings.widget,
    texts: ownTexts(settings.texts, locale),
  };
}

/** The owner's texts for `fr-CA`, else for `fr`; a text missing from both is the locale file's. */
function ownTexts(texts: ProgramSettings['texts'], locale: string): PageSettings['texts'] {
  const asked = locale.toLowerCase();
  const [language] = asked.split('-');
  const of = (tag: string | undefined) => Object.entries(texts).find(([key]) => key.toLowerCase() === tag)?.[1];
  return { ...of(language), ...of(asked) };
}
