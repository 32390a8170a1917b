import { useSignal } from '@preact/signals';
import type { OrderInput, OrderReply } from '../../../../sdk/contract/orders.ts';
import { localInput, readLocalInput } from '../../format/dates.ts';
import { useDashboard, useNow } from '../../state/dashboard.ts';
import { AmountField } from '../../ui/AmountField.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { Switch } from '../../ui/Choice.tsx';
import { useWords } from '../../words/words.ts';
import { HandOrderOutcome } from './HandOrderOutcome.tsx';

interface HandOrderFormProps {
  readonly currency: string;
  readonly onRecorded: () => void;
  readonly onClose: () => void;
}

/** An order by phone: what the owner knows of it; the program's rules decide as for any other. */
export function HandOrderForm({ currency, onRecorded, onClose }: HandOrderFormProps) {
  const reply = useSignal<OrderReply | null>(null);
  if (reply.value) {
    const again = () => (reply.value = null);
    return <HandOrderOutcome reply={reply.value} currency={currency} onAnother={again} onClose={onClose} />;
  }
  const decided = (decision: OrderReply) => {
    reply.value = decision;
    onRecorded();
  };
  return <Fields currency={currency} onDecided={decided} />;
}

interface FieldsProps {
  readonly currency: string;
  readonly onDecided: (reply: OrderReply) => void;
}

function Fields({ currency, onDecided }: FieldsProps) {
  const { api } = useDashboard();
  const { orderForms: words } = useWords();
  const now = useNow();
  const amount = useSignal<number | null>(null);
  const isFirst = useSignal(false);
  const send = async (filled: Filled) => {
    const known = { currency, subtotalMinor: amount.value ?? 0, ...(isFirst.value && { earlierOrders: 0 }) };
    onDecided(await api.call('reportOrder', { body: { ...known, ...orderOf(filled) } }));
  };
  return (
    <Form action={words.add} onSend={send} fields={['orderId', 'subtotalMinor', 'code', 'email', 'placedAt']}>
      <TextField
        label={words.orderId}
        name="orderId"
        consequence={words.orderIdWhy}
        input={{ required: true, maxLength: 120, autocomplete: 'off' }}
      />
      <AmountField
        label={words.amount}
        name="subtotalMinor"
        currency={currency}
        amountMinor={amount.value}
        onAmount={(minor) => (amount.value = minor)}
        consequence={words.amountWhy}
        isRequired
      />
      <TextField
        label={words.code}
        name="code"
        consequence={words.codeWhy}
        input={{ autocomplete: 'off', maxLength: 32, class: 'code' }}
      />
      <TextField
        label={words.email}
        name="email"
        consequence={words.emailWhy}
        type="email"
        input={{ autocomplete: 'off' }}
      />
      <Switch
        label={words.first}
        name="first"
        isOn={isFirst.value}
        onSwitch={(isOn) => (isFirst.value = isOn)}
        consequence={words.firstWhy}
      />
      <TextField
        label={words.placedAt}
        name="placedAt"
        type="datetime-local"
        input={{ defaultValue: localInput(now), max: localInput(now) }}
      />
    </Form>
  );
}

/** What was filled in; an empty field is left out, because the API takes an empty code for a code. */
function orderOf(filled: Filled): Pick<OrderInput, 'orderId' | 'code' | 'email' | 'placedAt'> {
  const [code, email] = [filled.text('code'), filled.text('email')];
  const placedAt = readLocalInput(filled.text('placedAt'));
  return {
    orderId: filled.text('orderId'),
    ...(code !== '' && { code }),
    ...(email !== '' && { email }),
    ...(placedAt !== null && { placedAt }),
  };
}
