import { isBothwaysError, type BothwaysError } from '../../../sdk/errors.ts';
import { useWords, type Words } from '../words/words.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/** What went wrong, in the reader's words where we have them, else in the API's own sentence. */
export function sentenceOf(error: BothwaysError, { errors }: Words): string {
  switch (error.code) {
    case 'network':
      return navigator.onLine ? errors.network : errors.offline;
    case 'timeout':
      return errors.timeout;
    case 'bad_reply':
      return errors.badReply;
    case 'internal':
      return errors.internal;
    case 'rate_limited':
      return errors.rateLimited;
    case 'busy':
      return errors.busy;
    case 'forbidden':
      return errors.forbidden;
    default:
      // The API names the field before its sentence; beside the field that would say it twice.
      return error.details.field ? error.message.replace(`${error.details.field}: `, '') : error.message;
  }
}

/** What could not be loaded, why, and the way on. */
export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const words = useWords();
  return (
    <div class="trouble" role="alert">
      <Icon name="alert" />
      <p>{isBothwaysError(error) ? sentenceOf(error, words) : words.errors.badReply}</p>
      <Button onClick={onRetry}>{words.common.retry}</Button>
    </div>
  );
}
