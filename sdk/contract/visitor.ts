import * as v from 'valibot';
import { ownTextsField, widgetField } from './program.ts';
import {
  amountField,
  attemptField,
  codeField,
  currencyField,
  emailField,
  externalIdField,
  lineField,
  localeField,
  publishableKeyField,
  urlField,
} from './fields.ts';
import { CHANNELS } from './attribution.ts';
import { sideField } from './trace.ts';

// What a page may say and learn. Every body carries the publishable key, because a custom header would cost a preflight.

const shop = publishableKeyField;
/** A channel by its name, or by its letter as links and cookies carry it: the names would be a tenth of the first load. */
const channelField = v.union(
  [
    v.picklist(Object.values(CHANNELS)),
    v.pipe(
      v.picklist(['c', 'e', 's', 'n', 'w', 'm', 't', 'f', 'x', 'l', 'p', 'i', 'q']),
      v.transform((letter) => CHANNELS[letter]),
    ),
  ],
  'Is not a channel.',
);
/** A touch as the script's cookie holds it. */
const touchField = v.pipe(v.string(), v.maxLength(80));

/** What the friend or advocate can be told about the state of the program, each a sentence in every locale. */
export const closedReasonField = v.picklist([
  'unknown',
  'used',
  'expired',
  'own',
  'paused',
  'over',
  'not_started',
  'exhausted',
]);
export type ClosedReason = v.InferOutput<typeof closedReasonField>;

export const settingsQuery = v.strictObject({ shop, locale: v.optional(localeField) });
export const settingsReply = v.object({
  programId: v.string(),
  version: v.number(),
  /** `open`, or why nobody can join or claim now. */
  state: v.picklist(['open', 'paused', 'over', 'not_started', 'exhausted']),
  currency: v.string(),
  /** Amounts as people read them, made by the Worker: `$10`, `10 %`. `give` is the friend's, `get` the advocate's. */
  give: v.string(),
  get: v.string(),
  minimumOrder: v.nullable(v.string()),
  holdDays: v.number(),
  claimNeedsEmail: v.boolean(),
  consent: v.picklist(['granted', 'required']),
  /** Only where joins and claims need a solved Turnstile challenge: what to show it with. */
  challenge: v.optional(v.object({ siteKey: v.string() })),
  widget: widgetField,
  /** The owner's own texts for the asked locale; what is missing is taken from the locale file. */
  texts: ownTextsField,
});
export type PageSettings = v.InferOutput<typeof settingsReply>;

