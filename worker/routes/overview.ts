import type { Overview } from '../../sdk/contract/owner.ts';
import { figuresOf, periodBefore, periodOf } from '../domain/figures.ts';
import type { Figures, Sums } from '../domain/figures.ts';
import { moneyUnit } from '../domain/ledger.ts';
import { programScope, readCounter } from '../storage/counters.ts';
import type { Counter } from '../storage/counters.ts';
import { readFigures, readTodo } from '../storage/overview.ts';
import type { Todo } from '../storage/overview.ts';
import { readProgram } from '../storage/programs.ts';
import { Refusal } from './context.ts';
import type { Handlers } from './context.ts';
import { amountView } from './owner-views.ts';

export const overviewHandlers: Pick<Handlers, 'overview'> = {
  overview: async ({ query }, { store, shop, now }) => {
    const period = periodOf(query.from, query.to);
    if ('fault' in period) return new Refusal('invalid_field', `${period.field}: ${period.fault}`, period.field);
    const [program, figures, todo] = await Promise.all([
      readProgram(store),
      readFigures(store, period, periodBefore(period), now),
      readTodo(store),
    ]);
    if (!program) return new Refusal('not_found', 'This shop has no program.');
    const { currency } = program.settings;
    const budget = await readCounter(store, programScope(program.programId), moneyUnit(currency));
    const drawn = { figures: figuresOf(period, figures.rows), before: figures.before, todo, budget };
    return overviewReply(drawn, currency, shop.tagSeenAt);
  },
};

interface Drawn {
  readonly figures: Figures;
  readonly before: Sums;
  readonly todo: Todo;
  readonly budget: Counter;
}

function overviewReply({ figures, before, todo, budget }: Drawn, currency: string, tagSeenAt: number | null): Overview {
  const { total, days, channels } = figures;
  const formatted = (amountMinor: number) => amountView(amountMinor, currency).formatted;
  return {
    counts: total.counts,
    before: before.counts,
    revenue: amountView(total.revenueMinor, currency),
    revenueBefore: amountView(before.revenueMinor, currency),
    cost: amountView(total.costMinor, currency),
    costBefore: amountView(before.costMinor, currency),
    days: days.map(({ day, counts, revenueMinor }) => ({ day, counts, revenueMinor })),
    channels: channels.map(({ channel, counts }) => ({ channel, counts })),
    budget: {
      capMinor: budget.cap,
      committedMinor: budget.committed,
      formattedCap: budget.cap === null ? null : formatted(budget.cap),
      formattedCommitted: formatted(budget.committed),
    },
    todo,
    tagSeenAt,
  };
}
