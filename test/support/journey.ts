import { serve } from '@hono/node-server';
import type { ServerType } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { createServer as createNetServer } from 'node:net';
import { chromium } from 'playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { becomeOwner } from '../../examples/demo/set-up.ts';
import type { OwnedShop } from '../../examples/demo/set-up.ts';
import { createShop } from '../../examples/shop/server.ts';
import { defaultSettings } from '../../sdk/contract/program.ts';
import type { ProgramSettings } from '../../sdk/contract/program.ts';
import { Bothways } from '../../sdk/server/index.ts';
import { setupSql } from '../../worker/storage/setup.ts';
import { chromiumArgs, findChromium } from './browser.ts';
import { createServer } from './harness.ts';

/** The demo as a user meets it: the shop, the Worker and a browser, all real, each on a port of its own. */
export interface Journey {
  readonly workerUrl: string;
  readonly shopUrl: string;
  readonly shop: OwnedShop;
  readonly bothways: Bothways;
  /** A page of a fresh browser profile. What it said on the console, and what its policy stopped, is in {@link faults}. */
  readonly visit: (options?: BrowserContextOptions) => Promise<Page>;
  /** Errors of all pages so far: console errors, exceptions, violations of the shop's policy. */
  readonly faults: readonly string[];
  /** What the Worker was asked so far, such as `POST /v1/visits`. */
  readonly requests: readonly string[];
  readonly runCron: () => Promise<void>;
  /** Moves the test shop's clock. */
  readonly pass: (days: number) => Promise<void>;
  readonly changeSettings: (change: Partial<ProgramSettings>) => Promise<void>;
  readonly sql: (statement: string) => Promise<readonly Record<string, unknown>[]>;
  readonly close: () => Promise<void>;
}

const DAY_MS = 86_400_000;

export async function startJourney(): Promise<Journey> {
  const port = await freePort();
  // The Worker has to know its own address before it has one, so that a proxy at a known port stands before it.
  const workerUrl = `http://localhost:${port}`;
  const harness = createServer({ PUBLIC_URL: workerUrl, DEMO: '1' });
  const { url: inner } = await harness.listen();
  const worker = harness.getWorker();
  await worker.applyD1Migrations('DB');
  const { DB } = (await worker.getEnv()) as unknown as { readonly DB: D1 };
  const requests: string[] = [];
  const proxy = await serving(
    (request) => {
      requests.push(`${request.method} ${new URL(request.url).pathname}`);
      return forward(request, inner);
    },
    'localhost',
    port,
  );

  const { token, sql: setUpSql } = await setupSql(Date.now());
  for (const statement of setUpSql.split(';\n')) await DB.prepare(statement.replace(/;$/, '')).run();
  const shop = await becomeOwner({ url: workerUrl, publicUrl: workerUrl }, token, 'test');
  const bothways = new Bothways({ secretKey: shop.secretKey, url: workerUrl });
  const server = createShop({ bothways, workerUrl, publishableKey: shop.publishableKey });
  const shopPort = await freePort();
  const shopUrl = `http://127.0.0.1:${shopPort}`;
  const running = await serving(server.fetch, '127.0.0.1', shopPort);
  await bothways.shop.save({ name: 'Kiln & Co.', origins: [shopUrl] });
  const changeSettings = async (change: Partial<ProgramSettings>) => {
    const { version, settings } = await bothways.program.get();
    await bothways.program.save({ version, settings: { ...settings, ...change } });
  };
  await changeSettings({ ...defaultSettings('USD', `${shopUrl}/`), holdDays: 7 });

  const executablePath = findChromium();
  const browser = await chromium.launch({
    args: [...chromiumArgs],
    ...(executablePath === undefined ? {} : { executablePath }),
  });
  const faults: string[] = [];
  return {
    workerUrl,
    shopUrl,
    shop,
    bothways,
    faults,
    requests,
    visit: (options = {}) => newPage(browser, faults, options),
    runCron: async () => void (await worker.scheduled({ cron: '*/5 * * * *' })),
    pass: async (days) => {
      const { now } = await bothways.shop.get();
      await bothways.clock.move(now + days * DAY_MS);
    },
    changeSettings,
    sql: async (statement) => (await DB.prepare(statement).all<Record<string, unknown>>()).results,
    close: async () => {
      await browser.close();
      running.close();
      proxy.close();
      await harness.close();
    },
  };
}

interface D1 {
  prepare(sql: string): { run(): Promise<unknown>; all<Row>(): Promise<{ results: Row[] }> };
}

async function forward(request: Request, inner: URL): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = request.method === 'GET' || request.method === 'HEAD' ? {} : { body: await request.arrayBuffer() };
  const answer = await fetch(new URL(pathname + search, inner), {
    method: request.method,
    headers: request.headers,
    redirect: 'manual',
    ...body,
  });
  const headers = new Headers(answer.headers);
  // The body has been unpacked on its way here.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(answer.body, { status: answer.status, headers });
}

async function newPage(browser: Browser, faults: string[], options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.text().startsWith('policy:')) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  return page;
}

/** Serves, and waits until it does. */
function serving(fetch: (request: Request) => Response | Promise<Response>, hostname: string, port: number) {
  return new Promise<ServerType>((resolve) => {
    const server = serve({ fetch, hostname, port }, () => resolve(server));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createNetServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
