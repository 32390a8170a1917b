import type { ComponentChildren } from 'preact';

/** Nothing is here: what will be, and what brings it about. */
export function Empty({ title, children }: { readonly title: string; readonly children?: ComponentChildren }) {
  return (
    <div class="empty">
      <div class="stubs" aria-hidden="true" />
      <h2>{title}</h2>
      {children}
    </div>
  );
}
