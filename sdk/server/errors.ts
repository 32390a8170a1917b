import type { ProblemCode } from '../contract/problem.ts';

/**
 * Why something failed: a code of the API (`bothways/contract`), or one of this package's own. `network`: no answer came.
 * `timeout`: none came in time. `aborted`: the caller's signal. `bad_reply`: the answer was not the API's. `bad_input`: an
 * argument that cannot be used. `bad_signature`: a webhook that is not to be believed.
 */
export type ServerErrorCode =
  | ProblemCode
  | 'network'
  | 'timeout'
  | 'aborted'
  | 'bad_reply'
  | 'bad_input'
  | 'bad_signature';

/** The base of every error of `bothways/server`. No message, field or cause of it holds the secret key. */
export class BothwaysError extends Error {
  override readonly name: string = 'BothwaysError';
  readonly code: ServerErrorCode;

  constructor(code: ServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Which call failed, for logs and for trying again. Holds no key, no parameter and no body. */
export interface CallFacts {
  /** Method and path as in the reference, such as `POST /v1/codes/:code/reserve`. */
  readonly call: string;
  /** The key the write was sent with, on every attempt; null for a read, which needs none. */
  readonly idempotencyKey: string | null;
}

/** A call that came to no good end. What it wrote, if anything, can be asked again with the same `idempotencyKey`. */
export abstract class CallError extends BothwaysError {
  override readonly name: string = 'CallError';
  readonly call: string;
  readonly idempotencyKey: string | null;

  constructor(code: ServerErrorCode, message: string, facts: CallFacts, options?: ErrorOptions) {
    super(code, `${facts.call}: ${message}`, options);
    this.call = facts.call;
    this.idempotencyKey = facts.idempotencyKey;
  }
}

/** No answer came, on any attempt: no connection, or it broke. Whether a write was carried out is not known; repeat it with its key. */
export class NetworkError extends CallError {
  override readonly name = 'NetworkError';
}

/** No answer came in time, on any attempt. Whether a write was carried out is not known; repeat it with its key. */
export class TimeoutError extends CallError {
  override readonly name = 'TimeoutError';
}

/** The caller's own signal ended the call; `cause` is the signal's reason. */
export class AbortedError extends CallError {
  override readonly name = 'AbortedError';
}

/** What answered is not this API (a proxy's page, a wrong address), or a release that this package is too old for. */
export class UnexpectedReplyError extends CallError {
  override readonly name = 'UnexpectedReplyError';
  /** The HTTP status of what answered. */
  readonly status: number;

  constructor(message: string, facts: CallFacts, status: number) {
    super('bad_reply', message, facts);
    this.status = status;
  }
}

/** What a refusal consists of; see docs/api.md for every code. */
export interface ProblemFacts {
  readonly code: ProblemCode;
  readonly status: number;
  readonly detail: string;
  readonly field?: string;
  readonly requestId?: string;
  readonly retryAfterSeconds?: number;
}

/** The API refused, and says why. Each code has its subclass; a code of a later release arrives as a plain `ProblemError`. */
export class ProblemError extends CallError {
  override readonly name: string = 'ProblemError';
  readonly status: number;
  /** One sentence on this very case: what happened and what to do. */
  readonly detail: string;
  /** The path of the field at fault, such as `lines.0.quantity`, where one is. */
  readonly field: string | undefined;
  /** Names this request in the Worker's log. */
  readonly requestId: string | undefined;
  /** Seconds after which the API invites another try, where it said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemFacts, facts: CallFacts) {
    const { code, status, detail, field, requestId, retryAfterSeconds } = problem;
    super(code, `${detail} (${field === undefined ? code : `${code}: ${field}`})`, facts);
    this.status = status;
    this.detail = detail;
    this.field = field;
    this.requestId = requestId;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `unauthorized` (401): the secret key is missing, unknown or revoked. */
export class UnauthorizedError extends ProblemError {
  override readonly name = 'UnauthorizedError';
}

/** `forbidden`, `origin_not_allowed`, `challenge_failed` (403): the key is good, but may not do that. */
export class ForbiddenError extends ProblemError {
  override readonly name = 'ForbiddenError';
}

/** `not_found` (404): no such order, reward, code … in this shop; another shop's ids look the same. */
export class NotFoundError extends ProblemError {
  override readonly name = 'NotFoundError';
}

/** `conflict` (409): contradicts what is recorded, such as the same order number with another amount. Never retried. */
export class ConflictError extends ProblemError {
  override readonly name: string = 'ConflictError';
}

/** `idempotency_mismatch` (409): this idempotency key was used with another request. */
export class IdempotencyMismatchError extends ConflictError {
  override readonly name = 'IdempotencyMismatchError';
}

/** `code_reserved`, `code_used` (409), `code_expired` (410): the friend's code cannot be used for this order. */
export class CodeUnavailableError extends ProblemError {
  override readonly name = 'CodeUnavailableError';
}

/** `invalid_field`, `unknown_field`, `missing_field` (422): `field` names it, `detail` says what is wanted. */
export class InvalidFieldError extends ProblemError {
  override readonly name = 'InvalidFieldError';
}

/** `bad_json`, `bad_csv` (400), `method_not_allowed` (405), `too_large` (413), `unsupported_media_type` (415). */
export class InvalidRequestError extends ProblemError {
  override readonly name = 'InvalidRequestError';
}

/** `rate_limited` (429), after the retries: slow down; `retryAfterSeconds` says for how long. */
export class RateLimitedError extends ProblemError {
  override readonly name = 'RateLimitedError';
}

/** `busy` (503), after the retries: others were changing the same thing. Nothing was recorded; try again. */
export class BusyError extends ProblemError {
  override readonly name = 'BusyError';
}

/** `internal` (500), after the retries: the Worker's fault. Nothing was recorded; try again. */
export class InternalError extends ProblemError {
  override readonly name = 'InternalError';
}

/** Why {@link verifyWebhook} refused a webhook. */
export type WebhookRefusal = 'missing_headers' | 'bad_timestamp' | 'bad_signature' | 'bad_secret' | 'bad_payload';

/** A webhook that is not to be believed: answer 400 and do nothing. `reason` says what was wrong. */
export class WebhookVerificationError extends BothwaysError {
  override readonly name = 'WebhookVerificationError';
  readonly reason: WebhookRefusal;

  constructor(reason: WebhookRefusal, message: string) {
    super('bad_signature', message);
    this.reason = reason;
  }
}
