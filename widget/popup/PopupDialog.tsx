import { createRef } from 'preact';
import { Screen } from './Screen.tsx';
import { dragToClose } from './sheet.ts';
import { TITLE, type View } from './view.ts';

/** The frame around every screen: a real modal dialog, so that the browser keeps focus, Escape and the page behind. */
export function PopupDialog({ view, onClosed }: { readonly view: View; readonly onClosed: () => void }) {
  const { model, say, close, options } = view;
  const { step, note } = model.state();
  const box = createRef<HTMLDivElement>();
  // A press that began on text and ended outside is a selection, not a wish to leave.
  let pressed: EventTarget | null = null;
  return (
    <dialog
      aria-labelledby={TITLE}
      lang={options.locale}
      part="dialog"
      onClose={onClosed}
      onPointerDown={(event) => (pressed = event.target)}
      onClick={(event) => {
        if (event.target === event.currentTarget && pressed === event.target) close();
      }}
    >
      <div class="box" part="box" ref={box}>
        <div class="grab" onPointerDown={(event) => dragToClose(event, close)} />
        <button type="button" class="close" part="close" aria-label={say('close')} onClick={close} />
        <Screen key={step.at} {...view} />
        <p role="status" class="said">
          {note && say(note)}
        </p>
      </div>
    </dialog>
  );
}
