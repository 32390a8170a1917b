import { attribute, captureTouch, type Touch } from './contract/attribution.ts';
import { dropParams } from './capture.ts';
import { readTouch, removeTouch, writeTouch } from './cookie.ts';
import type { BothwaysEvents, ConsentState, FirstLoad, FirstLoadOptions, PageCalls, PageModule } from './guest.ts';
import { reportVisit } from './report.ts';

/** The first load at work. */
export type Core = {
  /** Once the page is shown and its address has been read; rejects where there is no page, or one without cookies or history. */
  readonly ready: Promise<BothwaysEvents['ready']>;
  readonly referral: () => Touch | null;
  readonly consent: (state: ConsentState) => void;
  /** Loads the page chunk, once. */
  readonly load: () => Promise<PageCalls>;
};

/**
 * Reads the address, keeps the touch, cleans the address and reports the visit; on a page view without a referral that is one
 * cookie read. A page that is being prerendered waits until somebody looks at it.
 *
 * Each line counts here: every page of every shop loads it. What only some page views need belongs into the page chunk.
 *
 * @param loadPage how this build reaches the page chunk.
 */
export function startBothways(
  options: FirstLoadOptions,
  signal: AbortSignal,
  loadPage: () => Promise<PageModule>,
): Core {
  const params = (options.param ?? 'via').split(',');
  let state = options.consent;
  /** A touch of this page view that is not stored. */
  let seen: Touch | null = null;
  let page: Promise<PageCalls> | undefined;

  const emit: FirstLoad['emit'] = (name, detail) =>
    document.dispatchEvent(new CustomEvent(`bothways:${name}`, { detail }));

  /** Tells the touch that counts; with `isNew` stores it, if it may. */
  const keep = (isNew?: unknown): Touch | null => {
    const mayStore = state === 'granted' && !signal.aborted;
    const touch = attribute(mayStore ? readTouch() : null, seen, options, Date.now());
    if (mayStore && isNew && touch && writeTouch(touch, options) && seen) {
      void reportVisit(options, seen);
      seen = null;
      // Only now: an address that lost its code before the code was stored would lose the referral.
      dropParams(params);
    }
    return touch;
  };

  // Also a touch that is held is written again: Safari forgets a script's cookie 7 days after it was written.
  const capture = () => {
    seen = captureTouch(new URL(location.href), params, Date.now()) ?? seen;
    return keep(true);
  };

  const ready = new Promise<BothwaysEvents['ready']>((resolve) => {
    const start = () => {
      // Global Privacy Control is a refusal unless the site says otherwise. An unknown word is no consent.
      state ??= navigator.globalPrivacyControl ? 'denied' : 'granted';
      const detail = { referral: capture() };
      resolve(detail);
      emit('ready', detail);
      // Safari has no requestIdleCallback.
      const idle = () =>
        options.widget !== 'off' &&
        (window.requestIdleCallback ?? setTimeout)(() => void load().catch((cause: Error) => emit('error', cause)));
      if (document.readyState === 'complete') idle();
      else addEventListener('load', idle);
    };
    if (document.prerendering) document.addEventListener('prerenderingchange', start);
    else start();
  });

  // A sandboxed frame has no cookies or history, a server has no page: then nobody is referred and nothing is stored.
  ready.catch(() => (state = 'denied'));

  const load = () =>
    (page ??= ready
      .then(() => signal.throwIfAborted())
      .then(loadPage)
      .then(({ startPage }) =>
        startPage({ ...options, signal, referral: keep, consentState: () => state, emit, capture }),
      ));

  return {
    ready,
    load,
    referral: keep,
    consent(next) {
      state = next;
      if (next === 'denied') {
        removeTouch();
        dropParams(params);
      } else keep(seen);
      emit('consent', next);
    },
  };
}
