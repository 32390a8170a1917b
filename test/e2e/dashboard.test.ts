import { mkdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatTouch } from '../../sdk/contract/attribution.ts';
import { signInLink } from '../../examples/demo/sign-in.ts';
import { createVisitors } from '../../examples/demo/visitors.ts';
import { startJourney } from '../support/journey.ts';
import type { Journey } from '../support/journey.ts';

// The owner's side on the real Worker: what was decided is seen, explained, and can be answered.

const SCREENSHOTS = 'test/artifacts/dashboard';
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

let journey: Journey;
let owner: Page;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  journey = await startJourney();
  const visitors = createVisitors(journey.shop.publishableKey, journey.workerUrl, journey.shopUrl);
  const link = await visitors.join('ada@example.com', 'Ada', true);
  const code = await visitors.claim(link, 'friend@example.com', formatTouch({ code: link, seenAt: Date.now() }));
  const order = { currency: 'USD', subtotalMinor: 5_000 };
  await journey.bothways.orders.report({ ...order, orderId: 'K-1', email: 'friend@example.com', code: code ?? '' });
  await visitors.thankYou('W-1', 4_800, link, Date.now());

  const { link: door, sql } = signInLink(journey.shop, journey.workerUrl, Date.now());
  await journey.sql(sql);
  owner = await journey.visit();
  await owner.goto(door);
  await owner.getByRole('heading', { name: 'Overview' }).waitFor();
}, 120_000);
afterAll(async () => journey?.close());

async function expectFine(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${SCREENSHOTS}/${name}.png`, fullPage: true });
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { run } = (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe;
    return (await run()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
  expect(violations).toEqual([]);
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow).toBe(0);
}

describe('the dashboard', () => {
  it('opens by a link once, at the shop it was made for, and leaves no token in the address', async () => {
    expect(owner.url()).not.toContain('token');
    await expect.poll(() => owner.getByText('Orders by friends').count()).toBe(1);
    const again = await journey.visit();
    await again.goto(`${journey.workerUrl}/dashboard`);
    await again.getByLabel(/mail/i).first().waitFor();
    await again.context().close();
  });

  it.each(['Overview', 'Referrals', 'Rewards', 'Orders', 'Deliveries', 'Settings', 'Install'])(
    'draws %s without a fault, wide and narrow, light and dark',
    async (name) => {
      await owner.setViewportSize({ width: 1280, height: 900 });
      await owner.emulateMedia({ colorScheme: 'light' });
      await owner.getByRole('link', { name, exact: true }).first().click();
      await owner.getByRole('heading', { name, level: 1 }).waitFor();
      await expectFine(owner, `${name}-wide`);
      await owner.setViewportSize({ width: 360, height: 780 });
      await owner.emulateMedia({ colorScheme: 'dark' });
      await expectFine(owner, `${name}-narrow`);
      await owner.setViewportSize({ width: 1280, height: 900 });
    },
  );

  it('tells of a referral who referred whom, which touch won and what each rule saw', async () => {
    await owner.getByRole('link', { name: 'Referrals', exact: true }).click();
    await owner.getByText('Ada').first().click();
    await owner.getByText('$50').first().waitFor();
    await expectFine(owner, 'referral-panel');
    await owner.keyboard.press('Escape');
  });

  // The dashboard offers an undo for some seconds before it asks the Worker.
  it('lets the owner approve an order that only a page reported, and the reward appears', async () => {
    await owner.getByRole('link', { name: 'Orders', exact: true }).click();
    await owner.getByText('W-1').first().click();
    await owner
      .getByRole('button', { name: /approve/i })
      .first()
      .click();
    await expect
      .poll(async () => (await journey.sql("SELECT state FROM events WHERE external_id = 'W-1'"))[0]?.['state'], {
        timeout: 15_000,
      })
      .toBe('decided');
    const rewards = await journey.sql('SELECT side FROM rewards');
    expect(rewards.length).toBeGreaterThanOrEqual(2);
  });

  it('ends without an error on the console and without a violation of its own policy', () => {
    // The browser itself notes that a stranger is asked to sign in.
    expect(journey.faults.filter((fault) => !fault.includes('401 (Unauthorized)'))).toEqual([]);
  });
});
