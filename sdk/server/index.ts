import type { Overview } from '../contract/owner.ts';
import { BothwaysError } from './errors.ts';
import {
  createCall,
  type Call,
  type CallOptions,
  type ServerCall,
  type ServerInput,
  type ServerReply,
} from './call.ts';
import { signIdentityToken, type IdentityInput } from './identity-token.ts';
import * as resources from './resources.ts';
import { createTransport, type Fetch, type RetryOptions } from './transport.ts';

export type { OrderInput, OrderReply, RefundInput, RefundReply, CodeReply, RewardView } from '../contract/orders.ts';
export type { ProgramSettings } from '../contract/program.ts';
export type { WebhookType } from '../contract/owner.ts';
export type { CallOptions, ServerCall, ServerInput, ServerReply } from './call.ts';
export * from './errors.ts';
export type { IdentityInput } from './identity-token.ts';
export type { Listing, Page } from './listing.ts';
export { readTouches, type Touches } from './touches.ts';
export type { Fetch, RetryOptions } from './transport.ts';
export { verifyWebhook, type WebhookEvent, type WebhookHeaders } from './webhook.ts';

export interface BothwaysOptions {
  /** `sk_live_…` or `sk_test_…`, from the dashboard; keep it out of pages, repositories and logs. */
  readonly secretKey: string;
  /** The Worker's address, such as `https://refer.example.com`. */
  readonly url: string;
  /** Used for every request. Default: the runtime's own `fetch`. A Worker may hand in a service binding's. */
  readonly fetch?: Fetch;
  /** The longest wait for the answer to one attempt, in milliseconds. Default: 10,000. */
  readonly timeoutMs?: number;
  /** How failed attempts are repeated; `{ limit: 0 }` repeats none. Default: three times, waiting up to 5 seconds each. */
  readonly retry?: RetryOptions;
  /** The clock that identity tokens are dated by, in Unix milliseconds. Default: `Date.now`. */
  readonly now?: () => number;
}

/**
 * The API of a Bothways Worker for a shop's back end, in Node from 20, Workers and Deno. Each method resolves to the reply
 * of its call and rejects with a {@link BothwaysError} only: a {@link ProblemError} where the API refused, else a
 * {@link NetworkError}, {@link TimeoutError}, {@link AbortedError} or {@link UnexpectedReplyError}.
 *
 * @throws {BothwaysError} `bad_input` where an option is not usable; no message ever holds the key.
 * @example
 * const bothways = new Bothways({ secretKey: process.env.BOTHWAYS_SECRET_KEY, url: 'https://refer.example.com' });
 * await bothways.orders.report({ orderId: '1001', currency: 'USD', subtotalMinor: 5_900, ...readTouches(cookie) });
 */
export class Bothways {
  readonly #secretKey: string;
  readonly #now: () => number;
  readonly #call: Call;

  readonly orders: ReturnType<typeof resources.ordersOf>;
  readonly codes: ReturnType<typeof resources.codesOf>;
  readonly credits: ReturnType<typeof resources.creditsOf>;
  readonly rewards: ReturnType<typeof resources.rewardsOf>;
  readonly referrals: ReturnType<typeof resources.referralsOf>;
  readonly program: ReturnType<typeof resources.programOf>;
  readonly deliveries: ReturnType<typeof resources.deliveriesOf>;
  readonly webhookEndpoints: ReturnType<typeof resources.webhookEndpointsOf>;
  readonly shop: ReturnType<typeof resources.shopOf>;
  readonly clock: ReturnType<typeof resources.clockOf>;

  constructor({ secretKey, url, fetch, timeoutMs = 10_000, retry = {}, now = Date.now }: BothwaysOptions) {
    this.#secretKey = checkSecretKey(secretKey);
    this.#now = now;
    const transport = createTransport({
      url: checkUrl(url),
      headers: { authorization: `Bearer ${secretKey}` },
      // Looked up at each call, so that a runtime or a test may replace it.
      fetch: fetch ?? ((request, init) => globalThis.fetch(request, init)),
      timeoutMs,
      retry,
    });
    const call = createCall(transport, () => globalThis.crypto.randomUUID());
    this.#call = call;
    this.orders = resources.ordersOf(call);
    this.codes = resources.codesOf(call);
    this.credits = resources.creditsOf(call);
    this.rewards = resources.rewardsOf(call);
    this.referrals = resources.referralsOf(call);
    this.program = resources.programOf(call);
    this.deliveries = resources.deliveriesOf(call);
    this.webhookEndpoints = resources.webhookEndpointsOf(call);
    this.shop = resources.shopOf(call);
    this.clock = resources.clockOf(call);
  }

  /** Any call of the contract by its name, typed by its row; the methods above are this, with friendlier arguments. */
  call<Name extends ServerCall>(
    name: Name,
    input: ServerInput<Name>,
    options?: CallOptions,
  ): Promise<ServerReply<Name>> {
    return this.#call(name, input, options);
  }

  /** The funnel, its figures a day, and what needs the owner; days are UTC, `YYYY-MM-DD`, both included. */
  overview(period: { readonly from: string; readonly to: string }, options?: CallOptions): Promise<Overview> {
    return this.#call('overview', { query: period }, options);
  }

  /**
   * Signs a short-lived token that tells the widget who is signed in at the shop, so that it can open what belongs to
   * them. Make one for each page view, on the server, for the signed-in customer only.
   *
   * @throws {BothwaysError} `bad_input` for an empty customer id or a life over an hour.
   * @example const token = await bothways.identityToken({ customerId: '77', email: 'ada@example.com', firstName: 'Ada' });
   */
  identityToken(customer: IdentityInput): Promise<string> {
    return signIdentityToken(customer, this.#secretKey, this.#now());
  }
}

function checkSecretKey(secretKey: string): string {
  if (typeof secretKey !== 'string' || secretKey === '') throw new BothwaysError('bad_input', 'secretKey: missing.');
  if (secretKey.startsWith('pk_')) {
    throw new BothwaysError('bad_input', 'secretKey: this is a publishable key (pk_…); expected a secret one (sk_…).');
  }
  if (!/^sk_(live|test)_[A-Za-z0-9_-]+$/.test(secretKey)) {
    throw new BothwaysError('bad_input', 'secretKey: expected sk_live_… or sk_test_…, without spaces or line breaks.');
  }
  return secretKey;
}

function checkUrl(raw: string): string {
  const url = URL.canParse(raw) ? new URL(raw) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new BothwaysError('bad_input', 'url: expected the address of the Worker, such as https://refer.example.com.');
  }
  if (url.protocol === 'http:' && !isLocal(url.hostname)) {
    throw new BothwaysError('bad_input', 'url: expected https://, because the secret key travels with every request.');
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** This machine, or a name without a dot, which only a private network resolves. */
function isLocal(host: string): boolean {
  return /^(127(\.\d+){3}|\[::1\]|localhost|.+\.localhost|[^.:[\]]+)$/.test(host);
}
