import type { Platform } from './platform.ts';

const ATTEMPTS = 12;

/**
 * Takes a decision again while a guard no longer holds, with a random pause in between. After the last try the answer is
 * null, and the caller is told to come back.
 */
export async function retake<Outcome>(
  platform: Pick<Platform, 'backOff'>,
  attempt: () => Promise<Outcome | 'stale'>,
): Promise<Outcome | null> {
  for (let tries = 1; tries <= ATTEMPTS; tries++) {
    const outcome = await attempt();
    if (outcome !== 'stale') return outcome;
    await platform.backOff(tries);
  }
  return null;
}
