import { signal, type ReadonlySignal } from '@preact/signals';
import { useCallback, useEffect, useMemo, useRef } from 'preact/hooks';
import type { BothwaysError } from '../../../sdk/errors.ts';
import { asError } from './failure.ts';

/** What a screen asked for. A value stays while it is asked again, so that nothing flickers. */
export interface Remote<T> {
  readonly value: T | undefined;
  readonly error: BothwaysError | undefined;
  /** The value belongs to another question, whose answer is on its way. */
  readonly isStale: boolean;
  /** Nothing is there yet, and it takes long enough that a skeleton calms more than it flickers. */
  readonly isSlow: boolean;
}

/** Nothing moves in the first 300 ms: most answers are there by then. */
export const SKELETON_AFTER_MS = 300;

export interface RemoteModel<T> {
  readonly state: ReadonlySignal<Remote<T>>;
  readonly ask: (load: () => Promise<T>) => Promise<void>;
  /** Changes the value in place, for what was just done to it. */
  readonly change: (next: (value: T) => T) => void;
  readonly dispose: () => void;
}

/** Holds the answer to the last question asked; an answer to an earlier one that comes late is dropped. */
export function createRemote<T>(): RemoteModel<T> {
  const state = signal<Remote<T>>({ value: undefined, error: undefined, isStale: false, isSlow: false });
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    state,
    async ask(load) {
      const own = ++asked;
      clearTimeout(timer);
      timer = setTimeout(
        () => (state.value = { ...state.value, isSlow: state.value.value === undefined }),
        SKELETON_AFTER_MS,
      );
      state.value = { ...state.value, error: undefined, isStale: state.value.value !== undefined };
      try {
        const value = await load();
        if (own === asked) state.value = { value, error: undefined, isStale: false, isSlow: false };
      } catch (error) {
        if (own === asked) state.value = { ...state.value, error: asError(error), isStale: false, isSlow: false };
      } finally {
        if (own === asked) clearTimeout(timer);
      }
    },
    change(next) {
      const { value } = state.value;
      if (value !== undefined) state.value = { ...state.value, value: next(value) };
    },
    dispose() {
      asked++;
      clearTimeout(timer);
    },
  };
}

export interface UsedRemote<T> extends Remote<T> {
  readonly reload: () => void;
  readonly change: RemoteModel<T>['change'];
}

/** Asks when the component appears and whenever the key changes. */
export function useRemote<T>(key: string, load: () => Promise<T>): UsedRemote<T> {
  const model = useMemo(() => createRemote<T>(), []);
  const latest = useRef(load);
  latest.current = load;
  const reload = useCallback(() => void model.ask(latest.current), [model]);
  useEffect(reload, [reload, key]);
  useEffect(() => model.dispose, [model]);
  return { ...model.state.value, reload, change: model.change };
}
