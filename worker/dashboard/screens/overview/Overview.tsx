import type { Overview as OverviewReply, ProgramView } from '../../../../sdk/contract/owner.ts';
import { useDashboard, useNow, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { Chips } from '../../ui/Chips.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { useWords } from '../../words/words.ts';
import { BudgetMeter } from './BudgetMeter.tsx';
import { Channels } from './Channels.tsx';
import { ChartOverTime } from './ChartOverTime.tsx';
import { Funnel } from './Funnel.tsx';
import { Health } from './Health.tsx';
import { Numbers } from './Numbers.tsx';
import { DEFAULT_PERIOD, PERIODS, rangesOf, readPeriod } from './periods.ts';
import { Todo } from './Todo.tsx';
import '../../styles/overview.css';

/** What the parts of the overview are drawn from: the period, the one before it, and the program behind them. */
export interface OverviewFacts {
  readonly now: OverviewReply;
  readonly before: OverviewReply;
  readonly program: ProgramView;
}

/** Is it working, what did it cost, what needs me? Everything else is one click away. */
export function Overview() {
  const words = useWords();
  const { api, navigation, account } = useDashboard();
  const shop = useShop();
  const now = useNow();
  const period = readPeriod(navigation.query.value.get('days'));
  const facts = useRemote(`${shop.id} ${account.epoch.value} ${period}`, async (): Promise<OverviewFacts> => {
    const ranges = rangesOf(period, now);
    const [current, before, program] = await Promise.all([
      api.call('overview', { query: ranges.now }),
      api.call('overview', { query: ranges.before }),
      api.call('getProgram', {}),
    ]);
    return { now: current, before, program };
  });
  const chips = PERIODS.map((days) => ({
    value: days === DEFAULT_PERIOD ? null : String(days),
    label: words.overview.lastDays(days),
  }));

  return (
    <Screen
      title={words.overview.title}
      aside={
        <Chips
          label={words.overview.period}
          param="days"
          chosen={period === DEFAULT_PERIOD ? null : String(period)}
          options={chips}
        />
      }
    >
      <Loaded of={facts} skeletonRows={8}>
        {(value) => (
          <div class="overview" aria-busy={facts.isStale}>
            <Health facts={value} />
            <Numbers facts={value} period={period} />
            <ChartOverTime facts={value} ranges={rangesOf(period, now)} />
            <div class="beside">
              <Todo facts={value} />
              <BudgetMeter facts={value} />
            </div>
            <div class="side-by-side lower">
              <Funnel counts={value.now.counts} />
              <Channels channels={value.now.channels} />
            </div>
          </div>
        )}
      </Loaded>
    </Screen>
  );
}
