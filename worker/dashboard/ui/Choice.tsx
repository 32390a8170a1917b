import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

interface ChoiceProps<Value extends string> {
  readonly legend: string;
  readonly name: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string; readonly consequence?: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One of a few, each with what follows from it. */
export function Choice<Value extends string>({ legend, name, value, options, onChoose }: ChoiceProps<Value>) {
  const id = useId();
  return (
    <fieldset class="choice">
      <legend class="field-label">{legend}</legend>
      {options.map((option) => (
        <label key={option.value} class="option">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            aria-describedby={option.consequence ? `${id}-${option.value}` : undefined}
            onChange={() => onChoose(option.value)}
          />
          <span>{option.label}</span>
          {option.consequence && (
            <span class="consequence" id={`${id}-${option.value}`}>
              {option.consequence}
            </span>
          )}
        </label>
      ))}
    </fieldset>
  );
}

interface SwitchProps {
  readonly label: string;
  readonly name: string;
  readonly isOn: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly consequence?: ComponentChildren;
}

/** Yes or no, with what follows from either. */
export function Switch({ label, name, isOn, onSwitch, consequence }: SwitchProps) {
  const id = useId();
  return (
    <div class="switch">
      <label class="option">
        <input
          type="checkbox"
          name={name}
          checked={isOn}
          aria-describedby={consequence ? id : undefined}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
        <span>{label}</span>
      </label>
      {consequence && (
        <p class="consequence" id={id}>
          {consequence}
        </p>
      )}
    </div>
  );
}
