/** Closes a dialog by a press beside its box. A press that began on text and ended outside is a selection, not a wish to leave. */
export function closeBeside(dialog: HTMLDialogElement): void {
  let pressed: EventTarget | null = null;
  dialog.addEventListener('pointerdown', ({ target }) => (pressed = target));
  dialog.addEventListener('click', ({ target }) => {
    if (target === dialog && pressed === dialog) dialog.close();
  });
}

/** How far the sheet has to be pulled before letting go closes it. */
const closeAtPx = 96;

/** Lets the sheet follow the finger; let go far enough down, it closes, else it springs back. */
export function dragToClose(start: PointerEvent, close: () => void): void {
  const grab = start.currentTarget;
  const box = grab instanceof HTMLElement ? grab.parentElement : null;
  if (!(grab instanceof HTMLElement) || !box) return;
  // A mouse would select text instead, or drag what is selected.
  start.preventDefault();
  let pulled = 0;
  const follow = (event: PointerEvent) => {
    pulled = Math.max(0, event.clientY - start.clientY);
    box.style.translate = `0 ${pulled}px`;
  };
  const letGo = () => {
    grab.removeEventListener('pointermove', follow);
    box.style.translate = '';
    if (pulled > closeAtPx) close();
  };
  grab.setPointerCapture(start.pointerId);
  grab.addEventListener('pointermove', follow);
  grab.addEventListener('lostpointercapture', letGo, { once: true });
}

/** Keeps the sheet above the on-screen keyboard, which covers the page without making it smaller. */
export function liftAboveKeyboard(dialog: HTMLElement): () => void {
  const viewport = window.visualViewport;
  const lift = () => {
    if (!viewport) return;
    const covered = innerHeight - viewport.height - viewport.offsetTop;
    dialog.style.setProperty('--lift', `${Math.max(0, Math.round(covered))}px`);
  };
  viewport?.addEventListener('resize', lift);
  return () => viewport?.removeEventListener('resize', lift);
}
