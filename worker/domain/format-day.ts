const STYLES = {
  long: { dateStyle: 'long', timeZone: 'UTC' },
  short: { day: 'numeric', month: 'short', timeZone: 'UTC' },
} as const;

/**
 * Writes a day as people of a locale read it, in UTC: `December 5, 2026` and `Dec 5`, `5 décembre 2026` and `5 déc.`. An
 * unknown locale falls back to English, because a page's language tag is outside data.
 */
export function formatDay(at: number, locale: string, style: keyof typeof STYLES): string {
  return new Intl.DateTimeFormat(supportedLocale(locale), STYLES[style]).format(at);
}

function supportedLocale(locale: string): string {
  try {
    return Intl.DateTimeFormat.supportedLocalesOf(locale)[0] ?? 'en';
  } catch {
    return 'en';
  }
}
