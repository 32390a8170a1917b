import { Screen } from './Screen.tsx';
import { dragToClose } from './sheet.ts';
import { TITLE, type View } from './view.ts';

/** The frame around every screen: a real modal dialog, so that the browser keeps focus, Escape and the page behind. */
export function PopupDialog({ view, onClosed }: { readonly view: View; readonly onClosed: () => void }) {
  const { model, say, close, options } = view;
  const { step, note } = model.state();
  return (
    <dialog aria-labelledby={TITLE} lang={options.locale} part="dialog" onClose={onClosed}>
      <div class="box" part="box">
        <div class="grab" onPointerDown={(event) => dragToClose(event, close)} />
        <button type="button" class="close" part="close" aria-label={say('close')} onClick={close} />
        <Screen key={step.at} {...view} />
        <output class="said">{note && say(note)}</output>
      </div>
    </dialog>
  );
}
