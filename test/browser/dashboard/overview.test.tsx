import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { NOTHING, NOW, OVERVIEW, PROGRAM } from './samples.ts';
import { button, close, DESKTOP, heading, open, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(close);

const figure = (name: string) =>
  page.getByText(name, { exact: true }).element().closest('.figure')?.textContent?.replaceAll(/\s+/g, ' ') ?? '';

describe('the overview', () => {
  it('says whether it works, what it brought and what it cost', async () => {
    await open('');
    await expect.element(page.getByText('Working', { exact: true })).toBeVisible();
    expect(figure('Orders by friends')).toContain('24+4 against the 30 days before');
    expect(figure('Revenue from friends')).toContain('$1,200+20% against');
    expect(figure('Cost of rewards')).toContain('$240-20% against');
    expect(figure('Cost of rewards')).toContain('20% of that revenue · $10 an order');
  });

  it('leads from each thing that waits to where it is done', async () => {
    await open('');
    const tasks = page.getByRole('region', { name: 'What needs you' }).getByRole('link');
    await expect.element(tasks.first()).toHaveAttribute('href', '/dashboard/orders?state=unverified');
    await expect.element(tasks.first()).toMatchTextContent(/^2 orders to check/);
    await expect.element(tasks.nth(1)).toHaveAttribute('href', '/dashboard/rewards?state=review');
    expect(tasks.elements()).toHaveLength(2);
  });

  it('says that nothing waits', async () => {
    const todo = { unverifiedOrders: 0, rewardsToReview: 0, failedDeliveries: 0 };
    await open('', { replies: { overview: () => ({ ...OVERVIEW, todo }) } });
    await expect.element(page.getByText('Nothing waits for you.')).toBeVisible();
  });

  it('leads a new owner to the rewards and to the tag', async () => {
    const blank = { ...OVERVIEW, counts: NOTHING, before: NOTHING, days: [], channels: [], tagSeenAt: null };
    await open('', { replies: { overview: () => blank, getProgram: () => ({ ...PROGRAM, version: 1 }) } });
    await expect.element(page.getByText('The tag has not been seen yet')).toBeVisible();
    await expect.element(page.getByText('Set both rewards')).toBeVisible();
    await expect.element(page.getByText('Put the tag on your site')).toBeVisible();
    await expect.element(page.getByText('Nothing yet in this period.', { exact: false })).toBeVisible();
  });

  it.each([
    ['paused', 'The program is paused: nobody can join or claim.'],
    ['ended', 'The program has ended. Rewards already promised are still honored.'],
  ] as const)('says first that the program is %s', async (state, sentence) => {
    await open('', { replies: { getProgram: () => ({ ...PROGRAM, state }) } });
    await expect.element(page.getByText(sentence)).toBeVisible();
  });

  it('notices that no page has called for a week', async () => {
    await open('', { replies: { overview: () => ({ ...OVERVIEW, tagSeenAt: NOW - 8 * 86_400_000 }) } });
    await expect.element(page.getByText('No page has called for a week')).toBeVisible();
  });

  it('warns before the budget is used up', async () => {
    const budget = { ...OVERVIEW.budget, committedMinor: 90_000 };
    await open('', { replies: { overview: () => ({ ...OVERVIEW, budget }) } });
    await expect.element(page.getByText('The budget is nearly used up')).toBeVisible();
    await expect.element(page.getByText('$100 left')).toBeVisible();
  });
});

describe('the chart', () => {
  it('is read day by day with the arrow keys', async () => {
    await open('');
    const reader = page.getByRole('slider', { name: 'Orders: 3 in all' });
    await expect.element(reader).toHaveAttribute('aria-valuetext', 'Nov 21: 2 (before: 0)');
    (reader.element() as HTMLInputElement).focus();
    await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
    await expect.element(reader).toHaveAttribute('aria-valuetext', 'Nov 19: 1 (before: 0)');
    await expect.element(page.getByText('Nov 19: 1 (before: 0)')).toBeVisible();
  });

  it('shows another figure, and has the same days in the table behind it', async () => {
    await open('');
    await page.getByRole('combobox', { name: 'What the chart shows' }).selectOptions('Revenue');
    await page.getByText('Show the numbers as a table').click();
    const rows = page.getByRole('table', { name: 'Over time' }).getByRole('row');
    await expect.element(rows.nth(1)).toHaveTextContent('Nov 21$119.00$0.00');
    await expect.element(rows.nth(2)).toHaveTextContent('Nov 20$0.00$0.00');
    expect(rows.elements()).toHaveLength(31);
  });

  it('asks for the period of the address and for the one before, each of the same length', async () => {
    const stage = await open('?days=7');
    await expect.element(heading('Over time')).toBeVisible();
    expect(stage.callsOf('overview').map(({ query }) => query)).toEqual([
      { from: '2026-11-15', to: '2026-11-21' },
      { from: '2026-11-08', to: '2026-11-14' },
    ]);
  });
});

describe('while the answer is on its way', () => {
  it('stays calm for 300 ms, then shows a skeleton', async () => {
    await open('', { replies: { overview: () => new Promise(() => undefined) } });
    await expect.element(heading('Overview')).toBeVisible();
    expect(document.querySelector('.skeleton')).toBeNull();
    await expect.element(page.getByRole('status', { name: 'Loading' })).toBeVisible();
  });

  it('says why nothing came and tries again', async () => {
    let tries = 0;
    await open('', {
      replies: {
        overview: () => {
          tries += 1;
          if (tries <= 2) throw problem('internal', 'Nothing was recorded.');
          return OVERVIEW;
        },
      },
    });
    await expect.element(page.getByRole('alert')).toMatchTextContent(/^Something broke on our side/);
    await button('Try again').click();
    await expect.element(page.getByText('Working', { exact: true })).toBeVisible();
    expect(document.querySelector('[role="alert"]')).toBeNull();
  });
});
