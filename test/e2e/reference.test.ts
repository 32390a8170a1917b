import '../support/offline.ts';
import { createRequire } from 'node:module';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestHarness } from 'wrangler';
import { chromiumArgs, chromiumPath } from '../support/browser.ts';

// The reference as the Worker serves it, on what `npm run build` made.
const secrets = { BOTHWAYS_KEY: Buffer.alloc(32, 1).toString('base64url') };
const server = createTestHarness({ workers: [{ configPath: './wrangler.toml', secrets }] });
const axePath = createRequire(import.meta.url).resolve('axe-core');
let address: URL;
let browser: Browser;

beforeAll(async () => {
  address = (await server.listen()).url;
  browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArgs });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});

/** Opens the page and collects what the browser complains about. */
async function open(options: BrowserContextOptions, hash = ''): Promise<{ page: Page; complaints: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const complaints: string[] = [];
  page.on('console', (message) => void complaints.push(message.text()));
  page.on('pageerror', (error) => void complaints.push(String(error)));
  await page.goto(new URL(`/reference${hash}`, address).href);
  return { page, complaints };
}

const views: readonly (readonly [string, BrowserContextOptions])[] = [
  ['wide', { viewport: { width: 1440, height: 1000 } }],
  ['wide and dark', { viewport: { width: 1440, height: 1000 }, colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 360, height: 780 } }],
  ['on a phone, dark', { viewport: { width: 360, height: 780 }, colorScheme: 'dark' }],
];

// One of each kind stays: the page repeats them a hundred times, and the checker's time grows with all of it.
const thinOut = `
  const kept = '#content > .call, #reportOrder, #claim, #webhook-ping, #schema-RewardRule, #schema-Code';
  for (const one of document.querySelectorAll('.call, .schema')) if (!one.matches(kept)) one.remove();
  for (const one of document.querySelectorAll('nav li:nth-child(n + 4)')) one.remove();
`;

describe('the reference', () => {
  it.each(views)('%s is styled, fits its width and makes the browser complain about nothing', async (name, options) => {
    const { page, complaints } = await open(options);
    expect(await page.locator('h1').textContent()).toBe('Bothways API');
    expect(await page.evaluate('getComputedStyle(document.querySelector("header")).position')).toBe('sticky');
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    await page.screenshot({ path: `test/artifacts/reference-${name.replaceAll(/\W+/g, '-')}.png` });
    expect(complaints).toEqual([]);
  });

  it.each(views)('%s keeps nobody out', async (_, options) => {
    // The page's policy allows no script; the checker's is the only one.
    const { page } = await open({ ...options, bypassCSP: true }, '#reportOrder');
    await page.addScriptTag({ path: axePath });
    await page.evaluate(thinOut);
    const result = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>('axe.run()');
    expect(result.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  });

  it('leads from a problem’s own address to what it means', async () => {
    const { page } = await open({ viewport: { width: 1200, height: 800 } }, '#problem-conflict');
    expect(await page.locator('#problem-conflict').textContent()).toContain(
      'This contradicts what is already recorded.',
    );
    await expect.poll(() => page.locator('#problem-conflict').isVisible()).toBe(true);
  });

  it('comes with the strictest policy, and the document with leave for any tool to read it', async () => {
    const page = await fetch(new URL('/reference', address));
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'self';/);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const document = await fetch(new URL('/openapi.json', address));
    expect(document.headers.get('access-control-allow-origin')).toBe('*');
    expect(await document.json()).toMatchObject({ openapi: '3.1.0', info: { title: 'Bothways API' } });
  });

  it('is not fetched again where the browser has it', async () => {
    for (const path of ['/reference', '/openapi.json']) {
      const first = await fetch(new URL(path, address));
      const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
      const { status } = await fetch(new URL(path, address), { headers });
      expect([path, status]).toEqual([path, 304]);
    }
  });
});
