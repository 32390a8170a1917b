/**
 * Every error the API can answer, as RFC 9457 problem details: a stable code for programs, a sentence for people.
 * The status belongs to the code, so that one code never comes with two statuses.
 */
export const PROBLEMS = {
  bad_json: { status: 400, title: 'The body is not valid JSON.' },
  bad_csv: { status: 400, title: 'The list is not valid CSV.' },
  unauthorized: { status: 401, title: 'The key or session is missing, unknown or revoked.' },
  forbidden: { status: 403, title: 'This key or session may not do that.' },
  origin_not_allowed: { status: 403, title: 'This site is not in the list of allowed origins.' },
  challenge_failed: { status: 403, title: 'The check that a person is asking did not pass.' },
  not_found: { status: 404, title: 'There is no such thing here.' },
  method_not_allowed: { status: 405, title: 'This address does not answer that method.' },
  conflict: { status: 409, title: 'This contradicts what is already recorded.' },
  idempotency_mismatch: { status: 409, title: 'This idempotency key was used with another request.' },
  code_reserved: { status: 409, title: 'The code is reserved by another order.' },
  code_used: { status: 409, title: 'The code has been used.' },
  code_expired: { status: 410, title: 'The code has expired.' },
  too_large: { status: 413, title: 'The body is too large.' },
  unsupported_media_type: { status: 415, title: 'The body has to be JSON.' },
  invalid_field: { status: 422, title: 'A field has a value that is not allowed.' },
  unknown_field: { status: 422, title: 'A field is not known here.' },
  missing_field: { status: 422, title: 'A required field is missing.' },
  rate_limited: { status: 429, title: 'Too many requests; try again later.' },
  internal: { status: 500, title: 'Something went wrong on our side; nothing was recorded.' },
  busy: { status: 503, title: 'Others were changing the same thing; try again.' },
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** The body of every error answer, sent as `application/problem+json`. */
export interface Problem {
  /** An address that names the kind of problem; its last segment is the code. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  /** One sentence on this very case: what happened and what to do. */
  readonly detail: string;
  /** The path of the field at fault, such as `amount.currency`, where one is. */
  readonly field?: string;
}
