import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Page } from 'playwright';
import { parseTouch } from '../../../sdk/contract/attribution.ts';
import { stub } from '../../../sdk/stub.ts';
import { version } from '../../../vite.config.ts';
import { startTagStage, type TagStage } from './tag-stage.ts';

let stage: TagStage;
beforeAll(async () => void (stage = await startTagStage()));
afterAll(() => stage.close());
afterEach(async () => {
  await Promise.all(stage.browser.contexts().map((context) => context.close()));
  stage.arrived.length = 0;
  stage.visited.length = 0;
  stage.faults.length = 0;
});

const shop = (host: string, path = '/') => `${stage.origin(host)}${path}`;
const toApi = () => stage.arrived.filter(({ path }) => path.startsWith('/v1/'));
const toFiles = () => stage.arrived.map(({ path }) => path).filter((path) => !path.startsWith('/v1/'));
const chunkLoaded = () => vi.waitFor(() => expect(toFiles()).toContain(`/${version}/page.test.js`), 5_000);
const cookieOf = async (page: Page) => (await page.context().cookies()).filter(({ name }) => name === 'bothways');
const asked = (page: Page) => page.evaluate(() => (window as unknown as { asked?: unknown[] }).asked ?? []);
const started = (page: Page) => page.waitForFunction(() => window.bothways?.v);

