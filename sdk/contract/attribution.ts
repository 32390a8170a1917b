/**
 * Attribution shared by the browser and the Worker, so that both reach the same answer: what a link says, how a touch is
 * written into a cookie, and which of two touches is kept. Pure: no cookie, no clock, no network.
 */

/** Where a link was shared, as one letter in the link, so that the report of channels needs no second parameter. */
export const CHANNELS = {
  c: 'copy',
  e: 'email',
  s: 'sms',
  n: 'native',
  w: 'whatsapp',
  m: 'messenger',
  t: 'telegram',
  f: 'facebook',
  x: 'x',
  l: 'linkedin',
  p: 'pinterest',
  i: 'line',
  q: 'qr',
} as const;

export type ChannelLetter = keyof typeof CHANNELS;
export type Channel = (typeof CHANNELS)[ChannelLetter];

/** One arrival over an advocate's link: whose code, when (Unix milliseconds), and over which channel if the link tells. */
export interface Touch {
  readonly code: string;
  readonly seenAt: number;
  readonly channel?: ChannelLetter;
}

export interface AttributionPolicy {
  /** Whether an earlier touch stands against a later one. Default of a program: `last`. */
  readonly model: 'first' | 'last';
  /** How long a touch counts, in days. Default of a program: 30. */
  readonly windowDays: number;
}

export const DAY_MS = 86_400_000;

// Codes are said aloud, typed and printed, so case never matters; the length keeps cookies and KV keys small.
const CODE = /^[A-Z0-9](?:[A-Z0-9_-]{1,30}[A-Z0-9])?$/;
const FUTURE_TOLERANCE_MS = 5 * 60_000;

/** Brings a code as typed, linked or printed into its one form, or null where it can't be one. */
export function normalizeCode(raw: string): string | null {
  const code = raw.trim().toUpperCase();
  return CODE.test(code) ? code : null;
}

/**
 * Reads a touch from an address.
 *
 * @param params the accepted parameter names, in order of preference; the first that holds a code wins.
 * @example captureTouch(new URL('https://shop.example/?via=ada7.w'), ['via'], 0) // { code: 'ADA7', seenAt: 0, channel: 'w' }
 */
export function captureTouch(url: URL, params: readonly string[], now: number): Touch | null {
  for (const param of params) {
    const [rawCode, letter] = (url.searchParams.get(param) ?? '').split('.');
    const code = normalizeCode(rawCode ?? '');
    if (code) return isChannelLetter(letter) ? { code, seenAt: now, channel: letter } : { code, seenAt: now };
  }
  return null;
}

/** Chooses the touch to keep of the one held and the one just seen; null where neither counts any more. */
export function attribute(held: Touch | null, seen: Touch | null, policy: AttributionPolicy, now: number): Touch | null {
  const standing = held && isWithinWindow(held, policy.windowDays, now) ? held : null;
  if (!standing || !seen) return standing ?? seen;
  return policy.model === 'first' ? standing : seen;
}

/** Tells whether a touch still counts; its last millisecond is inside the window, and a clock a little fast is forgiven. */
export function isWithinWindow(touch: Touch, windowDays: number, now: number): boolean {
  return touch.seenAt <= now + FUTURE_TOLERANCE_MS && now - touch.seenAt <= windowDays * DAY_MS;
}

/** Writes a touch as a cookie value: `1.ADA7.t3k9wv.w` is version, code, seconds in base 36 and the channel. */
export function formatTouch(touch: Touch): string {
  const seconds = Math.floor(touch.seenAt / 1000).toString(36);
  return ['1', touch.code, seconds, touch.channel].filter(Boolean).join('.');
}

/** Reads what {@link formatTouch} wrote; null for anything else, because a cookie is outside data. */
export function parseTouch(value: string | undefined): Touch | null {
  const [version, rawCode, seconds, letter] = (value ?? '').split('.');
  const code = normalizeCode(rawCode ?? '');
  if (version !== '1' || !code || !seconds || !/^[0-9a-z]{1,9}$/.test(seconds)) return null;
  const touch = { code, seenAt: Number.parseInt(seconds, 36) * 1000 };
  return isChannelLetter(letter) ? { ...touch, channel: letter } : touch;
}

function isChannelLetter(value: string | undefined): value is ChannelLetter {
  return value !== undefined && Object.hasOwn(CHANNELS, value);
}
