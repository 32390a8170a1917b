import { BothwaysError, isBothwaysError } from '../../../sdk/errors.ts';

/** Whatever was thrown, as the one error that the screens know how to tell. */
export function asError(error: unknown): BothwaysError {
  return isBothwaysError(error)
    ? error
    : new BothwaysError('bad_reply', 'Something broke in the dashboard.', { cause: error });
}
