import type { CreateHost } from './host.ts';
import css from './launcher.css?inline';

/** The button in the corner that opens the popup. */
export interface Launcher {
  readonly hide: (isHidden: boolean) => void;
  /** Says above the button why it could not open, for as long as it takes to read. */
  readonly say: (text: string) => void;
  readonly remove: () => void;
}

export interface LauncherOptions {
  readonly host: CreateHost;
  readonly side: 'bottom-right' | 'bottom-left';
  readonly label: string;
  readonly onOpen: () => void;
  /** The visitor is about to press it. */
  readonly onNear: () => void;
}

const readingMs = 6_000;

/** Puts the launcher on the page, over it and out of its flow. */
export function mountLauncher({ host, side, label, onOpen, onNear }: LauncherOptions): Launcher {
  const { root, show, remove } = host('launcher', css);
  const make = <K extends 'div' | 'p' | 'button'>(tag: K, props: Partial<HTMLElementTagNameMap[K]>) =>
    Object.assign(document.createElement(tag), props);
  const note = make('p', { role: 'alert', hidden: true });
  const button = make('button', {
    className: 'main',
    textContent: label,
    ariaHasPopup: 'dialog',
    onclick: onOpen,
    onfocus: onNear,
    onpointerenter: onNear,
  });
  const corner = make('div', { className: `corner ${side}` });
  button.part.add('launcher');
  corner.append(note, button);
  root.append(corner);
  show();
  return {
    hide: (isHidden) => void (corner.hidden = isHidden),
    say(text) {
      note.textContent = text;
      note.hidden = false;
      setTimeout(() => void (note.hidden = true), readingMs);
    },
    remove,
  };
}
