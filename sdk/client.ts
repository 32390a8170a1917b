import type { CallInput, ReplyOf } from './contract/endpoint.ts';
import type { EndpointName, Endpoints } from './contract/endpoints.ts';
import type { Problem } from './contract/problem.ts';
import { BothwaysError } from './errors.ts';

/** Method and path of the calls a client offers, as the contract's rows have them. */
export type RouteTable = { readonly [N in EndpointName]?: readonly [Endpoints[N]['method'], Endpoints[N]['path']] };

/** One call, ready for the wire. */
export interface WireCall {
  readonly method: string;
  /** With parameters filled in and the query appended, without a leading slash. */
  readonly path: string;
  /** JSON text. */
  readonly body: string | undefined;
  readonly session: string | undefined;
}

/** The one seam to the network, which decides how calls travel. Rejects only with a {@link BothwaysError}. */
export type Transport = (call: WireCall) => Promise<Response>;

export interface CallOptions {
  /** The session of a signed-in person; sent as a bearer token. */
  readonly session?: string;
}

export interface ClientOf<T extends RouteTable> {
  /**
   * Makes one call of the API.
   *
   * @throws {BothwaysError} with the problem's code where the API refuses, else `network`, `timeout`, `destroyed` or `bad_reply`.
   * @example const reply = await client.call('offer', { query: { shop, code: 'ADA7' } });
   */
  readonly call: <N extends keyof T & EndpointName>(
    name: N,
    input: CallInput<Endpoints[N]>,
    options?: CallOptions,
  ) => Promise<ReplyOf<Endpoints[N]>>;
}

/** Makes a client of the calls in a table; the transport decides how they travel. */
export function createClient<const T extends RouteTable>(routes: T, transport: Transport): ClientOf<T> {
  return {
    async call(name, input, options) {
      const route = routes[name];
      if (!route) throw new BothwaysError('bad_input', `There is no call ${name}.`);
      const [method, path] = route;
      const response = await transport({
        method,
        path: fill(path, input),
        body: bodyOf(input),
        session: options?.session,
      });
      return readReply(name, response);
    },
  };
}

function fill(path: string, input: unknown): string {
  const params = partOf(input, 'params');
  const filled = path.replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key])));
  const given = Object.entries(partOf(input, 'query')).filter(([, value]) => value !== undefined);
  const query = String(new URLSearchParams(given.map(([key, value]) => [key, String(value)])));
  return filled.slice(1) + (query && `?${query}`);
}

function bodyOf(input: unknown): string | undefined {
  return isRecord(input) && 'body' in input ? JSON.stringify(input['body']) : undefined;
}

function partOf(input: unknown, part: 'params' | 'query'): Record<string, unknown> {
  const found = isRecord(input) ? input[part] : undefined;
  return isRecord(found) ? found : {};
}

/** Reads the answer of a call: the reply, or the problem as a {@link BothwaysError}. */
export async function readReply<N extends EndpointName>(_name: N, response: Response): Promise<ReplyOf<Endpoints[N]>> {
  const reply: unknown = await response.json().catch(() => null);
  if (response.ok && isReply<N>(reply)) return reply;
  throw problemError(reply, response);
}

/**
 * The browser carries no validator: the reply of our own API is trusted to be what the contract says, once it is an object.
 * That is the one place where outside data gets its type without a schema.
 */
function isReply<N extends EndpointName>(reply: unknown): reply is ReplyOf<Endpoints[N]> {
  return isRecord(reply);
}

function problemError(reply: unknown, { status, headers }: Response): BothwaysError {
  const { code, detail, field }: Partial<Problem> = isRecord(reply) ? reply : {};
  // Problem details are outside data like any reply; a code that is none of ours is still told.
  return new BothwaysError(code ?? 'bad_reply', detail ?? `The API answered ${status}, and not as agreed.`, {
    status,
    ...(field && { field }),
    ...(headers.has('retry-after') && { retryAfterSeconds: Number(headers.get('retry-after')) }),
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
