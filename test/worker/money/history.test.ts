import fc from 'fast-check';
import { it } from 'vitest';
import { anyHistory, runHistory } from '../../support/worker-money-run.ts';

it('owes what a second reckoning says, whatever happens, and no more when all of it is sent again', async () => {
  // The same few each time, because they take seconds; npm run test:long goes through many others.
  await fc.assert(fc.asyncProperty(anyHistory, runHistory), { numRuns: 3, seed: 20_261_121, endOnFailure: true });
}, 120_000);
