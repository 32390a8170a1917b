import { useSignal } from '@preact/signals';
import { useDashboard } from '../../state/dashboard.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';
import { Door } from './Door.tsx';

/** Asks for an address and mails a link there; what follows is the same whether the address is known or not. */
export function SignIn({ why }: { readonly why: 'link' | null }) {
  const { api } = useDashboard();
  const { account: words } = useWords();
  const sentTo = useSignal<string | null>(null);
  if (sentTo.value !== null) {
    return (
      <Door title={words.sentTitle} line={words.sentLine(sentTo.value)}>
        <Button onClick={() => (sentTo.value = null)}>{words.again}</Button>
      </Door>
    );
  }
  const send = async (filled: Filled) => {
    const email = filled.text('email');
    await api.call('dashboardSignIn', { body: { email } });
    sentTo.value = email;
  };
  return (
    <Door title={words.signInTitle} line={words.signInLine}>
      {why === 'link' && (
        <p class="form-problem" role="alert">
          {words.linkEnded}
        </p>
      )}
      <Form action={words.signIn} onSend={send} fields={['email']}>
        <TextField label={words.email} name="email" type="email" input={{ autocomplete: 'email', required: true }} />
      </Form>
      <p class="soft small">{words.needsSetUp}</p>
    </Door>
  );
}
