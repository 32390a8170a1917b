import { Refusal } from './context.ts';
import type { CallContext } from './context.ts';

/** Where the owner has set a challenge up, a page's write brings a solved one; null where that is so, or none is wanted. */
export async function checkChallenge(
  token: string | undefined,
  { platform, request }: Pick<CallContext, 'platform' | 'request'>,
): Promise<Refusal | null> {
  if (platform.checkChallenge === null) return null;
  const passed = token !== undefined && (await platform.checkChallenge(token, request.address));
  return passed
    ? null
    : new Refusal(
        'challenge_failed',
        'The check that a person is asking did not pass; load the page again and retry.',
        'challenge',
      );
}
