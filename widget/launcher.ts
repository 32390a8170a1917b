import type { CreateHost, WidgetHost } from './host.ts';
import css from './launcher.css?inline';

/** The button in the corner that opens the popup. */
export interface Launcher extends WidgetHost {
  /** Says why it could not open, in place of its label, for as long as it takes to read. */
  readonly say: (text: string) => void;
}

const readingMs = 6_000;

/**
 * Puts the launcher on the page, over it and out of its flow.
 *
 * @param onNear called when the visitor is about to press it.
 */
export function mountLauncher(
  create: CreateHost,
  side: 'bottom-right' | 'bottom-left',
  label: string,
  onOpen: () => void,
  onNear: () => void,
): Launcher {
  const made = create('launcher', css);
  const button = document.createElement('button');
  Object.assign(button, {
    textContent: label,
    ariaHasPopup: 'dialog',
    ariaLive: 'polite',
    onclick: onOpen,
    onfocus: onNear,
    onpointerenter: onNear,
  });
  button.part.add('launcher');
  made.host.dataset['side'] = side;
  made.root.append(button);
  made.show();
  return {
    ...made,
    say(text) {
      button.textContent = text;
      setTimeout(() => void (button.textContent = label), readingMs);
    },
  };
}
