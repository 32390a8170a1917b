import { Refusal } from './context.ts';
import type { CallContext } from './context.ts';

/** Asks for the proof that a person is here; null where it was given, or none is wanted. */
export type Challenge = () => Promise<Refusal | null>;

/** Where the owner has set a challenge up, a page's write brings a solved one. One is checked once, because it is good once. */
export function challengeOf(
  token: string | undefined,
  { platform, request }: Pick<CallContext, 'platform' | 'request'>,
): Challenge {
  const { checkChallenge } = platform;
  if (checkChallenge === null) return passes;
  let passed: Promise<boolean> | undefined;
  return async () => {
    passed ??= token === undefined ? Promise.resolve(false) : checkChallenge(token, request.address);
    if (await passed) return null;
    const told = 'The check that a person is asking did not pass; load the page again and retry.';
    return new Refusal('challenge_failed', told, 'challenge');
  };
}

/** Nothing is asked of whom the shop vouches for. */
export const passes: Challenge = async () => null;
