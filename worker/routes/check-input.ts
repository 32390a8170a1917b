import * as v from 'valibot';
import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { Refusal } from './context.ts';

/** A body above this is refused before it is read whole; an order list has its own limit in the contract. */
export const MAX_BODY_BYTES = 64_000;
export const MAX_LIST_BYTES = 1_000_000;

interface RawInput {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface CheckedInput {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Checks all that a call brought against its row; the first fault is told with its field, in one sentence. */
export function checkInput(endpoint: Endpoint, raw: RawInput): CheckedInput | Refusal {
  const params = check(endpoint.params, raw.params);
  if (params instanceof Refusal) return params;
  const query = check(endpoint.query ?? NOTHING, raw.query);
  if (query instanceof Refusal) return query;
  const body = check(endpoint.body, raw.body);
  if (body instanceof Refusal) return body;
  return { params: params.value, query: query.value, body: body.value };
}

const NOTHING = v.strictObject({});

function check(schema: v.GenericSchema | undefined, value: unknown): { readonly value: unknown } | Refusal {
  if (!schema) return { value: undefined };
  const result = v.safeParse(schema, value, { abortEarly: true });
  return result.success ? { value: result.output } : toRefusal(result.issues[0]);
}

/** Tells the first fault of a check with its field, in one sentence. */
export function toRefusal(issue: v.BaseIssue<unknown>): Refusal {
  const field = v.getDotPath(issue) ?? undefined;
  if (issue.type === 'strict_object' && issue.expected === 'never') {
    return new Refusal(
      'unknown_field',
      `There is no field "${field}" here; check the spelling, or leave it out.`,
      field,
    );
  }
  if (issue.received === 'undefined') return new Refusal('missing_field', `The field "${field}" is required.`, field);
  return new Refusal('invalid_field', field === undefined ? issue.message : `${field}: ${issue.message}`, field);
}
