import { useSignal } from '@preact/signals';
import type { Metric } from '../../../../sdk/contract/owner.ts';
import { dayLabel } from '../../format/dates.ts';
import { formatCount, formatMoney, sayMoney } from '../../format/numbers.ts';
import { Table } from '../../ui/Table.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { ColumnChart } from './ColumnChart.tsx';
import { METRICS_IN_ORDER } from './metrics.ts';
import type { OverviewFacts } from './Overview.tsx';
import { daysOf, type rangesOf } from './periods.ts';

type Shown = Metric | 'revenue';
const CHOICES: readonly Shown[] = [
  'conversions',
  'revenue',
  ...METRICS_IN_ORDER.filter((metric) => metric !== 'conversions'),
];

interface ChartOverTimeProps {
  readonly facts: OverviewFacts;
  readonly ranges: ReturnType<typeof rangesOf>;
}

/** One figure over time, against the period before; the table behind it has the numbers. */
export function ChartOverTime({ facts, ranges }: ChartOverTimeProps) {
  const { overview } = useWords();
  const locale = useLocale();
  const shown = useSignal<Shown>('conversions');
  const metric = shown.value;
  const money = (amountMinor: number) => ({ amountMinor, currency: facts.now.revenue.currency });
  const format = (value: number) =>
    metric === 'revenue' ? sayMoney(money(value), locale) : formatCount(value, locale);
  const days = daysOf(ranges.now);
  const values = valuesOf(facts.now.days, days, metric);
  const before = valuesOf(facts.before.days, daysOf(ranges.before), metric);
  const total = values.reduce((sum, value) => sum + value, 0);
  const isEmpty = total === 0 && before.every((value) => value === 0);
  const rows = days.map((day, index) => ({ day, value: values[index] ?? 0, before: before[index] ?? 0 }));
  const number = (value: number) =>
    metric === 'revenue' ? formatMoney(money(value), locale) : formatCount(value, locale);

  return (
    <section class="card chart-card" aria-labelledby="chart">
      <header class="card-head">
        <h2 id="chart">{overview.chart.title}</h2>
        <FigureChoice chosen={metric} onChoose={(choice) => (shown.value = choice)} />
      </header>
      {isEmpty ? (
        <p class="soft chart-empty">{overview.chart.empty}</p>
      ) : (
        <ColumnChart
          title={overview.chart.said(
            metric === 'revenue' ? overview.chart.revenue : overview.metrics[metric],
            format(total),
          )}
          labels={days.map((day) => dayLabel(day, locale))}
          now={{ name: overview.chart.now, values }}
          before={{ name: overview.chart.before, values: before }}
          format={format}
          tell={overview.chart.saidOfDay}
        />
      )}
      {isEmpty || (
        <details>
          <summary>{overview.chart.asTable}</summary>
          <Table
            caption={overview.chart.title}
            rows={rows.toReversed()}
            keyOf={({ day }) => day}
            columns={[
              { head: overview.chart.day, cell: ({ day }) => dayLabel(day, locale) },
              { head: overview.chart.now, isNumber: true, cell: ({ value }) => number(value) },
              { head: overview.chart.before, isNumber: true, cell: (row) => number(row.before) },
            ]}
          />
        </details>
      )}
    </section>
  );
}

interface FigureChoiceProps {
  readonly chosen: Shown;
  readonly onChoose: (choice: Shown) => void;
}

function FigureChoice({ chosen, onChoose }: FigureChoiceProps) {
  const { overview } = useWords();
  const choose = (value: string) => onChoose(CHOICES.find((choice) => choice === value) ?? 'conversions');
  return (
    <select
      aria-label={overview.chart.metric}
      value={chosen}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    >
      {CHOICES.map((choice) => (
        <option key={choice} value={choice}>
          {choice === 'revenue' ? overview.chart.revenue : overview.metrics[choice]}
        </option>
      ))}
    </select>
  );
}

function valuesOf(reported: OverviewFacts['now']['days'], days: readonly string[], metric: Shown): readonly number[] {
  const byDay = new Map(
    reported.map((entry) => [entry.day, metric === 'revenue' ? entry.revenueMinor : entry.counts[metric]]),
  );
  return days.map((day) => byDay.get(day) ?? 0);
}
