import type { Outcome } from './delivery.ts';

/** A mail ready to be sent: text for every reader, HTML for those that draw it. */
export interface Mail {
  readonly to: string;
  /** The name that stands before the sender's address: the shop's. */
  readonly fromName: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Stays the same when a mail is sent again, so that a mailbox can tell the second one from a new one. */
  readonly deliveryId: string;
}

/** A way to send mail. It never throws: what happened is the answer, and holds no address. */
export type SendMail = (mail: Mail) => Promise<Outcome>;

/**
 * The page a mail leads to: the first of the candidates whose origin the shop allows, so that a mail of ours can't be made to
 * lead anywhere else; null where the shop allows none of them.
 *
 * @example mailAddress(['https://evil.example/', 'https://shop.example/a#b'], ['https://shop.example']) // https://shop.example/a
 */
export function mailAddress(candidates: readonly (string | undefined)[], origins: readonly string[]): URL | null {
  for (const candidate of candidates) {
    if (candidate === undefined || !URL.canParse(candidate)) continue;
    const url = new URL(candidate);
    // A user name before the host makes an address look like another one; a fragment would come after our parameter.
    if (!origins.includes(url.origin) || url.username !== '' || url.password !== '') continue;
    url.hash = '';
    return url;
  }
  return null;
}
