import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { endpoints } from '../../sdk/contract/endpoints.ts';
import type { EndpointName } from '../../sdk/contract/endpoints.ts';
import type { Platform } from '../storage/platform.ts';
import { identify, identifySession } from './callers.ts';
import { checkInput } from './check-input.ts';
import { Refusal } from './context.ts';
import type { AccountContext, CallContext, CallRequest } from './context.ts';
import { handlers } from './handlers.ts';
import { oncePerKey } from './idempotency.ts';

/** Any handler: what it is given has been checked by its row, which the types of all rows together can't follow. */
type LooseHandler = { handle(input: unknown, context: CallContext | AccountContext): Promise<unknown> }['handle'];

/** One call: who is calling → what they brought → the handler. */
export async function answerCall(
  name: EndpointName,
  request: Request,
  params: Readonly<Record<string, string>>,
  platform: Platform,
  replyHeaders: Headers,
): Promise<unknown> {
  const endpoint: Endpoint = endpoints[name];
  const url = new URL(request.url);
  const query = Object.fromEntries(url.searchParams);
  const body = endpoint.body ? await readJson(request, endpoint) : undefined;
  if (body instanceof Refusal) return body;
  const callRequest = requestFacts(request);
  const handler: LooseHandler = handlers[name];

  if (endpoint.callers.includes('anyone') || (endpoint.role === undefined && endpoint.callers.includes('user'))) {
    const userId = endpoint.callers.includes('user')
      ? await identifySession({ request: callRequest, method: request.method }, platform)
      : null;
    if (userId instanceof Refusal) return userId;
    const input = checkInput(endpoint, { params, query, body });
    return input instanceof Refusal
      ? input
      : handler(input, { platform, userId, now: platform.realNow(), request: callRequest, replyHeaders });
  }

  const known = await identify(
    endpoint,
    {
      request: callRequest,
      method: request.method,
      bearer: request.headers.get('authorization')?.replace(/^Bearer +/i, '') ?? null,
      publishableKey: publishableKeyOf(body) ?? query['shop'] ?? null,
      shopHeader: request.headers.get('bothways-shop'),
    },
    platform,
  );
  if (known instanceof Refusal) return known;
  const input = checkInput(endpoint, { params, query, body });
  if (input instanceof Refusal) return input;
  const now = platform.realNow() + known.shop.clockOffsetMs;
  const store = platform.openStore(known.shop);
  const context: CallContext = { platform, ...known, store, now, request: callRequest, replyHeaders };
  return oncePerKey({ endpoint, request, body, context }, () => handler(input, context));
}

async function readJson(request: Request, endpoint: Endpoint): Promise<unknown> {
  // A page sends its JSON as text/plain, because that needs no preflight; everyone else says what it is.
  const type = request.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
  const allowed = endpoint.callers.includes('page') ? ['application/json', 'text/plain'] : ['application/json'];
  if (!allowed.includes(type)) {
    return new Refusal(
      'unsupported_media_type',
      `Send the body with "content-type: application/json", not "${type || 'none'}".`,
    );
  }
  try {
    return await request.json<unknown>();
  } catch {
    return new Refusal('bad_json', 'The body could not be read as JSON; look for a missing quote or a trailing comma.');
  }
}

function publishableKeyOf(body: unknown): string | null {
  return typeof body === 'object' && body !== null && 'shop' in body && typeof body.shop === 'string'
    ? body.shop
    : null;
}

function requestFacts(request: Request): CallRequest {
  return {
    address: request.headers.get('cf-connecting-ip'),
    userAgent: request.headers.get('user-agent'),
    origin: request.headers.get('origin'),
    cookie: request.headers.get('cookie'),
  };
}
