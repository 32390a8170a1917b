import type { ProblemCode } from './contract/problem.ts';

/**
 * Why a call failed: a code of the API (`sdk/contract/problem.ts`), or one of the browser's own. `network`: no answer came.
 * `timeout`: none came in time. `blocked`: a part of the widget could not be loaded, mostly because of an ad blocker.
 * `bad_input`: the caller's mistake. `bad_reply`: the answer was not the API's. `destroyed`: the instance has been destroyed.
 * `no_browser`: the call needs a page. Of `bothways/server` only: `aborted`: the caller's own signal. `bad_signature`: a webhook is
 * not ours.
 */
export type ErrorCode =
  | ProblemCode
  | 'network'
  | 'timeout'
  | 'blocked'
  | 'bad_input'
  | 'bad_reply'
  | 'destroyed'
  | 'no_browser'
  | 'aborted'
  | 'bad_signature';

export interface ErrorDetails {
  /** HTTP status, where an answer came. */
  readonly status?: number;
  /** The path of the field at fault, such as `amountMinor`. */
  readonly field?: string;
  /** Seconds after which the API invites another try. */
  readonly retryAfterSeconds?: number;
  readonly cause?: unknown;
}

/**
 * The only error this SDK throws or reports.
 *
 * @example bothways.convert(order).catch((error) => isBothwaysError(error) && show(error.code))
 */
export class BothwaysError extends Error {
  declare readonly code: ErrorCode;
  declare readonly details: ErrorDetails;

  /** By name: the first load and the widget make such errors without sharing a class. */
  static override [Symbol.hasInstance](error: unknown): boolean {
    return isBothwaysError(error);
  }

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details);
    Object.assign(this, { name: 'BothwaysError', code, details });
  }
}

/** Tells an error of this SDK. */
export function isBothwaysError(error: unknown): error is BothwaysError {
  return error instanceof Error && error.name === 'BothwaysError';
}
