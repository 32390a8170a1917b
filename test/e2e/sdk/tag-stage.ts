import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { build } from 'vite';
import { scriptBuild, version } from '../../../vite.config.ts';
import { chromiumArgs, chromiumPath } from '../../support/browser.ts';

/** A request that left the page, as it reached a server. */
export interface Arrived {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

/** The tag as it is served, on pages of shop.test, from refer.test: another site. */
export interface TagStage {
  /** Requests to the API and for the script and its chunk, in order. */
  readonly arrived: Arrived[];
  /** The pages of the shop that were asked for. */
  readonly visited: string[];
  /** What a page complained about: exceptions, console errors, violations of its policy. */
  readonly faults: string[];
  readonly page: (html: string, url?: string, context?: BrowserContext) => Promise<Page>;
  readonly tag: (attributes?: string) => string;
  readonly browser: Browser;
  /** Opens a page in a browser that nobody drives, because one that is driven does not prerender; the function closes it. */
  readonly openAlone: (url: string) => () => Promise<void>;
  readonly put: (path: string, html: string) => void;
  readonly origin: (host: string) => string;
  readonly close: () => Promise<void>;
}

/** Stands for the widget's page chunk: it writes down what it is asked for. */
const pageChunk = `
  export function startPage(firstLoad) {
    window.firstLoads = (window.firstLoads ?? 0) + 1;
    const asked = (window.asked ??= []);
    const note = (name) => async (...input) => void asked.push([name, ...input.map((one) => ({ ...one }))]);
    return { open: note('open'), convert: note('convert'), identify: note('identify'), on: note('on') };
  }
`;

const policy =
  "default-src 'none'; script-src 'nonce-n0' 'strict-dynamic'; connect-src http://refer.test:*; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'";

export async function startTagStage(): Promise<TagStage> {
  const script = await builtScript();
  const pages = new Map<string, string>();
  const arrived: Arrived[] = [];
  const visited: string[] = [];
  const faults: string[] = [];

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url: path = '/', headers, method = '' } = request;
    const { host = '' } = headers;
    const isApi = host.startsWith('refer.test');
    if (isApi)
      arrived.push({ method, host, path, headers: { ...headers } as Arrived['headers'], body: await textOf(request) });
    else visited.push(path);
    const files: Record<string, string> = {
      '/bothways.js': script,
      [`/${version}/bothways.abc.js`]: script,
      [`/${version}/page.test.js`]: pageChunk,
    };
    const file = isApi ? files[path] : undefined;
    const html = pages.get(new URL(path, 'http://x').pathname) ?? '<!doctype html><title>Shop</title>';
    if (isApi) response.setHeader('access-control-allow-origin', '*');
    if (isApi && file === undefined)
      return void response.writeHead(202, { 'content-type': 'application/json' }).end('{}');
    if (file !== undefined) return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(file);
    const guarded = html.includes('nonce="n0"') ? { 'content-security-policy': policy } : {};
    response.writeHead(200, { 'content-type': 'text/html', ...guarded }).end(html);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const origin = (host: string) => `http://${host}:${port}`;

  const options = {
    executablePath: chromiumPath(),
    args: [...chromiumArgs, '--host-resolver-rules=MAP *.test 127.0.0.1', '--headless=new'],
  };
  const browser = await chromium.launch(options);
  const folder = mkdtempSync(join(tmpdir(), 'bothways-profile-'));

  let count = 0;
  return {
    arrived,
    visited,
    faults,
    browser,
    origin,
    openAlone(url) {
      const alone = spawn(options.executablePath, [...options.args, `--user-data-dir=${folder}`, url], {
        stdio: 'ignore',
      });
      const gone = once(alone, 'exit');
      return async () => {
        alone.kill();
        await gone;
      };
    },
    put: (path, html) => void pages.set(path, `<!doctype html><title>Shop</title>${html}`),
    tag: (attributes = '') =>
      `<script async src="${origin('refer.test')}/bothways.js" data-shop="pk_test_0123456789abcdef" ${attributes}></script>`,
    async page(html, url = `${origin('www.shop.test')}/`, context) {
      const address = new URL(url);
      if (address.pathname === '/') address.pathname = `/page-${count++}`;
      pages.set(address.pathname, `<!doctype html><title>Shop</title>${html}`);
      const page = await (context ?? (await browser.newContext())).newPage();
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(message.text());
      });
      await page.goto(address.href);
      return page;
    },
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function builtScript(): Promise<string> {
  const config = scriptBuild('page.test.js');
  const result = await build({ ...config, build: { ...config.build, write: false } });
  if ('close' in result) throw new Error('A build that watches never ends.');
  const [file] = [result].flat().flatMap(({ output }) => output);
  if (file?.type !== 'chunk') throw new Error('The build made no script.');
  return file.code;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
