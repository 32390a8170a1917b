import { h, render } from 'preact';
import type { PageView } from '../../sdk/guest.ts';
import base from '../base.css?inline';
import type { Part, WidgetContext } from '../context.ts';
import { popupTexts } from '../english/popup.ts';
import { sharedTexts } from '../english/shared.ts';
import { darkCss, pageTheme } from '../page-theme.ts';
import { translate } from '../translate.ts';
import { fill } from '../words.ts';
import { createModel } from './model.ts';
import { thisDevice, type Device, type PopupOptions } from './options.ts';
import css from './popup.css?inline';
import { PopupDialog } from './PopupDialog.tsx';
import { closeBeside, liftAboveKeyboard } from './sheet.ts';
import type { PopupText, View } from './view.ts';

/**
 * Puts the popup on the page, closed. It lives in a shadow root and, once open, in the top layer, so that nothing of the
 * page moves.
 *
 * @example const popup = mountPopup(context); popup.open('auto'); … popup.remove();
 */
export function mountPopup(context: WidgetContext, device: Device = thisDevice()): Part {
  const options: PopupOptions = { ...context, device };
  const { guest, track } = context.services;
  const { host, root, show, remove } = context.host('popup', base + css + darkCss);
  const close = () => root.querySelector('dialog')?.close();
  let opened: PageView = 'auto';
  let drawn: string | undefined;

  const onClosed = () => guest.emit('closed', { view: opened });
  const draw = () => {
    render(h(PopupDialog, { view, onClosed }), root);
    const { at } = model.state().step;
    if (at !== drawn) focusFirst(root);
    drawn = at;
  };
  const model = createModel(options, draw);
  const view = { model, options, close, ...speech(options) };
  draw();
  const dialog = root.querySelector('dialog');
  if (!dialog) throw new Error('The popup was not drawn.');
  closeBeside(dialog);
  const settle = liftAboveKeyboard(dialog);

  return {
    close,
    isOpen: () => dialog.open,
    open(asked) {
      host.dataset['theme'] = pageTheme();
      show();
      opened = asked;
      model.show(asked);
      if (dialog.open) return;
      dialog.showModal();
      focusFirst(root);
      guest.emit('opened', { view: asked });
      // Once a visit: the service keeps count.
      void track({ kind: 'impression' }).catch(() => {});
    },
    remove() {
      close();
      settle();
      render(null, root);
      remove();
    },
  };
}

function speech({ texts, settings, language }: PopupOptions): Pick<View, 'say' | 'count'> {
  const { give, get } = settings;
  const spoken: Partial<Record<PopupText, string | undefined>> = {
    ...translate(sharedTexts, language?.shared),
    ...translate(popupTexts, language?.popup),
    ...texts,
    ...settings.texts,
  };
  const say: View['say'] = (key, values) => fill(spoken[key] ?? '', { give, get, ...values });
  return {
    say,
    count(key, count) {
      // English has one form for exactly one, and one for the rest.
      const form = language?.plural(count) ?? Number(count !== 1);
      return say(key, { count }).split('|').at(form) ?? '';
    },
  };
}

/** To the heading or the first field, so that a screen reader says where one is; the page behind cannot be reached. */
function focusFirst(root: ShadowRoot): void {
  root.querySelector<HTMLElement>('[data-focus]')?.focus();
}