/** Approximate by design: a redelivered message may count twice, a full queue may drop one. Nothing of value hangs on it. */
export const visitBody = v.strictObject({
  shop,
  kind: v.picklist(['visit', 'impression', 'share']),
  code: v.optional(codeField),
  channel: v.optional(channelField),
  /** The path of the page, without query and fragment, which may hold personal data. */
  page: v.optional(
    v.pipe(
      v.string(),
      v.startsWith('/'),
      v.maxLength(200),
      v.check((path) => !/[?#]/.test(path), 'Must not hold a query or fragment.'),
    ),
  ),
  device: v.optional(v.picklist(['phone', 'tablet', 'desktop'])),
  /** Set where the browser says that a program drives it; such visits are not counted. */
  bot: v.optional(v.boolean()),
});
export type VisitBody = v.InferInput<typeof visitBody>;

export const joinBody = v.strictObject({
  shop,
  /** Either an e-mail, or an identity token signed by the shop's server. */
  email: v.optional(emailField),
  identity: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
  firstName: v.optional(lineField(40)),
  /** The advocate's leave to show the first name to friends. */
  showName: v.optional(v.boolean(), false),
  locale: v.optional(localeField),
  attempt: attemptField,
  challenge: v.optional(v.pipe(v.string(), v.maxLength(2_048))),
});
/** The same for a known and an unknown address: always a fresh code, so that nobody learns who is already here. */
export const joinReply = v.variant('outcome', [
  v.object({ outcome: v.literal('joined'), code: v.string(), link: v.string() }),
  v.object({ outcome: v.literal('closed'), reason: closedReasonField }),
]);
export type JoinReply = v.InferOutput<typeof joinReply>;

export const offerQuery = v.strictObject({ shop, code: codeField, locale: v.optional(localeField) });
/** What a friend sees before claiming: who recommended (if the advocate allows it) and what it brings. */
export const offerReply = v.variant('outcome', [
  v.object({
    outcome: v.literal('open'),
    advocateName: v.nullable(v.string()),
    give: v.string(),
    minimumOrder: v.nullable(v.string()),
    claimDays: v.number(),
  }),
  v.object({ outcome: v.literal('closed'), reason: closedReasonField }),
]);
export type OfferReply = v.InferOutput<typeof offerReply>;

export const claimBody = v.strictObject({
  shop,
  /** The advocate's code, from the touch or typed by hand. */
  code: codeField,
  touch: v.optional(touchField),
  email: v.optional(emailField),
  locale: v.optional(localeField),
  attempt: attemptField,
  challenge: v.optional(v.pipe(v.string(), v.maxLength(2_048))),
});
export const claimReply = v.variant('outcome', [
  v.object({
    outcome: v.literal('claimed'),
    code: v.string(),
    give: v.string(),
    minimumOrder: v.nullable(v.string()),
    expiresAt: v.number(),
  }),
  v.object({ outcome: v.literal('closed'), reason: closedReasonField }),
]);
export type ClaimReply = v.InferOutput<typeof claimReply>;

export const signInBody = v.strictObject({
  shop,
  email: emailField,
  returnUrl: v.optional(urlField),
  locale: v.optional(localeField),
});
export const sessionBody = v.strictObject({
  shop,
  /** The token of a magic link, or an identity token signed by the shop's server. */
  token: v.optional(v.pipe(v.string(), v.maxLength(200))),
  identity: v.optional(v.pipe(v.string(), v.maxLength(2_000))),
});
export const sessionReply = v.object({ session: v.string(), expiresAt: v.number() });

const amountText = v.object({ amountMinor: v.number(), currency: v.string(), formatted: v.string() });
export const rewardStateField = v.picklist(['review', 'held', 'available', 'fulfilled', 'refused', 'reversed']);
export type RewardState = v.InferOutput<typeof rewardStateField>;

/** What belongs to a verified person: links, friends, rewards and balance. Friends are told by first name only if they gave it. */
export const meReply = v.object({
  verified: v.literal(true),
  links: v.array(v.object({ code: v.string(), link: v.string() })),
  joinedCount: v.number(),
  orderedCount: v.number(),
  balance: v.array(v.object({ unit: v.string(), waiting: amountText, available: amountText })),
  friends: v.array(
    v.object({
      name: v.nullable(v.string()),
      state: v.picklist(['claimed', 'ordered', 'refused']),
      at: v.number(),
      reward: v.nullable(
        v.object({ state: rewardStateField, formatted: v.string(), availableAt: v.nullable(v.number()) }),
      ),
      /** Why there is no reward (yet), in plain words of the asked locale. */
      why: v.nullable(v.string()),
    }),
  ),
});
export type Me = v.InferOutput<typeof meReply>;
export const meQuery = v.strictObject({ shop, locale: v.optional(localeField) });

/** An order that only a page reports: recorded as unverified, it moves nothing until the owner, a list or a signed report confirms it. */
export const pageOrderBody = v.strictObject({
  shop,
  orderId: externalIdField,
  amountMinor: amountField,
  currency: currencyField,
  touch: v.optional(touchField),
  code: v.optional(codeField),
});
export const pageOrderReply = v.object({ outcome: v.picklist(['recorded', 'known']) });

export const rewardSummary = v.object({
  id: v.string(),
  side: sideField,
  state: rewardStateField,
  unit: v.string(),
  quantity: v.number(),
  formatted: v.string(),
});
