import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

interface ScreenProps {
  readonly title: string;
  /** Stands at the end of the title's line: filters, or the action of the screen. */
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The title of a screen, in the page and in the window, and what is below it. */
export function Screen({ title, aside, children }: ScreenProps) {
  useEffect(() => {
    document.title = `${title} · Bothways`;
  }, [title]);
  return (
    <>
      <header class="screen-head">
        <h1>{title}</h1>
        {aside && <div class="screen-aside">{aside}</div>}
      </header>
      {children}
    </>
  );
}
