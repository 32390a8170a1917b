import { useSignal } from '@preact/signals';
import type { ReplyOf } from '../../../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../../../sdk/contract/endpoints.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, useFieldProblem, type Filled } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';
import { WEBHOOK_TYPES } from './webhook-types.ts';

type CreatedEndpoint = ReplyOf<Endpoints['addEndpoint']>;

interface EndpointDialogProps {
  readonly onAdded: (endpoint: CreatedEndpoint) => void;
  readonly onClose: () => void;
}

/** Adds an endpoint; its signing secret is shown this once. */
export function EndpointDialog({ onAdded, onClose }: EndpointDialogProps) {
  const { api } = useDashboard();
  const { endpoints: words } = useWords().deliveries;
  const secret = useSignal<string | null>(null);
  const send = async (filled: Filled) => {
    const types = WEBHOOK_TYPES.filter((type) => filled.all('types').includes(type));
    const created = await api.call('addEndpoint', { body: { url: filled.text('url'), types } });
    secret.value = created.secret;
    onAdded(created);
  };
  if (secret.value !== null) {
    return (
      <Dialog title={words.secretTitle} onClose={onClose}>
        <p>{words.secretWhy}</p>
        <CopyField label={words.secret} value={secret.value} />
        <div class="form-actions">
          <Button look="main" onClick={onClose}>
            {words.kept}
          </Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={words.addTitle} onClose={onClose}>
      <Form action={words.create} onSend={send} fields={['url', 'types']}>
        <TextField
          label={words.url}
          name="url"
          consequence={words.urlWhy}
          type="url"
          input={{ required: true, placeholder: 'https://', autocomplete: 'off' }}
        />
        <Types />
      </Form>
    </Dialog>
  );
}

function Types() {
  const { endpoints: words } = useWords().deliveries;
  const problem = useFieldProblem('types');
  return (
    <fieldset class="choice columns">
      <legend class="field-label">{words.types}</legend>
      {WEBHOOK_TYPES.map((type) => (
        <label key={type} class="option">
          <input type="checkbox" name="types" value={type} defaultChecked />
          <code>{type}</code>
        </label>
      ))}
      <p class="consequence">{words.typesWhy}</p>
      {problem && (
        <p class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </fieldset>
  );
}