describe('the tag', () => {
  it('is one line: it keeps the touch, cleans the address, reports the visit, and loads its chunk at idle', async () => {
    const page = await stage.page(stage.tag(), shop('www.shop.test', '/?via=ada7.w&page=2#part'));
    await chunkLoaded();
    expect(new URL(page.url()).search + new URL(page.url()).hash).toBe('?page=2#part');
    const [cookie] = await cookieOf(page);
    expect(parseTouch(cookie?.value)).toMatchObject({ code: 'ADA7', channel: 'w' });
    expect(cookie).toMatchObject({ sameSite: 'Lax', path: '/', httpOnly: false });
    expect(toFiles()).toEqual(['/bothways.js', `/${version}/page.test.js`]);
    expect(toApi().map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/visits']);
    expect(toApi()[0]!.headers).toMatchObject({ 'content-type': 'text/plain;charset=UTF-8' });
    expect(toApi()[0]!.headers['cookie']).toBeUndefined();
    expect(JSON.parse(toApi()[0]!.body)).toMatchObject({ code: 'ADA7', channel: 'w', kind: 'visit' });
    expect(await page.evaluate(() => window.bothways?.v)).toBe(version);
    expect(stage.faults).toEqual([]);
  });

  it('without a code asks the network for its chunk alone', async () => {
    const page = await stage.page(stage.tag());
    await chunkLoaded();
    expect([toApi(), await cookieOf(page)]).toEqual([[], []]);
  });

  it('reads its settings from its attributes', async () => {
    const attributes = 'data-param="ref,friend" data-window="7" data-model="first" data-widget="off"';
    const page = await stage.page(stage.tag(attributes), shop('www.shop.test', '/?friend=ADA7&via=EVE9'));
    await started(page);
    const [cookie] = await cookieOf(page);
    expect(parseTouch(cookie?.value)?.code).toBe('ADA7');
    expect(cookie!.expires).toBeCloseTo(Date.now() / 1_000 + 7 * 86_400, -2);
    expect(new URL(page.url()).search).toBe('?via=EVE9');
    expect(toFiles()).toEqual(['/bothways.js']);
  });

  it('at its pinned address finds API and chunk where they are', async () => {
    const tag = stage.tag().replace('/bothways.js', `/${version}/bothways.abc.js`);
    await stage.page(tag, shop('www.shop.test', '/?via=ADA7'));
    await chunkLoaded();
    expect(toApi()).toHaveLength(1);
  });

  it('waits for consent where it has to', async () => {
    const page = await stage.page(stage.tag('data-consent="required"'), shop('www.shop.test', '/?via=ADA7'));
    await chunkLoaded();
    expect([await cookieOf(page), toApi(), new URL(page.url()).search]).toEqual([[], [], '?via=ADA7']);
    await page.evaluate(() => window.bothways?.('consent', 'granted'));
    await vi.waitFor(() => expect(toApi()).toHaveLength(1));
    expect(await cookieOf(page)).toHaveLength(1);
    expect(new URL(page.url()).search).toBe('');
  });

  it('sets its cookie for the whole site, so that a click on the blog is known in the shop', async () => {
    const page = await stage.page(stage.tag(), shop('blog.shop.test', '/post?via=ADA7'));
    await started(page);
    const [cookie] = await cookieOf(page);
    expect(cookie?.domain).toBe('.shop.test');
    await page.goto(shop('www.shop.test', '/post'));
    await started(page);
    expect(await page.evaluate(() => window.bothways?.('referral'))).toMatchObject({ code: 'ADA7' });
  });

  it('sets it for this host alone where it is told to', async () => {
    const page = await stage.page(stage.tag('data-host-only="true"'), shop('blog.shop.test', '/?via=ADA7'));
    await started(page);
    expect((await cookieOf(page)).map(({ domain }) => domain)).toEqual(['blog.shop.test']);
  });

  it('leaves one cookie of its name, whatever was there before', async () => {
    const context = await stage.browser.newContext();
    const old = { name: 'bothways', value: 'BEN2..mfx3k9wv', path: '/' };
    await context.addCookies([
      { ...old, domain: 'www.shop.test' },
      { ...old, domain: '.www.shop.test' },
    ]);
    const page = await stage.page(stage.tag(), shop('www.shop.test', '/?via=ADA7'), context);
    await started(page);
    expect((await cookieOf(page)).map(({ value }) => parseTouch(value)?.code)).toEqual(['ADA7']);
  });

  it('works under a strict policy with a nonce and Trusted Types, with no violation', async () => {
    const page = await stage.page(stage.tag('nonce="n0"'), shop('www.shop.test', '/?via=ADA7'));
    await chunkLoaded();
    await page.waitForFunction(() => (window as unknown as { firstLoads?: number }).firstLoads);
    expect(toApi()).toHaveLength(1);
    expect(stage.faults).toEqual([]);
  });
});

describe('calls from the page', () => {
  it('made before the script came are made then, in order, each for itself', async () => {
    const calls = `
      bothways('open', { view: 'offer' });
      bothways('nonsense', 1);
      bothways();
      bothways('consent');
      bothways('identify', { token: 't' });`;
    const page = await stage.page(`<script>${stub};${calls}</script>${stage.tag()}`);
    await vi.waitFor(async () => expect(await asked(page)).toHaveLength(2));
    expect(await asked(page)).toEqual([
      ['open', { view: 'offer' }],
      ['identify', { token: 't' }],
    ]);
    expect(stage.faults).toEqual([]);
  });

  it('never throw, whatever is called with whatever', async () => {
    const page = await stage.page(stage.tag());
    await started(page);
    const thrown = await page.evaluate(() => {
      const calls: unknown[][] = [
        [],
        [null],
        [{}],
        ['__proto__'],
        ['toString'],
        ['consent', null],
        ['referral', 1],
        ['open', 1n],
      ];
      return calls.flatMap((call) => {
        try {
          Reflect.apply(window.bothways as () => unknown, null, call);
          return [];
        } catch (error) {
          return String(error);
        }
      });
    });
    expect(thrown).toEqual([]);
    expect(stage.faults).toEqual([]);
  });

  it('after destroy() do nothing', async () => {
    const page = await stage.page(stage.tag('data-widget="off"'));
    await started(page);
    await page.evaluate(() => {
      window.bothways?.('destroy');
      history.replaceState(null, '', '?via=ADA7');
      window.bothways?.('consent', 'granted');
      window.bothways?.('open');
    });
    await page.waitForTimeout(200);
    expect([toApi(), toFiles(), await cookieOf(page)]).toEqual([[], ['/bothways.js'], []]);
  });
});

describe('a second tag', () => {
  it('changes nothing', async () => {
    const page = await stage.page(stage.tag() + stage.tag(), shop('www.shop.test', '/?via=ADA7'));
    await chunkLoaded();
    await page.waitForTimeout(100);
    expect(toApi()).toHaveLength(1);
    expect(await page.evaluate(() => (window as unknown as { firstLoads?: number }).firstLoads)).toBe(1);
    expect(stage.faults).toEqual([]);
  });

  it('with an order reports it, once, before or after the first', async () => {
    const order = 'data-order-id="1001" data-amount="49.90" data-currency="USD"';
    const page = await stage.page(stage.tag() + stage.tag(order));
    await vi.waitFor(async () => expect(await asked(page)).toHaveLength(1));
    expect(await asked(page)).toEqual([
      ['convert', expect.objectContaining({ orderId: '1001', amount: '49.90', currency: 'USD' })],
    ]);
  });

  it('with an order may also be the only one, or carry no key', async () => {
    const order = 'data-order-id="1001" data-amount="49.90" data-currency="USD"';
    const only = await stage.page(stage.tag(order));
    await vi.waitFor(async () => expect(await asked(only)).toHaveLength(1));
    const keyless = stage.tag(order).replace(/data-shop="[^"]+"/, '');
    const both = await stage.page(stage.tag() + keyless);
    await vi.waitFor(async () => expect(await asked(both)).toHaveLength(1));
  });

  it('of a tag manager is found although it is not the current script', async () => {
    const src = `${stage.origin('refer.test')}/bothways.js`;
    const html = `<script data-shop="not-ours.myshopify.com"></script>
      <script>
        const tag = Object.assign(document.createElement('script'), { src: '${src}' });
        tag.dataset.shop = 'pk_test_0123456789abcdef';
        document.head.append(tag);
      </script>`;
    const page = await stage.page(html, shop('www.shop.test', '/?via=ADA7'));
    await started(page);
    expect(toApi()).toHaveLength(1);
  });

  it('without any key on the page does nothing at all', async () => {
    const page = await stage.page(stage.tag().replace(/data-shop="[^"]+"/, ''), shop('www.shop.test', '/?via=ADA7'));
    await page.waitForTimeout(200);
    expect([toApi(), await cookieOf(page), stage.faults]).toEqual([[], [], []]);
  });
});

describe('on a page in trouble', () => {
  it('a page that throws before and after keeps its errors to itself', async () => {
    const broken = "<script>throw new Error('theirs')</script>";
    const listener =
      "<script>document.addEventListener('bothways:ready', () => { throw new Error('theirs too') })</script>";
    await stage.page(broken + listener + stage.tag(), shop('www.shop.test', '/?via=ADA7'));
    await chunkLoaded();
    expect(toApi()).toHaveLength(1);
    expect([...new Set(stage.faults)]).toEqual(['theirs', 'theirs too']);
  });

  it('a network that lets nothing through but the script leaves it working in silence', async () => {
    const context = await stage.browser.newContext();
    await context.route(/refer\.test.*(v1|page\.)/, (route) => route.abort());
    const thrown: string[] = [];
    const page = await stage.page(stage.tag(), shop('www.shop.test', '/?via=ADA7'), context);
    page.on('pageerror', (error) => thrown.push(error.message));
    await started(page);
    await page.evaluate(() => window.bothways?.('open'));
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => window.bothways?.('referral'))).toMatchObject({ code: 'ADA7' });
    expect(thrown).toEqual([]);
    // The browser itself says that a request failed; nobody else says anything.
    expect(stage.faults.filter((fault) => !fault.includes('Failed to load resource'))).toEqual([]);
  });

  it('a sandboxed frame without cookies or history hears nothing', async () => {
    const inner = stage.tag().replaceAll('"', '&quot;');
    const page = await stage.page(`<iframe sandbox="allow-scripts" srcdoc="${inner}"></iframe>`);
    await vi.waitFor(() => expect(toFiles()).toContain('/bothways.js'));
    await page.waitForTimeout(300);
    expect(stage.faults).toEqual([]);
  });
});

