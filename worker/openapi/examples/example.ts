import type { CallInput, Endpoint, ReplyOf } from '../../../sdk/contract/endpoint.ts';
import type { EndpointName, Endpoints } from '../../../sdk/contract/endpoints.ts';

type Example<E extends Endpoint> = CallInput<E> & { readonly reply: ReplyOf<E> };

/** For each row what a caller sends and what comes back; a row without an example, or one that does not fit, is a type error. */
export type Examples<Name extends EndpointName = EndpointName> = { readonly [N in Name]: Example<Endpoints[N]> };
