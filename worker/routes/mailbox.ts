import { Hono } from 'hono';
import type { Context } from 'hono';
import { findKeptMail, listKeptMails } from '../storage/mailbox.ts';
import type { KeptMail } from '../storage/mailbox.ts';
import type { Platform } from '../storage/platform.ts';
import { listShops } from '../storage/shop-pages.ts';
import type { Shop } from '../storage/shops.ts';
import { mailboxPage } from './mailbox-page.ts';
import type { PageEnv } from './page-env.ts';

/** A demo has two shops, live and test; more than a page of mails nobody scrolls. */
const SHOPS = 20;
const MAILS = 50;

// No script anywhere. The page may show a mail in a frame; the mail may load nothing at all and do nothing but be read, its
// links open beside it.
const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const MAIL_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/** The mails that the demo would have sent. Anyone who can reach it reads everybody's mail, so it exists in the demo only. */
export function mailboxRoutes(): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  routes.use('/mailbox/*', async (c, next) => {
    if (!c.var.platform.demo) return c.notFound();
    await next();
    return undefined;
  });
  routes.get('/mailbox', async (c) => show(c, null));
  routes.get('/mailbox/:id', async (c) => show(c, c.req.param('id')));
  routes.get('/mailbox/:id/html', async (c) => {
    const mail = await findMail(c.var.platform, c.req.param('id'));
    return mail ? c.html(mail.html, 200, headers(MAIL_POLICY)) : c.notFound();
  });
  return routes;
}

async function show(c: Context<PageEnv>, mailId: string | null): Promise<Response> {
  const { platform } = c.var;
  const shops = await listShops(platform.directory, '', SHOPS);
  const lists = await Promise.all(shops.map((shop) => listKeptMails(platform.openStore(shop), MAILS)));
  // An id begins with its time of birth, so this is newest first across shops too, whatever a test shop's clock says.
  const mails = lists.flat().toSorted((a, b) => (a.mailId < b.mailId ? 1 : -1));
  const open = mailId === null ? mails[0] : mails.find((mail) => mail.mailId === mailId);
  if (mailId !== null && !open) return c.notFound();
  const page = await mailboxPage({ mails: mails.slice(0, MAILS), open: open ?? null, shopNames: namesOf(shops) });
  return c.html(page, 200, headers(PAGE_POLICY));
}

async function findMail(platform: Platform, mailId: string): Promise<KeptMail | null> {
  for (const shop of await listShops(platform.directory, '', SHOPS)) {
    const mail = await findKeptMail(platform.openStore(shop), mailId);
    if (mail) return mail;
  }
  return null;
}

function namesOf(shops: readonly Shop[]): ReadonlyMap<string, string> {
  return new Map(shops.map(({ shopId, name, mode }) => [shopId, mode === 'test' ? `${name} (test)` : name]));
}

function headers(policy: string): Record<string, string> {
  return {
    'content-security-policy': policy,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  };
}
