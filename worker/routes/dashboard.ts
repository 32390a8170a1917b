import { Hono } from 'hono';
import type { PageEnv } from './page-env.ts';

// The dashboard holds the owner's session: only its own files run, nothing frames it, and no string becomes code or markup.
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  // For browsers that do not know frame-ancestors.
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  // Names the files of one release; an old copy would ask for files that a deploy has taken away.
  'cache-control': 'no-store',
};

/** The owner's dashboard: one page for every address under /dashboard, because it finds its screens by itself. */
export function dashboardRoutes(): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  routes.on('GET', ['/dashboard', '/dashboard/*'], async (c) => {
    const page = await c.var.platform.readAsset('/dashboard/index.html');
    // Only a release that was not built has no such file.
    return page.ok ? new Response(page.body, { headers: HEADERS }) : c.notFound();
  });
  return routes;
}
