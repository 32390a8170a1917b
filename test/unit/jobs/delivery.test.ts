import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_ATTEMPTS, nextAttemptAt } from '../../../worker/domain/delivery.ts';

const HOUR_MS = 3_600_000;

describe('the wait before another attempt', () => {
  it('is at least a second and at most twelve hours, and grows with each attempt', () => {
    const longest = Array.from({ length: MAX_ATTEMPTS - 1 }, (_, index) => nextAttemptAt(index + 1, 0, 0.999_999)!);
    expect(longest).toEqual(longest.toSorted((a, b) => a - b));
    expect(longest[0]).toBeLessThanOrEqual(5_000);
    expect(longest.at(-1)).toBeLessThanOrEqual(12 * HOUR_MS);
    for (let attempts = 1; attempts < MAX_ATTEMPTS; attempts++) expect(nextAttemptAt(attempts, 0, 0)).toBe(1_000);
  });

  it('is drawn from the whole span, so that what failed together comes back apart', () => {
    const waits = Array.from({ length: 100 }, (_, index) => nextAttemptAt(5, 0, index / 100)!);
    expect(new Set(waits).size).toBe(100);
  });

  it('is never shorter than what the receiver asked for, nor longer for it than twelve hours', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 7 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, noNaN: true }),
        (attempts, random, asked) => {
          const at = nextAttemptAt(attempts, 0, random, asked)!;
          expect(at).toBeGreaterThanOrEqual(Math.min(asked, 12 * HOUR_MS));
          expect(at).toBeLessThanOrEqual(12 * HOUR_MS);
        },
      ),
    );
  });

  it('never ends for ever: after eight attempts there is no other', () => {
    expect(nextAttemptAt(MAX_ATTEMPTS, 0, 0.5)).toBeNull();
  });
});
