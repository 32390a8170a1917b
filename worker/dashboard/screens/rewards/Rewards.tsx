import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { RewardRow } from '../../../../sdk/contract/owner.ts';
import type { RewardState } from '../../../../sdk/contract/visitor.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { useListView } from '../../state/list-view.ts';
import { nameOf } from '../../story/people.ts';
import { REWARD_TONE } from '../../story/RewardList.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { List } from '../../ui/List.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { StateChips } from '../../ui/StateChips.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { RewardActions, useRewardDeeds } from './RewardActions.tsx';
import { RewardPanel } from './RewardPanel.tsx';

const STATES = [
  'review',
  'held',
  'available',
  'fulfilled',
  'refused',
  'reversed',
] as const satisfies readonly RewardState[];

/** Rewards and their states; those that wait for a yes or a no have both beside them. */
export function Rewards() {
  const { rewards: words } = useWords();
  const { api } = useDashboard();
  const { state, list, openId, open, close } = useListView(STATES, (query) => api.call('listRewards', { query }));
  const refusing = useSignal<RewardRow | null>(null);
  const deeds = useRewardDeeds(list, state);
  const ask = (reward: RewardRow) => (refusing.value = reward);
  const columns = useColumns((row) => <RewardActions reward={row} onApprove={deeds.approve} onRefuse={ask} />);
  return (
    <Screen
      title={words.title}
      aside={<StateChips label={words.filter} all={words.all} states={STATES} names={words.states} chosen={state} />}
    >
      <List
        of={list}
        caption={words.title}
        columns={columns}
        sub={(row) => `${words.sides[row.side]}${row.orderId === null ? '' : ` · ${row.orderId}`}`}
        param="open"
        openId={openId}
        empty={state ? { title: words.emptyFilter } : { title: words.empty, line: words.emptyLine }}
      />
      {open && (
        <RewardPanel
          key={open.id}
          reward={open}
          onApprove={(reward) => (close(), deeds.approve(reward))}
          onRefuse={ask}
          onClose={close}
        />
      )}
      {refusing.value && (
        <RefuseDialog
          reward={refusing.value}
          onRefuse={(reward, reason) => (close(), deeds.refuse(reward, reason))}
          onClose={() => (refusing.value = null)}
        />
      )}
    </Screen>
  );
}

function useColumns(actions: (reward: RewardRow) => JSX.Element): readonly Column<RewardRow>[] {
  const words = useWords();
  const { rewards } = words;
  const locale = useLocale();
  return [
    { head: rewards.person, cell: (row) => nameOf(row.person, words) },
    { head: rewards.side, isExtra: true, cell: (row) => rewards.sides[row.side] },
    { head: rewards.amount, isNumber: true, cell: (row) => formatQuantity(row.quantity, row.unit, locale) },
    { head: rewards.state, cell: (row) => <Badge tone={REWARD_TONE[row.state]}>{rewards.states[row.state]}</Badge> },
    {
      head: rewards.available,
      isExtra: true,
      cell: (row) => row.availableAt !== null && <Time at={row.availableAt} />,
    },
    { head: rewards.order, isExtra: true, cell: (row) => row.orderId !== null && <code>{row.orderId}</code> },
    {
      head: words.common.actions,
      isActions: true,
      isExtra: true,
      // Elsewhere a refusal is rare enough to be a click further, in the panel.
      cell: (row) => row.state === 'review' && actions(row),
    },
  ];
}

interface RefuseDialogProps {
  readonly reward: RewardRow;
  readonly onRefuse: (reward: RewardRow, reason: string) => void;
  readonly onClose: () => void;
}

function RefuseDialog({ reward, onRefuse, onClose }: RefuseDialogProps) {
  const words = useWords();
  const amount = formatQuantity(reward.quantity, reward.unit, useLocale());
  return (
    <ReasonDialog
      title={words.rewards.refuseTitle(amount, nameOf(reward.person, words))}
      label={words.rewards.refuseReason}
      consequence={words.rewards.refuseReasonWhy}
      action={words.rewards.refuse}
      onClose={onClose}
      onReason={(reason) => {
        onClose();
        onRefuse(reward, reason);
      }}
    />
  );
}
