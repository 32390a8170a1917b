import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { EventView } from '../../../../sdk/contract/owner.ts';
import { formatMoney } from '../../format/numbers.ts';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { usePages } from '../../state/pages.ts';
import { EventBadge } from '../../story/EventStory.tsx';
import { Chips } from '../../ui/Chips.tsx';
import { List } from '../../ui/List.tsx';
import { ReasonDialog } from '../../ui/ReasonDialog.tsx';
import { Screen } from '../../ui/Screen.tsx';
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
  const words = useWords();
  const { api, navigation } = useDashboard();
  const shop = useShop();
  const query = navigation.query.value;
  const state = STATES.find((one) => one === query.get('state')) ?? null;
  const list = usePages(`${shop.id} ${state ?? ''}`, (cursor) =>
    api.call('listOrders', { query: { ...(state && { state }), ...(cursor && { cursor }) } }),
  );
  const dismissing = useSignal<EventView | null>(null);
  const deeds = useOrderDeeds(list, state);
  const openId = query.get('open');
  const open = list.value?.items.find(({ id }) => id === openId);
  const close = () => navigation.go(navigation.with({ open: null }));
  const chips = [
    { value: null, label: words.orders.all },
    ...STATES.map((value) => ({ value, label: words.orders.states[value] })),
  ];
  const columns = useColumns((order) => (
    <OrderActions order={order} onApprove={deeds.approve} onDismiss={(one) => (dismissing.value = one)} />
  ));

  return (
    <Screen
      title={words.orders.title}
      aside={<Chips label={words.orders.filter} param="state" chosen={state} options={chips} />}
    >
      <OrderForms onRecorded={list.reload} />
      <List
        of={list}
        caption={words.orders.title}
        columns={columns}
        sub={(row) => <Time at={row.receivedAt} />}
        param="open"
        openId={openId}
        empty={emptyOf(state, words.orders)}
      />
      {open && (
        <OrderPanel
          key={open.id}
          order={open}
          onApprove={(order) => (close(), deeds.approve(order))}
          onDismiss={(order) => (dismissing.value = order)}
          onClose={close}
        />
      )}
      {dismissing.value && (
        <ReasonDialog
          title={words.orders.dismissTitle(dismissing.value.externalId)}
          label={words.orders.dismissReason}
          consequence={words.orders.dismissReasonWhy}
          action={words.orders.dismiss}
          onClose={() => (dismissing.value = null)}
          onReason={(reason) => {
            const order = dismissing.value;
            dismissing.value = null;
            if (openId) close();
            if (order) deeds.dismiss(order, reason);
          }}
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

function emptyOf(state: EventView['state'] | null, orders: ReturnType<typeof useWords>['orders']) {
  if (state === 'unverified') return { title: orders.noneToCheck, line: orders.noneToCheckLine };
  return state ? { title: orders.emptyFilter } : { title: orders.empty, line: orders.emptyLine };
}
