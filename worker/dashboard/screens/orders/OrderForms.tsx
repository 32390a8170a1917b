import type { ComponentChildren } from 'preact';
import { useDashboard, useShop } from '../../state/dashboard.ts';
import { useRemote } from '../../state/remote.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { useWords } from '../../words/words.ts';
import { HandOrderForm } from './HandOrderForm.tsx';
import { OrderListForm } from './OrderListForm.tsx';
import { RefundForm } from './RefundForm.tsx';

const FORMS = ['order', 'list', 'refund'] as const;
type FormName = (typeof FORMS)[number];

/** The three ways to record by hand. The open one is in the address bar, so that a colleague can be sent straight to it. */
export function OrderForms({ onRecorded }: { readonly onRecorded: () => void }) {
  const { navigation, account } = useDashboard();
  const { orders, orderForms } = useWords();
  const form = FORMS.find((name) => name === navigation.query.value.get('form')) ?? null;
  const close = () => navigation.go(navigation.with({ form: null }), { replace: true });
  const titles: Readonly<Record<FormName, string>> = {
    order: orderForms.addTitle,
    list: orderForms.listTitle,
    refund: orderForms.refundTitle,
  };
  if (!account.may('support')) return null;
  return (
    <>
      <div class="toolbar">
        <a class="button plain" href={navigation.with({ form: 'order', open: null })}>
          <Icon name="plus" />
          {orders.add}
        </a>
        {account.may('manager') && (
          <a class="button plain" href={navigation.with({ form: 'list', open: null })}>
            {orders.list}
          </a>
        )}
        <a class="button plain" href={navigation.with({ form: 'refund', open: null })}>
          {orders.refund}
        </a>
      </div>
      {form && (
        <Dialog key={form} title={titles[form]} onClose={close}>
          {form === 'list' ? (
            <OrderListForm onRecorded={onRecorded} />
          ) : (
            <WithCurrency>
              {(currency) =>
                form === 'order' ? (
                  <HandOrderForm currency={currency} onRecorded={onRecorded} onClose={close} />
                ) : (
                  <RefundForm currency={currency} onRecorded={onRecorded} onClose={close} />
                )
              }
            </WithCurrency>
          )}
        </Dialog>
      )}
    </>
  );
}

function WithCurrency({ children }: { readonly children: (currency: string) => ComponentChildren }) {
  const { api } = useDashboard();
  const program = useRemote(useShop().id, () => api.call('getProgram', {}));
  return (
    <Loaded of={program} skeletonRows={4}>
      {({ settings }) => children(settings.currency)}
    </Loaded>
  );
}
