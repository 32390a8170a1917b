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
  const isUnread = typed.value !== null && typed.value.trim() !== '' && parseAmount(typed.value, currency) === null;
  const shown = amountMinor === null ? '' : amountText({ amountMinor, currency }, locale);
  const read = (text: string) => {
    typed.value = text;
    const amount = parseAmount(text, currency);
    if (amount !== null || text.trim() === '') onAmount(amount);
  };
  return (
    <Field
      label={label}
      name={name}
      consequence={consequence}
      problem={isUnread ? words.errors.amount(amountText({ amountMinor: 1_050, currency }, locale)) : null}
    >
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
            onInput={(event) => read(event.currentTarget.value)}
            onBlur={() => !isUnread && (typed.value = null)}
          />
          <span>{currency}</span>
        </span>
      )}
    </Field>
  );
}
