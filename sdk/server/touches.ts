import { parseTouch } from '../contract/attribution.ts';

/** What a visitor's cookies know of the friend's arrival, ready to be spread into an order. */
export interface Touches {
  /** The script's own note, from the cookie `bothways`. */
  readonly touch?: string;
  /** The server's signed note, from the cookie `bothways_s`; it wins over the script's where both count. */
  readonly signedTouch?: string;
}

const SIGNED = /^[A-Za-z0-9._~-]{1,200}$/;

/**
 * Reads the touches from a `Cookie` header. Anything can stand in a cookie, so what is not a touch is left out: a broken
 * cookie must never cost the shop an order report.
 *
 * @example await bothways.orders.report({ ...order, ...readTouches(request.headers.get('cookie')) });
 */
export function readTouches(cookieHeader: string | null | undefined): Touches {
  const touch = readCookie(cookieHeader, 'bothways', (value) => parseTouch(value) !== null);
  const signedTouch = readCookie(cookieHeader, 'bothways_s', (value) => SIGNED.test(value));
  return { ...(touch !== undefined && { touch }), ...(signedTouch !== undefined && { signedTouch }) };
}

/** The first acceptable value of a name; a browser sends the cookie of the nearest path first. */
function readCookie(
  header: string | null | undefined,
  name: string,
  isAcceptable: (value: string) => boolean,
): string | undefined {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => decode(pair.slice(name.length + 1)))
    .find(isAcceptable);
}

function decode(raw: string): string {
  const value = raw.startsWith('"') && raw.endsWith('"') ? raw.slice(1, -1) : raw;
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
