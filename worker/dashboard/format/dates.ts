import { DAY_MS } from '../../../sdk/contract/attribution.ts';
import type { Locale } from '../state/preferences.ts';

const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const known = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, known);
  return known;
}

/** A moment in full, in the reader's zone: what stands behind every relative time. */
export function exactTime(at: number, locale: Locale): string {
  return dateFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(at);
}

/** A moment, short: `Nov 21, 2026, 9:14 PM`. */
export function shortTime(at: number, locale: Locale): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
}

/** A day of the API, `2026-11-21`, which is one in UTC: `Nov 21`. */
export function dayLabel(day: string, locale: Locale): string {
  return dateFormat(locale, { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(Date.parse(day));
}

/** The UTC day of a moment, as the API writes it. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * DAY_MS],
  ['month', 30 * DAY_MS],
  ['week', 7 * DAY_MS],
  ['day', DAY_MS],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** How long ago or ahead: `3 hours ago`, `in 2 weeks`, `now`. */
export function relativeTime(at: number, now: number, locale: Locale): string {
  const distance = at - now;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(distance) >= size) return relative.format(Math.trunc(distance / size), unit);
  }
  return relative.format(0, 'second');
}

/** What a `datetime-local` field holds: the moment in the reader's zone, to the minute. */
export function localInput(at: number): string {
  const zone = new Date(at).getTimezoneOffset() * 60_000;
  return new Date(at - zone).toISOString().slice(0, 16);
}

/** Reads a `datetime-local` field; null where it is empty. */
export function readLocalInput(text: string): number | null {
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
