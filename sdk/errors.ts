import type { ProblemCode } from './contract/problem.ts';

/**
 * Why a call failed: a code of the API (`sdk/contract/problem.ts`), or one of the browser's own. `network`: no answer came.
 * `timeout`: none came in time. `blocked`: a chunk could not be loaded, mostly because of an ad blocker. `bad_input`: the
 * caller's mistake. `bad_reply`: the answer was not the API's. `destroyed`: the instance has been destroyed. `no_browser`:
 * the call needs a page. Of `bothways/server` only: `aborted`: the caller's own signal. `bad_signature`: a webhook is not ours.
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
 * @example try { await bothways.convert(order) } catch (error) { if (error instanceof BothwaysError) show(error.code) }
 */
export class BothwaysError extends Error {
  override readonly name: string = 'BothwaysError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.code = code;
    this.details = details;
  }
}
