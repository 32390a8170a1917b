import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { UNDO_MS } from '../../../worker/dashboard/state/toasts.ts';
import { FAILED, REFERRAL, TO_APPROVE, UNVERIFIED } from './samples.ts';
import { button, close, DESKTOP, open, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(close);

const inRow = (text: string) => page.getByRole('row', { name: new RegExp(text) });

describe('what can be undone', () => {
  it('is shown at once and sent only when nobody took it back', async () => {
    const stage = await open('/rewards?state=review');
    await button('Approve').click();
    await expect.element(page.getByText('Approved.')).toBeVisible();
    await expect.element(inRow('1002')).not.toBeInTheDocument();
    expect(stage.callsOf('approveReward')).toEqual([]);
    await expect
      .poll(() => stage.callsOf('approveReward'), { timeout: UNDO_MS + 2_000 })
      .toEqual([{ params: { id: TO_APPROVE.id } }]);
  });

  it('is never sent when it was taken back', async () => {
    const stage = await open('/rewards?state=review');
    await expect.element(button('Approve')).toBeVisible();
    vi.useFakeTimers();
    button('Approve')
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(UNDO_MS - 1_000);
    button('Undo')
      .element()
      .dispatchEvent(new MouseEvent('click', { bubbles: true }));
    await vi.advanceTimersByTimeAsync(UNDO_MS * 2);
    vi.useRealTimers();
    expect(stage.callsOf('approveReward')).toEqual([]);
    await expect.element(inRow('1002')).toBeVisible();
  });

  it('goes back to what it was where sending failed, and says why', async () => {
    const stage = await open('/orders?state=unverified', {
      replies: {
        listOrders: () => ({ items: [UNVERIFIED], next: null }),
        approveOrder: () => {
          throw problem('conflict', 'This order was confirmed by a list meanwhile.');
        },
      },
    });
    await button('Approve').click();
    await expect.element(inRow('W-17')).not.toBeInTheDocument();
    stage.dashboard.toasts.flush();
    await expect.element(page.getByText('This order was confirmed by a list meanwhile.')).toBeVisible();
    await expect.element(inRow('W-17')).toBeVisible();
  });

  it('is sent when the page is left, and not a second time', async () => {
    const stage = await open('/rewards?state=review');
    await button('Approve').click();
    stage.dashboard.toasts.flush();
    stage.dashboard.toasts.flush();
    await expect.poll(() => stage.callsOf('approveReward')).toHaveLength(1);
  });
});

describe('a refusal', () => {
  it('asks why, and sends the reason', async () => {
    const stage = await open('/rewards');
    await inRow('1002').getByRole('button', { name: 'Refuse' }).click();
    const reason = page.getByLabelText('Why');
    await expect.element(reason).toHaveFocus();
    await button('Refuse').last().click();
    expect(stage.callsOf('refuseReward')).toEqual([]);
    await reason.fill('  The same household.  ');
    await userEvent.keyboard('{Enter}');
    await expect.element(inRow('1002').getByText('Refused')).toBeVisible();
    stage.dashboard.toasts.flush();
    expect(stage.callsOf('refuseReward')).toEqual([
      { params: { id: TO_APPROVE.id }, body: { reason: 'The same household.' } },
    ]);
  });

  it('puts an order aside with its reason', async () => {
    const stage = await open(`/orders?state=unverified&open=${UNVERIFIED.id}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Put aside' }).click();
    await page.getByLabelText('Why').fill('Our own test');
    await userEvent.keyboard('{Enter}');
    stage.dashboard.toasts.flush();
    await expect
      .poll(() => stage.callsOf('dismissOrder'))
      .toEqual([{ params: { id: UNVERIFIED.id }, body: { reason: 'Our own test' } }]);
    expect(location.search).toBe('?state=unverified');
  });
});

describe('a failed delivery', () => {
  it('is sent again', async () => {
    const stage = await open('/deliveries');
    await button('Send again').click();
    await expect.element(page.getByText('On its way again.')).toBeVisible();
    expect(stage.callsOf('replayDelivery')).toEqual([{ params: { id: FAILED.id } }]);
    await expect.element(inRow('order.rewarded').getByText('On the way')).toBeVisible();
  });
});

describe('a goodwill credit', () => {
  it('is given once from a person’s panel, in whole minor units', async () => {
    let tries = 0;
    const stage = await open(`/referrals?person=${REFERRAL.advocate.id}`, {
      replies: {
        credit: () => {
          tries += 1;
          if (tries === 1) throw problem('internal', 'Nothing was recorded.');
          return { eventId: 'evt_00000009', balanceMinor: 1_550, duplicate: false };
        },
      },
    });
    await button('Give a goodwill credit').click();
    await page.getByLabelText('Amount').fill('15.50');
    await page.getByLabelText('Reason').fill('Late parcel');
    await button('Give the credit').click();
    await expect.element(page.getByRole('alert')).toMatchTextContent(/Something broke on our side/);
    await button('Give the credit').click();
    await expect.element(page.getByText('Credited. Goodwill balance now: $15.50.')).toBeVisible();
    const [first, second] = stage.callsOf('credit').map(({ body }) => body as Record<string, unknown>);
    expect(first).toMatchObject({
      personId: REFERRAL.advocate.id,
      amountMinor: 1_550,
      currency: 'USD',
      reason: 'Late parcel',
    });
    // The number stays the same for the second try, so that the API can tell it from a second credit.
    expect(second?.['creditId']).toBe(first?.['creditId']);
  });
});

describe('who may only read', () => {
  it.each(['/rewards', '/orders', '/deliveries', '/referrals?person=prs_ada00000001'])(
    'is offered no deed at %s',
    async (path) => {
      const { accountOf } = await import('./samples.ts');
      await open(path, { replies: { account: () => accountOf({ role: 'reader' }) } });
      await expect.element(page.getByRole('table').first()).toBeVisible();
      const deeds = /^(Approve|Refuse|Put aside|Send again|Give a goodwill credit)$/;
      const ways = /^(Add an order|Upload a list|Record a refund|Webhook endpoints)$/;
      expect(page.getByRole('button', { name: deeds }).elements()).toEqual([]);
      expect(page.getByRole('link', { name: ways }).elements()).toEqual([]);
    },
  );
});
