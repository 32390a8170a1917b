import { formatTouch, normalizeCode } from '../../sdk/contract/attribution.ts';
import type { ClosedReason } from '../../sdk/contract/visitor.ts';
import type { Guest } from '../../sdk/guest.ts';
import base from '../base.css?inline';
import { looksLikeEmail, newAttempt, problemOf, troubleOf } from '../calls.ts';
import type { WidgetContext } from '../context.ts';
import { sharedTexts } from '../english/shared.ts';
import { translate } from '../translate.ts';
import { fill } from '../words.ts';
import css from './banner.css?inline';
import { drawCard, type FriendStep, type Offer, type Say } from './card.ts';

export interface BannerOptions extends WidgetContext {
  readonly referral: Guest['referral'];
  /** Unix time in milliseconds. */
  readonly now: () => number;
  /** For the advocate who followed the own link. */
  readonly openPopup: () => void;
  /** The launcher steps aside while the banner is there. */
  readonly onShown: (isShown: boolean) => void;
}

/** The friend's side: who recommended, what it brings, and the single-use code. It is no dialog and takes no focus by itself. */
export interface Banner {
  /** `quietly` is for a banner that comes by itself: it stays away where there is nothing to show or the API cannot be reached. */
  readonly show: (how?: 'quietly') => Promise<void>;
  readonly hide: () => void;
  readonly remove: () => void;
}

// After these, another code may still be a good one.
const isAboutTheCode = (reason: ClosedReason) => reason === 'unknown' || reason === 'used' || reason === 'expired';

/** Makes the banner; nothing is on the page until it is shown. */
export function createBanner(options: BannerOptions): Banner {
  const { shop, locale, settings, language, call, own, referral, now, isOnline } = options;
  const texts = { ...options.texts, ...translate(sharedTexts, language?.shared), ...settings.texts };
  const amounts = { give: settings.give, get: settings.get };
  const say: Say = (key, values) => fill(texts[key] ?? '', { ...amounts, ...values });
  const host = options.host('banner', base, css);
  let attempt = newAttempt();
  let shown: FriendStep | undefined;

  const hide = () => {
    host.remove();
    shown = undefined;
    options.onShown(false);
  };

  const dismiss = () => {
    const code = referral()?.code;
    if (code) own.update({ dismissed: { code, at: now() } });
    hide();
  };

  const draw = (step: FriendStep) => {
    const isUpdate = shown !== undefined;
    shown = step;
    host.root.replaceChildren(drawCard(step, options, say, { lookUp, claim, dismiss }));
    host.show();
    options.onShown(true);
    // Whoever acted in the banner stays in it; a banner that comes by itself leaves the focus where it is.
    if (isUpdate) host.root.querySelector<HTMLElement>('[data-focus]')?.focus();
  };

  const refuse = (reason: ClosedReason) =>
    draw(isAboutTheCode(reason) ? { at: 'code', problem: reason } : { at: 'closed', reason });

  const fail = (error: unknown, again: () => void) =>
    draw({ at: 'failed', trouble: troubleOf(error, isOnline()), again });

  const ask = async (code: string) => {
    if (own.read().link?.code === code) {
      refuse('own');
      return;
    }
    const offer = await call('offer', { query: { shop, code, locale } });
    if (offer.outcome === 'closed') refuse(offer.reason);
    else draw({ at: 'offer', code, offer });
  };

  const lookUp = (typed: string): Promise<void> => {
    const code = normalizeCode(typed);
    if (code === null) {
      refuse('unknown');
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
        refuse(reply.reason);
        return;
      }
      const { give, minimumOrder, expiresAt } = reply;
      const claimed = { code: reply.code, give, minimumOrder, expiresAt };
      own.update({ claim: claimed });
      options.emit('claimed', { code: reply.code, expiresAt });
      draw({ at: 'claimed', claim: claimed });
    } catch (error) {
      if (email === undefined) fail(error, () => void claim(code, offer));
      else {
        draw({ at: 'email', code, offer, problem: problemOf(error, isOnline()), isBusy: false, email });
      }
    }
  };

  return {
    async show(how) {
      const { claim: claimed } = own.read();
      const code = referral()?.code;
      if (claimed && claimed.expiresAt > now()) draw({ at: 'claimed', claim: claimed });
      else if (!code) draw({ at: 'code', problem: null });
      else await (how === 'quietly' ? ask(code).catch(() => undefined) : lookUp(code));
    },
    hide,
    remove: hide,
  };
}
