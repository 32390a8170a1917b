import { mkdirSync } from 'node:fs';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createVisitors } from '../../examples/demo/visitors.ts';
import type { Visitors } from '../../examples/demo/visitors.ts';
import { formatTouch } from '../../sdk/contract/attribution.ts';
import { startJourney } from '../support/journey.ts';
import type { Journey } from '../support/journey.ts';
import { callTag, checkOut, claimIn, shoot, soon, wordsOf } from '../support/visitors.ts';

// What people see where the way ends for now: a sentence and a next step, in the real shop.

const SCREENSHOTS = 'test/artifacts/closed-states';
const DAY_MS = 86_400_000;

let journey: Journey;
let visitors: Visitors;
let advocateCode: string;
let link: string;

beforeAll(async () => {
  mkdirSync(SCREENSHOTS, { recursive: true });
  journey = await startJourney();
  visitors = createVisitors(journey.shop.publishableKey, journey.workerUrl, journey.shopUrl);
  advocateCode = await visitors.join('ada@example.com', 'Ada', false);
  link = `${journey.shopUrl}/?via=${advocateCode}`;
}, 120_000);
afterAll(async () => journey?.close());

const shot = (page: Page, name: string) => shoot(page, `${SCREENSHOTS}/${name}.png`);
async function claim(email: string): Promise<string> {
  const touch = formatTouch({ code: advocateCode, seenAt: Date.now() });
  return String(await visitors.claim(advocateCode, email, touch));
}
const leave = (page: Page) => page.context().close();
const now = async () => (await journey.bothways.shop.get()).now;

async function committed(): Promise<number> {
  const [row] = await journey.sql("SELECT committed FROM counters WHERE scope LIKE 'program:%' AND cap IS NOT NULL");
  return Number(row?.['committed'] ?? 0);
}

interface Closing {
  readonly state: string;
  readonly sentence: string;
  readonly close: () => Promise<unknown>;
  readonly open: () => Promise<unknown>;
}

const closings: readonly Closing[] = [
  {
    state: 'paused',
    sentence: 'The offer is taking a break. Come back soon.',
    close: () => journey.bothways.program.setState('paused'),
    open: () => journey.bothways.program.setState('active'),
  },
  {
    state: 'not started',
    sentence: 'The offer has not started yet. Come back soon.',
    close: async () => journey.changeSettings({ startsAt: (await now()) + DAY_MS }),
    open: () => journey.changeSettings({ startsAt: null }),
  },
  {
    state: 'past its end',
    sentence: 'The offer has ended. Thanks for stopping by.',
    close: async () => journey.changeSettings({ endsAt: (await now()) - 1_000 }),
    open: () => journey.changeSettings({ endsAt: null }),
  },
  {
    state: 'out of budget',
    sentence: 'All rewards are taken for now. Come back soon.',
    close: async () => journey.changeSettings({ budgetMinor: await committed() }),
    open: () => journey.changeSettings({ budgetMinor: 100_000 }),
  },
];

describe.each(closings)('a program that is $state', ({ state, sentence, close, open }) => {
  let friend: Page;
  let friendCode: string;
  const email = `claimed.${state.replaceAll(' ', '.')}@example.com`;

  beforeAll(async () => {
    friend = await journey.visit();
    friendCode = await claimIn(friend, link, email);
    await close();
  });
  afterAll(async () => {
    await open();
    await leave(friend);
  });

  it('says so to a friend with a link, who can put it away and go on shopping', async () => {
    const late = await journey.visit();
    await late.goto(link);
    await expect.poll(() => wordsOf(late, 'banner'), soon).toBe(sentence);
    await shot(late, `${state}-friend`);
    await late.getByRole('button', { name: 'Close' }).click();
    await expect.poll(() => wordsOf(late, 'banner'), soon).toBe(null);
    await late.getByRole('link', { name: /Tall jug/ }).click();
    await late.getByRole('link', { name: 'Buy' }).waitFor();
    await leave(late);
  });

  it('asks no visitor to join, says so where the site opens the popup, and still leads to the rewards', async () => {
    const visitor = await journey.visit();
    await visitor.goto(journey.shopUrl);
    await callTag(visitor, 'open');
    await expect.poll(() => wordsOf(visitor, 'popup'), soon).toContain(sentence);
    expect(await wordsOf(visitor, 'launcher')).toBe(null);
    await shot(visitor, `${state}-visitor`);
    await visitor.getByRole('button', { name: 'Your rewards' }).click();
    await visitor.getByText('Your rewards are private').waitFor();
    await visitor.keyboard.press('Escape');
    await visitor.getByRole('dialog').waitFor({ state: 'hidden' });
    await leave(visitor);
  });

  it('honors what was claimed before: the code is still shown, taken off, and rewarded', async () => {
    await friend.goto(journey.shopUrl);
    await expect.poll(() => wordsOf(friend, 'banner'), soon).toContain('Your code');
    await checkOut(friend, journey.shopUrl, friendCode, email, 'Apply');
    await friend.getByText('$10.00 off.').waitFor();
    await friend.getByRole('button', { name: 'Pay' }).click();
    await friend.getByText('What the program decided: rewarded').waitFor();
  });
});

