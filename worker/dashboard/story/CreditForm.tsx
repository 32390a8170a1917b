import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { sayMoney } from '../format/numbers.ts';
import { useDashboard, useShop } from '../state/dashboard.ts';
import { useRemote } from '../state/remote.ts';
import { AmountField } from '../ui/AmountField.tsx';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Form, type Filled } from '../ui/Form.tsx';
import { Loaded } from '../ui/Loaded.tsx';
import { useLocale, useWords } from '../words/words.ts';

interface CreditFormProps {
  readonly personId: string;
  readonly onDone: () => void;
}

/** A goodwill credit. Its number is made once with the form, so that sending it twice credits once. */
export function CreditForm({ personId, onDone }: CreditFormProps) {
  const { api, toasts } = useDashboard();
  const { people, common } = useWords();
  const locale = useLocale();
  const amount = useSignal<number | null>(null);
  const creditId = useMemo(() => `dashboard-${crypto.randomUUID()}`, []);
  const program = useRemote(useShop().id, () => api.call('getProgram', {}));
  const send = async (currency: string, filled: Filled) => {
    const body = { creditId, personId, amountMinor: amount.value ?? 0, currency, reason: filled.text('reason') };
    const { balanceMinor } = await api.call('credit', { body });
    toasts.say(people.creditGiven(sayMoney({ amountMinor: balanceMinor, currency }, locale)));
    onDone();
  };
  return (
    <Loaded of={program} skeletonRows={2}>
      {({ settings: { currency } }) => (
        <section class="inset">
          <h3>{people.credit}</h3>
          <p class="soft">{people.creditExplain}</p>
          <Form
            action={people.creditGive}
            onSend={(filled) => send(currency, filled)}
            fields={['amountMinor', 'reason']}
            second={<Button onClick={onDone}>{common.cancel}</Button>}
          >
            <AmountField
              label={people.creditAmount}
              name="amountMinor"
              currency={currency}
              amountMinor={amount.value}
              onAmount={(minor) => (amount.value = minor)}
              isRequired
            />
            <TextField
              label={people.creditReason}
              name="reason"
              consequence={people.creditReasonWhy}
              input={{ required: true, maxLength: 300 }}
            />
          </Form>
        </section>
      )}
    </Loaded>
  );
}
