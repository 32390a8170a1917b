import { DAY_MS } from '../../../../sdk/contract/attribution.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import type { OverviewFacts } from './Overview.tsx';

// A shop without a single page view in a week is rare; a tag that fell out of a template is not.
const QUIET_AFTER_MS = 7 * DAY_MS;

/** Is it working? One line, before any number. */
export function Health({ facts: { now, program } }: { readonly facts: OverviewFacts }) {
  const { overview } = useWords();
  const { realNow } = useDashboard();
  const seenAt = now.tagSeenAt;
  const isQuiet = seenAt !== null && realNow() - seenAt > QUIET_AFTER_MS;
  if (program.state !== 'active') {
    return (
      <p class="health">
        <Badge tone="wait">{overview.health[program.state]}</Badge>
      </p>
    );
  }
  if (seenAt === null) {
    return (
      <p class="health">
        <Badge tone="wait">{overview.health.tagNever}</Badge> <a href="/dashboard/install">{overview.health.install}</a>
      </p>
    );
  }
  return (
    <p class="health">
      {!isQuiet && <Badge tone="good">{overview.health.working}</Badge>}
      {isQuiet && <Badge tone="wait">{overview.health.tagQuiet}</Badge>}
      <span class="soft">
        {overview.health.tagSeen} <Time at={seenAt} isReal />
      </span>
    </p>
  );
}
