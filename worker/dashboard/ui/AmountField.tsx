import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { amountText, parseAmount } from '../format/numbers.ts';
import { useLocale, useWords } from '../words/words.ts';
import { Field } from './Field.tsx';

interface AmountFieldProps {
  readonly label: string;
  readonly name: string;
  readonly currency: string;
  readonly amountMinor: number | null;
  /** Hears of every amount that can be read; null where the field is empty. */
  readonly onAmount: (amountMinor: number | null) => void;
  readonly consequence?: ComponentChildren;
  readonly isRequired?: boolean;
  readonly isDisabled?: boolean;
}

/** An amount in whole units as people write it, kept in minor units. */
export function AmountField(props: AmountFieldProps) {
  const { label, name, currency, amountMinor, onAmount, consequence, isRequired = false, isDisabled = false } = props;
  const words = useWords();
  const locale = useLocale();
  // What is being typed may be no amount yet, or one written another way than we would.
  const typed = useSignal<string | null>(null);
  const isNone = (text: string) => text.trim() !== '' && parseAmount(text, currency) === null;
  const isUnread = typed.value !== null && isNone(typed.value);
  const complaint = words.errors.amount(amountText({ amountMinor: 1_050, currency }, locale));
  const shown = amountMinor === null ? '' : amountText({ amountMinor, currency }, locale);
  const read = (input: HTMLInputElement) => {
    typed.value = input.value;
    // The browser sends no form with a field that complains: an amount that can't be read is never sent as the one before.
    input.setCustomValidity(isNone(input.value) ? complaint : '');
    if (!isNone(input.value)) onAmount(parseAmount(input.value, currency));
  };
  return (
    <Field label={label} name={name} consequence={consequence} problem={isUnread ? complaint : null}>
      {(wiring) => (
        <span class="with-unit amount">
          <input
            {...wiring}
            type="text"
            inputMode="decimal"
            autocomplete="off"
            required={isRequired}
            disabled={isDisabled}
            value={typed.value ?? shown}
            onInput={(event) => read(event.currentTarget)}
            onBlur={() => !isUnread && (typed.value = null)}
          />
          <span>{currency}</span>
        </span>
      )}
    </Field>
  );
}
