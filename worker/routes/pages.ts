import { Hono } from 'hono';
import { dashboardRoutes } from './dashboard.ts';
import type { PageEnv } from './page-env.ts';
import { mailboxRoutes } from './mailbox.ts';
import { redirect } from './redirect.ts';
import { referenceRoutes } from './reference.ts';
import { readHealth } from '../storage/job-marks.ts';
import { announceSetup } from '../storage/setup.ts';

/** What people open in a browser, as opposed to the API: each route is added by its own file. */
export function pageRoutes(): Hono<PageEnv> {
  const pages = new Hono<PageEnv>();
  pages.get('/healthz', async (c) => {
    const { ledgerBalances, cronAt } = await readHealth(c.var.platform.directory);
    await announceSetup(c.var.platform);
    return c.json(
      { ok: ledgerBalances, ledger: ledgerBalances ? 'balanced' : 'unbalanced', cronAt },
      ledgerBalances ? 200 : 500,
    );
  });
  pages.get('/r/:code', redirect);
  pages.route('/', mailboxRoutes());
  pages.route('/', referenceRoutes());
  pages.route('/', dashboardRoutes());
  return pages;
}
