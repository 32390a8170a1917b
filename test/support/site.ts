import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserContextOptions, Page } from 'playwright';
import { createVisitors } from '../../examples/demo/visitors.ts';
import { startJourney } from './journey.ts';
import type { Journey } from './journey.ts';

/** What is special about a page of somebody's website: attributes of `<html>` and of the tag, what stands in head and body. */
export interface PageParts {
  readonly html?: string;
  readonly tag?: string;
  readonly head?: string;
  readonly body?: string;
}

/** Somebody's website with the tag, where we are guests. */
export interface Site {
  readonly journey: Journey;
  readonly url: string;
  /** An advocate's code. */
  readonly code: string;
  /** What is served by path, the query left away; any other path is a plain page with the tag. */
  readonly pages: Map<string, string>;
  /** The paths it was asked for. */
  readonly asked: readonly string[];
  readonly pageOf: (parts?: PageParts) => string;
  /** Opens a page in a fresh browser profile. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Page>;
  readonly visits: () => number;
  readonly close: () => Promise<void>;
}

export async function startSite(): Promise<Site> {
  const journey = await startJourney();
  const { workerUrl, shopUrl, shop } = journey;
  const pages = new Map<string, string>();
  const asked: string[] = [];
  const pageOf = ({ html = 'lang="en"', tag = '', head = '', body = '' }: PageParts = {}) => `<!doctype html>
    <html ${html}><head><title>Tea</title><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
    <script async src="${workerUrl}/bothways.js" data-shop="${shop.publishableKey}" ${tag}></script>${head}</head>
    <body><h1>Tea</h1><p>Loose leaf.</p><a href="/next">Next</a>${body}</body></html>`;
  const server = createServer((request, response) => {
    const [path = '/'] = (request.url ?? '/').split('?');
    asked.push(path);
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(pages.get(path) ?? pageOf());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await journey.bothways.shop.save({ name: 'Tea', origins: [shopUrl, url] });
  const code = await createVisitors(shop.publishableKey, workerUrl, shopUrl).join('ada@example.com', 'Ada', false);
  return {
    journey,
    url,
    code,
    pages,
    asked,
    pageOf,
    async open(path, options) {
      const page = await journey.visit(options);
      await page.goto(url + path);
      return page;
    },
    visits: () => journey.requests.filter((request) => request === 'POST /v1/visits').length,
    async close() {
      server.close();
      server.closeAllConnections();
      await journey.close();
    },
  };
}
