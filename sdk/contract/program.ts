import * as v from 'valibot';
import {
  amountField,
  basisPointsField,
  currencyField,
  lineField,
  localeField,
  moneyField,
  timeField,
  urlField,
  whole,
} from './fields.ts';

/** What one side earns: a flat amount, or a share of the order with an optional ceiling. */
export const rewardRuleField = v.variant('kind', [
  v.strictObject({ kind: v.literal('flat'), money: moneyField }),
  v.strictObject({ kind: v.literal('percent'), basisPoints: basisPointsField, max: v.optional(moneyField) }),
]);
export type RewardRule = v.InferOutput<typeof rewardRuleField>;

/** Where the bond between an order and an advocate can be read from, strongest first in a program's precedence. */
export const touchSourceField = v.picklist(['code', 'coupon', 'signed_touch', 'touch', 'customer', 'email']);
export type TouchSource = v.InferOutput<typeof touchSourceField>;

const text = lineField(600);

/** The texts an owner can replace; `{give}`, `{get}`, `{name}` and the like are filled in. */
export const ownTextsField = v.partial(
  v.strictObject({
    launcher: text,
    headline: text,
    explain: text,
    goodFriend: text,
    emailLabel: text,
    firstNameLabel: text,
    showName: text,
    consent: text,
    join: text,
    shareMessage: text,
    bannerHeadline: text,
    bannerClaim: text,
    terms: text,
  }),
);

const colorField = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'Expected a color such as #0f766e.'));

export const triggersField = v.strictObject({
  /** Opens by itself this long after the page is idle; null never does. */
  afterSeconds: v.nullable(whole(0, 600)),
  scrollPercent: v.nullable(whole(1, 100)),
  exitIntent: v.boolean(),
  /** After the popup opened by itself, it stays quiet for this many days. */
  quietDays: whole(0, 365),
});

export const widgetField = v.strictObject({
  launcher: v.picklist(['bottom-right', 'bottom-left', 'none']),
  triggers: triggersField,
  brandColor: colorField,
  cornerRadius: whole(0, 32),
  /** Whether the friend's banner shows by itself at the top of the page. */
  banner: v.boolean(),
});

/** The settings of a program, version 1 of their shape. Saving writes a new version; each decision names the version it used. */
export const programSettingsField = v.pipe(
  v.strictObject({
    schema: v.literal(1),
    name: lineField(80),
    currency: currencyField,
    /** The page a shared link leads to. */
    landingUrl: urlField,
    advocateReward: rewardRuleField,
    friendReward: rewardRuleField,
    /** How long a touch counts before the order. */
    windowDays: whole(1, 365),
    /** How long a claimed code, and the budget behind it, is kept for the friend. */
    claimDays: whole(1, 90),
    /** How long a reward waits before it is available, so that refunds come first. */
    holdDays: whole(0, 180),
    /** The smallest order, after discounts and before tax and shipping, that earns a reward. */
    minimumOrderMinor: amountField,
    firstOrderOnly: v.boolean(),
    /** The most that may be committed to rewards in this program; null sets no limit. */
    budgetMinor: v.nullable(amountField),
    attribution: v.strictObject({
      model: v.picklist(['first', 'last']),
      /** Which evidence wins where several name different advocates; the ones left out never count. */
      precedence: v.pipe(
        v.array(touchSourceField),
        v.minLength(1),
        v.check((list) => new Set(list).size === list.length, 'Names a source twice.'),
      ),
    }),
    /** A flat reward after a part refund: reduced in proportion, or kept whole until the order falls under the minimum. */
    flatRefund: v.picklist(['proportion', 'whole']),
    approval: v.picklist(['automatic', 'by_hand']),
    claimNeedsEmail: v.boolean(),
    /** Whether anything may be stored before the visitor's consent. */
    consent: v.picklist(['granted', 'required']),
    startsAt: v.nullable(timeField),
    endsAt: v.nullable(timeField),
    widget: widgetField,
    /** By locale. */
    texts: v.record(localeField, ownTextsField),
  }),
  v.forward(
    v.check((s) => s.startsAt === null || s.endsAt === null || s.startsAt < s.endsAt, 'Must be later than startsAt.'),
    ['endsAt'],
  ),
  v.forward(
    v.check((s) => inCurrency(s.advocateReward, s.currency), 'Must be in the currency of the program.'),
    ['advocateReward'],
  ),
  v.forward(
    v.check((s) => inCurrency(s.friendReward, s.currency), 'Must be in the currency of the program.'),
    ['friendReward'],
  ),
  // A claim reserves its rewards against the budget, so what it may cost has to be known before the order is.
  v.forward(
    v.check(
      (s) => s.budgetMinor === null || isBounded(s.advocateReward),
      'A percentage needs a max where the program has a budget.',
    ),
    ['advocateReward'],
  ),
  v.forward(
    v.check(
      (s) => s.budgetMinor === null || isBounded(s.friendReward),
      'A percentage needs a max where the program has a budget.',
    ),
    ['friendReward'],
  ),
);
export type ProgramSettings = v.InferOutput<typeof programSettingsField>;

function inCurrency(rule: RewardRule, currency: string): boolean {
  const money = rule.kind === 'flat' ? rule.money : rule.max;
  return money === undefined || money.currency === currency;
}

function isBounded(rule: RewardRule): boolean {
  return rule.kind === 'flat' || rule.max !== undefined;
}

/** "Give $10, get $10": the settings a new shop starts with. */
export function defaultSettings(currency: string, landingUrl: string): ProgramSettings {
  const ten = { kind: 'flat', money: { amountMinor: 1_000, currency } } as const;
  return {
    schema: 1,
    name: 'Give 10, get 10',
    currency,
    landingUrl,
    advocateReward: ten,
    friendReward: ten,
    windowDays: 30,
    claimDays: 14,
    holdDays: 14,
    minimumOrderMinor: 3_000,
    firstOrderOnly: true,
    budgetMinor: 100_000,
    attribution: { model: 'last', precedence: ['code', 'coupon', 'signed_touch', 'touch', 'customer', 'email'] },
    flatRefund: 'proportion',
    approval: 'automatic',
    claimNeedsEmail: true,
    consent: 'granted',
    startsAt: null,
    endsAt: null,
    widget: {
      launcher: 'bottom-right',
      triggers: { afterSeconds: null, scrollPercent: null, exitIntent: false, quietDays: 30 },
      brandColor: '#0f766e',
      cornerRadius: 12,
      banner: true,
    },
    texts: {},
  };
}
