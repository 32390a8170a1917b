import { Hono } from 'hono';
import type { PageEnv } from './page-env.ts';
import { redirect } from './redirect.ts';
import { announceSetup } from '../storage/setup.ts';

/** What people open in a browser, as opposed to the API: each route is added by its own file. */
export function pageRoutes(): Hono<PageEnv> {
  const pages = new Hono<PageEnv>();
  pages.get('/healthz', async (c) => {
    await c.var.platform.directory.prepare('SELECT 1').first();
    await announceSetup(c.var.platform);
    return c.json({ ok: true });
  });
  pages.get('/r/:code', redirect);
  return pages;
}
