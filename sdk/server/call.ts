import * as v from 'valibot';
import type { CallInput, Endpoint, ReplyOf } from '../contract/endpoint.ts';
import { endpoints, type EndpointName, type Endpoints } from '../contract/endpoints.ts';
import { InvalidFieldError, UnexpectedReplyError, type CallFacts } from './errors.ts';
import type { Transport } from './transport.ts';

/** The calls that a secret key may make: every row of the contract that names `key` among its callers. */
export type ServerCall = {
  [Name in EndpointName]: 'key' extends Endpoints[Name]['callers'][number] ? Name : never;
}[EndpointName];

type QueryPart<E extends Endpoint> = E['query'] extends v.GenericSchema
  ? { readonly query: EitherWay<v.InferInput<E['query']>, v.InferOutput<E['query']>> }
  : unknown;
// A whole number may be given as one; in the address it is text either way.
type EitherWay<In, Out> = { readonly [Key in keyof In]: In[Key] | (Key extends keyof Out ? Out[Key] : never) };

/** What a call takes: `params`, `query` and `body`, as far as its row has them. */
export type ServerInput<Name extends ServerCall> = Omit<CallInput<Endpoints[Name]>, 'query'> &
  QueryPart<Endpoints[Name]>;
export type ServerReply<Name extends ServerCall> = ReplyOf<Endpoints[Name]>;

/** What one call may have for itself. */
export interface CallOptions {
  /**
   * Names this write: sent again with the same key within 24 hours, it is answered with the first reply and not carried out
   * twice. 8 to 200 visible ASCII characters. Default: a random one a call, the same on each of its retries.
   */
  readonly idempotencyKey?: string;
  /** Ends the call, retries included. */
  readonly signal?: AbortSignal;
  /** The longest wait for the answer to one attempt, in milliseconds. Default: the client's. */
  readonly timeoutMs?: number;
}

export type Call = <Name extends ServerCall>(
  name: Name,
  input: ServerInput<Name>,
  options?: CallOptions,
) => Promise<ServerReply<Name>>;

/** Makes the one function under every method: it reads a row of the contract and needs to know nothing else of a call. */
export function createCall(transport: Transport, randomId: () => string): Call {
  return async (name, input, { idempotencyKey, signal, timeoutMs } = {}) => {
    const row: Endpoints[typeof name] = endpoints[name];
    const { params, query, body } = partsOf(input);
    const facts: CallFacts = {
      call: `${row.method} ${row.path}`,
      idempotencyKey: row.method === 'GET' ? null : (idempotencyKey ?? randomId()),
    };
    const answer = await transport({
      method: row.method,
      path: pathOf(row, params, facts),
      query: queryOf(query),
      body,
      facts,
      ...(signal && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    if (fits(row.reply, answer.data)) return answer.data;
    throw new UnexpectedReplyError(misfit(row.reply, answer.data), facts, answer.status);
  };
}

interface Parts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}

function partsOf(input: unknown): Parts {
  return typeof input === 'object' && input !== null ? input : {};
}

/** The body and the query are the Worker's to judge; parameters are judged here, because `..` in a path names another call. */
function pathOf(row: Endpoint, params: unknown, facts: CallFacts): string {
  if (!row.params) return row.path;
  const checked = v.safeParse(row.params, params);
  if (!checked.success) {
    const [issue] = checked.issues;
    const field = v.getDotPath(issue) ?? 'params';
    throw new InvalidFieldError({ code: 'invalid_field', status: 422, detail: issue.message, field }, facts);
  }
  const values = new Map(Object.entries(checked.output ?? {}));
  return row.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values.get(name))));
}

function queryOf(query: unknown): URLSearchParams {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined);
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
}

/**
 * Whether an answer is what the row promises. A member that a list of known values does not have yet passes: the Worker
 * may be a release ahead, and an order that was recorded must not look like one that failed.
 */
function fits<Schema extends v.GenericSchema>(schema: Schema, data: unknown): data is v.InferOutput<Schema> {
  const checked = v.safeParse(schema, data);
  return checked.success || checked.issues.every(isNewMember);
}

function isNewMember(issue: v.BaseIssue<unknown>): boolean {
  return (issue.type === 'picklist' || issue.type === 'variant') && typeof issue.input === 'string';
}

function misfit(schema: v.GenericSchema, data: unknown): string {
  const issue = v.safeParse(schema, data).issues?.find((candidate) => !isNewMember(candidate));
  // The expected and the received type, never the value: it may be personal.
  return `Not the answer this release expects (${issue ? (v.getDotPath(issue) ?? 'body') : 'body'}).`;
}
