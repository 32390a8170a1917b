import type { ComponentChildren, PartialInputHTMLAttributes } from 'preact';
import { useId } from 'preact/hooks';
import { useFieldProblem } from './Form.tsx';

/** What connects a control with its label, its explanation and its problem. */
export interface Wiring {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
}

interface FieldProps {
  readonly label: ComponentChildren;
  /** As the API calls it, such as `settings.windowDays`. */
  readonly name: string;
  /** What follows from the value, in words: stands beside the field and is read out with it. */
  readonly consequence?: ComponentChildren;
  /** What is wrong, where the form knows before the API does. */
  readonly problem?: string | null;
  readonly children: (wiring: Wiring) => ComponentChildren;
}

/** A labelled control with the consequence beside it and what is wrong below it. */
export function Field({ label, name, consequence, problem: own, children }: FieldProps) {
  const id = useId();
  const refused = useFieldProblem(name);
  const problem = own ?? refused;
  const described = [consequence && `${id}-c`, problem && `${id}-p`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="field">
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({ id, name, 'aria-describedby': described, 'aria-invalid': Boolean(problem) })}
      {consequence && (
        <p class="consequence" id={`${id}-c`}>
          {consequence}
        </p>
      )}
      {problem && (
        <p class="field-problem" id={`${id}-p`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

type InputType = 'text' | 'email' | 'url' | 'datetime-local';
type InputProps = Omit<PartialInputHTMLAttributes<HTMLInputElement>, 'id' | 'name' | 'type' | 'role' | 'list'>;

interface TextFieldProps extends Pick<FieldProps, 'label' | 'name' | 'consequence' | 'problem'> {
  readonly type?: InputType;
  readonly input?: InputProps;
}

/** A field of one line: text, an e-mail address, a web address, a moment. */
export function TextField({ type = 'text', input, ...field }: TextFieldProps) {
  return <Field {...field}>{(wiring) => inputOf(type, { ...input, ...wiring })}</Field>;
}

// Preact knows which roles an input of each type may take, so the type has to be one and not one of four.
function inputOf(type: InputType, props: InputProps) {
  if (type === 'email') return <input {...props} type="email" />;
  if (type === 'url') return <input {...props} type="url" />;
  if (type === 'datetime-local') return <input {...props} type="datetime-local" />;
  return <input {...props} type="text" />;
}
