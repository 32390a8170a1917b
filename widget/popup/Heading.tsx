import type { ComponentChildren } from 'preact';
import { TITLE } from './view.ts';

/** The screen's one idea. It takes the focus, so that a screen reader says it, unless a field does (`data-focus`). */
export function Heading({ children, isQuiet }: { readonly children: ComponentChildren; readonly isQuiet?: boolean }) {
  return (
    <h2 id={TITLE} tabIndex={-1} data-focus={isQuiet ? undefined : ''} part="heading">
      {children}
    </h2>
  );
}
