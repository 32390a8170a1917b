import type { ClosedReason, OfferReply } from '../../sdk/contract/visitor.ts';
import type { OwnRecord } from '../../sdk/guest.ts';
import { element } from '../element.ts';
import type { Problem, Trouble } from '../calls.ts';
import type { WidgetContext } from '../context.ts';
import { copyText } from '../copy.ts';
import type { PopupTexts } from '../english/popup.ts';
import type { AnyTexts } from '../locale.ts';
import { sentences } from '../words.ts';

export type Offer = Extract<OfferReply, { outcome: 'open' }>;
type Claim = NonNullable<OwnRecord['claim']>;

/** Where the friend is. */
export type FriendStep =
  | { readonly at: 'offer'; readonly code: string; readonly offer: Offer }
  | {
      readonly at: 'email';
      readonly code: string;
      readonly offer: Offer;
      readonly problem: Problem | null;
      readonly isBusy: boolean;
      readonly email?: string;
    }
  | { readonly at: 'claimed'; readonly claim: Claim }
  | { readonly at: 'code'; readonly problem: ClosedReason | null; readonly typed: string }
  | { readonly at: 'closed'; readonly reason: ClosedReason }
  | { readonly at: 'failed'; readonly trouble: Trouble; readonly again: () => void };

export interface FriendActions {
  readonly lookUp: (typed: string) => Promise<void>;
  readonly claim: (code: string, offer: Offer, email?: string) => Promise<void>;
  readonly dismiss: () => void;
}

interface Parts {
  readonly title: string;
  readonly line?: string;
  readonly problem?: string | undefined;
  readonly act: readonly HTMLElement[];
  readonly onSend?: (typed: string) => void;
}

const copiedMs = 2_500;

/** Draws the banner at a step: a ticket whose stub is what the friend gets. */
export function drawCard(step: FriendStep, options: WidgetContext, say: Say, actions: FriendActions): HTMLElement {
  const { title, line, problem, act, onSend } = partsOf(step, options, actions, say);
  const body = element(
    onSend ? 'form' : 'div',
    {
      className: 'act',
      noValidate: true,
      onsubmit: (event: SubmitEvent) => {
        event.preventDefault();
        const field = act.find((part) => part instanceof HTMLInputElement);
        if (field && !(step.at === 'email' && step.isBusy)) onSend?.(field.value);
      },
    },
    ...act,
  );
  return element(
    'section',
    {
      className: 'card',
      part: 'banner',
      'aria-label': title,
      // An `on…` handler that returns false would keep every other key from the field.
      onkeydown: (event: KeyboardEvent) => {
        if (event.key === 'Escape') actions.dismiss();
      },
    },
    element('div', { className: 'stub', 'aria-hidden': true }, element('b', {}, options.settings.give)),
    element(
      'div',
      { className: 'words', 'aria-live': 'polite' },
      element('strong', {}, title),
      line && element('p', {}, line),
      problem && element('p', { id: 'problem', className: 'problem', role: 'alert' }, problem),
    ),
    act.length > 0 && body,
    element('button', { type: 'button', className: 'close', 'aria-label': say('close'), onclick: actions.dismiss }),
  );
}

export type Say = (key: Exclude<keyof AnyTexts, keyof PopupTexts>, values?: Readonly<Record<string, string>>) => string;

function partsOf(step: FriendStep, options: WidgetContext, actions: FriendActions, say: Say): Parts {
  const headline = ({ advocateName, give }: Offer) =>
    say('bannerHeadline', { name: advocateName ?? say('aFriend'), give });
  const minimum = (amount: string | null) => (amount === null ? '' : say('minimumOrder', { minimum: amount }));
  switch (step.at) {
    case 'offer': {
      const { code, offer } = step;
      const claim = button(say('bannerClaim', { give: offer.give }), () => void actions.claim(code, offer));
      return { title: headline(offer), line: minimum(offer.minimumOrder), act: [claim] };
    }
    case 'email': {
      const { code, offer, problem, isBusy } = step;
      const field = input(say('emailLabel'), problem !== null, {
        type: 'email',
        autocomplete: 'email',
        dir: 'ltr',
        value: step.email ?? '',
      });
      return {
        title: headline(offer),
        line: say('emailLabel'),
        problem: problem ? say(problem) : undefined,
        act: [
          field,
          element('button', { className: 'main', 'aria-busy': isBusy }, say('bannerClaim', { give: offer.give })),
        ],
        onSend: (email) => void actions.claim(code, offer, email.trim()),
      };
    }
    case 'claimed':
      return claimedParts(step.claim, options, say, minimum(step.claim.minimumOrder));
    case 'code': {
      const field = input(say('codeLabel'), step.problem !== null, {
        autocapitalize: 'characters',
        dir: 'ltr',
        maxLength: 32,
        value: step.typed,
      });
      return {
        title: say('codeLabel'),
        problem: step.problem ? say(step.problem) : undefined,
        act: [field, element('button', { className: 'main' }, say('apply'))],
        onSend: (code) => void actions.lookUp(code),
      };
    }
    case 'closed':
      return {
        ...halves(say(step.reason)),
        act: step.reason === 'own' ? [button(say('launcher'), options.openPopup)] : [],
      };
    case 'failed':
      return { ...halves(say(step.trouble)), act: [button(say('retry'), step.again)] };
  }
}

function claimedParts({ code, expiresAt }: Claim, { locale }: WidgetContext, say: Say, minimum: string): Parts {
  const field = element('input', {
    className: 'code',
    readOnly: true,
    dir: 'ltr',
    value: code,
    'aria-label': say('yourCode'),
    onfocus: () => field.select(),
  });
  const [copy, copied] = [element('span', {}, say('copy')), element('span', { className: 'off' }, say('copied'))];
  const turn = (isCopied: boolean) => {
    copy.className = isCopied ? 'off' : '';
    copied.className = isCopied ? '' : 'off';
  };
  const press = async () => {
    if (!(await copyText(code, field))) return;
    turn(true);
    setTimeout(() => turn(false), copiedMs);
  };
  const act = element(
    'button',
    { type: 'button', className: 'main swap', 'data-focus': '', 'aria-live': 'polite', onclick: () => void press() },
    copy,
    copied,
  );
  const date = new Date(expiresAt).toLocaleDateString(locale, { day: 'numeric', month: 'long' });
  return { title: say('yourCode'), line: `${say('useBy', { date })} ${minimum}`, act: [field, act] };
}

function button(label: string, onclick: () => void): HTMLElement {
  return element('button', { type: 'button', className: 'main', 'data-focus': '', onclick }, label);
}

function input(label: string, isWrong: boolean, props: object): HTMLInputElement {
  const about = isWrong ? { 'aria-invalid': true, 'aria-describedby': 'problem' } : {};
  return element('input', { 'aria-label': label, 'data-focus': '', ...about, ...props });
}

function halves(text: string): { readonly title: string; readonly line: string } {
  const [title, line] = sentences(text);
  return { title, line };
}
