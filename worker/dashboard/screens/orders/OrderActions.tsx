import type { EventView } from '../../../../sdk/contract/owner.ts';
import { useDashboard } from '../../state/dashboard.ts';
import type { PagedList } from '../../state/pages.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../words/words.ts';

/** Approving and putting aside: shown at once, sent when nobody took it back. */
export function useOrderDeeds(list: PagedList<EventView>, filter: EventView['state'] | null) {
  const { api, toasts } = useDashboard();
  const { orders } = useWords();
  const show = (order: EventView, change: Partial<EventView> & Pick<EventView, 'state'>) => () =>
    list.replace(order.id, filter === null || filter === change.state ? { ...order, ...change } : null);
  return {
    approve: (order: EventView) =>
      toasts.undoable({
        said: orders.approved,
        show: show(order, { state: 'decided', verifiedBy: 'owner' }),
        // What the rules made of it is in the answer's wake: the list is asked again.
        send: () => api.call('approveOrder', { params: { id: order.id } }).then(list.reload),
      }),
    dismiss: (order: EventView, reason: string) =>
      toasts.undoable({
        said: orders.dismissed,
        show: show(order, { state: 'dismissed' }),
        send: () => api.call('dismissOrder', { params: { id: order.id }, body: { reason } }),
      }),
  };
}

interface OrderActionsProps {
  readonly order: EventView;
  readonly onApprove: (order: EventView) => void;
  readonly onDismiss: (order: EventView) => void;
}

export function OrderActions({ order, onApprove, onDismiss }: OrderActionsProps) {
  const { account } = useDashboard();
  const { orders } = useWords();
  if (order.state !== 'unverified' || !account.may('support')) return null;
  return (
    <span class="row-actions">
      <Button onClick={() => onApprove(order)}>{orders.approve}</Button>
      <Button look="quiet" onClick={() => onDismiss(order)}>
        {orders.dismiss}
      </Button>
    </span>
  );
}