describe('a prerendered page', () => {
  // What a page knows of itself, told by the page: nobody looks into a browser that nobody drives.
  const tell = "fetch('/told/' + document.prerendering + '/' + document.cookie.replace(/\\.[^.]*$/, ''))";
  const rules = { prerender: [{ source: 'list', urls: ['/landing?via=ADA7'], eagerness: 'immediate' }] };
  const told = () => stage.visited.filter((path) => path.startsWith('/told/'));

  it('never counts before somebody opens it, and then once', async () => {
    stage.put('/landing', `${stage.tag()}<script>setInterval(() => ${tell}, 300)</script>`);
    stage.put(
      '/list',
      `<script type="speculationrules">${JSON.stringify(rules)}</script>
       <button onclick="location.href = '/landing?via=ADA7'">Open</button>
       <script>addEventListener('load', () => setTimeout(() => document.querySelector('button').click(), 3_000))</script>`,
    );
    // Only a trustworthy origin is prerendered, and this is one without a certificate.
    onTestFinished(stage.openAlone(shop('localhost', '/list')));

    await vi.waitFor(() => expect(told().length).toBeGreaterThan(2), 10_000);
    expect(toFiles()).toContain('/bothways.js');
    expect([new Set(told()), toApi()]).toEqual([new Set(['/told/true/']), []]);

    await vi.waitFor(() => expect(told().at(-1)).toBe('/told/false/bothways=ADA7.'), 10_000);
    expect(toApi().map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /v1/visits']);
    // The very page that was prerendered, not another.
    expect(stage.visited.filter((path) => path === '/landing?via=ADA7')).toHaveLength(1);
  });
});