describe('a code', () => {
  /** Opens the field for a friend's code, as a visitor without a link does. */
  async function typeCode(page: Page, code: string): Promise<void> {
    await page.goto(journey.shopUrl);
    await page.getByRole('button', { name: 'Give $10, get $10' }).click();
    await page.getByRole('button', { name: 'I have a friend’s code' }).click();
    await page.getByRole('textbox', { name: 'Your friend’s code' }).fill(code);
    await page.keyboard.press('Enter');
  }

  it('that is unknown can be corrected where it was typed', async () => {
    const visitor = await journey.visit();
    await typeCode(visitor, `${advocateCode}X`);
    await expect
      .poll(() => wordsOf(visitor, 'banner'), soon)
      .toContain('We don’t know this code. Check it and try again.');
    await shot(visitor, 'code-unknown');
    const field = visitor.getByRole('textbox', { name: 'Your friend’s code' });
    await expect.poll(() => field.inputValue(), soon).toBe(`${advocateCode}X`);
    await visitor.keyboard.press('End');
    await visitor.keyboard.press('Backspace');
    await visitor.keyboard.press('Enter');
    await visitor.getByRole('button', { name: 'Claim $10' }).waitFor();
    await leave(visitor);
  });

  it('that has been used is told from one that never was, in the banner and at the checkout', async () => {
    const code = await claim('used@example.com');
    const buyer = await journey.visit();
    await checkOut(buyer, journey.shopUrl, code, 'used@example.com', 'Apply');
    await buyer.getByRole('button', { name: 'Pay' }).click();
    await buyer.getByText('What the program decided: rewarded').waitFor();

    await checkOut(buyer, journey.shopUrl, code, 'used@example.com', 'Pay');
    await buyer.getByText('This code has been used.').waitFor();
    await typeCode(buyer, code);
    await expect.poll(() => wordsOf(buyer, 'banner'), soon).toContain('This code has been used. Try another.');
    await shot(buyer, 'code-used');
    await leave(buyer);
  });

  it('that has expired says so, and its link brings a fresh one', async () => {
    const friend = await journey.visit();
    const code = await claimIn(friend, link, 'late@example.com');
    await journey.pass(15);
    // The browser lives through the same fortnight.
    await friend.clock.install({ time: Date.now() + 15 * DAY_MS });

    await checkOut(friend, journey.shopUrl, code, 'late@example.com', 'Apply');
    await friend.getByText('This code has expired; the link it came from may give a fresh one.').waitFor();
    await shot(friend, 'code-expired');
    const other = await journey.visit();
    await typeCode(other, code);
    await expect.poll(() => wordsOf(other, 'banner'), soon).toContain('This code has expired. Ask for a new one.');
    await leave(other);

    const fresh = await claimIn(friend, link, 'late@example.com');
    expect(fresh).not.toBe(code);
    await checkOut(friend, journey.shopUrl, fresh, 'late@example.com', 'Pay');
    await friend.getByText('What the program decided: rewarded').waitFor();
    await leave(friend);
  });

  it('of one’s own leads to the link that is to be passed on', async () => {
    const own = await journey.visit();
    await own.goto(journey.shopUrl);
    await own.getByRole('button', { name: 'Give $10, get $10' }).click();
    await own.getByRole('button', { name: 'Get my link' }).click();
    await own.getByLabel('Your email').fill('own@example.com');
    await own.getByRole('button', { name: 'Get my link' }).click();
    await own.getByText('Your link is ready').waitFor();
    await own.goto(await own.getByRole('textbox').first().inputValue());
    await expect.poll(() => wordsOf(own, 'banner'), soon).toBe('This is your own code. Pass it on to a friend.');
    await shot(own, 'code-own');
    await own.getByRole('button', { name: 'Give $10, get $10' }).click();
    await own.getByText('Your link is ready').waitFor();
    await leave(own);
  });
});

describe('a program that was ended for good', () => {
  it('says so to everybody, and keeps what it promised', async () => {
    const code = await claim('last@example.com');
    await journey.bothways.program.setState('ended');
    const friend = await journey.visit();
    await friend.goto(link);
    await expect.poll(() => wordsOf(friend, 'banner'), soon).toBe('The offer has ended. Thanks for stopping by.');
    await checkOut(friend, journey.shopUrl, code, 'last@example.com', 'Pay');
    await friend.getByText('What the program decided: rewarded').waitFor();
    await leave(friend);
  });

  it('left no error on any console', () => {
    expect(journey.faults).toEqual([]);
  });
});
