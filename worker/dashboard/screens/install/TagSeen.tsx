import { useEffect } from 'preact/hooks';
import { dayOf } from '../../format/dates.ts';
import { useDashboard, useNow, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Time } from '../../ui/Time.tsx';
import { useWords } from '../../words/words.ts';

// Someone who has just pasted the tag looks here; a quarter of a minute is soon enough and costs little.
const LOOK_AGAIN_MS = 15_000;

/** Whether a page has called with the tag; asked again while it has not and the tab is looked at. */
export function TagSeen() {
  const { api } = useDashboard();
  const { install } = useWords();
  const today = dayOf(useNow());
  const seen = useRemote(useShop().id, () => api.call('overview', { query: { from: today, to: today } }));
  const { reload } = seen;
  const isSeen = seen.value !== undefined && seen.value.tagSeenAt !== null;
  useEffect(() => {
    if (isSeen) return undefined;
    const timer = setInterval(() => document.visibilityState === 'visible' && reload(), LOOK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [isSeen, reload]);
  return (
    <Loaded of={seen} skeletonRows={1}>
      {({ tagSeenAt }) => (
        <output class="health">
          {tagSeenAt === null ? (
            <>
              <Badge tone="wait">{install.notSeen}</Badge> <span class="soft">{install.notSeenWhy}</span>{' '}
              <Button look="quiet" onClick={reload}>
                {install.check}
              </Button>
            </>
          ) : (
            <>
              <Badge tone="good">{install.seen}</Badge> <Time at={tagSeenAt} isReal />
            </>
          )}
        </output>
      )}
    </Loaded>
  );
}
