import { exactTime, relativeTime } from '../format/dates.ts';
import { useNow } from '../state/dashboard.ts';
import { useLocale } from '../words/words.ts';

/** A moment as one says it, with the exact time on hover. */
export function Time({ at }: { readonly at: number }) {
  const locale = useLocale();
  return (
    <time datetime={new Date(at).toISOString()} title={exactTime(at, locale)}>
      {relativeTime(at, useNow(), locale)}
    </time>
  );
}
