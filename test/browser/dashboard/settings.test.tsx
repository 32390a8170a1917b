import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ProgramSettings } from '../../../sdk/contract/program.ts';
import { accountOf, PROGRAM } from './samples.ts';
import { button, close, DESKTOP, link, open, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(async () => {
  // A draft is kept for the next visit; the next test begins without one.
  const discard = page.getByRole('button', { name: 'Discard' });
  if (discard.elements().length > 0) await discard.click();
  close();
});

const preview = () => page.getByRole('complementary', { name: 'Preview' });
const saved = (stage: Awaited<ReturnType<typeof open>>) =>
  stage.callsOf('saveProgram').map(({ body }) => body as { version: number; settings: ProgramSettings });

describe('the settings', () => {
  it('say what follows from a value while it is changed', async () => {
    await open('/settings');
    await page.getByLabelText('Time to order').fill('7');
    await expect.element(page.getByText(/more than 7 days after following the link is not counted/)).toBeVisible();
    await page.getByLabelText('Wait before a reward is available').fill('0');
    await expect.element(page.getByText('Rewards are available at once', { exact: false })).toBeVisible();
    await page.getByLabelText('Budget', { exact: true }).fill('100');
    await expect.element(page.getByText('Enough for 5 friends at $20.', { exact: false })).toBeVisible();
    await page.getByLabelText('Budget', { exact: true }).fill('');
    await expect.element(page.getByText('Empty: no limit.', { exact: false })).toBeVisible();
  });

  it('draw the popup again with every change', async () => {
    await open('/settings');
    const friend = page.getByRole('group', { name: 'The friend gets' });
    await expect.element(preview().getByText('Give $10, get $10').first()).toBeVisible();
    await friend.getByLabelText('A share of the order').click();
    await page.getByLabelText('Share', { exact: true }).fill('12.5');
    await expect.element(preview().getByText('Give 12.5%, get $10').first()).toBeVisible();
    await page.getByLabelText('Brand color').fill('#ffcc00');
    const popup = document.querySelector('.preview-page') as HTMLElement;
    await expect.poll(() => popup.style.getPropertyValue('--brand')).toBe('#ffcc00');
    const action = getComputedStyle(document.querySelector('.preview-action') as Element);
    // Yellow takes black ink, not white.
    expect(action.color).toMatch(/^lch\(0 0 0|^rgb\(0, 0, 0/);
    await page.getByText('Change the texts').click();
    await page.getByLabelText('Offer', { exact: true }).fill('Treat a friend to {give}');
    await expect.element(preview().getByText('Treat a friend to 12.5%')).toBeVisible();
  });

  it('save a new version on top of the one that was edited', async () => {
    const stage = await open('/settings');
    await page.getByLabelText('Smallest order').fill('45');
    await page.getByLabelText('Only a first order counts').click();
    await expect.element(page.getByText('2 changes')).toBeVisible();
    await button('Save version 5').click();
    await expect.element(page.getByText('Version 5, saved', { exact: false })).toBeVisible();
    expect(saved(stage)).toEqual([
      { version: 4, settings: { ...PROGRAM.settings, minimumOrderMinor: 4_500, firstOrderOnly: false } },
    ]);
    expect(page.getByRole('button', { name: /^Save version/ }).elements()).toEqual([]);
  });

  it('keep cents and percent apart: a share becomes basis points, its ceiling minor units', async () => {
    const stage = await open('/settings');
    await page.getByRole('group', { name: 'The advocate gets' }).getByLabelText('A share of the order').click();
    await page.getByLabelText('Share', { exact: true }).fill('7,25');
    await page.getByLabelText('At most').fill('30');
    await button('Save version 5').click();
    await expect
      .poll(() => saved(stage)[0]?.settings.advocateReward)
      .toEqual({
        kind: 'percent',
        basisPoints: 725,
        max: { amountMinor: 3_000, currency: 'USD' },
      });
  });

  it('show what the API refuses beside the field it names, and go there', async () => {
    await open('/settings', {
      replies: {
        saveProgram: () => {
          throw problem('invalid_field', 'settings.endsAt: Must be later than startsAt.', 'settings.endsAt');
        },
      },
    });
    await page.getByLabelText('Ends').fill('2026-11-01T10:00');
    await button('Save version 5').click();
    await expect.element(page.getByText('Must be later than startsAt.')).toBeVisible();
    await expect.element(page.getByLabelText('Ends')).toHaveFocus();
    await expect.element(page.getByText('Not saved: look at the field marked above.', { exact: false })).toBeVisible();
  });

  it('offer to load again what somebody else has saved', async () => {
    await open('/settings', {
      replies: {
        saveProgram: () => {
          throw problem('conflict', 'Somebody else has changed the program in the meantime.');
        },
      },
    });
    await page.getByLabelText('Time to order').fill('7');
    await button('Save version 5').click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Somebody else has changed the program/);
    await expect.element(button('Load it again')).toBeVisible();
  });

  it('keep what was begun while one looks something up elsewhere', async () => {
    await open('/settings');
    await page.getByLabelText('Time to order').fill('9');
    await link('Orders').click();
    await expect.element(page.getByRole('heading', { name: 'Orders', level: 1 })).toBeVisible();
    await link('Settings').click();
    await expect.element(page.getByLabelText('Time to order')).toHaveValue(9);
    await expect.element(page.getByText('1 change')).toBeVisible();
  });

  it('order the signs by buttons, and leave some out', async () => {
    const stage = await open('/settings?at=attribution');
    await button('Move “Friend’s code” down').click();
    await button('Leave out “Email”').click();
    await button('Save version 5').click();
    await expect
      .poll(() => saved(stage)[0]?.settings.attribution.precedence)
      .toEqual(['coupon', 'code', 'signed_touch', 'touch', 'customer']);
  });

  it('are read but not changed by who may not', async () => {
    await open('/settings', { replies: { account: () => accountOf({ role: 'support' }) } });
    await expect.element(page.getByLabelText('Time to order')).toBeDisabled();
    expect(page.getByRole('button', { name: 'Pause' }).elements()).toEqual([]);
  });
});

describe('the program', () => {
  it('is paused and resumed by a click', async () => {
    const stage = await open('/settings');
    await button('Pause').click();
    await expect.element(page.getByText('Paused', { exact: true })).toBeVisible();
    await button('Resume').click();
    await expect.element(page.getByText('Running', { exact: true })).toBeVisible();
    expect(stage.callsOf('setProgramState')).toEqual([{ body: { state: 'paused' } }, { body: { state: 'active' } }]);
  });

  it('is ended only after its consequences were told', async () => {
    const stage = await open('/settings');
    await button('End the program').click();
    await expect.element(page.getByText('it can’t be started again', { exact: false })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(stage.callsOf('setProgramState')).toEqual([]);
    await button('End the program').click();
    await button('End it').click();
    await expect.element(page.getByText('Ended', { exact: true })).toBeVisible();
    expect(page.getByRole('button', { name: 'Resume' }).elements()).toEqual([]);
  });
});
