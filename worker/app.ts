import { Hono } from 'hono';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { endpoints } from '../sdk/contract/endpoints.ts';
import type { EndpointName } from '../sdk/contract/endpoints.ts';
import { answerCall } from './routes/answer-call.ts';
import { MAX_BODY_BYTES, MAX_LIST_BYTES } from './routes/check-input.ts';
import { Refusal } from './routes/context.ts';
import { pageRoutes } from './routes/pages.ts';
import { problemResponse } from './routes/problem.ts';
import type { Platform } from './storage/platform.ts';

type AppEnv = { Bindings: Env; Variables: { platform: Platform; requestId: string } };

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

  for (const name of Object.keys(endpoints).filter(isEndpointName)) {
    const endpoint = endpoints[name];
    const maxSize = name === 'importOrders' ? MAX_LIST_BYTES : MAX_BODY_BYTES;
    const tooLarge = new Refusal('too_large', `A body here holds at most ${maxSize} bytes.`);
    const limit = bodyLimit({
      maxSize,
      onError: (c: Context<AppEnv>) => problemResponse(tooLarge, c.var.platform.publicUrl, cors()),
    });
    app.on(endpoint.method, endpoint.path, limit, async (c) => {
      const { platform } = c.var;
      const replyHeaders = cors();
      const reply = await answerCall(name, c.req.raw, c.req.param(), platform, replyHeaders);
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

function isEndpointName(name: string): name is EndpointName {
  return name in endpoints;
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
