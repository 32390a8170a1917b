import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { accountOf, LIVE, OVERVIEW, PROGRAM, TEST } from './samples.ts';
import { button, close, DESKTOP, heading, link, open, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(close);

const signedOut = () => {
  throw Object.assign(problem('unauthorized', 'Sign in to the dashboard first.'), { details: { status: 401 } });
};

describe('the door', () => {
  it('asks whoever is not signed in for an address, and says the same of a known and an unknown one', async () => {
    const stage = await open('/orders', { replies: { account: signedOut } });
    await page.getByLabelText('Your email').fill('robin@kiln.example');
    await userEvent.keyboard('{Enter}');
    await expect.element(heading('Check your inbox')).toBeVisible();
    await expect.element(page.getByText('If robin@kiln.example belongs to a user', { exact: false })).toBeVisible();
    expect(stage.callsOf('dashboardSignIn')).toEqual([{ body: { email: 'robin@kiln.example' } }]);
  });

  it('opens by a magic link', async () => {
    const stage = await open('', { hash: '#token=abc', replies: { openDashboard: () => accountOf() } });
    await expect.element(heading('Overview')).toBeVisible();
    expect(stage.callsOf('openDashboard')).toEqual([{ body: { token: 'abc' } }]);
    expect(stage.callsOf('account')).toEqual([]);
  });

  it.each([
    ['shp_test00000001', 'Test mode: nothing here is real.'],
    ['shp_of_nobody_1', 'What needs you'],
  ])('opens at the shop %s that a magic link names, as far as it is theirs', async (shopId, seen) => {
    await open('', { hash: `#token=abc&shop=${shopId}`, replies: { openDashboard: () => accountOf() } });
    await expect.element(page.getByText(seen)).toBeVisible();
    expect(page.getByText(/^Test mode/).elements()).toHaveLength(shopId === TEST.id ? 1 : 0);
  });

  it('says that a magic link has been used, and offers another', async () => {
    await open('', { hash: '#token=abc', replies: { openDashboard: signedOut } });
    await expect.element(page.getByRole('alert')).toMatchTextContent(/used before or is too old/);
    await expect.element(button('Email me the link')).toBeVisible();
  });

  it('makes the first owner with the set-up token', async () => {
    const stage = await open('', { hash: '#setup=printed', replies: { setUp: () => accountOf() } });
    await page.getByLabelText('Your email').fill('robin@kiln.example');
    await page.getByLabelText('Your name').fill('Robin');
    await page.getByLabelText('Name of your shop').fill('Kiln & Co.');
    await button('Create the program').click();
    await expect.element(heading('Overview')).toBeVisible();
    expect(stage.callsOf('setUp')).toEqual([
      { body: { token: 'printed', email: 'robin@kiln.example', name: 'Robin', shopName: 'Kiln & Co.' } },
    ]);
  });

  it('says beside the form that a set-up token is wrong', async () => {
    await open('', {
      hash: '#setup=wrong',
      replies: {
        setUp: () => {
          throw problem('unauthorized', 'This set-up token is wrong, used or expired.');
        },
      },
    });
    await page.getByLabelText('Your email').fill('robin@kiln.example');
    await page.getByLabelText('Your name').fill('Robin');
    await page.getByLabelText('Name of your shop').fill('Kiln');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toMatchTextContent(/set-up token is wrong/);
  });

  it('lets a session end and begin again', async () => {
    const stage = await open('');
    await page.getByText(/Robin/).click();
    await button('Sign out').click();
    await expect.element(heading('Sign in')).toBeVisible();
    expect(stage.callsOf('closeDashboard')).toHaveLength(1);
  });
});

describe('the frame', () => {
  it('says above everything that a test shop is not real, and moves its clock', async () => {
    const stage = await open('', {
      replies: { moveClock: ({ body }) => ({ ...TEST, clockOffsetMs: body.now - LIVE.now, now: body.now }) },
    });
    await expect.element(heading('What needs you')).toBeVisible();
    expect(page.getByText('Test mode', { exact: false }).elements()).toEqual([]);
    await page.getByRole('radio', { name: 'Test' }).click();
    await expect.element(page.getByText('Test mode: nothing here is real.')).toBeVisible();
    await expect.element(page.getByText('Nov 24, 2026', { exact: false })).toBeVisible();
    await button('+7 days').click();
    await expect.element(page.getByText('Dec 1, 2026', { exact: false })).toBeVisible();
    expect(stage.callsOf('moveClock')).toEqual([{ body: { now: Date.UTC(2026, 11, 1, 15) } }]);
    // The shop's time has moved, so what depends on it is asked again.
    await expect.poll(() => stage.callsOf('overview').at(-2)?.query).toMatchObject({ to: '2026-12-01' });
  });

  it('closes what belongs to the other shop when it changes', async () => {
    await open('/referrals?open=ref_00000001');
    await expect.element(page.getByRole('dialog')).toBeVisible();
    await page.getByRole('radio', { name: 'Test' }).click();
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(location.search).toBe('');
  });

  it('speaks French, numbers and dates too, and remembers it', async () => {
    const stage = await open('');
    await page.getByText(/Robin/).click();
    await page.getByRole('combobox', { name: 'Language' }).selectOptions('Français');
    stage.dashboard.preferences.locale.subscribe(() => undefined);
    const { speak } = await import('../../../worker/dashboard/words/words.ts');
    await speak(stage.dashboard.preferences.locale.value);
    await expect.element(heading('Vue d’ensemble')).toBeVisible();
    await expect.element(page.getByText('1 200 $', { exact: true })).toBeVisible();
    expect(document.documentElement.lang).toBe('fr');
  });

  it('says that there is no such page', async () => {
    await open('/nowhere');
    await expect.element(heading('No such page')).toBeVisible();
  });

  it('can be walked through by keyboard, past the menu', async () => {
    await open('');
    await expect.element(heading('Overview')).toBeVisible();
    await userEvent.keyboard('{Tab}');
    await expect.element(button('Skip to the content')).toHaveFocus();
    await userEvent.keyboard('{Enter}');
    expect(document.activeElement).toBe(document.querySelector('main'));
  });

  it('opens its menu over the page on a phone', async () => {
    await page.viewport(360, 720);
    await open('');
    await expect.element(link('Rewards')).not.toBeInTheDocument();
    await button('Menu').click();
    await link('Rewards').click();
    await expect.element(heading('Rewards')).toBeVisible();
    await expect.element(link('Rewards')).not.toBeInTheDocument();
  });
});

describe('the way to a site', () => {
  it('copies a tag with only those settings that differ', async () => {
    await open('/install');
    await expect
      .element(page.getByLabelText('Tag', { exact: true }))
      .toHaveValue(
        `<script async src="${location.origin}/bothways.js"\n  data-shop="pk_live_0123456789ABCDEF"></script>`,
      );
    close();
    const settings = { ...PROGRAM.settings, windowDays: 60, consent: 'required' } as const;
    await open('/install', { replies: { getProgram: () => ({ ...PROGRAM, settings }) } });
    await expect
      .element(page.getByLabelText('Tag', { exact: true }))
      .toHaveValue(
        `<script async src="${location.origin}/bothways.js"\n  data-shop="pk_live_0123456789ABCDEF" data-window="60" data-consent="required"></script>`,
      );
  });

  it('turns green when the first page has called', async () => {
    let seen = false;
    await open('/install', { replies: { overview: () => ({ ...OVERVIEW, tagSeenAt: seen ? LIVE.now : null }) } });
    await expect.element(page.getByText('Waiting for the first call of your tag')).toBeVisible();
    seen = true;
    await button('Check again').click();
    await expect.element(page.getByText('Your tag was seen')).toBeVisible();
  });

  it('takes a site by any of its addresses', async () => {
    const stage = await open('/install', {
      replies: { saveShop: ({ body }) => ({ ...LIVE, ...body, origins: [...body.origins] }) },
    });
    await page.getByLabelText('Address of a site').fill('https://www.kiln.example/products?page=2');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText('https://www.kiln.example')).toBeVisible();
    expect(stage.callsOf('saveShop')).toEqual([
      { body: { name: 'Kiln & Co.', origins: ['https://kiln.example', 'https://www.kiln.example'] } },
    ]);
  });

  it('shows a secret key once', async () => {
    await open('/install', {
      replies: {
        addKey: ({ body }) => ({
          id: 'key_3',
          ...body,
          hint: 'ABCD',
          createdAt: LIVE.now,
          lastUsedAt: null,
          revokedAt: null,
          key: 'sk_live_WHOLEABCD',
        }),
      },
    });
    await button('Make a key').click();
    await page.getByLabelText('What it is for').fill('Counter');
    await button('Make the key').click();
    await expect.element(page.getByLabelText('Secret key')).toHaveValue('sk_live_WHOLEABCD');
    await button('I have it').click();
    await expect.element(page.getByText('sk_…ABCD')).toBeVisible();
    expect(document.body.innerText).not.toContain('sk_live_');
  });
});
