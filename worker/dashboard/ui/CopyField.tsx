import { useSignal } from '@preact/signals';
import { useId, useRef } from 'preact/hooks';
import { useWords } from '../words/words.ts';

interface CopyFieldProps {
  readonly label: string;
  readonly value: string;
  /** Shown as a block of code instead of a line. */
  readonly isBlock?: boolean;
}

/** A text to take along: selected on focus, copied by the button beside it, which keeps its width. */
export function CopyField({ label, value, isBlock = false }: CopyFieldProps) {
  const words = useWords();
  const isCopied = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const copy = async () => {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      isCopied.value = true;
      setTimeout(() => (isCopied.value = false), 2_000);
    } catch {
      // Without leave to write the clipboard the text stays selected, ready to be copied by hand.
    }
  };
  return (
    <div class={isBlock ? 'copy-field block' : 'copy-field'}>
      <label for={id} class="field-label">
        {label}
      </label>
      <div class="copy-row">
        <textarea
          id={id}
          ref={field}
          class="code"
          readOnly
          spellcheck={false}
          rows={isBlock ? value.split('\n').length : 1}
          value={value}
          onFocus={(event) => event.currentTarget.select()}
        />
        <button type="button" class="button plain copy" onClick={() => void copy()}>
          <span aria-live="polite">{isCopied.value ? words.common.copied : words.common.copy}</span>
        </button>
      </div>
    </div>
  );
}
