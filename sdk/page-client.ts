import { readReply, type CallOptions } from './client.ts';
import type { CallInput, ReplyOf } from './contract/endpoint.ts';
import type { Endpoints } from './contract/endpoints.ts';
import { BothwaysError } from './errors.ts';
import type { Guest } from './guest.ts';

type PageCall = 'settings' | 'visit' | 'join' | 'offer' | 'claim' | 'signIn' | 'openSession' | 'me' | 'pageOrder';

/** Checked against the contract's rows, whose schemas stay out of the browser: a POST has a body, a GET has none. */
type PathOf<N extends PageCall> = Endpoints[N] extends { method: 'POST'; path: `/v1/${infer P}`; body: unknown }
  ? P
  : Endpoints[N] extends { method: 'GET'; path: `/v1/${infer P}`; query: unknown }
    ? P
    : never;

const paths: { readonly [N in PageCall]: PathOf<N> } = {
  settings: 'settings',
  visit: 'visits',
  join: 'joins',
  offer: 'offers',
  claim: 'claims',
  signIn: 'sign-ins',
  openSession: 'sessions',
  me: 'me',
  pageOrder: 'page-orders',
};

interface Wire {
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

/** The calls of a visitor's page. */
export interface Client {
  /**
   * Makes one call of the API.
   *
   * @throws {BothwaysError} with the problem's code where the API refuses, else `network`, `timeout`, `destroyed` or `bad_reply`.
   * @example const reply = await client.call('offer', { query: { shop, code: 'ADA7' } });
   */
  readonly call: <N extends PageCall>(
    name: N,
    input: CallInput<Endpoints[N]> & Wire,
    options?: CallOptions,
  ) => Promise<ReplyOf<Endpoints[N]>>;
}

const TIMEOUT_MS = 15_000;

/**
 * Makes the calls of a page by `fetch`: a string body is `text/plain` and needs no preflight, and no cookie goes along. Only a
 * signed-in person's session is a header, which costs one.
 */
export function createPageClient(guest: Pick<Guest, 'api' | 'fetch' | 'signal'>): Client {
  const { api, signal } = guest;
  return {
    async call(name, { query, body }, { session } = {}) {
      const response = await (guest.fetch ?? fetch)(new URL(`/v1/${paths[name]}?${new URLSearchParams(query)}`, api), {
        credentials: 'omit',
        signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        // `keepalive`: what a visitor has just sent is not lost where the page ends.
        ...(body && { method: 'POST', body: JSON.stringify(body), keepalive: true }),
        ...(session && { headers: { authorization: `Bearer ${session}` } }),
      }).catch((cause: Error) => {
        const late = cause.name === 'TimeoutError' ? 'timeout' : 'network';
        throw new BothwaysError(signal.aborted ? 'destroyed' : late, 'The API could not be reached.', { cause });
      });
      return readReply(name, response);
    },
  };
}
