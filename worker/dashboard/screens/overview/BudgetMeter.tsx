import { sayMoney } from '../../format/numbers.ts';
import { useLocale, useWords } from '../../words/words.ts';
import type { OverviewFacts } from './Overview.tsx';

/** How much of the budget is promised or paid. */
export function BudgetMeter({ facts: { now, program } }: { readonly facts: OverviewFacts }) {
  const { budget } = useWords().overview;
  const locale = useLocale();
  const { capMinor, committedMinor } = now.budget;
  const say = (amountMinor: number) => sayMoney({ amountMinor, currency: program.settings.currency }, locale);
  return (
    <section class="card budget" aria-labelledby="budget">
      <h2 id="budget">{budget.title}</h2>
      {capMinor === null ? (
        <p>{budget.open(say(committedMinor))}</p>
      ) : (
        <>
          <p class="budget-left">{budget.left(say(Math.max(0, capMinor - committedMinor)))}</p>
          <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect width="100" height="1" class="bar-ground" />
            <rect width={Math.min(100, (committedMinor / Math.max(1, capMinor)) * 100)} height="1" class="bar-value" />
          </svg>
          <p class="soft">{budget.of(say(committedMinor), say(capMinor))}</p>
        </>
      )}
      <p>
        <a href="/dashboard/settings?at=limits">{budget.change}</a>
      </p>
    </section>
  );
}
