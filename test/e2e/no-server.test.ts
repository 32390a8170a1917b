import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startJourney } from '../support/journey.ts';
import type { Journey } from '../support/journey.ts';
import { soon } from '../support/visitors.ts';

// A site that is files only: its thank-you page tells the order, and nothing moves before somebody vouches for it.

const SCREENSHOTS = 'test/artifacts/no-server';

let journey: Journey;
/** Ada, whom the shop has signed in. */
let advocate: Page;
let link: string;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  journey = await startJourney();
  advocate = await journey.visit();
  await advocate.goto(journey.shopUrl);
  await advocate.getByRole('button', { name: 'Sign in as Ada' }).click();
  await advocate.getByRole('button', { name: 'Give $10, get $10' }).click();
  await advocate.getByRole('button', { name: 'Get my link' }).click();
  await advocate.getByText('Your link is ready').waitFor();
  link = await advocate.getByRole('textbox').first().inputValue();
}, 120_000);
afterAll(async () => journey?.close());

const unverified = async () => (await journey.bothways.orders.list({ state: 'unverified' })).items;
const reports = () => journey.requests.filter((request) => request === 'POST /v1/page-orders').length;
const orderIdOn = async (page: Page) => (await page.locator('main code').textContent()) ?? '';

/** Buys as a friend who followed the link, up to the thank-you page that has told its order. */
async function buy(): Promise<Page> {
  const friend = await journey.visit();
  await friend.goto(link);
  await expect.poll(() => friend.url(), soon).toBe(`${journey.shopUrl}/`);
  await friend.goto(`${journey.shopUrl}/no-server`);
  const before = reports();
  await friend.getByRole('link', { name: 'Buy a supper bowl' }).click();
  await friend.getByRole('heading', { name: 'Thank you' }).waitFor();
  await expect.poll(reports, soon).toBe(before + 1);
  await expect
    .poll(async () => (await unverified()).map(({ externalId }) => externalId))
    .toContain(await orderIdOn(friend));
  return friend;
}

/** What the popup tells Ada. */
async function rewards(): Promise<string> {
  await advocate.goto(journey.shopUrl);
  await advocate.getByRole('button', { name: 'Give $10, get $10' }).click();
  await advocate.getByText('On the way').waitFor();
  return advocate.getByRole('dialog').innerText();
}

describe('a thank-you page without a server', () => {
  it('tells its order once, however often it is loaded again, and moves nothing by that', async () => {
    const friend = await buy();
    const orderId = await orderIdOn(friend);
    await friend.screenshot({ path: `${SCREENSHOTS}/thank-you.png` });
    await friend.reload({ waitUntil: 'networkidle' });
    await friend.reload({ waitUntil: 'networkidle' });
    expect(await orderIdOn(friend)).toBe(orderId);
    expect(reports()).toBe(1);
    expect(await unverified()).toMatchObject([
      { externalId: orderId, state: 'unverified', amount: { amountMinor: 4_800 } },
    ]);
    expect((await journey.bothways.rewards.list()).items.filter(({ state }) => state !== 'review')).toEqual([]);
    expect(await rewards()).not.toContain('Bought');
    await friend.context().close();
  });

  it('counts once in the Worker too, where the browser has forgotten that it told', async () => {
    const friend = await buy();
    const before = reports();
    await friend.evaluate(() => localStorage.clear());
    await friend.reload();
    await expect.poll(reports, soon).toBe(before + 1);
    expect(await unverified()).toHaveLength(2);
    const [last] = await unverified();
    await journey.bothways.orders.dismiss(last!.id, 'A test of the shop.');
    await friend.context().close();
  });

  it('brings the advocate the reward once the owner has said yes', async () => {
    const [waiting] = await unverified();
    await journey.bothways.orders.approve(waiting!.id);
    expect(await unverified()).toEqual([]);
    const told = await rewards();
    expect(told).toContain('Bought');
    expect(told).toMatch(/On the way\s+\$10/);
    // The popup is still fading in.
    await advocate.waitForTimeout(250);
    await advocate.screenshot({ path: `${SCREENSHOTS}/reward.png` });
  });

  it('is confirmed by a signed report of the same order, which counts once', async () => {
    const friend = await buy();
    const [waiting] = await unverified();
    const report = { orderId: waiting!.externalId, currency: 'USD', subtotalMinor: 4_800, email: 'bea@example.com' };
    const first = await journey.bothways.orders.report(report);
    expect(first).toMatchObject({ outcome: 'rewarded' });
    expect(await journey.bothways.orders.report(report)).toMatchObject({ outcome: 'rewarded', duplicate: true });
    expect(await unverified()).toEqual([]);
    const event = (await journey.bothways.orders.list()).items.find(({ id }) => id === waiting!.id);
    expect(event).toMatchObject({ state: 'decided', outcome: 'rewarded', verifiedBy: 'key' });
    expect(await rewards()).toMatch(/On the way\s+\$20/);
    await friend.context().close();
  });

  it('says nothing for a buyer whom nobody referred', async () => {
    const stranger = await journey.visit();
    const before = reports();
    await stranger.goto(`${journey.shopUrl}/no-server/thank-you`, { waitUntil: 'networkidle' });
    expect(reports()).toBe(before);
    await stranger.context().close();
  });

  it('left no error on any console', () => {
    expect(journey.faults).toEqual([]);
  });
});
