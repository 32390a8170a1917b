import { useSignal, useSignalEffect } from '@preact/signals';
import { Icon } from '../ui/Icon.tsx';
import { useWords } from '../words/words.ts';

/** Says that what is on the screen may be old, for as long as the browser is offline. */
export function Offline() {
  const { errors } = useWords();
  const isOffline = useSignal(!navigator.onLine);
  useSignalEffect(() => {
    const look = () => void (isOffline.value = !navigator.onLine);
    addEventListener('online', look);
    addEventListener('offline', look);
    return () => {
      removeEventListener('online', look);
      removeEventListener('offline', look);
    };
  });
  return (
    <div aria-live="polite">
      {isOffline.value && (
        <p class="offline">
          <Icon name="alert" />
          {errors.offline}
        </p>
      )}
    </div>
  );
}
