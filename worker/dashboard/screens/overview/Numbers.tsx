import { formatChange, formatCount, formatShare, sayMoney } from '../../format/numbers.ts';
import { useLocale, useWords } from '../../words/words.ts';
import type { OverviewFacts } from './Overview.tsx';
import type { Period } from './periods.ts';

/** What did it bring, and what did it cost? Three numbers with their change; a table would say no more. */
export function Numbers({ facts: { now }, period }: { readonly facts: OverviewFacts; readonly period: Period }) {
  const { overview } = useWords();
  const locale = useLocale();
  const orders = now.counts.conversions;
  const share = now.revenue.amountMinor > 0 ? now.cost.amountMinor / now.revenue.amountMinor : null;
  const perOrder = orders > 0 ? { ...now.cost, amountMinor: Math.round(now.cost.amountMinor / orders) } : null;
  return (
    <dl class="numbers">
      <Figure
        name={overview.friendsOrders}
        value={formatCount(orders, locale)}
        change={changeOf(orders, now.before.conversions, 'decimal')}
        against={overview.against(period)}
      />
      <Figure
        name={overview.revenue}
        value={sayMoney(now.revenue, locale)}
        change={changeOf(now.revenue.amountMinor, now.revenueBefore.amountMinor, 'percent')}
        against={overview.against(period)}
      />
      <Figure
        name={overview.cost}
        value={sayMoney(now.cost, locale)}
        change={changeOf(now.cost.amountMinor, now.costBefore.amountMinor, 'percent')}
        against={overview.against(period)}
        note={
          share === null || perOrder === null
            ? overview.costNone
            : `${overview.costShare(formatShare(share, locale))} · ${overview.perOrder(sayMoney(perOrder, locale))}`
        }
      />
    </dl>
  );
}

interface Change {
  readonly by: number;
  readonly style: 'decimal' | 'percent';
}

/** A percentage of nothing says nothing, so the first sale of a shop is told without one. */
function changeOf(now: number, before: number, style: Change['style']): Change | null {
  if (now === 0 && before === 0) return null;
  if (style === 'decimal') return { by: now - before, style };
  return before === 0 ? null : { by: (now - before) / before, style };
}

interface FigureProps {
  readonly name: string;
  readonly value: string;
  readonly change: Change | null;
  readonly against: string;
  readonly note?: string;
}

function Figure({ name, value, change, against, note }: FigureProps) {
  const { overview } = useWords();
  const locale = useLocale();
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd class="figure-value">{value}</dd>
      <dd class="figure-change">
        {change !== null && (
          <>
            <strong>{change.by === 0 ? overview.same : formatChange(change.by, locale, change.style)}</strong> {against}
          </>
        )}
      </dd>
      {note && <dd class="figure-note">{note}</dd>}
    </div>
  );
}
