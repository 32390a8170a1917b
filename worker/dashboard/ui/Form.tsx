import { createContext, type ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { useSignal } from '@preact/signals';
import type { BothwaysError } from '../../../sdk/errors.ts';
import { asError } from '../state/failure.ts';
import { useWords } from '../words/words.ts';
import { Button } from './Button.tsx';
import { sentenceOf } from './Trouble.tsx';

/** What the API refused, handed to the field it names. */
export const FormError = createContext<BothwaysError | null>(null);

/** What was filled in. */
export interface Filled {
  /** The trimmed text of a field; empty where there is none. */
  readonly text: (name: string) => string;
  /** The values of the boxes of that name that are ticked. */
  readonly all: (name: string) => readonly string[];
}

interface FormProps {
  /** What the one action of the form says. */
  readonly action: string;
  /** Sends what was filled in; what it throws is told at the field it names, else above the action. */
  readonly onSend: (filled: Filled) => Promise<void>;
  /** The names of the fields in it, as the API calls them: a problem with another field is told above the action. */
  readonly fields: readonly string[];
  readonly children: ComponentChildren;
  readonly second?: ComponentChildren;
  /** One field with its action beside it. */
  readonly isInline?: boolean;
}

/** A form with one action. The browser checks first, the API has the last word. */
export function Form({ action, onSend, fields, children, second, isInline = false }: FormProps) {
  const words = useWords();
  const error = useSignal<BothwaysError | null>(null);
  const isSending = useSignal(false);
  const element = useRef<HTMLFormElement>(null);

  // In a dialog the first field, not the close button: whoever opens a form has come to fill it in.
  useEffect(() => {
    element.current?.closest('dialog.dialog')?.querySelector<HTMLElement>('form :is(input, select, textarea)')?.focus();
  }, []);
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error.value]);

  const send = async (form: HTMLFormElement) => {
    if (isSending.value) return;
    isSending.value = true;
    error.value = null;
    try {
      await onSend(readForm(form));
    } catch (thrown) {
      error.value = asError(thrown);
    } finally {
      isSending.value = false;
    }
  };

  const isNamed = error.value !== null && fields.some((name) => isAbout(error.value, name));
  return (
    <form
      ref={element}
      class={isInline ? 'form inline' : 'form'}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <FormError.Provider value={error.value}>{children}</FormError.Provider>
      {error.value && !isNamed && (
        <p class="form-problem" role="alert">
          {sentenceOf(error.value, words)}
        </p>
      )}
      <div class="form-actions">
        <Button look={isInline ? 'plain' : 'main'} type="submit" isBusy={isSending.value}>
          {action}
        </Button>
        {second}
      </div>
    </form>
  );
}

function readForm(form: HTMLFormElement): Filled {
  const data = new FormData(form);
  const all = (name: string) => data.getAll(name).filter((value) => typeof value === 'string');
  return { all, text: (name) => all(name)[0]?.trim() ?? '' };
}

/** Whether a problem is about a field or a part of it: `lines.0.quantity` is about `lines`. */
export function isAbout(error: BothwaysError | null, name: string): boolean {
  const field = error?.details.field;
  return field !== undefined && (field === name || field.startsWith(`${name}.`));
}

/** The sentence about one field, where the API refused it. */
export function useFieldProblem(name: string): string | null {
  const words = useWords();
  const error = useContext(FormError);
  return error && isAbout(error, name) ? sentenceOf(error, words) : null;
}
