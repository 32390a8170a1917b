import { mkdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJourney } from '../support/journey.ts';
import type { Journey } from '../support/journey.ts';

// The main job as people live it: the demo's shop, the Worker, the mailbox and the dashboard, in one real browser.

const SCREENSHOTS = 'test/artifacts/journey';
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

let journey: Journey;
let link: string;
let ownCode: string;
let friendCode: string;
let advocate: Page;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  journey = await startJourney();
}, 120_000);
afterAll(async () => journey?.close());

const shot = (page: Page, name: string) => page.screenshot({ path: `${SCREENSHOTS}/${name}.png` });

async function expectAccessible(page: Page): Promise<void> {
  // What is still fading in has no color of its own yet.
  await page.waitForTimeout(300);
  // Handed in by the driver, past the page's policy, which is right to refuse it.
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const run = (
      globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
      }
    ).axe.run;
    return (await run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
  expect(violations).toEqual([]);
}

describe('a referral, from the link to the reward', () => {
  it('begins with a visitor who joins in the popup and copies a personal link', async () => {
    advocate = await journey.visit({ permissions: ['clipboard-read', 'clipboard-write'] });
    await advocate.goto(journey.shopUrl);
    await advocate.getByRole('button', { name: 'Give $10, get $10' }).click();
    await expectAccessible(advocate);
    await shot(advocate, '1-offer');
    await advocate.getByRole('button', { name: 'Get my link' }).click();
    await advocate.getByLabel('Your email').fill('ada@example.com');
    await advocate.getByRole('textbox', { name: 'First name' }).fill('Ada');
    await advocate.getByLabel('Show my first name to friends').check();
    await expectAccessible(advocate);
    await shot(advocate, '2-join');
    await advocate.getByRole('button', { name: 'Get my link' }).click();
    await advocate.getByRole('button', { name: 'Copy' }).first().click();
    await advocate.getByRole('button', { name: 'Copied' }).first().waitFor();
    await expectAccessible(advocate);
    await shot(advocate, '3-link');
    link = await advocate.evaluate(() => navigator.clipboard.readText());
    ownCode = new URL(link).searchParams.get('via')?.split('.')[0] ?? '';
    expect(link).toMatch(new RegExp(`^${journey.shopUrl}/\\?via=[A-Z0-9]{6}`));
  });

  it('a friend follows the link: the code is kept in a first-party cookie and leaves the address', async () => {
    const friend = await journey.visit();
    await friend.goto(link);
    await expect.poll(() => friend.url()).toBe(`${journey.shopUrl}/`);
    const cookies = await friend.context().cookies(journey.shopUrl);
    expect(cookies.find(({ name }) => name === 'bothways')?.value).toContain(ownCode);
    await friend.context().close();
  });

  it('the link through the shop’s own host sets the server’s cookie too, which no script reads', async () => {
    const friend = await journey.visit();
    await friend.goto(`${journey.shopUrl}/r/${ownCode}?c=w`);
    const cookies = await friend.context().cookies(journey.shopUrl);
    expect(cookies.find(({ name }) => name === 'bothways_s')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    expect(await friend.evaluate(() => document.cookie)).not.toContain('bothways_s');
    await friend.context().close();
  });

  it('the friend sees who recommended and what it brings, claims it, and buys with a single-use code', async () => {
    const friend = await journey.visit();
    await friend.goto(link);
    await friend.getByText('Ada gives you $10').waitFor();
    await expectAccessible(friend);
    await shot(friend, '4-banner');
    await friend.getByRole('button', { name: 'Claim $10' }).click();
    await friend.getByLabel('Your email').fill('friend@example.com');
    await friend.getByRole('button', { name: 'Claim $10' }).click();
    await friend.getByText('Your code').first().waitFor();
    await shot(friend, '5-claimed');
    const [claim] = await journey.sql('SELECT code FROM claims');
    friendCode = String(claim?.['code']);

    await friend.goto(`${journey.shopUrl}/checkout?product=tall-jug`);
    await friend.getByLabel('E-mail').fill('friend@example.com');
    await friend.getByLabel('Code', { exact: true }).fill(friendCode);
    await friend.getByRole('button', { name: 'Apply' }).click();
    await friend.getByText('$10.00 off.').waitFor();
    await friend.getByRole('button', { name: 'Pay' }).click();
    await friend.getByText('What the program decided: rewarded').waitFor();
    await shot(friend, '6-thank-you');
    await friend.context().close();
  });

  it('the advocate’s rewards open by the link in the mail, never by a typed address', async () => {
    await advocate.goto(journey.shopUrl);
    await advocate.getByRole('button', { name: 'Give $10, get $10' }).click();
    await advocate.getByRole('button', { name: 'Your rewards' }).click();
    await advocate.getByLabel('Your email').fill('ada@example.com');
    await advocate.getByRole('button', { name: 'Email me the link' }).click();
    await advocate.getByText('Check your inbox').waitFor();
    expect(await advocate.getByText('On the way').count()).toBe(0);

    await journey.runCron();
    const mailbox = await journey.visit();
    await mailbox.goto(`${journey.workerUrl}/mailbox`);
    const mail = mailbox.frameLocator('iframe').getByRole('link').first();
    const magic = await mail.getAttribute('href');
    await shot(mailbox, '7-mailbox');
    await mailbox.context().close();

    await advocate.goto(String(magic));
    await expect.poll(() => advocate.url()).not.toContain('bothways_token');
    await advocate.getByText('On the way').waitFor();
    await expectAccessible(advocate);
    await shot(advocate, '8-progress');
    const text = await advocate.locator('body').innerText();
    expect(text).not.toContain('friend@example.com');
  });

  it('the reward is available once the hold has passed', async () => {
    await journey.pass(8);
    await advocate.reload();
    await advocate
      .getByRole('button', { name: /Give \$10|Your rewards/ })
      .first()
      .click();
    await expect.poll(() => advocate.getByText('Ready to use').count()).toBeGreaterThan(0);
    await shot(advocate, '9-available');
  });

  it('shows no one else’s rewards: a friend who types the advocate’s address sees nothing of theirs', async () => {
    const stranger = await journey.visit();
    await stranger.goto(journey.shopUrl);
    await stranger.getByRole('button', { name: 'Give $10, get $10' }).click();
    await stranger.getByRole('button', { name: 'Get my link' }).click();
    await stranger.getByLabel('Your email').fill('ada@example.com');
    await stranger.getByRole('button', { name: 'Get my link' }).click();
    await stranger.getByText('Your link is ready').waitFor();
    const text = await stranger.locator('body').innerText();
    expect(text).not.toContain(ownCode);
    expect(text).not.toContain('Bought');
    await stranger.context().close();
  });

  it('ends without an error on any console and without a violation of the shop’s strict policy', () => {
    expect(journey.faults).toEqual([]);
  });
});
