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
  readonly channel?: ChannelLetter | undefined;
}

export interface AttributionPolicy {
  /** Whether an earlier touch stands against a later one. Default of a program: `last`. */
  readonly model: 'first' | 'last';
  /** How long a touch counts, in days. Default of a program: 30. */
  readonly windowDays: number;
}

export const DAY_MS = 86_400_000;

// Codes are said aloud, typed and printed, so case never matters; the length keeps cookies and KV keys small.
const CODE = /^[A-Z0-9_-]{1,32}$/;
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
  return params.map((param) => parseTouch(url.searchParams.get(param), now)).find(Boolean) ?? null;
}

/**
 * Chooses the touch to keep of the one held and the one just seen; null where neither counts any more.
 *
 * @param policy any model but `first` is `last`.
 */
export function attribute(
  held: Touch | null,
  seen: Touch | null,
  policy: { readonly model?: string | undefined; readonly windowDays: number },
  now: number,
): Touch | null {
  const counting = [held, seen].filter((touch) => touch && isWithinWindow(touch, policy.windowDays, now));
  return counting.at(policy.model === 'first' ? 0 : -1) ?? null;
}

/** Tells whether a touch still counts; its last millisecond is inside the window, and a clock a little fast is forgiven. */
export function isWithinWindow(touch: Touch, windowDays: number, now: number): boolean {
  return touch.seenAt <= now + FUTURE_TOLERANCE_MS && now - touch.seenAt <= windowDays * DAY_MS;
}

/** Writes a touch for a cookie or a link: `ADA7.w.mfx3k9wv` is the code, the channel (may be empty) and the time in base 36. */
export function formatTouch({ code, channel, seenAt }: Touch): string {
  return [code, channel, seenAt.toString(36)].join('.');
}

/**
 * Reads what {@link formatTouch} wrote, or what a link says: `ADA7`, `ADA7.w`. Null for anything else, because cookies and
 * addresses are outside data.
 *
 * @param seenAt the time of a touch that does not say it, as in a plain link; left out, such a touch is refused.
 */
export function parseTouch(text: string | null | undefined, seenAt = NaN): Touch | null {
  // Code, channel, time. A junk ending is left out rather than taken for a part of the code.
  const found = /^([\w-]{1,32})(?:\.([cesnwmtfxlpiq])?(?:\.(\w{1,9})$)?|$)/.exec(text ?? '') ?? [];
  // oxlint-disable-next-line typescript/consistent-type-assertions -- the pattern lets no other letter through
  const [, code, channel, time] = found as [string?, string?, ChannelLetter?, string?];
  const at = time ? parseInt(time, 36) : seenAt;
  return code && at >= 0 ? { code: code.toUpperCase(), channel, seenAt: at } : null;
}
