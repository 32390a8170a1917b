import type { RewardRow } from '../../../../sdk/contract/owner.ts';
import type { RewardState } from '../../../../sdk/contract/visitor.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { PagedList } from '../../state/pages.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../words/words.ts';

/** Approving and refusing: shown at once, sent when nobody took it back. */
export function useRewardDeeds(list: PagedList<RewardRow>, filter: RewardState | null) {
  const { api, toasts } = useDashboard();
  const { rewards } = useWords();
  // In a list of one state, what no longer has it leaves the list.
  const show = (reward: RewardRow, state: RewardState) => () =>
    list.replace(reward.id, filter === null || filter === state ? { ...reward, state } : null);
  return {
    approve: (reward: RewardRow) =>
      toasts.undoable({
        said: rewards.approved,
        show: show(reward, 'held'),
        send: () => api.call('approveReward', { params: { id: reward.id } }),
      }),
    refuse: (reward: RewardRow, reason: string) =>
      toasts.undoable({
        said: rewards.refused,
        show: show({ ...reward, reason }, 'refused'),
        send: () => api.call('refuseReward', { params: { id: reward.id }, body: { reason } }),
      }),
  };
}

// What has left the shop's hands, or is off already, can't be refused.
const REFUSABLE: ReadonlySet<RewardState> = new Set(['review', 'held', 'available']);

interface RewardActionsProps {
  readonly reward: RewardRow;
  readonly onApprove: (reward: RewardRow) => void;
  readonly onRefuse: (reward: RewardRow) => void;
}

/** A yes and a no, as far as the reward's state and the reader's role allow them. */
export function RewardActions({ reward, onApprove, onRefuse }: RewardActionsProps) {
  const { account } = useDashboard();
  const { rewards } = useWords();
  if (!account.may('support')) return null;
  return (
    <span class="row-actions">
      {reward.state === 'review' && <Button onClick={() => onApprove(reward)}>{rewards.approve}</Button>}
      {REFUSABLE.has(reward.state) && (
        <Button look="quiet" onClick={() => onRefuse(reward)}>
          {rewards.refuse}
        </Button>
      )}
    </span>
  );
}
