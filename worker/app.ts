import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Endpoint } from '../sdk/contract/endpoint.ts';
import { endpoints } from '../sdk/contract/endpoints.ts';
import type { EndpointName } from '../sdk/contract/endpoints.ts';
import { identify, identifySession } from './routes/callers.ts';
import { MAX_BODY_BYTES, MAX_LIST_BYTES, checkInput } from './routes/check-input.ts';
import { Refusal } from './routes/context.ts';
import type { AccountContext, CallContext, CallRequest } from './routes/context.ts';
import type { Platform } from './storage/platform.ts';
import { handlers } from './routes/handlers.ts';
import { oncePerKey } from './routes/idempotency.ts';
import { pageRoutes } from './routes/pages.ts';
import { problemResponse } from './routes/problem.ts';

type AppEnv = { Bindings: Env; Variables: { platform: Platform; requestId: string } };
type LooseHandler = (input: unknown, context: CallContext | AccountContext) => Promise<unknown>;

/** The HTTP side of the Worker: each row of the contract becomes a route; what is not a row is a page. */
export function createApp(
  platformOf: (env: Env, context: { waitUntil(work: Promise<unknown>): void }) => Promise<Platform>,
): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.use(async (c, next) => {
    const platform = await platformOf(c.env, c.executionCtx);
    c.set('platform', platform);
    // By Cloudflare's own name of a request all its traces are found; elsewhere it needs one of ours.
    c.set('requestId', c.req.header('cf-ray') ?? platform.newId('req'));
    await next();
    c.header('x-request-id', c.var.requestId);
  });
  app.onError((error, c) => {
    // The log gets the error, the caller a sentence: a stack or a statement of ours is nobody's business.
    console.error(
      JSON.stringify({
        level: 'error',
        requestId: c.var.requestId,
        path: new URL(c.req.url).pathname,
        message: error.message,
        stack: error.stack,
      }),
    );
    return problemResponse(
      new Refusal('internal', 'Nothing was recorded. Try again; if it stays, the log of the Worker tells more.'),
      c.var.platform.publicUrl,
      cors(),
    );
  });
  app.notFound((c) =>
    problemResponse(new Refusal('not_found', `There is nothing at ${c.req.path}.`), c.var.platform.publicUrl, cors()),
  );

  for (const [name, endpoint] of Object.entries(endpoints) as [EndpointName, Endpoint][]) {
    const maxSize = name === 'importOrders' ? MAX_LIST_BYTES : MAX_BODY_BYTES;
    const limit = bodyLimit({
      maxSize,
      onError: (c) =>
        problemResponse(
          new Refusal('too_large', `A body here holds at most ${maxSize} bytes.`),
          c.var.platform.publicUrl,
          cors(),
        ),
    });
    app.on(endpoint.method, endpoint.path, limit, async (c) => {
      const platform = c.var.platform;
      const replyHeaders = cors();
      const reply = await answer(
        name,
        endpoint,
        c.req.raw,
        c.req.param() as Record<string, string>,
        platform,
        replyHeaders,
      );
      if (reply instanceof Refusal) return problemResponse(reply, platform.publicUrl, replyHeaders);
      replyHeaders.set('content-type', 'application/json; charset=utf-8');
      if (!replyHeaders.has('cache-control')) replyHeaders.set('cache-control', 'no-store');
      return new Response(JSON.stringify(reply), { status: endpoint.status, headers: replyHeaders });
    });
  }
  app.options('/v1/*', () => new Response(null, { status: 204, headers: preflight() }));
  app.all('/v1/*', (c) => {
    const known = Object.values(endpoints).some((endpoint) =>
      new RegExp(`^${endpoint.path.replaceAll(/:\w+/g, '[^/]+')}$`).test(c.req.path),
    );
    const refusal = known
      ? new Refusal('method_not_allowed', `${c.req.path} does not answer ${c.req.method}.`)
      : new Refusal('not_found', `There is nothing at ${c.req.path}.`);
    return problemResponse(refusal, c.var.platform.publicUrl, cors());
  });
  app.route('/', pageRoutes());
  return app;
}

/** One call: who is calling → what they brought → the handler. */
async function answer(
  name: EndpointName,
  endpoint: Endpoint,
  request: Request,
  params: Readonly<Record<string, string>>,
  platform: Platform,
  replyHeaders: Headers,
): Promise<unknown> {
  const url = new URL(request.url);
  const query = Object.fromEntries(url.searchParams);
  const body = endpoint.body ? await readJson(request, endpoint) : undefined;
  if (body instanceof Refusal) return body;
  const callRequest = requestFacts(request);
  const handler = handlers[name] as LooseHandler;

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
  if (!allowed.includes(type))
    return new Refusal(
      'unsupported_media_type',
      `Send the body with "content-type: application/json", not "${type || 'none'}".`,
    );
  try {
    return (await request.json()) as unknown;
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

/** No credentials ever cross origins, so every page may read the answers; which page may ask is checked by its Origin. */
function cors(): Headers {
  return new Headers({
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'cross-origin',
  });
}

function preflight(): Headers {
  const headers = cors();
  headers.set('access-control-allow-methods', 'GET, POST, PUT, DELETE');
  headers.set('access-control-allow-headers', 'authorization, content-type, idempotency-key, bothways-shop');
  headers.set('access-control-max-age', '86400');
  return headers;
}
