import { useSignal } from '@preact/signals';
import type { RewardRule } from '../../../../sdk/contract/program.ts';
import { AmountField } from '../../ui/AmountField.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { useLocale, useWords } from '../../words/words.ts';

interface RuleEditorProps {
  readonly legend: string;
  /** `settings.advocateReward` or `settings.friendReward`. */
  readonly name: string;
  readonly rule: RewardRule;
  readonly currency: string;
  readonly onRule: (rule: RewardRule) => void;
}

/** What one side earns: an amount, or a share of the order with a ceiling. The two never share a field. */
export function RuleEditor({ legend, name, rule, currency, onRule }: RuleEditorProps) {
  const { settings } = useWords();
  const pick = (kind: RewardRule['kind']) =>
    onRule(
      kind === 'flat'
        ? { kind, money: rule.kind === 'percent' && rule.max ? rule.max : { amountMinor: 1_000, currency } }
        : { kind, basisPoints: 1_000, ...(rule.kind === 'flat' && { max: rule.money }) },
    );
  return (
    <div class="rule">
      <Choice
        legend={legend}
        name={`${name}.kind`}
        value={rule.kind}
        onChoose={pick}
        options={[
          { value: 'flat', label: settings.rewards.flat },
          { value: 'percent', label: settings.rewards.percent },
        ]}
      />
      {rule.kind === 'flat' ? (
        <AmountField
          label={settings.rewards.amount}
          name={name}
          currency={currency}
          amountMinor={rule.money.amountMinor}
          onAmount={(amountMinor) => amountMinor !== null && onRule({ kind: 'flat', money: { amountMinor, currency } })}
          isRequired
        />
      ) : (
        <div class="pair">
          <PercentField
            label={settings.rewards.share}
            name={`${name}.basisPoints`}
            basisPoints={rule.basisPoints}
            onBasisPoints={(basisPoints) => onRule({ ...rule, basisPoints })}
          />
          <AmountField
            label={settings.rewards.max}
            name={name}
            currency={currency}
            amountMinor={rule.max?.amountMinor ?? null}
            onAmount={(amountMinor) => {
              const { max: _max, ...open } = rule;
              onRule(amountMinor === null ? open : { ...open, max: { amountMinor, currency } });
            }}
            consequence={settings.rewards.maxWhy}
          />
        </div>
      )}
    </div>
  );
}

interface PercentFieldProps {
  readonly label: string;
  readonly name: string;
  readonly basisPoints: number;
  readonly onBasisPoints: (basisPoints: number) => void;
}

/** A percentage as people write it, kept in basis points. */
function PercentField({ label, name, basisPoints, onBasisPoints }: PercentFieldProps) {
  const locale = useLocale();
  const { settings } = useWords();
  const typed = useSignal<string | null>(null);
  const text = typed.value ?? (basisPoints / 100).toLocaleString(locale, { maximumFractionDigits: 2 });
  const isUnread = readPercent(text) === null;
  return (
    <Field label={label} name={name} problem={isUnread ? settings.rewards.shareProblem : null}>
      {(wiring) => (
        <span class="with-unit">
          <input
            {...wiring}
            type="text"
            inputMode="decimal"
            autocomplete="off"
            required
            value={text}
            onInput={({ currentTarget }) => {
              typed.value = currentTarget.value;
              const read = readPercent(currentTarget.value);
              currentTarget.setCustomValidity(read === null ? settings.rewards.shareProblem : '');
              if (read !== null) onBasisPoints(read);
            }}
            onBlur={() => !isUnread && (typed.value = null)}
          />
          <span>%</span>
        </span>
      )}
    </Field>
  );
}

/** `12,5` is 1250 basis points; more than two digits behind the point, or more than everything, is none. */
function readPercent(text: string): number | null {
  const [, whole, part = ''] = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim()) ?? [];
  if (whole === undefined) return null;
  const basisPoints = Number(whole + part.padEnd(2, '0'));
  return basisPoints <= 10_000 ? basisPoints : null;
}
