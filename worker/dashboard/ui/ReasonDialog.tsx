import { useWords } from '../words/words.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { TextField } from './Field.tsx';
import { Form, type Filled } from './Form.tsx';

interface ReasonDialogProps {
  readonly title: string;
  readonly label: string;
  readonly consequence: string;
  readonly action: string;
  readonly onReason: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks why, because a refusal without a reason can't be explained later. */
export function ReasonDialog({ title, label, consequence, action, onReason, onClose }: ReasonDialogProps) {
  const { common } = useWords();
  const send = (filled: Filled) => {
    onReason(filled.text('reason'));
    return Promise.resolve();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <Form
        action={action}
        onSend={send}
        fields={['reason']}
        second={<Button onClick={onClose}>{common.cancel}</Button>}
      >
        <TextField
          label={label}
          name="reason"
          consequence={consequence}
          input={{ required: true, maxLength: 300, pattern: '.*\\S.*', autocomplete: 'off' }}
        />
      </Form>
    </Dialog>
  );
}
