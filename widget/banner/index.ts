import { formatTouch } from '../../sdk/contract/attribution.ts';
import type { ClosedReason } from '../../sdk/contract/visitor.ts';
import base from '../base.css?inline';
import { looksLikeEmail, newAttempt, problemOf, troubleOf } from '../calls.ts';
import type { Part, WidgetContext } from '../context.ts';
import { bannerTexts } from '../english/banner.ts';
import { sharedTexts } from '../english/shared.ts';
import { darkCss, pageTheme } from '../page-theme.ts';
import { translate } from '../translate.ts';
import { fill } from '../words.ts';
import css from './banner.css?inline';
import { drawCard, type FriendStep, type Offer, type Say } from './card.ts';

// After these, another code may still be a good one.
const isAboutTheCode = (reason: ClosedReason) => reason === 'unknown' || reason === 'used' || reason === 'expired';

/**
 * The friend's side: who recommended, what it brings, and the single-use code. It is no dialog and takes no focus by itself;
 * nothing is on the page until it is opened.
 */
export function createBanner(options: WidgetContext): Part {
  const { services, locale, settings, language } = options;
  const { guest, own, client } = services;
  const { shop, referral, now } = guest;
  const { call } = client;
  const isOnline = () => navigator.onLine;
  const texts = {
    ...translate(sharedTexts, language?.shared),
    ...translate(bannerTexts, language?.banner),
    ...options.texts,
    ...settings.texts,
  };
  const amounts = { give: settings.give, get: settings.get };
  const say: Say = (key, values) => fill(texts[key] ?? '', { ...amounts, ...values });
  const { host, root, show, remove } = options.host('banner', base + css + darkCss);
  let attempt = newAttempt();
  let shown: FriendStep | undefined;

  const hide = () => {
    remove();
    shown = undefined;
    options.hideLauncher(false);
  };

  const dismiss = () => {
    const code = referral()?.code;
    if (code) own.update({ dismissed: { code, at: now() } });
    hide();
  };

  const draw = (step: FriendStep) => {
    const isUpdate = shown !== undefined;
    shown = step;
    const card = drawCard(step, options, say, { lookUp, claim, dismiss });
    card.classList.toggle('arrives', !isUpdate);
    root.replaceChildren(card);
    host.dataset['theme'] = pageTheme();
    show();
    options.hideLauncher(true);
    // Whoever acted in the banner stays in it; a banner that comes by itself leaves the focus where it is.
    if (isUpdate) root.querySelector<HTMLElement>('[data-focus]')?.focus();
  };

  const refuse = (reason: ClosedReason, typed: string) =>
    draw(isAboutTheCode(reason) ? { at: 'code', problem: reason, typed } : { at: 'closed', reason });

  const fail = (error: unknown, again: () => void) =>
    draw({ at: 'failed', trouble: troubleOf(error, isOnline()), again });

  const ask = async (code: string) => {
    if (own.read().link?.code === code) {
      refuse('own', code);
      return;
    }
    const offer = await call('offer', { query: { shop, code, locale } });
    if (offer.outcome === 'closed') refuse(offer.reason, code);
    else draw({ at: 'offer', code, offer });
  };

  const lookUp = (typed: string): Promise<void> => {
    const code = typed.trim().toUpperCase();
    // The API decides what a code is; it would answer this with a problem, and the visitor needs a sentence.
    if (!/^[\w-]{2,32}$/.test(code)) {
      refuse('unknown', typed);
      return Promise.resolve();
    }
    return ask(code).catch((error: unknown) => fail(error, () => void lookUp(code)));
  };

  const claim = async (code: string, offer: Offer, email?: string) => {
    if (settings.claimNeedsEmail && email === undefined) {
      draw({ at: 'email', code, offer, problem: null, isBusy: false });
      return;
    }
    if (email !== undefined && !looksLikeEmail(email)) {
      draw({ at: 'email', code, offer, problem: 'badEmail', isBusy: false });
      return;
    }
    const touch = referral();
    const who = {
      ...(touch?.code === code && { touch: formatTouch(touch) }),
      ...(email !== undefined && { email }),
    };
    try {
      if (email !== undefined) draw({ at: 'email', code, offer, problem: null, isBusy: true, email });
      const reply = await call('claim', { body: { shop, code, ...who, locale, attempt } });
      attempt = newAttempt();
      if (reply.outcome === 'closed') {
        refuse(reply.reason, code);
        return;
      }
      const { give, minimumOrder, expiresAt } = reply;
      const claimed = { code: reply.code, give, minimumOrder, expiresAt };
      own.update({ claim: claimed });
      guest.emit('claimed', { code: reply.code, expiresAt });
      draw({ at: 'claimed', claim: claimed });
    } catch (error) {
      if (email === undefined) fail(error, () => void claim(code, offer));
      else {
        draw({ at: 'email', code, offer, problem: problemOf(error, isOnline()), isBusy: false, email });
      }
    }
  };

  return {
    // One that comes by itself stays away where the API cannot be reached.
    async open(_view, isByItself) {
      const { claim: claimed } = own.read();
      const code = referral()?.code;
      if (claimed && claimed.expiresAt > now()) draw({ at: 'claimed', claim: claimed });
      else if (!code) draw({ at: 'code', problem: null, typed: '' });
      else await (isByItself ? ask(code).catch(() => {}) : lookUp(code));
    },
    isOpen: () => host.isConnected,
    close: hide,
    // The launcher goes too, so it is not called back.
    remove,
  };
}
