import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { Field } from './Field.tsx';

interface NumberFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: number | null;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  readonly consequence?: ComponentChildren;
  /** Hears of whole numbers; of null where the field is emptied and may be. */
  readonly onNumber: (value: number) => void;
  readonly onEmpty?: () => void;
}

/** A whole number with its unit. */
export function NumberField({ label, name, value, min, max, unit, consequence, onNumber, onEmpty }: NumberFieldProps) {
  // While one types, a field may be empty or out of bounds; the browser says so when the form is sent.
  const typed = useSignal<string | null>(null);
  const read = (input: HTMLInputElement) => {
    typed.value = input.value;
    if (input.value === '' && onEmpty) onEmpty();
    else if (Number.isInteger(input.valueAsNumber)) onNumber(input.valueAsNumber);
  };
  return (
    <Field label={label} name={name} consequence={consequence}>
      {(wiring) => (
        <span class="with-unit number-field">
          <input
            {...wiring}
            type="number"
            inputMode="numeric"
            min={min}
            max={max}
            step={1}
            required={!onEmpty}
            value={typed.value ?? value ?? ''}
            onInput={({ currentTarget }) => read(currentTarget)}
            onBlur={() => (typed.value = null)}
          />
          <span>{unit}</span>
        </span>
      )}
    </Field>
  );
}
