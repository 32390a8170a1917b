import { describe, expect, it } from 'vitest';
import { addSums, figuresOf, NOTHING, periodBefore, periodOf } from '../../../worker/domain/figures.ts';
import type { DayOfChannel, Period } from '../../../worker/domain/figures.ts';

const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
const period = (from: string, to: string) => periodOf(from, to) as Period;

function row(day: string, channel: string, conversions: number, visits = 0): DayOfChannel {
  const counts = { ...NOTHING.counts, conversions, visits };
  return { counts, revenueMinor: conversions * 100, costMinor: conversions * 10, startsAt: at(day), channel };
}

describe('a period', () => {
  it('holds both of its days whole, in UTC', () => {
    expect(period('2026-11-21', '2026-11-21')).toEqual({ startsAt: at('2026-11-21'), endsAt: at('2026-11-22') });
    expect(period('2028-01-01', '2028-12-31').endsAt).toBe(at('2029-01-01'));
  });

  it('is compared with as many days just before', () => {
    const before = periodBefore(period('2026-03-01', '2026-03-30'));
    expect(before).toEqual({ startsAt: at('2026-01-30'), endsAt: at('2026-03-01') });
  });

  it.each([
    ['2026-02-31', '2026-03-01', 'from'],
    ['2026-13-01', '2026-13-02', 'from'],
    ['2026-01-01', '2026-02-30', 'to'],
    ['2026-01-02', '2026-01-01', 'to'],
    ['2026-01-01', '2027-01-02', 'to'],
  ])('from %s to %s is none, and the field at fault is named', (from, to, field) => {
    expect(periodOf(from, to)).toMatchObject({ field });
  });
});

describe('the figures', () => {
  const november = period('2026-11-01', '2026-11-03');
  const rows = [row('2026-11-01', 'email', 1, 9), row('2026-11-01', 'qr', 2), row('2026-11-03', 'email', 3, 1)];

  it('have a day for each day, the empty ones too', () => {
    const { days } = figuresOf(november, rows);
    expect(days.map(({ day, counts, revenueMinor }) => [day, counts.conversions, revenueMinor])).toEqual([
      ['2026-11-01', 3, 300],
      ['2026-11-02', 0, 0],
      ['2026-11-03', 3, 300],
    ]);
  });

  it('have the busiest channel first', () => {
    const { channels } = figuresOf(november, rows);
    expect(channels.map(({ channel, counts }) => [channel, counts.conversions])).toEqual([
      ['email', 4],
      ['qr', 2],
    ]);
  });

  it('add up to the same from each side', () => {
    const { total, days, channels } = figuresOf(november, rows);
    expect(days.reduce(addSums, NOTHING)).toMatchObject(total);
    expect(channels.reduce(addSums, NOTHING)).toMatchObject(total);
    expect(total).toMatchObject({ revenueMinor: 600, costMinor: 60, counts: { conversions: 6, visits: 10 } });
  });

  it('of nothing are zeros, not gaps', () => {
    expect(figuresOf(november, [])).toMatchObject({ total: NOTHING, channels: [] });
  });
});
