import { DAY_MS } from '../../../../sdk/contract/attribution.ts';
import { useNow } from '../../state/dashboard.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';
import type { OverviewFacts } from './Overview.tsx';

// A shop without a single page view in a week is rare; a tag that fell out of a template is not.
const QUIET_AFTER_MS = 7 * DAY_MS;

/** Is it working? One line, before any number. */
export function Health({ facts: { now, program } }: { readonly facts: OverviewFacts }) {
  const { overview } = useWords();
  const time = useNow();
  const seenAt = now.tagSeenAt;
  const isQuiet = seenAt !== null && time - seenAt > QUIET_AFTER_MS;
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
      <span class={isQuiet ? 'warning' : 'soft'}>
        {isQuiet ? overview.health.tagQuiet : overview.health.tagSeen} <Time at={seenAt} />
      </span>
    </p>
  );
}
