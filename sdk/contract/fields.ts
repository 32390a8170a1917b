import * as v from 'valibot';
import { normalizeCode } from './attribution.ts';
import { isCurrency } from './currencies.ts';

/** The largest amount that is taken, in minor units: far below 2^53, so that sums of a million such rows stay exact. */
export const MAX_AMOUNT_MINOR = 1_000_000_000;

const text = (max: number) =>
  v.pipe(
    v.string('Expected a string.'),
    v.trim(),
    v.minLength(1, 'Must not be empty.'),
    v.maxLength(max, `At most ${max} characters.`),
  );

/** A short line of text, trimmed, never empty. */
export const lineField = (max = 200) => text(max);

/** An id that another system gave: an order number, a customer number. Opaque, case-sensitive. */
export const externalIdField = v.pipe(text(120), v.regex(/^[^\p{C}]+$/u, 'Must not hold control characters.'));

/** An id of ours, such as `prs_01J…`. */
export const idField = v.pipe(v.string(), v.regex(/^[a-z]{2,4}_[A-Za-z0-9]{8,40}$/, 'Is not an id of this API.'));

/** A code as typed or linked, brought into its one form. */
export const codeField = v.pipe(
  v.string('Expected a string.'),
  v.check((raw) => normalizeCode(raw) !== null, 'Is not a code: 1 to 32 letters, digits, hyphens or underscores.'),
  v.transform((raw) => normalizeCode(raw) ?? raw),
);

export const emailField = v.pipe(
  v.string('Expected a string.'),
  v.trim(),
  v.maxLength(254, 'Is too long for an e-mail address.'),
  v.email('Is not an e-mail address.'),
);

export const currencyField = v.pipe(
  v.string('Expected a string.'),
  v.check(isCurrency, 'Is not an active ISO 4217 currency code in capitals.'),
);

/** A whole number of minor units, zero or more. */
export const amountField = v.pipe(
  v.number('Expected a whole number of minor units.'),
  v.safeInteger('Expected a whole number of minor units.'),
  v.minValue(0, 'Must not be negative.'),
  v.maxValue(MAX_AMOUNT_MINOR, `At most ${MAX_AMOUNT_MINOR}.`),
);

export const moneyField = v.strictObject({ amountMinor: amountField, currency: currencyField });

/** Unix time in milliseconds. 2000-01-01 to 2200-01-01: a value in seconds is caught instead of landing in 1970. */
export const timeField = v.pipe(
  v.number('Expected Unix time in milliseconds.'),
  v.safeInteger('Expected Unix time in milliseconds.'),
  v.minValue(946_684_800_000, 'Expected Unix time in milliseconds; this looks like seconds.'),
  v.maxValue(7_258_118_400_000, 'Is too far in the future.'),
);

export const whole = (min: number, max: number) =>
  v.pipe(
    v.number('Expected a whole number.'),
    v.safeInteger('Expected a whole number.'),
    v.minValue(min, `At least ${min}.`),
    v.maxValue(max, `At most ${max}.`),
  );

export const basisPointsField = whole(0, 10_000);

export const urlField = v.pipe(
  v.string('Expected an address.'),
  v.maxLength(2_000, 'At most 2000 characters.'),
  v.url('Is not an address.'),
  v.check((raw) => /^https?:\/\//i.test(raw), 'Must begin with https:// or http://.'),
);

/** A publishable key, the only credential a page carries. */
export const publishableKeyField = v.pipe(
  v.string('Expected a publishable key.'),
  v.regex(/^pk_(live|test)_[A-Za-z0-9]{16,40}$/, 'Is not a publishable key (pk_…).'),
);

export const localeField = v.pipe(
  v.string(),
  v.regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/i, 'Is not a language tag.'),
  v.maxLength(35),
);

/** A random id that the caller makes for one attempt and repeats on each retry of it. */
export const attemptField = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{16,64}$/, 'Expected 16 to 64 letters, digits, - or _.'),
);

export const cursorQuery = {
  cursor: v.optional(v.pipe(v.string(), v.maxLength(200))),
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, 'Expected a whole number.'),
      v.transform(Number),
      v.minValue(1),
      v.maxValue(100),
    ),
  ),
};

/** A page of a list; `next` is the cursor of the following page, null on the last one. */
export const pageOf = <Item extends v.GenericSchema>(item: Item) =>
  v.object({ items: v.array(item), next: v.nullable(v.string()) });
