import type * as v from 'valibot';
import type { ProblemCode } from './problem.ts';

/**
 * Who may call. `page`: a publishable key in the body or query, from an allowed origin. `person`: a visitor's session.
 * `key`: a secret key. `user`: a dashboard session with at least the named role. `anyone`: no credential at all.
 */
export type Caller = 'anyone' | 'page' | 'person' | 'key' | 'user';

/** What a user's role has to reach; each role may do what the ones after it may. */
export type Need = 'owner' | 'manager' | 'support' | 'reader';

/**
 * What keeps a write that is sent again from being carried out again. `ids`: what it names itself (an order number, a code with
 * its order, a page's `attempt`); it finds what the first one did, and an idempotency key is not looked at. `key`: the caller's
 * `Idempotency-Key`, under which the first reply is kept for a day. `no`: nothing, because another visit or another mail does no
 * harm, and a token is used up by its first use.
 */
export type Once = 'ids' | 'key' | 'no';

type AnySchema = v.GenericSchema;

/** One call of the API: the row from which the Worker's route, the clients' types and the OpenAPI document are made. */
export type Endpoint = Read | Write;

interface Read extends Call {
  readonly method: 'GET';
  readonly once?: never;
}

interface Write extends Call {
  readonly method: 'POST' | 'PUT' | 'DELETE';
  readonly once: Once;
}

interface Call {
  /** With `:name` for parameters, as Hono and the clients read it. */
  readonly path: `/v1/${string}`;
  readonly callers: readonly Caller[];
  /** The least role of a dashboard user; required where `user` may call and a shop is concerned. */
  readonly role?: Need;
  readonly summary: string;
  readonly params?: AnySchema;
  readonly query?: AnySchema;
  readonly body?: AnySchema;
  readonly reply: AnySchema;
  readonly status: 200 | 201 | 202;
  /** The problems this call can answer beyond those that every call can (bad input, no access, too many, our fault). */
  readonly problems: readonly ProblemCode[];
}

type Out<S> = S extends AnySchema ? v.InferOutput<S> : undefined;
type In<S> = S extends AnySchema ? v.InferInput<S> : undefined;

/** What the handler of a call receives once everything has been checked. */
export interface Checked<E extends Endpoint> {
  readonly params: Out<E['params']>;
  readonly query: Out<E['query']>;
  readonly body: Out<E['body']>;
}

/** What a client hands to a call; parts that the row does not name are left out. */
export type CallInput<E extends Endpoint> = (E['params'] extends AnySchema
  ? { readonly params: In<E['params']> }
  : unknown) &
  (E['query'] extends AnySchema ? { readonly query: In<E['query']> } : unknown) &
  (E['body'] extends AnySchema ? { readonly body: In<E['body']> } : unknown);

export type ReplyOf<E extends Endpoint> = v.InferOutput<E['reply']>;
