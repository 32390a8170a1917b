import { useDashboard } from '../../state/dashboard.ts';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';
import { Door } from './Door.tsx';

/** The first visitor becomes the owner only with the token that was printed at the first start. */
export function SetUp({ token }: { readonly token: string }) {
  const { api, account, navigation } = useDashboard();
  const { account: words } = useWords();
  const send = async (filled: Filled) => {
    const { text } = filled;
    const body = { token, email: text('email'), name: text('name'), shopName: text('shopName') };
    account.accept(await api.call('setUp', { body }));
    navigation.go('/dashboard', { replace: true });
  };
  return (
    <Door title={words.setUpTitle} line={words.setUpLine}>
      <Form action={words.setUp} onSend={send} fields={['email', 'name', 'shopName']}>
        <TextField
          label={words.email}
          name="email"
          consequence={words.emailWhy}
          type="email"
          input={{ autocomplete: 'email', required: true }}
        />
        <TextField label={words.name} name="name" input={{ autocomplete: 'name', required: true, maxLength: 80 }} />
        <TextField
          label={words.shopName}
          name="shopName"
          consequence={words.shopNameWhy}
          input={{ autocomplete: 'organization', required: true, maxLength: 80 }}
        />
      </Form>
    </Door>
  );
}
