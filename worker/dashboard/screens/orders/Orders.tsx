import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { EventView } from '../../../../sdk/contract/owner.ts';
import { formatMoney } from '../../format/numbers.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { useListView } from '../../state/list-view.ts';
import { EventBadge } from '../../story/EventStory.tsx';
import { List } from '../../ui/List.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Screen } from '../../ui/Screen.tsx';
import { StateChips } from '../../ui/StateChips.tsx';
import type { Column } from '../../ui/Table.tsx';
import { Time } from '../../ui/Time.tsx';
import { useLocale, useWords } from '../../words/words.ts';
import { OrderActions, useOrderDeeds } from './OrderActions.tsx';
import { OrderForms } from './OrderForms.tsx';
import { OrderPanel } from './OrderPanel.tsx';
import '../../styles/orders.css';

const STATES = ['unverified', 'decided', 'dismissed'] as const satisfies readonly EventView['state'][];

/** Orders and how each was decided; those that only a page reported wait here for the owner. */
export function Orders() {
  const { orders: words } = useWords();
  const { api } = useDashboard();
  const { state, list, openId, open, close } = useListView(STATES, (query) => api.call('listOrders', { query }));
  const dismissing = useSignal<EventView | null>(null);
  const deeds = useOrderDeeds(list, state);
  const ask = (order: EventView) => (dismissing.value = order);
  const columns = useColumns((order) => <OrderActions order={order} onApprove={deeds.approve} onDismiss={ask} />);
  return (
    <Screen
      title={words.title}
      aside={<StateChips label={words.filter} all={words.all} states={STATES} names={words.states} chosen={state} />}
    >
      <OrderForms onRecorded={list.reload} />
      <List
        of={list}
        caption={words.title}
        columns={columns}
        sub={(row) => <Time at={row.receivedAt} />}
        param="open"
        openId={openId}
        empty={emptyOf(state, words)}
      />
      {open && (
        <OrderPanel
          key={open.id}
          order={open}
          onApprove={(order) => (close(), deeds.approve(order))}
          onDismiss={ask}
          onClose={close}
        />
      )}
      {dismissing.value && (
        <DismissDialog
          order={dismissing.value}
          onDismiss={(order, reason) => (close(), deeds.dismiss(order, reason))}
          onClose={() => (dismissing.value = null)}
        />
      )}
    </Screen>
  );
}

function useColumns(actions: (order: EventView) => JSX.Element): readonly Column<EventView>[] {
  const words = useWords();
  const locale = useLocale();
  return [
    { head: words.orders.order, cell: (row) => <code>{row.externalId}</code> },
    { head: words.orders.amount, isNumber: true, cell: (row) => row.amount && formatMoney(row.amount, locale) },
    { head: words.orders.outcome, cell: (row) => <EventBadge event={row} /> },
    { head: words.orders.source, isExtra: true, cell: (row) => words.orders.verifiedBy[row.verifiedBy ?? 'page'] },
    { head: words.orders.received, isExtra: true, cell: (row) => <Time at={row.receivedAt} /> },
    { head: words.common.actions, isActions: true, isExtra: true, cell: actions },
  ];
}

interface DismissDialogProps {
  readonly order: EventView;
  readonly onDismiss: (order: EventView, reason: string) => void;
  readonly onClose: () => void;
}

function DismissDialog({ order, onDismiss, onClose }: DismissDialogProps) {
  const { orders } = useWords();
  return (
    <ReasonDialog
      title={orders.dismissTitle(order.externalId)}
      label={orders.dismissReason}
      consequence={orders.dismissReasonWhy}
      action={orders.dismiss}
      onClose={onClose}
      onReason={(reason) => {
        onClose();
        onDismiss(order, reason);
      }}
    />
  );
}

function emptyOf(state: EventView['state'] | null, orders: ReturnType<typeof useWords>['orders']) {
  if (state === 'unverified') return { title: orders.noneToCheck, line: orders.noneToCheckLine };
  return state ? { title: orders.emptyFilter } : { title: orders.empty, line: orders.emptyLine };
}
