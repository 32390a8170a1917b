import { DAY_MS } from '../../../../sdk/contract/attribution.ts';
import { dayOf } from '../../format/dates.ts';

/** The periods on offer, in days. */
export const PERIODS = [7, 30, 90] as const;
export type Period = (typeof PERIODS)[number];
export const DEFAULT_PERIOD: Period = 30;

/** Reads the period of the address bar; anything else is the default. */
export function readPeriod(text: string | null): Period {
  return PERIODS.find((days) => String(days) === text) ?? DEFAULT_PERIOD;
}

/** Both ends of a period that ends today, and of the one of equal length just before, as UTC days. */
export function rangesOf(period: Period, now: number) {
  const ends = (last: number) => ({ from: dayOf(last - (period - 1) * DAY_MS), to: dayOf(last) });
  return { now: ends(now), before: ends(now - period * DAY_MS) };
}

/** Every day of a range, so that a day on which nothing happened is a zero and not a gap. */
export function daysOf({ from, to }: { readonly from: string; readonly to: string }): readonly string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
  return Array.from({ length: count }, (_, index) => dayOf(Date.parse(from) + index * DAY_MS));
}
