import { signal, type ReadonlySignal } from '@preact/signals';
import type { BothwaysError } from '../../../sdk/errors.ts';
import { asError } from './failure.ts';

/** A sentence at the edge of the screen. */
export type Toast =
  | { readonly id: number; readonly kind: 'done'; readonly said: string }
  | { readonly id: number; readonly kind: 'failed'; readonly error: BothwaysError }
  | { readonly id: number; readonly kind: 'undoable'; readonly said: string; readonly undo: () => void };

/** Something that is shown as done and can be taken back until it is sent. */
export interface Undoable {
  /** What happened, such as "Approved". */
  readonly said: string;
  /** Shows it as done; returns what shows it as it was. */
  readonly show: () => () => void;
  /** Sends it, once nobody has taken it back. */
  readonly send: () => Promise<unknown>;
}

/** How long a deed can be taken back; then it is sent, because the API knows no way back. */
export const UNDO_MS = 6_000;

export interface Toasts {
  readonly list: ReadonlySignal<readonly Toast[]>;
  readonly say: (said: string) => void;
  readonly fail: (error: unknown) => void;
  /** Undo instead of "are you sure": shows the deed at once, sends it {@link UNDO_MS} later. */
  readonly undoable: (deed: Undoable) => void;
  readonly dismiss: (id: number) => void;
  /** Sends everything that still waits, now: for when the page is left. */
  readonly flush: () => void;
}

export function createToasts(): Toasts {
  const list = signal<readonly Toast[]>([]);
  const waiting = new Map<number, { readonly timer: ReturnType<typeof setTimeout>; readonly send: () => void }>();
  let made = 0;
  const dismiss = (id: number) => (list.value = list.value.filter((toast) => toast.id !== id));
  const add = (toast: Toast) => {
    // One thing done and one that failed is as much as anyone reads; what can be undone stays.
    list.value = [...list.value.filter(({ kind }) => kind !== toast.kind || kind === 'undoable'), toast];
    return toast.id;
  };
  const say = (said: string) => {
    const id = add({ id: ++made, kind: 'done', said });
    setTimeout(() => dismiss(id), UNDO_MS);
  };
  const fail = (error: unknown) => void add({ id: ++made, kind: 'failed', error: asError(error) });

  return {
    list,
    say,
    fail,
    dismiss,
    undoable({ said, show, send }) {
      const id = ++made;
      const restore = show();
      const settle = () => {
        clearTimeout(waiting.get(id)?.timer);
        dismiss(id);
        return waiting.delete(id);
      };
      const sendNow = () => {
        if (!settle()) return;
        send().catch((error: unknown) => {
          restore();
          fail(error);
        });
      };
      waiting.set(id, { timer: setTimeout(sendNow, UNDO_MS), send: sendNow });
      add({ id, kind: 'undoable', said, undo: () => settle() && restore() });
    },
    flush() {
      for (const { send } of waiting.values()) send();
    },
  };
}
