import { Hono } from 'hono';
import type { Context } from 'hono';
import type { PageEnv } from './page-env.ts';

// No script, no frame, no form: the page is text and one style sheet.
const PAGE_POLICY =
  "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** The API's description: files of the build, because a document of the release is the same for everyone who asks. */
export function referenceRoutes(): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  routes.get('/reference', (c) =>
    file(c, '/reference/index.html', {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_POLICY,
      'referrer-policy': 'no-referrer',
    }),
  );
  routes.get('/openapi.json', (c) =>
    file(c, '/openapi.json', {
      'content-type': 'application/json; charset=utf-8',
      // Any tool on any site may read it.
      'access-control-allow-origin': '*',
    }),
  );
  return routes;
}

async function file(c: Context<PageEnv>, path: string, headers: Record<string, string>): Promise<Response> {
  const found = await c.var.platform.readAsset(path, c.req.raw.headers);
  // 304 where the browser has the file; anything else that is no file is a release that was not built.
  if (!found.ok && found.status !== 304) return c.notFound();
  const all = new Headers(found.headers);
  for (const [name, value] of Object.entries({ ...headers, 'x-content-type-options': 'nosniff' })) all.set(name, value);
  all.set('cache-control', 'public, max-age=300');
  return new Response(found.body, { status: found.status, headers: all });
}
