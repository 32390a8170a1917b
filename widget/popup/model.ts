import type { ClosedReason, Me, PageSettings } from '../../sdk/contract/visitor.ts';
import type { PageView } from '../../sdk/guest.ts';
import { looksLikeEmail, newAttempt, problemOf, troubleOf, type Problem, type Trouble } from '../calls.ts';
import { copyText } from '../copy.ts';
import type { PopupOptions } from './options.ts';
import { withChannel, type ShareTarget } from './share.ts';

export interface OwnLink {
  readonly code: string;
  readonly link: string;
}

/** Why nobody can join now. */
type ProgramClosed = Exclude<PageSettings['state'], 'open'>;

/** Where the visitor is. One value, so that no two screens can ever be drawn at once. */
export type Step =
  | { readonly at: 'loading' }
  | { readonly at: 'offer' }
  | { readonly at: 'join'; readonly isBusy: boolean; readonly problem: Problem | null }
  | { readonly at: 'link'; readonly own: OwnLink }
  | { readonly at: 'signIn'; readonly isBusy: boolean; readonly problem: Problem | null }
  | { readonly at: 'sent'; readonly email: string }
  | { readonly at: 'progress'; readonly me: Me }
  | { readonly at: 'closed'; readonly reason: ProgramClosed }
  | { readonly at: 'failed'; readonly trouble: Trouble; readonly again: () => void };

export interface JoinForm {
  readonly email: string;
  readonly firstName: string;
  readonly showName: boolean;
}

/** All that is drawn. It is replaced, never changed, so that whoever holds one can tell whether it still stands. */
export interface PopupState {
  readonly step: Step;
  /** What the copy button and the screen reader say for a moment. */
  readonly note: 'copied' | 'copyByHand' | null;
  readonly isMoreShown: boolean;
}

export interface PopupModel {
  readonly state: () => PopupState;
  /** The link of this visitor, as far as this browser knows it. */
  readonly ownLink: () => OwnLink | undefined;
  /** The address typed here last, so that it is not asked twice. */
  readonly email: () => string;
  readonly show: (view: PageView) => void;
  readonly start: () => void;
  readonly join: (form: JoinForm) => void;
  readonly openRewards: () => void;
  readonly openLink: (own: OwnLink) => void;
  readonly signIn: (email: string) => void;
  readonly copy: (own: OwnLink, field: HTMLTextAreaElement | null) => Promise<void>;
  readonly shareNatively: (own: OwnLink, message: string, field: HTMLTextAreaElement | null) => Promise<void>;
  readonly shared: (own: OwnLink, target: Pick<ShareTarget, 'channel'>) => void;
  readonly showMore: () => void;
}

const noteMs = 2_500;

/**
 * The popup's state and all that can change it; the components only draw it. One state with one reader needs no graph of
 * signals: `@preact/signals-core` would be an eighth of the popup.
 *
 * @param redraw called after each change.
 */
