import { useSignal } from '@preact/signals';
import type { OrderInput, OrderReply } from '../../../../sdk/contract/orders.ts';
import { localInput, readLocalInput } from '../../format/dates.ts';
import { formatQuantity } from '../../format/numbers.ts';
import { useDashboard, useNow } from '../../state/dashboard.ts';
import { TraceView } from '../../story/TraceView.tsx';
import { AmountField } from '../../ui/AmountField.tsx';
import { Badge } from '../../ui/Badge.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { Switch } from '../../ui/Choice.tsx';
import { useLocale, useWords } from '../../words/words.ts';

interface HandOrderFormProps {
  readonly currency: string;
  readonly onRecorded: () => void;
  readonly onClose: () => void;
}

/** An order by phone: what the owner knows of it; the program's rules decide as for any other. */
export function HandOrderForm({ currency, onRecorded, onClose }: HandOrderFormProps) {
  const { api } = useDashboard();
  const { orderForms: words } = useWords();
  const now = useNow();
  const amount = useSignal<number | null>(null);
  const isFirst = useSignal(false);
  const reply = useSignal<OrderReply | null>(null);
  if (reply.value) {
    return <Outcome reply={reply.value} currency={currency} onAnother={() => (reply.value = null)} onClose={onClose} />;
  }
  const send = async (filled: Filled) => {
    const placedAt = readLocalInput(filled.text('placedAt'));
    const body: OrderInput = {
      orderId: filled.text('orderId'),
      currency,
      subtotalMinor: amount.value ?? 0,
      ...textOf(filled, 'code'),
      ...textOf(filled, 'email'),
      ...(isFirst.value && { earlierOrders: 0 }),
      ...(placedAt !== null && { placedAt }),
    };
    reply.value = await api.call('reportOrder', { body });
    onRecorded();
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

function textOf(filled: Filled, name: 'code' | 'email'): { readonly code?: string; readonly email?: string } {
  const text = filled.text(name);
  return text === '' ? {} : { [name]: text };
}

interface OutcomeProps {
  readonly reply: OrderReply;
  readonly currency: string;
  readonly onAnother: () => void;
  readonly onClose: () => void;
}

function Outcome({ reply, currency, onAnother, onClose }: OutcomeProps) {
  const { orderForms: words, rewards, trace } = useWords();
  const locale = useLocale();
  const isRewarded = reply.outcome === 'rewarded';
  const failed = reply.trace.rules.find(({ passed }) => !passed);
  return (
    <div class="outcome" aria-live="polite">
      <p>
        <Badge tone={isRewarded ? 'good' : 'bad'}>{isRewarded ? words.rewarded : words.refused}</Badge>{' '}
        {!isRewarded && failed && words.refusedWhy(trace.rules[failed.rule])}
      </p>
      {reply.duplicate && <p class="warning">{words.duplicate}</p>}
      <ul class="plain-list">
        {reply.rewards.map((reward) => (
          <li key={reward.id}>
            {words.rewardOf(rewards.sides[reward.side], formatQuantity(reward.quantity, reward.unit, locale))}
          </li>
        ))}
      </ul>
      <details>
        <summary>{trace.title}</summary>
        <TraceView trace={reply.trace} currency={currency} />
      </details>
      <div class="form-actions">
        <Button look="main" onClick={onClose}>
          {words.done}
        </Button>
        <Button onClick={onAnother}>{words.another}</Button>
      </div>
    </div>
  );
}
