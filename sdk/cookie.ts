import Cookies from 'js-cookie';
import { DAY_MS, formatTouch, parseTouch, type Touch } from './contract/attribution.ts';

/** The script's cookie. The one that the Worker's `/r/:code` sets is another: `bothways_s`. */
const NAME = 'bothways';

export interface CookieOptions {
  readonly windowDays: number;
  /** For this host alone, instead of the broadest domain the browser allows. */
  readonly hostOnly?: unknown;
}

/**
 * The domains that a cookie of this host can be set for, broadest first, and `''` for the host alone. The browser itself refuses
 * those that are public suffixes (`com`, `co.uk`).
 */
const domains = () => [
  ...location.hostname.split('.').map((_, index, labels) => labels.slice(-1 - index).join('.')),
  '',
];

/** Reads the touch held, or null. */
export const readTouch = (): Touch | null => parseTouch(Cookies.get(NAME));

/** Removes the cookie from wherever it may have been set. */
export function removeTouch(): void {
  for (const domain of domains()) Cookies.remove(NAME, { domain });
}

/**
 * Writes a touch until its window ends, for the broadest domain the browser allows, so that a click on the blog is known in the
 * shop. Tells whether it could be read back.
 */
export function writeTouch(touch: Touch, { windowDays, hostOnly }: CookieOptions): boolean {
  const value = formatTouch(touch);
  // Removed first: an older cookie of the same name at another level would shadow this one, or pass for it when read back.
  removeTouch();
  return domains()
    .slice(hostOnly ? -1 : 0)
    .some((domain) => {
      Cookies.set(NAME, value, {
        domain,
        expires: new Date(touch.seenAt + windowDays * DAY_MS),
        sameSite: 'lax',
        secure: location.protocol === 'https:',
      });
      return Cookies.get(NAME) === value;
    });
}
