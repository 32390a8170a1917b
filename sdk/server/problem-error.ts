import type { ProblemCode } from '../contract/problem.ts';
import {
  BusyError,
  CodeUnavailableError,
  ConflictError,
  ForbiddenError,
  IdempotencyMismatchError,
  InternalError,
  InvalidFieldError,
  InvalidRequestError,
  NotFoundError,
  RateLimitedError,
  UnauthorizedError,
  ProblemError,
  type CallFacts,
  type ProblemFacts,
} from './errors.ts';

type ProblemClass = new (problem: ProblemFacts, facts: CallFacts) => ProblemError;

/** The class of every code; a code without one is a type error. */
const classes: Readonly<Record<ProblemCode, ProblemClass>> = {
  bad_json: InvalidRequestError,
  bad_csv: InvalidRequestError,
  unauthorized: UnauthorizedError,
  forbidden: ForbiddenError,
  origin_not_allowed: ForbiddenError,
  challenge_failed: ForbiddenError,
  not_found: NotFoundError,
  method_not_allowed: InvalidRequestError,
  conflict: ConflictError,
  idempotency_mismatch: IdempotencyMismatchError,
  code_reserved: CodeUnavailableError,
  code_used: CodeUnavailableError,
  code_expired: CodeUnavailableError,
  too_large: InvalidRequestError,
  unsupported_media_type: InvalidRequestError,
  invalid_field: InvalidFieldError,
  unknown_field: InvalidFieldError,
  missing_field: InvalidFieldError,
  rate_limited: RateLimitedError,
  internal: InternalError,
  busy: BusyError,
};

/** Makes the error of a problem's own class. */
export function problemError(problem: ProblemFacts, facts: CallFacts): ProblemError {
  const Class = Object.hasOwn(classes, problem.code) ? classes[problem.code] : ProblemError;
  return new Class(problem, facts);
}
