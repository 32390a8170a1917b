import { METRICS_IN_ORDER } from './metrics.ts';
import type { Metric } from '../../../../sdk/contract/owner.ts';
import { formatCount, formatShare } from '../../format/numbers.ts';
import { useLocale, useWords } from '../../words/words.ts';

/** From the popup to the order: each step with its count, as a bar from zero, and what it is of the step it hangs on. */
export function Funnel({ counts }: { readonly counts: Readonly<Record<Metric, number>> }) {
  const { overview } = useWords();
  const locale = useLocale();
  const most = Math.max(1, ...Object.values(counts));
  const rates = useRates(counts);
  return (
    <section class="card funnel" aria-labelledby="funnel">
      <h2 id="funnel">{overview.funnel.title}</h2>
      <ol>
        {METRICS_IN_ORDER.map((metric) => (
          <li key={metric}>
            <span class="funnel-name">{overview.metrics[metric]}</span>
            <span class="funnel-count">{formatCount(counts[metric], locale)}</span>
            <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
              <rect width="100" height="1" class="bar-ground" />
              <rect width={(counts[metric] / most) * 100} height="1" class="bar-value" />
            </svg>
            <span class="funnel-rate">{rates[metric]}</span>
          </li>
        ))}
      </ol>
      <p class="soft small">{overview.funnel.explain}</p>
    </section>
  );
}

/** A visit is not a part of a share, so what hangs on people is a share of them and what they do is counted for each. */
function useRates(counts: Readonly<Record<Metric, number>>): Readonly<Partial<Record<Metric, string>>> {
  const { funnel } = useWords().overview;
  const locale = useLocale();
  const share = (part: Metric, whole: Metric, of: string) =>
    counts[whole] > 0 && counts[part] <= counts[whole]
      ? { [part]: funnel.rate(formatShare(counts[part] / counts[whole], locale), of) }
      : {};
  const each = (many: Metric, one: Metric, of: string) =>
    counts[one] > 0
      ? { [many]: funnel.each((counts[many] / counts[one]).toLocaleString(locale, { maximumFractionDigits: 1 }), of) }
      : {};
  return {
    ...share('joins', 'impressions', funnel.ofImpressions),
    ...each('shares', 'joins', funnel.anAdvocate),
    ...each('visits', 'shares', funnel.aShare),
    ...share('claims', 'visits', funnel.ofVisits),
    ...share('conversions', 'claims', funnel.ofClaims),
  };
}
