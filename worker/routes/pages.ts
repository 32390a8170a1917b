import { Hono } from 'hono';
import type { Platform } from '../storage/platform.ts';
import { announceSetup } from '../storage/setup.ts';

/** Pages are handed the platform by the app, like every call. */
export type PageEnv = { Bindings: Env; Variables: { platform: Platform } };

/** What people open in a browser, as opposed to the API: each route is added by its own file. */
export function pageRoutes(): Hono<PageEnv> {
  const pages = new Hono<PageEnv>();
  pages.get('/healthz', async (c) => {
    await c.var.platform.directory.prepare('SELECT 1').first();
    await announceSetup(c.var.platform);
    return c.json({ ok: true });
  });
  return pages;
}
