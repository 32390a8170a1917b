import type { ComponentChildren, TargetedEvent } from 'preact';
import type { Problem } from '../calls.ts';
import type { View } from './view.ts';

interface FormProps {
  readonly view: View;
  readonly problem: Problem | null;
  readonly isBusy: boolean;
  readonly action: string;
  readonly onSend: (form: FormData) => void;
  readonly children?: ComponentChildren;
}

/** A form with one action that asks for an e-mail; what is wrong stands at its field, what failed above the action. */
export function Form({ view: { model, say }, problem, isBusy, action, onSend, children }: FormProps) {
  const send = (event: TargetedEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!isBusy) onSend(new FormData(event.currentTarget));
  };
  const isEmailWrong = problem === 'badEmail';
  return (
    <form noValidate onSubmit={send}>
      <label>
        {say('emailLabel')}
        <input
          type="email"
          name="email"
          autocomplete="email"
          defaultValue={model.email()}
          dir="ltr"
          required
          data-focus=""
          part="input"
          aria-invalid={isEmailWrong}
          aria-describedby={isEmailWrong ? 'problem' : undefined}
        />
      </label>
      {isEmailWrong && (
        <p id="problem" role="alert" class="problem">
          {say(problem)}
        </p>
      )}
      {children}
      <div class="end">
        {problem && !isEmailWrong && (
          <p role="alert" class="problem">
            {say(problem)}
          </p>
        )}
        <button class="main" part="button" aria-busy={isBusy}>
          {action}
        </button>
      </div>
    </form>
  );
}

/** What stands in a text field of a form that was sent. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
