import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright';
import type { BrowserContext, Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumArgs, chromiumPath } from '../support/browser.ts';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';
import { callTag, soon } from '../support/visitors.ts';
import { keepReleases } from '../../widget/build/keep-releases.ts';
import { publishRelease, sealRelease } from '../../widget/build/release.ts';

// The tag as a guest on somebody's page: built, served by the Worker, in a browser with all that browsers do to pages.

let site: Site;
beforeAll(async () => void (site = await startSite()), 120_000);
afterAll(async () => site?.close());
beforeEach(() => site.pages.clear());

const launcher = (page: Page) => page.getByRole('button', { name: 'Give $10, get $10' });
const cookiesOf = async (page: Page) => (await page.context().cookies(site.url)).map(({ name }) => name);
/** Time enough for what should not happen. */
const settle = (page: Page) => page.waitForTimeout(500);

describe('what a browser does to pages', () => {
  let profile: string;
  let browser: BrowserContext;

  beforeAll(async () => {
    profile = mkdtempSync(join(tmpdir(), 'bothways-profile-'));
    browser = await chromium.launchPersistentContext(profile, {
      executablePath: chromiumPath(),
      args: chromiumArgs,
      // The driver forbids it; people's browsers do it.
      ignoreDefaultArgs: ['--disable-back-forward-cache'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(profile, { recursive: true, force: true });
  });

  it('a page prerendered and never looked at counts nothing, and one that is looked at counts once', async () => {
    // The driver's own hand in a page forbids prerendering, so a browser without one is left to what the pages do.
    const told = (word: string) => site.asked.includes(`/told/${word}`);
    site.pages.set(
      '/list',
      site.pageOf({
        head: `<script type="speculationrules">{"prerender":[{"urls":["/prepared?via=${site.code}"],"eagerness":"immediate"}]}</script>`,
        body: `<script>const look = async () => (await (await fetch('/may-look')).text()) === 'yes' ? location.assign('/prepared?via=${site.code}') : setTimeout(look, 100);
        look();</script>`,
      }),
    );
    site.pages.set('/may-look', 'no');
    site.pages.set(
      '/prepared',
      site.pageOf({
        body: `<script>if (document.prerendering) fetch('/told/prepared');
        document.addEventListener('prerenderingchange', () => fetch('/told/looked-at'));</script>`,
      }),
    );
    const profile = mkdtempSync(join(tmpdir(), 'bothways-profile-'));
    const before = site.visits();
    const arrived = site.journey.requests.length;
    const browser = spawn(
      chromiumPath(),
      ['--headless=new', ...chromiumArgs, '--no-first-run', `--user-data-dir=${profile}`, `${site.url}/list`],
      { stdio: 'ignore' },
    );
    try {
      await expect.poll(() => told('prepared'), soon).toBe(true);
      await pause(1_000);
      expect(site.visits()).toBe(before);
      // The page that lists is looked at, and its own tag asks once; the prepared one asks for nothing.
      expect(site.journey.requests.slice(arrived).filter((request) => request === 'GET /v1/settings')).toHaveLength(1);
      site.pages.set('/may-look', 'yes');
      await expect.poll(() => told('looked-at'), soon).toBe(true);
      await expect.poll(site.visits, soon).toBe(before + 1);
      await pause(500);
      expect(site.visits()).toBe(before + 1);
    } finally {
      const ended = once(browser, 'exit');
      browser.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    }
  });

  it('a page out of the back/forward cache is live, counts no second visit, and knows what came in between', async () => {
    await browser.clearCookies();
    const page = await browser.newPage();
    const before = site.visits();
    await page.goto(`${site.url}/?via=${site.code}`);
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await page.evaluate(() => addEventListener('pageshow', ({ persisted }) => Object.assign(window, { persisted })));
    await page.goto(`${site.url}/next`);
    await settle(page);
    await browser.clearCookies();
    await page.goBack({ waitUntil: 'commit' });
    await expect.poll(() => page.evaluate(() => Reflect.get(window, 'persisted')), soon).toBe(true);
    expect(site.visits()).toBe(before + 1);
    const known = await page.evaluate(() =>
      (globalThis as unknown as { bothways: (name: string) => unknown }).bothways('referral'),
    );
    expect(known).toBe(null);
    await page.getByRole('button', { name: 'Close' }).click();
    await launcher(page).click();
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await page.close();
  });
});

describe('consent', () => {
  it('that is required: nothing stored or reported before it is given, kept after, and gone when it is withdrawn', async () => {
    site.pages.set('/', site.pageOf({ tag: 'data-consent="required"' }));
    const before = site.visits();
    const page = await site.open(`/?via=${site.code}`);
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await settle(page);
    const stored = () => page.evaluate(() => [document.cookie, localStorage.length, sessionStorage.length]);
    expect(await stored()).toEqual(['', 0, 0]);
    expect(site.visits()).toBe(before);
    expect(page.url()).toContain(`via=${site.code}`);

    await callTag(page, 'consent', 'granted');
    await expect.poll(site.visits, soon).toBe(before + 1);
    expect(await cookiesOf(page)).toEqual(['bothways']);
    expect(page.url()).toBe(`${site.url}/`);
    await page.getByRole('button', { name: 'Close' }).click();
    expect((await stored())[1]).toBe(1);

    await callTag(page, 'consent', 'denied');
    expect(await stored()).toEqual(['', 0, 0]);
    await page.reload();
    await settle(page);
    expect(site.visits()).toBe(before + 1);
    expect(await stored()).toEqual(['', 0, 0]);
    await page.context().close();
  });

  it('is refused by Global Privacy Control, and a link followed counts for its page view all the same', async () => {
    const before = site.visits();
    const page = await site.journey.visit();
    await page.addInitScript(() =>
      Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true }),
    );
    await page.goto(`${site.url}/?via=${site.code}`);
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await settle(page);
    expect(await page.evaluate(() => [document.cookie, localStorage.length])).toEqual(['', 0]);
    expect(site.visits()).toBe(before);
    await page.context().close();
  });
});

describe('a page that goes on living', () => {
  it('after destroy: no node, no request, no cookie, nothing on the console', async () => {
    const page = await site.open('/');
    await launcher(page).click();
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await settle(page);
    await callTag(page, 'destroy');
    expect(await page.locator('[data-bothways]').count()).toBe(0);
    const asked = site.journey.requests.length;
    await page.evaluate((search) => history.pushState(null, '', search), `?via=${site.code}`);
    await callTag(page, 'open');
    await callTag(page, 'track', { kind: 'share' });
    await callTag(page, 'consent', 'granted');
    await page.mouse.move(400, 300);
    await settle(page);
    await page.waitForTimeout(300);
    expect(site.journey.requests.slice(asked)).toEqual([]);
    expect(await cookiesOf(page)).toEqual([]);
    expect(await page.locator('[data-bothways]').count()).toBe(0);
    await page.context().close();
  });

  it('a router’s later navigation with a code is met by the banner, its address cleaned, and counted once', async () => {
    const page = await site.open('/');
    await launcher(page).waitFor();
    const before = site.visits();
    await page.evaluate((search) => history.pushState({ route: 'tea' }, '', search), `/tea?page=2&via=${site.code}`);
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    expect(page.url()).toBe(`${site.url}/tea?page=2`);
    expect(await page.evaluate(() => [history.state, history.length])).toEqual([{ route: 'tea' }, 3]);
    await page.evaluate(() => history.pushState(null, '', '/tea?page=3'));
    await settle(page);
    expect(site.visits()).toBe(before + 1);
    await page.context().close();
  });

  it('opened before a deploy, finds its parts in the release that it began with', async () => {
    const page = await site.open('/');
    await launcher(page).waitFor();
    const { workerUrl } = site.journey;
    const folder = mkdtempSync(join(tmpdir(), 'bothways-deploy-'));
    const [built, served] = [join(folder, 'browser'), join(folder, 'public')];
    mkdirSync(built);
    writeFileSync(join(built, 'bothways.js'), '');
    publishRelease(built, served, sealRelease(built, '99.0.0'));
    await keepReleases(served, workerUrl, fetch);

    const given: string[] = [];
    await page.route(
      ({ origin, pathname }) => origin === workerUrl && !pathname.startsWith('/v1/'),
      async (route) => {
        const { pathname } = new URL(route.request().url());
        given.push(pathname);
        await route.fulfill({ path: join(served, pathname), headers: { 'access-control-allow-origin': '*' } });
      },
    );
    await launcher(page).click();
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    expect(given).toContainEqual(expect.stringMatching(/^\/\d[^/]*\/popup\.\w+\.js$/));
    await page.context().close();
    rmSync(folder, { recursive: true });
  });

  it('two tabs: what one learns the other knows, and what one puts away stays away in the other', async () => {
    const first = await site.open('/');
    await launcher(first).waitFor();
    const second = await first.context().newPage();
    await second.goto(`${site.url}/?via=${site.code}`);
    await second.getByRole('button', { name: 'Claim $10' }).waitFor();
    // The first tab is no stranger's any more: it opens at what the friend gets.
    await callTag(first, 'open');
    await first.getByRole('button', { name: 'Claim $10' }).waitFor();
    await second.getByRole('button', { name: 'Close' }).click();
    await first.reload();
    await launcher(first).waitFor();
    await settle(first);
    expect(await first.getByRole('button', { name: 'Claim $10' }).count()).toBe(0);
    await first.context().close();
  });

  it.each(['/bothways.js', '/v1/', '/page.', '/popup.'])(
    'where %s is blocked: the page works, and says nothing but what the browser says',
    async (blocked) => {
      const page = await site.journey.visit();
      const heard: string[] = [];
      page.on('console', (message) => message.type() !== 'log' && heard.push(message.text()));
      page.on('pageerror', (error) => heard.push(`thrown: ${error.message}`));
      const known = site.journey.faults.length;
      await page.route(
        (url) => url.origin === site.journey.workerUrl && url.pathname.includes(blocked),
        (route) => route.abort('blockedbyclient'),
      );
      await page.goto(`${site.url}/?via=${site.code}`);
      await settle(page);
      await page.waitForTimeout(200);
      await page.getByRole('link', { name: 'Next' }).click();
      await expect.poll(() => page.url(), soon).toBe(`${site.url}/next`);
      await settle(page);
      if (await launcher(page).count()) {
        await launcher(page).click();
        await page.getByText('Check your connection or ad blocker').first().waitFor();
      }
      expect(heard.filter((text) => !text.includes('net::ERR_BLOCKED_BY_CLIENT'))).toEqual([]);
      await page.context().close();
      // What the browser says of it is no fault of ours.
      (site.journey.faults as string[]).length = known;
    },
  );
});

it('leaves no error on any console', () => {
  expect(site.journey.faults).toEqual([]);
});
