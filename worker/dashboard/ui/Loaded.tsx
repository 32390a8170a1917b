import type { ComponentChildren } from 'preact';
import type { UsedRemote } from '../state/remote.ts';
import { Skeleton } from './Skeleton.tsx';
import { Trouble } from './Trouble.tsx';

interface LoadedProps<T> {
  readonly of: UsedRemote<T>;
  readonly skeletonRows?: number;
  readonly children: (value: T) => ComponentChildren;
}

/** Draws what was loaded; until then nothing, then a skeleton; where it failed the reason, beside what is still known. */
export function Loaded<T>({ of, skeletonRows, children }: LoadedProps<T>) {
  const { value, error, isSlow, reload } = of;
  return (
    <>
      {error && <Trouble error={error} onRetry={reload} />}
      {value !== undefined && children(value)}
      {isSlow && !error && <Skeleton {...(skeletonRows !== undefined && { rows: skeletonRows })} />}
    </>
  );
}
