import { useSignal } from '@preact/signals';
import { useDashboard } from './dashboard.ts';
import { useRemote, type UsedRemote } from './remote.ts';

/** One page of the API: `next` is the cursor of the following one. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A list that grows page by page. */
export interface PagedList<T> extends UsedRemote<PageOf<T>> {
  /** Loads the following page behind what is shown; null on the last one. */
  readonly more: (() => Promise<void>) | null;
  readonly isLoadingMore: boolean;
  /** Puts a changed item in the place of the one with its id, or takes it away; returns what puts the old one back. */
  readonly replace: (id: string, next: T | null) => () => void;
}

/** A list of the API with its cursor; asked again from the start when the key changes. */
export function usePages<T extends { readonly id: string }>(
  key: string,
  load: (cursor: string | undefined) => Promise<PageOf<T>>,
): PagedList<T> {
  const { toasts } = useDashboard();
  const list = useRemote(key, () => load(undefined));
  const isLoadingMore = useSignal(false);
  const next = list.value?.next ?? null;

  const more = async (cursor: string) => {
    isLoadingMore.value = true;
    try {
      const page = await load(cursor);
      list.change(({ items }) => ({ items: [...items, ...page.items], next: page.next }));
    } catch (error) {
      toasts.fail(error);
    } finally {
      isLoadingMore.value = false;
    }
  };

  const replace = (id: string, item: T | null) => {
    let undo: (items: readonly T[]) => readonly T[] = (items) => items;
    list.change(({ items, next }) => {
      const index = items.findIndex((one) => one.id === id);
      const old = items[index];
      if (old === undefined) return { items, next };
      undo = item ? (now) => now.map((one) => (one.id === id ? old : one)) : (now) => now.toSpliced(index, 0, old);
      return { items: items.toSpliced(index, 1, ...(item ? [item] : [])), next };
    });
    return () => list.change(({ items, next }) => ({ items: undo(items), next }));
  };

  return { ...list, more: next === null ? null : () => more(next), isLoadingMore: isLoadingMore.value, replace };
}
