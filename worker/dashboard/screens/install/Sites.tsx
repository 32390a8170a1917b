import { useDashboard, useShop } from '../../state/dashboard.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';

/** The sites whose pages may call, and the name of the shop. */
export function Sites() {
  const { api, account, toasts } = useDashboard();
  const { sites } = useWords().install;
  const shop = useShop();
  const save = async (change: { readonly name?: string; readonly origins?: string[] }, said: string) => {
    const body = { name: shop.name, origins: shop.origins, ...change };
    account.shopChanged(await api.call('saveShop', { body }));
    toasts.say(said);
  };
  const add = async (filled: Filled) => {
    // What is pasted from the address bar carries a path; the API takes the origin alone.
    const origin = originOf(filled.text('origins'));
    await save({ origins: [...shop.origins.filter((one) => one !== origin), origin] }, sites.saved);
  };
  const remove = (origin: string) =>
    save({ origins: shop.origins.filter((one) => one !== origin) }, sites.saved).catch(toasts.fail);
  const isOwner = account.may('owner');
  return (
    <section class="card" aria-labelledby="sites">
      <h2 id="sites">{sites.title}</h2>
      <p>{sites.explain}</p>
      {shop.origins.length === 0 && <p class="warning">{sites.none}</p>}
      <ul class="rows">
        {shop.origins.map((origin) => (
          <li key={origin}>
            <code class="grow">{origin}</code>
            {isOwner && (
              <Button look="quiet" aria-label={sites.remove(origin)} onClick={() => void remove(origin)}>
                ×
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isOwner && (
        <>
          <Form action={sites.add} onSend={add} fields={['origins']} isInline>
            <TextField
              label={sites.origin}
              name="origins"
              type="url"
              input={{ required: true, placeholder: 'https://shop.example', autocomplete: 'url' }}
            />
          </Form>
          <Form
            action={sites.rename}
            onSend={(filled) => save({ name: filled.text('name') }, sites.renamed)}
            fields={['name']}
            isInline
          >
            <TextField
              label={sites.shopName}
              name="name"
              input={{ required: true, maxLength: 80, defaultValue: shop.name }}
            />
          </Form>
        </>
      )}
    </section>
  );
}

function originOf(text: string): string {
  return URL.canParse(text.trim()) ? new URL(text.trim()).origin : text.trim();
}
