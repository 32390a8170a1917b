import { exactTime, relativeTime } from '../format/dates.ts';
import { useDashboard, useNow } from '../state/dashboard.ts';
import { useLocale } from '../words/words.ts';

interface TimeProps {
  readonly at: number;
  /** A moment of the real world, such as when a mail went out, and not of a test shop's own clock. */
  readonly isReal?: boolean;
}

/** A moment as one says it, with the exact time on hover. */
export function Time({ at, isReal = false }: TimeProps) {
  const locale = useLocale();
  const shopNow = useNow();
  const { realNow } = useDashboard();
  return (
    <time datetime={new Date(at).toISOString()} title={exactTime(at, locale)}>
      {relativeTime(at, isReal ? realNow() : shopNow, locale)}
    </time>
  );
}
