import { useSignal } from '@preact/signals';
import type { KeyView } from '../../../../sdk/contract/owner.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { CopyField } from '../../ui/CopyField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Form, type Filled } from '../../ui/Form.tsx';
import { useWords } from '../../words/words.ts';

interface KeyDialogProps {
  readonly onAdded: (key: KeyView) => void;
  readonly onClose: () => void;
}

/** Makes a key; a secret one is shown this once. */
export function KeyDialog({ onAdded, onClose }: KeyDialogProps) {
  const { api } = useDashboard();
  const { keys: words } = useWords().install;
  const kind = useSignal<KeyView['kind']>('secret');
  const secret = useSignal<string | null>(null);
  const send = async (filled: Filled) => {
    const { key, ...view } = await api.call('addKey', {
      body: { kind: kind.value, name: filled.text('name') },
    });
    onAdded(view);
    if (view.kind === 'publishable') onClose();
    else secret.value = key;
  };
  if (secret.value !== null) {
    return (
      <Dialog title={words.madeTitle} onClose={onClose}>
        <p>{words.madeWhy}</p>
        <CopyField label={words.made} value={secret.value} />
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
      <Form action={words.make} onSend={send} fields={['name', 'kind']}>
        <Choice
          legend={words.kind}
          name="kind"
          value={kind.value}
          onChoose={(next) => (kind.value = next)}
          options={[
            { value: 'secret', label: words.kinds.secret },
            { value: 'publishable', label: words.kinds.publishable },
          ]}
        />
        <TextField
          label={words.name}
          name="name"
          consequence={words.nameWhy}
          input={{ required: true, maxLength: 60, autocomplete: 'off' }}
        />
      </Form>
    </Dialog>
  );
}
