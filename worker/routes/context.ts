import type { Checked, Endpoint, ReplyOf } from '../../sdk/contract/endpoint.ts';
import type { Endpoints } from '../../sdk/contract/endpoints.ts';
import type { Role } from '../../sdk/contract/owner.ts';
import type { ProblemCode } from '../../sdk/contract/problem.ts';
import type { PageFacts } from '../storage/page-settings.ts';
import type { Platform } from '../storage/platform.ts';
import type { Shop } from '../storage/shops.ts';
import type { Store } from '../storage/store.ts';

/** Who is calling, once that is known. */
export type CallerIdentity =
  /**
   * `personId` is whom a session proves to be at the page, where one was sent. `facts` are what KV knew of the shop, on the
   * calls that are answered from there.
   */
  | { readonly kind: 'page'; readonly personId: string | null; readonly facts: PageFacts | null }
  | { readonly kind: 'person'; readonly personId: string }
  | { readonly kind: 'key'; readonly keyId: string }
  | { readonly kind: 'user'; readonly userId: string; readonly role: Role };

/** What a handler of a shop's call is given besides its checked input. */
export interface CallContext {
  readonly platform: Platform;
  readonly shop: Shop;
  readonly store: Store;
  readonly caller: CallerIdentity;
  /** The shop's time: real time, moved forward by a test shop's clock. */
  readonly now: number;
  readonly request: CallRequest;
  /** Headers of the reply, such as a cookie or a cache rule. */
  readonly replyHeaders: Headers;
}

/** What a handler is given where no shop is concerned: set-up, sign-in, the account. */
export interface AccountContext {
  readonly platform: Platform;
  readonly userId: string | null;
  readonly now: number;
  readonly request: CallRequest;
  readonly replyHeaders: Headers;
}

export interface CallRequest {
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly origin: string | null;
  readonly cookie: string | null;
}

/** An expected "no": it becomes problem+json with the status of its code. */
export class Refusal {
  readonly code: ProblemCode;
  readonly detail: string;
  readonly field: string | undefined;

  constructor(code: ProblemCode, detail: string, field?: string) {
    this.code = code;
    this.detail = detail;
    this.field = field;
  }
}

/** The calls that concern no shop. */
export type AccountCall = 'setUp' | 'dashboardSignIn' | 'openDashboard' | 'closeDashboard' | 'account';

type ContextOf<Name extends keyof Endpoints> = Name extends AccountCall ? AccountContext : CallContext;

/** The handler of one row of the contract: checked input and context in, reply or refusal out. */
export type Handler<Name extends keyof Endpoints> = (
  input: Checked<Endpoints[Name] & Endpoint>,
  context: ContextOf<Name>,
) => Promise<ReplyOf<Endpoints[Name] & Endpoint> | Refusal>;

/** A handler for each row: a row without one is a type error. */
export type Handlers = { readonly [Name in keyof Endpoints]: Handler<Name> };
