import { useSignal } from '@preact/signals';
import type { RefundReply } from '../../../../sdk/contract/orders.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { AmountField } from '../../ui/AmountField.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { useLocale, useWords } from '../../words/words.ts';

interface RefundFormProps {
  readonly currency: string;
  readonly onRecorded: () => void;
  readonly onClose: () => void;
}

/** A refund by hand; what it changes is told at once. */
export function RefundForm({ currency, onRecorded, onClose }: RefundFormProps) {
  const { api } = useDashboard();
  const { orderForms: words } = useWords();
  const amount = useSignal<number | null>(null);
  const reply = useSignal<RefundReply | null>(null);
  if (reply.value) return <Outcome reply={reply.value} onClose={onClose} />;
  const send = async (filled: Filled) => {
    const { text } = filled;
    reply.value = await api.call('reportRefund', {
      body: { refundId: text('refundId'), orderId: text('orderId'), currency, amountMinor: amount.value ?? 0 },
    });
    onRecorded();
  };
  return (
    <Form action={words.refund} onSend={send} fields={['orderId', 'refundId', 'amountMinor']}>
      <TextField label={words.orderId} name="orderId" input={{ required: true, maxLength: 120, autocomplete: 'off' }} />
      <TextField
        label={words.refundId}
        name="refundId"
        consequence={words.refundIdWhy}
        input={{ required: true, maxLength: 120, autocomplete: 'off' }}
      />
      <AmountField
        label={words.refundAmount}
        name="amountMinor"
        currency={currency}
        amountMinor={amount.value}
        onAmount={(minor) => (amount.value = minor)}
        consequence={words.refundAmountWhy}
        isRequired
      />
    </Form>
  );
}

function Outcome({ reply, onClose }: { readonly reply: RefundReply; readonly onClose: () => void }) {
  const { orderForms: words, rewards } = useWords();
  const locale = useLocale();
  return (
    <div class="outcome" aria-live="polite">
      <p>{reply.outcome === 'waiting' ? words.refundWaiting : words.refundApplied}</p>
      {reply.outcome === 'applied' && reply.reversals.length === 0 && <p class="soft">{words.refundNothing}</p>}
      <ul class="plain-list">
        {reply.reversals.map((reversal) => (
          <li key={reversal.rewardId}>
            {words.refundReversed(
              rewards.sides[reversal.side],
              formatQuantity(reversal.quantity, reversal.unit, locale),
            )}
          </li>
        ))}
      </ul>
      <div class="form-actions">
        <Button look="main" onClick={onClose}>
          {words.done}
        </Button>
      </div>
    </div>
  );
}
