import type { Transport } from './client.ts';
import { BothwaysError } from './errors.ts';
import type { FirstLoad } from './guest.ts';

const TIMEOUT_MS = 15_000;

/**
 * How a visitor's page makes its calls: `fetch` with a string body, which is `text/plain` and needs no preflight, and without
 * cookies. Only a signed-in person's session is a header, and costs one.
 */
export function pageTransport({
  api,
  fetch,
  signal,
}: Pick<FirstLoad, 'api' | 'signal'> & { fetch: typeof globalThis.fetch }): Transport {
  return async ({ method, path, body, session }) => {
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    try {
      return await fetch(api + path, {
        method,
        credentials: 'omit',
        // What a visitor has just sent is not lost where the page ends.
        keepalive: method !== 'GET',
        signal: AbortSignal.any([signal, timeout]),
        ...(body !== undefined && { body }),
        ...(session !== undefined && { headers: { authorization: `Bearer ${session}` } }),
      });
    } catch (cause) {
      if (signal.aborted) throw new BothwaysError('destroyed', 'Bothways was destroyed.', { cause });
      if (timeout.aborted) throw new BothwaysError('timeout', 'The answer did not come in time.', { cause });
      throw new BothwaysError('network', 'The API could not be reached.', { cause });
    }
  };
}
