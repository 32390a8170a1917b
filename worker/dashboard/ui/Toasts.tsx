import { useDashboard } from '../state/dashboard.ts';
import { useWords } from '../words/words.ts';
import { Icon } from './Icon.tsx';
import { sentenceOf } from './Trouble.tsx';

/** What was just done or failed. */
export function Toasts() {
  const { toasts } = useDashboard();
  const words = useWords();
  return (
    <div class="toasts" aria-live="polite">
      {toasts.list.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.kind}`}>
          <p>{toast.kind === 'failed' ? sentenceOf(toast.error, words) : toast.said}</p>
          {toast.kind === 'undoable' ? (
            <button type="button" class="button quiet" onClick={toast.undo}>
              {words.common.undo}
            </button>
          ) : (
            <button
              type="button"
              class="icon-button"
              aria-label={words.common.close}
              onClick={() => toasts.dismiss(toast.id)}
            >
              <Icon name="close" />
            </button>
          )}
        </div>
      ))}
    </div>
  );
}
