import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startSite } from '../support/site.ts';
import type { Site } from '../support/site.ts';
import { callTag, shoot, soon, wordsOf } from '../support/visitors.ts';

// How the guest looks on somebody's page: whatever the page, the device and the language, it is itself and moves nothing.

const SCREENSHOTS = 'test/artifacts/guest';
const LAUNCHER = { name: 'Give $10, get $10' };
mkdirSync(SCREENSHOTS, { recursive: true });

let site: Site;
beforeAll(async () => void (site = await startSite()), 120_000);
afterAll(async () => site?.close());
beforeEach(() => site.pages.clear());

const launcher = (page: Page) => page.getByRole('button', LAUNCHER);
const shot = (page: Page, name: string) => shoot(page, `${SCREENSHOTS}/${name}.png`);

describe('looks and manners', () => {
  it('moves nothing of the page: no layout shift from the first byte to the banner and the popup', async () => {
    const page = await site.journey.visit();
    await page.addInitScript(() => {
      Object.assign(window, { shifts: [] });
      new PerformanceObserver((list) =>
        Reflect.get(window, 'shifts').push(...list.getEntries().map((entry) => Reflect.get(entry, 'value'))),
      ).observe({ type: 'layout-shift', buffered: true });
    });
    await page.goto(`${site.url}/?via=${site.code}`);
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    await launcher(page).waitFor();
    await callTag(page, 'open', 'offer');
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([]);
    await page.context().close();
  });

  it('looks the same under a small root size and hostile rules', async () => {
    site.pages.set(
      '/hostile',
      site.pageOf({
        head: `<style>html{font-size:62.5%} *{all:unset!important;font-size:40px!important;color:red!important;position:static!important;display:block!important}
        div,button,section,input{margin:50px!important;padding:50px!important;transform:rotate(5deg)!important;opacity:.2!important;width:10px!important}</style>`,
      }),
    );
    const boxes = async (path: string) => {
      const page = await site.open(`${path}?via=${site.code}`);
      const claim = page.getByRole('button', { name: 'Claim $10' });
      await claim.waitFor();
      await page.waitForTimeout(300);
      const banner = await page.getByRole('region').boundingBox();
      const claimBox = await claim.boundingBox();
      await shot(page, `banner${path.replace('/', '-')}`);
      await page.getByRole('button', { name: 'Close' }).click();
      const launcherBox = await launcher(page).boundingBox();
      await page.context().close();
      return { banner, claimBox, launcherBox };
    };
    site.pages.set('/plain', site.pageOf({ head: '<style>body{font-family:serif}</style>' }));
    expect(await boxes('/hostile')).toEqual(await boxes('/plain'));
  });

  it.each([
    ['the page', { html: 'lang="fr"' }],
    ['the tag', { tag: 'data-locale="fr-CA"' }],
  ])('speaks French where %s says so, with spaces that do not break', async (by, parts) => {
    site.pages.set('/fr', site.pageOf(parts));
    const page = await site.open('/fr', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.getByRole('button', { name: /^Offrez 10.\$.*, recevez 10.\$/ }).click();
    await shot(page, by === 'the page' ? 'fr-offer' : 'fr-CA-offer');
    await page.getByRole('button', { name: 'Obtenir mon lien' }).click();
    await page.getByRole('heading', { name: 'Où vous écrire' }).waitFor();
    await shot(page, by === 'the page' ? 'fr-join' : 'fr-CA-join');
    const words = (await wordsOf(page, 'popup')) ?? '';
    expect(words).toContain('Où vous écrire\u00a0?');
    // Before a sign of two parts, or a currency, a space must not break.
    expect(words).not.toMatch(/ [:;!?$%€]/);
    await page.context().close();
    const friend = await site.open(`/fr?via=${site.code}`);
    await expect.poll(() => wordsOf(friend, 'banner'), soon).toMatch(/^Un proche vous offre 10\u00a0\$/);
    await shot(friend, by === 'the page' ? 'fr-banner' : 'fr-CA-banner');
    await friend.context().close();
  });

  it('follows the dark scheme of the system', async () => {
    const page = await site.open(`/?via=${site.code}`, { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await shot(page, 'dark-banner');
    await callTag(page, 'open', 'offer');
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await shot(page, 'dark-offer');
    const surface = await page
      .getByRole('dialog')
      .locator('.box')
      .evaluate((box) => getComputedStyle(box).backgroundColor);
    expect(surface).toBe('rgb(28, 29, 33)');
    await page.context().close();
  });

  it('is a sheet from below on a phone, and the banner leaves the page usable', async () => {
    const page = await site.open(`/?via=${site.code}`, {
      viewport: { width: 390, height: 844 },
      hasTouch: true,
      isMobile: true,
    });
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await shot(page, 'phone-banner');
    await page.getByRole('link', { name: 'Next' }).tap();
    await expect.poll(() => page.url(), soon).toBe(`${site.url}/next`);
    await callTag(page, 'open', 'offer');
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await shot(page, 'phone-offer');
    const box = await page.getByRole('dialog').locator('.box').boundingBox();
    expect(box).toMatchObject({ x: 0, width: 390 });
    expect(Math.round(box!.y + box!.height)).toBe(844);
    await page.context().close();
  });

  it('reads from left to right in English, also on a page that does not', async () => {
    site.pages.set('/rtl', site.pageOf({ html: 'lang="ar" dir="rtl"' }));
    const page = await site.open(`/rtl?via=${site.code}`, { locale: 'ar' });
    await page.getByRole('button', { name: 'Claim $10' }).waitFor();
    await shot(page, 'rtl-banner');
    const direction = (part: string) =>
      page.evaluate((name) => getComputedStyle(document.querySelector(`[data-bothways=${name}]`)!).direction, part);
    expect(await direction('banner')).toBe('ltr');
    await page.getByRole('button', { name: 'Close' }).click();
    await callTag(page, 'open', 'offer');
    await page.getByRole('button', { name: 'Get my link' }).waitFor();
    await shot(page, 'rtl-offer');
    expect(await direction('popup')).toBe('ltr');
    await page.context().close();
  });

  it('is used by keyboard alone, and gives the focus back to the launcher', async () => {
    const page = await site.open('/');
    await launcher(page).waitFor();
    await page.getByRole('link', { name: 'Next' }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', LAUNCHER).waitFor();
    // The close button comes first, then what the screen is for.
    for (let presses = 0; presses < 3; presses++) {
      await page.keyboard.press('Tab');
      if (await page.getByRole('button', { name: 'Get my link' }).evaluate((button) => button.matches(':focus'))) break;
    }
    await page.keyboard.press('Enter');
    await page.getByLabel('Your email').waitFor();
    await page.keyboard.type('keys@example.com');
    await page.keyboard.press('Enter');
    await page.getByText('Your link is ready').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    const focused = await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent);
    expect(focused).toBe('Give $10, get $10');
    await page.context().close();
  });

  it('left no error on any console', () => {
    expect(site.journey.faults).toEqual([]);
  });
});
