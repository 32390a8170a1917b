import { DAY_MS } from '../../sdk/contract/attribution.ts';
import type { Metric } from '../../sdk/contract/owner.ts';

/** A stretch of whole days in UTC; the end is exclusive. Unix milliseconds. */
export interface Period {
  readonly startsAt: number;
  readonly endsAt: number;
}

/** The most days shown at once: a leap year. A day is a row for each channel, so this bounds what a look reads. */
export const MAX_DAYS = 366;

/**
 * Reads the two days of a query, both included; names the one at fault where they make no period.
 *
 * @example periodOf('2026-11-01', '2026-11-30') // thirty days
 */
export function periodOf(from: string, to: string): Period | { readonly field: 'from' | 'to'; readonly fault: string } {
  const [startsAt, lastStartsAt] = [startOf(from), startOf(to)];
  if (startsAt === null) return { field: 'from', fault: 'Is not a day of the calendar.' };
  if (lastStartsAt === null) return { field: 'to', fault: 'Is not a day of the calendar.' };
  if (lastStartsAt < startsAt) return { field: 'to', fault: 'Must not be before "from".' };
  const endsAt = lastStartsAt + DAY_MS;
  if (endsAt - startsAt > MAX_DAYS * DAY_MS) return { field: 'to', fault: `At most ${MAX_DAYS} days at once.` };
  return { startsAt, endsAt };
}

/** The period of equal length just before. */
export function periodBefore({ startsAt, endsAt }: Period): Period {
  return { startsAt: startsAt - (endsAt - startsAt), endsAt: startsAt };
}

// The calendar is checked by writing the day again: 2026-02-31 would come back as a day of March.
function startOf(day: string): number | null {
  const at = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(at) && dayOf(at) === day ? at : null;
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export type Counts = Readonly<Record<Metric, number>>;

/** Sums of one stretch: what the rollups hold. */
export interface Sums {
  readonly counts: Counts;
  readonly revenueMinor: number;
  readonly costMinor: number;
}

/** The sums of one day and channel. */
export interface DayOfChannel extends Sums {
  readonly startsAt: number;
  readonly channel: string;
}

export const NOTHING: Sums = {
  counts: { impressions: 0, joins: 0, shares: 0, visits: 0, claims: 0, conversions: 0 },
  revenueMinor: 0,
  costMinor: 0,
};

export function addSums(one: Sums, other: Sums): Sums {
  return {
    counts: {
      impressions: one.counts.impressions + other.counts.impressions,
      joins: one.counts.joins + other.counts.joins,
      shares: one.counts.shares + other.counts.shares,
      visits: one.counts.visits + other.counts.visits,
      claims: one.counts.claims + other.counts.claims,
      conversions: one.counts.conversions + other.counts.conversions,
    },
    revenueMinor: one.revenueMinor + other.revenueMinor,
    costMinor: one.costMinor + other.costMinor,
  };
}

/** The figures of a period from three sides. */
export interface Figures {
  readonly total: Sums;
  /** Each day of the period, the empty ones too, so that a chart has no gaps. */
  readonly days: readonly (Sums & { readonly day: string })[];
  /** The busiest first: by conversions, then by visits. */
  readonly channels: readonly (Sums & { readonly channel: string })[];
}

export function figuresOf(period: Period, rows: readonly DayOfChannel[]): Figures {
  const total = rows.reduce<Sums>(addSums, NOTHING);
  const byDay = sumsBy(rows, (row) => dayOf(row.startsAt));
  const days = Array.from({ length: (period.endsAt - period.startsAt) / DAY_MS }, (_, index) => {
    const day = dayOf(period.startsAt + index * DAY_MS);
    return { day, ...(byDay.get(day) ?? NOTHING) };
  });
  const channels = [...sumsBy(rows, (row) => row.channel)]
    .map(([channel, sums]) => ({ channel, ...sums }))
    .toSorted((a, b) => b.counts.conversions - a.counts.conversions || b.counts.visits - a.counts.visits);
  return { total, days, channels };
}

function sumsBy(rows: readonly DayOfChannel[], keyOf: (row: DayOfChannel) => string): ReadonlyMap<string, Sums> {
  const sums = new Map<string, Sums>();
  for (const row of rows) sums.set(keyOf(row), addSums(sums.get(keyOf(row)) ?? NOTHING, row));
  return sums;
}
