import { describe, expect, it } from 'vitest';
import { BothwaysError, type ErrorCode } from '../../../sdk/errors.ts';
import { attemptField } from '../../../sdk/contract/fields.ts';
import { looksLikeEmail, newAttempt, problemOf, troubleOf } from '../../../widget/calls.ts';
import { safeParse } from 'valibot';

describe('what is said about a failed call', () => {
  it.each<[ErrorCode, boolean, string]>([
    ['network', true, 'blocked'],
    ['network', false, 'offline'],
    ['blocked', true, 'blocked'],
    ['blocked', false, 'offline'],
    ['timeout', true, 'failed'],
    ['timeout', false, 'offline'],
    ['rate_limited', true, 'rate_limited'],
    ['internal', true, 'failed'],
    ['origin_not_allowed', true, 'failed'],
    ['challenge_failed', true, 'failed'],
  ])('%s, online %s: %s', (code, isOnline, trouble) => {
    expect(troubleOf(new BothwaysError(code, ''), isOnline)).toBe(trouble);
  });

  it('has a word for a bug of ours too', () => {
    expect(troubleOf(new TypeError('x is undefined'), true)).toBe('failed');
    expect(troubleOf('thrown', true)).toBe('failed');
  });

  it('stands at the field that the API refused', () => {
    expect(problemOf(new BothwaysError('invalid_field', '', { field: 'email' }), true)).toBe('badEmail');
    expect(problemOf(new BothwaysError('invalid_field', '', { field: 'firstName' }), true)).toBe('failed');
  });
});

it('lets every address through that the API may take, and stops a slip of the thumb', () => {
  expect(['ada@example.com', 'a.b+c@sub.example.co.uk', 'ünï@bücher.example'].every(looksLikeEmail)).toBe(true);
  expect(['', 'ada', 'ada@', 'ada@example', '@example.com', 'ada example@x.com'].some(looksLikeEmail)).toBe(false);
});

it('makes attempts that the API takes, each a new one', () => {
  const made = Array.from({ length: 100 }, newAttempt);
  expect(new Set(made).size).toBe(100);
  expect(made.every((attempt) => safeParse(attemptField, attempt).success)).toBe(true);
});
