import { Refusal } from './context.ts';
import type { CallContext } from './context.ts';

/** Asks for the proof that a person is here; null where it was given, or none is wanted. */
export type Challenge = () => Promise<Refusal | null>;

/** Where the owner has set a challenge up, a page's write brings a solved one. One is checked once, because it is good once. */
export function challengeOf(
  token: string | undefined,
  { platform, request, shop }: Pick<CallContext, 'platform' | 'request' | 'shop'>,
): Challenge {
  const { checkChallenge } = platform;
  if (checkChallenge === null) return passes;
  // Solved on somebody else's page, it proves nothing here.
  const hosts = shop.origins.map((origin) => new URL(origin).hostname);
  let passed: Promise<boolean> | undefined;
  return async () => {
    passed ??= token === undefined ? Promise.resolve(false) : checkChallenge(token, request.address, hosts);
    if (await passed) return null;
    const told = 'The check that a person is asking did not pass; load the page again and retry.';
    return new Refusal('challenge_failed', told, 'challenge');
  };
}

/** Nothing is asked of whom the shop vouches for. */
export const passes: Challenge = async () => null;
