import { BothwaysError } from '../sdk/errors.ts';

/** A part of the widget that is loaded at its first use and taken away with the instance. */
export interface Lazy<Part> {
  /** @throws {BothwaysError} `blocked` where it cannot be loaded; the next call tries again. */
  readonly get: () => Promise<Part>;
  /** The part, if it is there already. */
  readonly now: () => Part | undefined;
}

/** Wraps the loading of a part. */
export function lazy<Part extends { readonly remove: () => void }>(
  load: () => Promise<Part>,
  signal: AbortSignal,
): Lazy<Part> {
  let loading: Promise<Part> | undefined;
  let part: Part | undefined;
  const loadOnce = async () => {
    try {
      part = await load();
      if (signal.aborted) part.remove();
      signal.addEventListener('abort', part.remove);
      return part;
    } catch (cause) {
      loading = undefined;
      throw new BothwaysError('blocked', 'The widget could not be loaded.', { cause });
    }
  };
  return { get: () => (loading ??= loadOnce()), now: () => part };
}
