import ky, { isHTTPError, isTimeoutError, NetworkError as KyNetworkError, type HTTPError, type KyInstance } from 'ky';
import type { Endpoint } from '../contract/endpoint.ts';
import type { ProblemCode } from '../contract/problem.ts';
import {
  AbortedError,
  NetworkError,
  TimeoutError,
  UnexpectedReplyError,
  type CallError,
  type CallFacts,
} from './errors.ts';
import { problemError } from './problem-error.ts';

/** How a failed attempt is repeated. Only what may help is: no connection, no answer in time, 429, and 500 to 504. */
export interface RetryOptions {
  /** How often a call is repeated after its first attempt. Default: 3. */
  readonly limit?: number;
  /** The longest wait between two attempts, in milliseconds; the wait is random below a bound that doubles from 300. Default: 5,000. */
  readonly maxDelayMs?: number;
  /** The longest `Retry-After` that is waited for, in seconds; a longer one ends the call. Default: 30. */
  readonly maxRetryAfterSeconds?: number;
}

/** The part of `fetch` that is used: always called with a `Request`. */
export type Fetch = (request: Request, init?: RequestInit) => Promise<Response>;

export interface TransportOptions {
  /** The Worker's address, without a trailing slash. */
  readonly url: string;
  /** Sent with every request; says who is calling. */
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: Fetch;
  /** The longest wait for the answer to one attempt, in milliseconds. */
  readonly timeoutMs: number;
  readonly retry: RetryOptions;
}

/** One call, ready to be sent. */
export interface Parcel {
  readonly method: Endpoint['method'];
  /** With its parameters filled in. */
  readonly path: string;
  readonly query?: URLSearchParams;
  /** Anything JSON can say; left out where the call has no body. */
  readonly body?: unknown;
  readonly facts: CallFacts;
  readonly signal?: AbortSignal;
  /** Instead of the transport's own, for this call. */
  readonly timeoutMs?: number;
}

export interface Answer {
  readonly status: number;
  /** The body as JSON; undefined where it is none. */
  readonly data: unknown;
}

/** The one seam to the network. Rejects only with a {@link CallError}. */
export type Transport = (parcel: Parcel) => Promise<Answer>;

const RETRY_STATUS = [429, 500, 502, 503, 504];
const FIRST_DELAY_MS = 300;

export function createTransport({ url, headers, fetch, timeoutMs, retry }: TransportOptions): Transport {
  const { limit = 3, maxDelayMs = 5_000, maxRetryAfterSeconds = 30 } = retry;
  const client: KyInstance = ky.create({
    fetch: readWhole(fetch),
    headers: { accept: 'application/json', ...headers },
    timeout: timeoutMs,
    // A redirect would turn a POST into a GET and carry the key to an address nobody named.
    redirect: 'manual',
    retry: {
      limit,
      // Every write carries an idempotency key, so all methods may be repeated.
      methods: ['get', 'post', 'put', 'delete'],
      statusCodes: RETRY_STATUS,
      afterStatusCodes: [429, 503],
      retryOnTimeout: true,
      jitter: true,
      delay: (attempt) => FIRST_DELAY_MS * 2 ** (attempt - 1),
      backoffLimit: maxDelayMs,
      shouldRetry: ({ error }) =>
        isHTTPError(error) && (retryAfterSeconds(error.response) ?? 0) > maxRetryAfterSeconds ? false : undefined,
    },
  });

  return async ({ method, path, query, body, facts, signal, timeoutMs: ownTimeoutMs }) => {
    try {
      const response = await client(`${url}${path}`, {
        method,
        ...(query && { searchParams: query }),
        ...(body !== undefined && { json: body }),
        ...(facts.idempotencyKey !== null && { headers: { 'idempotency-key': facts.idempotencyKey } }),
        ...(signal && { signal }),
        ...(ownTimeoutMs !== undefined && { timeout: ownTimeoutMs }),
      });
      return { status: response.status, data: parseJson(await response.text()) };
    } catch (error) {
      throw asCallError(error, facts, signal);
    }
  };
}

/**
 * Reads the whole answer inside the attempt, so that a connection that breaks in the middle of a body is repeated like one
 * that was never made; and marks every failure of `fetch` as one of the network, because each runtime words it its own way.
 */
function readWhole(fetch: Fetch): typeof globalThis.fetch {
  return async (input, init) => {
    const request = input instanceof Request ? input : new Request(input);
    try {
      const response = await fetch(request, init);
      const text = await response.text();
      const { status, statusText, headers } = response;
      return new Response(text === '' ? null : text, { status, statusText, headers });
    } catch (error) {
      throw new KyNetworkError(request, { cause: error instanceof Error ? error : new Error(String(error)) });
    }
  };
}

function asCallError(error: unknown, facts: CallFacts, signal: AbortSignal | undefined): CallError {
  // ky's own errors hold the request and with it the secret key: none of them travels on, not even as a cause.
  if (signal?.aborted) return new AbortedError('aborted', 'The call was aborted.', facts, { cause: signal.reason });
  if (isHTTPError(error)) return refusal(error, facts);
  if (isTimeoutError(error)) return new TimeoutError('timeout', 'No answer came in time.', facts);
  const cause: unknown = error instanceof KyNetworkError ? error.cause : undefined;
  return new NetworkError('network', `No answer came${because(cause)}.`, facts, { cause });
}

function because(cause: unknown): string {
  const inner: unknown = cause instanceof Error ? (cause.cause ?? cause) : undefined;
  const code: unknown = typeof inner === 'object' && inner !== null && 'code' in inner ? inner.code : undefined;
  return typeof code === 'string' ? ` (${code})` : '';
}

function refusal(error: HTTPError, facts: CallFacts): CallError {
  const { response, data } = error;
  if (!isProblem(data)) {
    return new UnexpectedReplyError(`Not an answer of this API (HTTP ${response.status}).`, facts, response.status);
  }
  const requestId = response.headers.get('x-request-id') ?? undefined;
  const seconds = retryAfterSeconds(response);
  return problemError(
    {
      code: data.code,
      status: response.status,
      detail: data.detail,
      ...(data.field !== undefined && { field: data.field }),
      ...(requestId !== undefined && { requestId }),
      ...(seconds !== undefined && { retryAfterSeconds: seconds }),
    },
    facts,
  );
}

/** Problems are told by their shape; a code of a later release passes too, see {@link problemError}. */
function isProblem(
  data: unknown,
): data is { readonly code: ProblemCode; readonly detail: string; readonly field?: string } {
  if (typeof data !== 'object' || data === null || !('code' in data) || !('detail' in data)) return false;
  const field: unknown = 'field' in data ? data.field : undefined;
  return (
    typeof data.code === 'string' && typeof data.detail === 'string' && ['string', 'undefined'].includes(typeof field)
  );
}

/** The API sends whole seconds; a date, which only a proxy would send, is left to ky. */
function retryAfterSeconds(response: Response): number | undefined {
  const value = response.headers.get('retry-after');
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
