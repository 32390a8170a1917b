import { CHANNELS } from '../../sdk/contract/attribution.ts';
import type { ChannelLetter } from '../../sdk/contract/attribution.ts';

/** The parameter that carries an advocate's code, unless a site's tag names another. */
const PARAM = 'via';

/** Makes the address a friend follows: the landing page with the code, and the letter of a channel where one is known. */
export function linkTo(landingUrl: string, code: string, channel?: ChannelLetter): string {
  const url = new URL(landingUrl);
  url.searchParams.set(PARAM, channel === undefined ? code : `${code}.${channel}`);
  return url.href;
}

/** Reads the letter of a channel, or undefined where it is none. */
export function channelLetter(raw: string | undefined): ChannelLetter | undefined {
  return raw !== undefined && isLetter(raw) ? raw : undefined;
}

function isLetter(raw: string): raw is ChannelLetter {
  return Object.hasOwn(CHANNELS, raw);
}
