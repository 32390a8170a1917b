import ky, { isTimeoutError } from 'ky';
import type { Transport } from '../../../sdk/client.ts';
import { BothwaysError } from '../../../sdk/errors.ts';

export interface TransportOptions {
  /** The shop that is shown; the session is a cookie and goes along by itself. Null before one is known. */
  readonly shopId: () => string | null;
  readonly fetch: typeof fetch;
}

// Browsers refuse to keep more than 64 KiB alive at a time; only an order list is longer, and that is waited for.
const KEEPALIVE_LENGTH = 16_000;

/** The way of the dashboard's calls: ky, one try for what writes, up to three for what only reads. */
export function createTransport({ shopId, fetch }: TransportOptions): Transport {
  const client = ky.create({
    prefix: '/',
    fetch,
    timeout: 20_000,
    throwHttpErrors: false,
    retry: { limit: 2, methods: ['get'], retryOnTimeout: false },
    headers: { accept: 'application/json' },
  });
  return async ({ method, path, body }) => {
    const shop = shopId();
    try {
      return await client(path, {
        method,
        ...(body !== undefined && { body }),
        headers: {
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...(shop !== null && { 'bothways-shop': shop }),
        },
        // What can still be undone is sent when the tab is left, and has to outlive the page.
        keepalive: method !== 'GET' && (body?.length ?? 0) < KEEPALIVE_LENGTH,
      });
    } catch (cause) {
      throw isTimeoutError(cause)
        ? new BothwaysError('timeout', 'No answer came in time.', { cause })
        : new BothwaysError('network', 'No answer came.', { cause });
    }
  };
}
