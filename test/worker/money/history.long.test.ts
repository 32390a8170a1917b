import fc from 'fast-check';
import { it } from 'vitest';
import { anyHistory, runHistory } from '../../support/worker-money-run.ts';

it('owes what a second reckoning says, in a hundred histories that nobody has seen', async () => {
  await fc.assert(fc.asyncProperty(anyHistory, runHistory), { numRuns: 100, endOnFailure: true });
}, 3_600_000);
