import { useDashboard } from '../../state/dashboard.ts';
import { Button } from '../../ui/Button.tsx';
import { sentenceOf } from '../../ui/Trouble.tsx';
import { useWords } from '../../words/words.ts';
import type { SettingsModel } from './settings-model.ts';

interface SaveBarProps {
  readonly model: SettingsModel;
  readonly onReload: () => void;
}

/** Appears with the first change and stays in reach: what is saved becomes a new version for everything decided from then on. */
export function SaveBar({ model, onReload }: SaveBarProps) {
  const { account } = useDashboard();
  const words = useWords();
  const { save } = words.settings;
  const error = model.error.value;
  if (model.changes.value === 0 || !account.may('manager')) return null;
  const isConflict = error?.code === 'conflict' && error.details.field === undefined;
  return (
    <section class="save-bar" aria-label={save.label}>
      <p aria-live="polite">
        <strong>{save.changes(model.changes.value)}</strong>
        <span class="soft">{save.why}</span>
      </p>
      {error && (
        <p class="form-problem" role="alert">
          {error.details.field ? save.seeField : sentenceOf(error, words)}{' '}
          {isConflict && (
            <button type="button" class="button quiet" onClick={onReload}>
              {save.reload}
            </button>
          )}
        </p>
      )}
      <div class="form-actions">
        <Button onClick={model.discard}>{save.discard}</Button>
        <Button look="main" type="submit" isBusy={model.isSaving.value}>
          {save.save(model.program.value.version + 1)}
        </Button>
      </div>
    </section>
  );
}
