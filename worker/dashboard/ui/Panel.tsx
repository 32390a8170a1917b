import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useWords } from '../words/words.ts';
import { Icon } from './Icon.tsx';

interface PanelProps {
  readonly title: ComponentChildren;
  readonly onClose: () => void;
  readonly children: ComponentChildren;
}

// Below this there is no room for the list beside the panel, so it takes the screen and the focus.
const NARROW = '(max-width: 760px)';

/** A side panel: the list stays beside it and can be used on, Escape closes it, the focus goes back to where it came from. */
export function Panel({ title, onClose, children }: PanelProps) {
  const words = useWords();
  const panel = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const titleId = useId();
  useEffect(() => {
    const cameFrom = document.activeElement;
    const narrow = matchMedia(NARROW);
    const open = () => {
      panel.current?.close();
      panel.current?.[narrow.matches ? 'showModal' : 'show']();
      heading.current?.focus({ preventScroll: true });
    };
    open();
    narrow.addEventListener('change', open);
    return () => {
      narrow.removeEventListener('change', open);
      if (cameFrom instanceof HTMLElement) cameFrom.focus({ preventScroll: true });
    };
  }, []);
  const onKey = (event: KeyboardEvent) => {
    // A modal dialog closes by itself; an open one beside the list does not. A dialog above it takes the key first.
    if (event.key === 'Escape' && !event.defaultPrevented) onClose();
  };
  return (
    <dialog
      ref={panel}
      class="panel"
      aria-labelledby={titleId}
      onKeyDown={onKey}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <header class="panel-head">
        <h2 id={titleId} ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <button type="button" class="icon-button" aria-label={words.common.close} onClick={onClose}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body">{children}</div>
    </dialog>
  );
}