export function createModel(options: PopupOptions, redraw: () => void): PopupModel {
  const { services, settings, locale, device } = options;
  const { guest, own: store, client, track } = services;
  const { shop, emit } = guest;
  const { isOnline } = device;
  let state: PopupState = { step: { at: 'loading' }, note: null, isMoreShown: false };
  let email = '';
  let attempt = { of: '', id: '' };

  const set = (change: Partial<PopupState>) => {
    state = { ...state, ...change };
    redraw();
  };
  const go = (step: Step) => set({ step });
  const ownLink = () => store.read().link;

  /** Retries of one request carry one id, so that a lost answer never makes a second advocate. */
  const attemptFor = (request: string) => {
    if (attempt.of !== request) attempt = { of: request, id: newAttempt() };
    return attempt.id;
  };

  /** Shows that something is under way, then what came of it, unless the visitor has gone elsewhere meanwhile. */
  const during = async (busy: Step, work: () => Promise<Step>, failed: (error: unknown) => Step) => {
    go(busy);
    const next = await work().catch(failed);
    if (state.step === busy) go(next);
  };

  const offer = (): Step => {
    const own = ownLink();
    if (own) return { at: 'link', own };
    return settings.state === 'open' ? { at: 'offer' } : { at: 'closed', reason: settings.state };
  };

  const loading = (work: () => Promise<Step>): Promise<void> =>
    during({ at: 'loading' }, work, (error) => ({
      at: 'failed',
      trouble: troubleOf(error, isOnline()),
      again: () => void loading(work),
    }));

  const mine = async (): Promise<Step> => {
    const me = await services.me(locale);
    if (!me) return { at: 'signIn', isBusy: false, problem: null };
    return me.links.length > 0 ? { at: 'progress', me } : offer();
  };

  const joined = async (who: { email: string } | { identity: string }, form?: JoinForm): Promise<Step> => {
    const firstName = form?.firstName.trim();
    const about = { ...(firstName && { firstName, showName: form?.showName ?? false }), locale };
    const attempt = attemptFor(JSON.stringify([who, about]));
    const reply = await client.call('join', { body: { shop, ...who, ...about, attempt } });
    if (reply.outcome === 'closed') return { at: 'closed', reason: programReason(reply.reason) };
    const own = { code: reply.code, link: reply.link };
    store.update({ link: own });
    emit('joined', own);
    return { at: 'link', own };
  };

  /** Sends one of the two forms; a slip in the address is told before anything is sent. */
  const sending = (at: 'join' | 'signIn', typed: string, work: () => Promise<Step>) => {
    email = typed.trim();
    const stay = (problem: Problem): Step => ({ at, isBusy: false, problem });
    if (!looksLikeEmail(email)) {
      go(stay('badEmail'));
      return;
    }
    void during({ at, isBusy: true, problem: null }, work, (error) => stay(problemOf(error, isOnline())));
  };

  const shared: PopupModel['shared'] = ({ code }, { channel }) => {
    // Nobody waits for the report, and nothing is shown if it fails.
    void track({ kind: 'share', code, channel }).catch(() => undefined);
    emit('shared', { channel });
  };

  const copy: PopupModel['copy'] = async (own, field) => {
    const isCopied = await copyText(withChannel(own.link, own.code, 'c'), field);
    set({ note: isCopied ? 'copied' : 'copyByHand' });
    setTimeout(() => set({ note: null }), noteMs);
    if (isCopied) shared(own, { channel: 'copy' });
  };

  return {
    state: () => state,
    ownLink,
    email: () => email,
    show(view) {
      set({ isMoreShown: false });
      if (view === 'mine' || (view === 'auto' && services.isSignedIn())) void loading(mine);
      else go(offer());
    },
    start() {
      const identity = guest.identity;
      if (identity) void loading(() => joined({ identity }));
      else go({ at: 'join', isBusy: false, problem: null });
    },
    join(form) {
      sending('join', form.email, () => joined({ email }, form));
    },
    openRewards() {
      if (services.isSignedIn()) void loading(mine);
      else go({ at: 'signIn', isBusy: false, problem: null });
    },
    openLink(own) {
      go({ at: 'link', own });
    },
    signIn(typed) {
      sending('signIn', typed, async () => {
        await client.call('signIn', { body: { shop, email, returnUrl: device.returnUrl(), locale } });
        return { at: 'sent', email };
      });
    },
    copy,
    async shareNatively(own, message, field) {
      try {
        await device.share?.({ text: message, url: withChannel(own.link, own.code, 'n') });
        shared(own, { channel: 'native' });
      } catch (error) {
        // Closing the sheet is an answer, not a failure.
        if (!(error instanceof Error && error.name === 'AbortError')) await copy(own, field);
      }
    },
    shared,
    showMore() {
      set({ isMoreShown: true });
    },
  };
}

/** The other reasons are about a friend's code, which nobody shows when joining. */
function programReason(reason: ClosedReason): ProgramClosed {
  return reason === 'paused' || reason === 'over' || reason === 'not_started' ? reason : 'exhausted';
}
