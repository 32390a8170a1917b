import { useSignal } from '@preact/signals';
import type { RewardRow } from '../../../../sdk/contract/owner.ts';
import type { RewardState } from '../../../../sdk/contract/visitor.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { usePages } from '../../state/pages.ts';
import { nameOf } from '../../story/people.ts';
import { REWARD_TONE } from '../../story/RewardList.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Chips } from '../../ui/Chips.tsx';
import { List } from '../../ui/List.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Screen } from '../../ui/Screen.tsx';
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
  const words = useWords();
  const locale = useLocale();
  const { api, navigation } = useDashboard();
  const shop = useShop();
  const query = navigation.query.value;
  const state = STATES.find((one) => one === query.get('state')) ?? null;
  const list = usePages(`${shop.id} ${state ?? ''}`, (cursor) =>
    api.call('listRewards', { query: { ...(state && { state }), ...(cursor && { cursor }) } }),
  );
  const refusing = useSignal<RewardRow | null>(null);
  const deeds = useRewardDeeds(list, state);
  const openId = query.get('open');
  const open = list.value?.items.find(({ id }) => id === openId);
  const close = () => navigation.go(navigation.with({ open: null }));
  const chips = [
    { value: null, label: words.rewards.all },
    ...STATES.map((value) => ({ value, label: words.rewards.states[value] })),
  ];
  const columns: readonly Column<RewardRow>[] = [
    { head: words.rewards.person, cell: (row) => nameOf(row.person, words) },
    { head: words.rewards.side, isExtra: true, cell: (row) => words.rewards.sides[row.side] },
    { head: words.rewards.amount, isNumber: true, cell: (row) => formatQuantity(row.quantity, row.unit, locale) },
    {
      head: words.rewards.state,
      cell: (row) => <Badge tone={REWARD_TONE[row.state]}>{words.rewards.states[row.state]}</Badge>,
    },
    {
      head: words.rewards.available,
      isExtra: true,
      cell: (row) => row.availableAt !== null && <Time at={row.availableAt} />,
    },
    { head: words.rewards.order, isExtra: true, cell: (row) => row.orderId !== null && <code>{row.orderId}</code> },
    {
      head: words.common.actions,
      isActions: true,
      isExtra: true,
      cell: (row) =>
        row.state === 'review' && (
          <RewardActions reward={row} onApprove={deeds.approve} onRefuse={(reward) => (refusing.value = reward)} />
        ),
    },
  ];

  return (
    <Screen
      title={words.rewards.title}
      aside={<Chips label={words.rewards.filter} param="state" chosen={state} options={chips} />}
    >
      <List
        of={list}
        caption={words.rewards.title}
        columns={columns}
        sub={(row) => `${words.rewards.sides[row.side]}${row.orderId === null ? '' : ` · ${row.orderId}`}`}
        param="open"
        openId={openId}
        empty={
          state ? { title: words.rewards.emptyFilter } : { title: words.rewards.empty, line: words.rewards.emptyLine }
        }
      />
      {open && (
        <RewardPanel
          key={open.id}
          reward={open}
          onApprove={(reward) => (close(), deeds.approve(reward))}
          onRefuse={(reward) => (refusing.value = reward)}
          onClose={close}
        />
      )}
      {refusing.value && (
        <ReasonDialog
          title={words.rewards.refuseTitle(
            formatQuantity(refusing.value.quantity, refusing.value.unit, locale),
            nameOf(refusing.value.person, words),
          )}
          label={words.rewards.refuseReason}
          consequence={words.rewards.refuseReasonWhy}
          action={words.rewards.refuse}
          onClose={() => (refusing.value = null)}
          onReason={(reason) => {
            const reward = refusing.value;
            refusing.value = null;
            if (openId) close();
            if (reward) deeds.refuse(reward, reason);
          }}
        />
      )}
    </Screen>
  );
}
