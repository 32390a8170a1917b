import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { ORDER, REFERRAL, SECOND_REFERRAL, UNVERIFIED } from './samples.ts';
import { button, close, DESKTOP, heading, link, open, PHONE, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(close);

const rowLink = (name: string) => page.getByRole('table').getByRole('link', { name, exact: true });
const panel = () => page.getByRole('dialog');
const search = () => location.search;

describe('a row of a list', () => {
  it('opens its story beside the list, under an address of its own', async () => {
    await open('/referrals');
    await rowLink('Ada').first().click();
    await expect.element(panel().getByRole('heading', { name: 'Ada → grace@example.com' })).toBeVisible();
    expect(search()).toBe(`?open=${REFERRAL.id}`);
    await expect.element(page.getByRole('table', { name: 'Referrals' })).toBeVisible();
  });

  it('is opened by the address alone, so that a view can be shared', async () => {
    await open(`/referrals?state=ordered&open=${REFERRAL.id}`);
    await expect.element(panel()).toBeVisible();
    await expect.element(link('Ordered')).toHaveAttribute('aria-current', 'true');
  });

  it('closes on Escape and gives the focus back to the row', async () => {
    await open('/referrals');
    await rowLink('Ada').first().click();
    await expect.element(panel()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(search()).toBe('');
    await expect.element(rowLink('Ada').first()).toHaveFocus();
  });

  it('takes the whole screen of a phone, and the focus with it', async () => {
    await page.viewport(...PHONE);
    await open('/referrals');
    await rowLink('Ada').first().click();
    await expect.element(panel()).toBeVisible();
    expect(document.querySelector('dialog:modal')).not.toBeNull();
    await button('Close').click();
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
  });

  it('is left by the back button', async () => {
    await open('/referrals');
    await rowLink('Ada').first().click();
    await expect.element(panel()).toBeVisible();
    history.back();
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
  });
});

describe('the story of a referral', () => {
  it('tells which touch won, and every rule with the value seen and the value wanted', async () => {
    await open(`/referrals?open=${REFERRAL.id}`);
    await expect.element(panel().getByText('Friend’s code GRACE123')).toBeVisible();
    const rules = panel().getByRole('table').getByRole('row');
    await expect.poll(() => rules.elements().length).toBe(10);
    const told = rules.elements().map((row) => [...row.children].map((cell) => cell.textContent));
    expect(told).toContainEqual(['Passed: The order is large enough', '$59.00', '$30.00']);
    expect(told).toContainEqual(['Passed: The budget has room', '$660.00', '$1,000.00']);
    expect(told).toContainEqual(['Passed: It is a first order', 'none before', 'none before']);
    expect(told).toContainEqual(['Passed: An advocate recommended', 'Friend’s code', 'an advocate']);
    await expect.element(panel().getByText('a stronger sign counted')).toBeVisible();
    await expect.element(panel().getByText('Held')).toBeVisible();
  });

  it('leads on to a person, with whom they referred', async () => {
    const stage = await open(`/referrals?open=${REFERRAL.id}`);
    await panel()
      .getByRole('link', { name: /^Advocate/ })
      .click();
    await expect.element(panel().getByRole('heading', { name: 'Ada', exact: true })).toBeVisible();
    await expect.element(panel().getByRole('link', { name: 'ada@example.com' })).toBeVisible();
    expect(stage.callsOf('listReferrals').at(-1)?.query).toEqual({ advocate: REFERRAL.advocate.id });
    await expect.element(panel().getByRole('link', { name: 'Linus' })).toBeVisible();
  });

  it('says when a referral is gone, in the API’s own sentence', async () => {
    await open('/referrals?open=ref_gone00001', {
      replies: {
        getReferral: () => {
          throw problem('not_found', 'This shop has no referral ref_gone00001.');
        },
      },
    });
    await expect.element(page.getByRole('alert')).toMatchTextContent(/This shop has no referral/);
  });
});

describe('a list', () => {
  it('asks for what the chips of the address say', async () => {
    const stage = await open('/referrals');
    await page.getByRole('navigation', { name: 'State' }).getByRole('link', { name: 'Claimed' }).click();
    await expect.poll(() => stage.callsOf('listReferrals').at(-1)?.query).toEqual({ state: 'claimed' });
    expect(search()).toBe('?state=claimed');
  });

  it('grows page by page', async () => {
    const stage = await open('/referrals', {
      replies: {
        listReferrals: ({ query }) =>
          query.cursor ? { items: [SECOND_REFERRAL], next: null } : { items: [REFERRAL], next: 'further' },
      },
    });
    await button('Show more').click();
    await expect.element(page.getByRole('cell', { name: 'Linus' })).toBeVisible();
    expect(page.getByRole('row').elements()).toHaveLength(3);
    expect(stage.callsOf('listReferrals').at(-1)?.query).toEqual({ cursor: 'further' });
    expect(page.getByRole('button', { name: 'Show more' }).elements()).toHaveLength(0);
  });

  it.each([
    ['/referrals', 'No referrals yet'],
    ['/referrals?state=refused', 'No referral in this state.'],
    ['/rewards', 'No rewards yet'],
    ['/orders?state=unverified', 'Nothing to check'],
    ['/deliveries?state=dead', 'Nothing failed'],
  ])('that is empty at %s says so', async (path, title) => {
    const none = () => ({ items: [], next: null });
    await open(path, { replies: { listReferrals: none, listRewards: none, listOrders: none, listDeliveries: none } });
    await expect.element(heading(title)).toBeVisible();
  });

  it('shows how long ago, with the exact time on hover', async () => {
    await open('/orders');
    const time = page.getByRole('row').nth(1).getByRole('time');
    await expect.element(time).toHaveTextContent('yesterday');
    await expect.element(time).toHaveAttribute('title', expect.stringContaining('November 20, 2026'));
  });
});

describe('an order that only a page reported', () => {
  it('tells what would follow from a yes, and that the owner vouches for a first order', async () => {
    await open(`/orders?state=unverified&open=${UNVERIFIED.id}`);
    await expect.element(panel().getByText('Every rule passes: both sides get their reward.')).toBeVisible();
    await expect.element(panel().getByText(/you vouch that this is the friend’s first order/)).toBeVisible();
  });

  it('tells which rule would still refuse it', async () => {
    const small = {
      ...UNVERIFIED,
      trace: UNVERIFIED.trace && {
        ...UNVERIFIED.trace,
        rules: UNVERIFIED.trace.rules.map((step) =>
          step.rule === 'minimum_order' ? { ...step, passed: false, seen: 900 } : step,
        ),
      },
    };
    await open(`/orders?open=${UNVERIFIED.id}`, {
      replies: { listOrders: () => ({ items: [small, ORDER], next: null }) },
    });
    await expect
      .element(panel().getByText('No reward would be given: “The order is large enough” is not met.'))
      .toBeVisible();
  });
});
