import type { Caller, Endpoint } from '../../sdk/contract/endpoint.ts';
import { PROBLEMS, type Problem, type ProblemCode } from '../../sdk/contract/problem.ts';
import type { Answer, Example } from './document-types.ts';
import type { JsonSchema } from './json-schema.ts';

/** What a program should do about a code; the title says what it means. */
export const remedies: Readonly<Record<ProblemCode, string>> = {
  bad_json: 'Send valid JSON.',
  bad_csv: 'Send a list with a heading row and the columns that the field names.',
  unauthorized: 'Send a good key or session; make a new key in the dashboard where this one was revoked.',
  forbidden: 'Use a key or a role that may.',
  origin_not_allowed: 'Add the site to the allowed origins in the dashboard.',
  challenge_failed: 'Show the check again and send its new answer.',
  not_found: 'Look at the id; ids of another shop, or of the other mode, are not found either.',
  method_not_allowed: 'Use the method of the reference.',
  conflict: 'Read what is recorded; do not repeat.',
  idempotency_mismatch: 'Use a new idempotency key for a new request.',
  code_reserved: 'Wait until the other order is paid or its hold ends.',
  code_used: 'Tell the person that the code has been used.',
  code_expired: 'Tell the person that the code has expired.',
  too_large: 'Send less at once.',
  unsupported_media_type: 'Send `content-type: application/json`.',
  invalid_field: 'Correct the field that `field` names.',
  unknown_field: 'Leave out the field that `field` names.',
  missing_field: 'Add the field that `field` names.',
  rate_limited: 'Wait as many seconds as `Retry-After` says, then repeat.',
  internal: 'Repeat, with the same idempotency key.',
  busy: 'Repeat, with the same idempotency key.',
};

const FIELD_AT_FAULT: { readonly [Code in ProblemCode]?: string } = {
  invalid_field: 'subtotalMinor',
  unknown_field: 'subtotal',
  missing_field: 'currency',
};

export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'Every error answer, as RFC 9457 problem details, sent as `application/problem+json`.',
  properties: {
    type: {
      type: 'string',
      format: 'uri',
      description: 'An address that names the kind of problem; it ends in the code.',
    },
    title: { type: 'string', description: 'What the code means.' },
    status: {
      type: 'integer',
      minimum: 400,
      maximum: 599,
      description: 'The HTTP status; a code always has the same.',
    },
    code: {
      type: 'string',
      enum: Object.keys(PROBLEMS),
      description: 'For programs; a code never changes its meaning.',
    },
    detail: { type: 'string', description: 'One sentence on this very case: what happened and what to do.' },
    field: { type: 'string', description: 'The path of the field at fault, such as `lines.0.quantity`, where one is.' },
  },
  required: ['type', 'title', 'status', 'code', 'detail'],
};

const codes = Object.keys(PROBLEMS).filter(isCode);

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

/** An example of the answer with each code, under the name that {@link problemAnswers} refers to. */
export function problemExamples(): Readonly<Record<string, Example>> {
  return Object.fromEntries(codes.map((code) => [`problem_${code}`, { summary: code, value: exampleOf(code) }]));
}

function exampleOf(code: ProblemCode): Problem {
  const { status, title } = PROBLEMS[code];
  const field = FIELD_AT_FAULT[code];
  return {
    type: `https://refer.example.com/reference#problem-${code}`,
    title,
    status,
    code,
    detail: remedies[code],
    ...(field !== undefined && { field }),
  };
}

/** Every code that a call can answer: those of its row, and those that its shape brings along; by status. */
export function problemsOf(row: Endpoint): readonly ProblemCode[] {
  const mayCall = (...callers: readonly Caller[]) => callers.some((caller) => row.callers.includes(caller));
  const brought: readonly (readonly [boolean, readonly ProblemCode[]])[] = [
    [row.body !== undefined, ['bad_json', 'unsupported_media_type', 'too_large', 'missing_field', 'unknown_field']],
    [row.query !== undefined, ['missing_field', 'unknown_field']],
    [Boolean(row.params ?? row.query ?? row.body), ['invalid_field']],
    [!mayCall('anyone'), ['unauthorized']],
    [mayCall('page', 'person'), ['origin_not_allowed']],
    // Of the dashboard: the role is not enough, the write came from elsewhere, the shop is not one of theirs.
    [mayCall('user') && row.role !== undefined, ['forbidden', 'not_found']],
    [mayCall('user') && row.method !== 'GET', ['origin_not_allowed']],
    [row.once === 'key', ['invalid_field', 'idempotency_mismatch', 'busy']],
    [true, ['rate_limited', 'internal']],
  ];
  const all = new Set([...row.problems, ...brought.flatMap(([isSo, codes]) => (isSo ? codes : []))]);
  return codes.filter((code) => all.has(code));
}

/** The error answers of a call, a status each, with an example of every code. */
export function problemAnswers(row: Endpoint): Readonly<Record<string, Answer>> {
  const all = problemsOf(row);
  const statuses = new Set(all.map((code) => PROBLEMS[code].status));
  return Object.fromEntries(
    [...statuses].map((status) => [String(status), answerOf(all.filter((code) => PROBLEMS[code].status === status))]),
  );
}

function answerOf(some: readonly ProblemCode[]): Answer {
  const mayBeRepeated = some.some((code) => code === 'rate_limited' || code === 'busy');
  return {
    description: some.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join(' '),
    ...(mayBeRepeated && { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } }),
    content: {
      'application/problem+json': {
        schema: { $ref: '#/components/schemas/Problem' },
        examples: Object.fromEntries(some.map((code) => [code, { $ref: `#/components/examples/problem_${code}` }])),
      },
    },
  };
}
