import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { OrderReply } from '../../../sdk/contract/orders.ts';
import { ENDPOINT, REWARD, TRACE } from './samples.ts';
import { button, close, DESKTOP, heading, open, problem } from './stage.tsx';

beforeEach(() => page.viewport(...DESKTOP));
afterEach(close);

const fill = async (fields: Readonly<Record<string, string>>) => {
  for (const [label, value] of Object.entries(fields)) await page.getByLabelText(label, { exact: true }).fill(value);
};
const press = () => userEvent.keyboard('{Enter}');

const REPLY: OrderReply = {
  eventId: 'evt_00000003',
  orderId: 'P-1',
  source: 'shop',
  outcome: 'rewarded',
  reason: null,
  rewards: [REWARD],
  trace: TRACE,
  duplicate: false,
};

describe('an order entered by hand', () => {
  it('is reported in whole minor units, with only what was filled in', async () => {
    const stage = await open('/orders?form=order', { replies: { reportOrder: () => REPLY } });
    await expect.element(page.getByLabelText('Order number')).toHaveFocus();
    await fill({ 'Order number': ' P-1 ', Amount: '59,9', 'Email of the friend': 'grace@example.com' });
    await page.getByLabelText('This is their first order').click();
    await button('Add the order').click();
    await expect.element(page.getByText('Advocate: $10.00')).toBeVisible();
    expect(stage.callsOf('reportOrder')).toEqual([
      {
        body: {
          orderId: 'P-1',
          currency: 'USD',
          subtotalMinor: 5_990,
          email: 'grace@example.com',
          earlierOrders: 0,
          placedAt: expect.any(Number) as number,
        },
      },
    ]);
    expect(stage.callsOf('listOrders').length).toBeGreaterThan(1);
  });

  it('says which rule was not met', async () => {
    const rules = TRACE.rules.map((step) => (step.rule === 'budget' ? { ...step, passed: false } : step));
    const refused = {
      ...REPLY,
      outcome: 'refused',
      reason: 'budget',
      rewards: [],
      trace: { ...TRACE, rules },
    } as const;
    await open('/orders?form=order', {
      replies: { reportOrder: () => ({ ...refused, rewards: [], trace: { ...TRACE, rules } }) },
    });
    await fill({ 'Order number': 'P-1', Amount: '5' });
    await press();
    await expect.element(page.getByText(/The rule “The budget has room” was not met\./)).toBeVisible();
  });

  it('shows what the API refuses beside the field it names, and goes there', async () => {
    await open('/orders?form=order', {
      replies: {
        reportOrder: () => {
          throw problem('invalid_field', 'code: Is not a code.', 'code');
        },
      },
    });
    await fill({ 'Order number': 'P-1', Amount: '5', 'Code the friend named': '!!' });
    await press();
    const code = page.getByLabelText('Code the friend named');
    await expect.element(code).toHaveAttribute('aria-invalid', 'true');
    await expect.element(code).toHaveFocus();
    await expect.element(code).toHaveAccessibleDescription(/Is not a code\.$/);
  });

  it('takes no amount that is none', async () => {
    const stage = await open('/orders?form=order', { replies: { reportOrder: () => REPLY } });
    await fill({ 'Order number': 'P-1', Amount: '5.999' });
    await expect.element(page.getByText('Enter an amount such as 10.50.')).toBeVisible();
    await press();
    expect(stage.callsOf('reportOrder')).toEqual([]);
  });
});

describe('an order list', () => {
  it('goes on where each reply tells, and shows what became of every row', async () => {
    const stage = await open('/orders?form=list', {
      replies: {
        importOrders: ({ body }) =>
          body.fromRow === 1
            ? { rows: [{ row: 1, orderId: '2001', outcome: 'rewarded', detail: null }], nextRow: 2 }
            : {
                rows: [{ row: 2, orderId: '2002', outcome: 'error', detail: 'subtotal: Expected a number.' }],
                nextRow: null,
              },
      },
    });
    const csv = 'order_id,subtotal,currency\n2001,40.00,USD\n2002,x,USD';
    await page.getByLabelText('or paste the lines').fill(csv);
    await button('Upload the list').click();
    await expect.element(page.getByText('2 rows, 1 not read')).toBeVisible();
    await expect.element(page.getByRole('row', { name: /2002 Not read subtotal/ })).toBeVisible();
    expect(stage.callsOf('importOrders').map(({ body }) => body)).toEqual([
      { csv, fromRow: 1 },
      { csv, fromRow: 2 },
    ]);
  });

  it('says at the field that nothing was given', async () => {
    await open('/orders?form=list');
    await button('Upload the list').click();
    await expect.element(page.getByText('Choose a file or paste the lines.')).toBeVisible();
  });
});

describe('a refund by hand', () => {
  it('tells what it takes back', async () => {
    const stage = await open('/orders?form=refund', {
      replies: {
        reportRefund: () => ({
          eventId: 'evt_00000004',
          outcome: 'applied',
          reversals: [{ rewardId: REWARD.id, side: 'advocate', quantity: 500, unit: 'money:USD', formatted: '$5' }],
          remainingMinor: 2_950,
          duplicate: false,
        }),
      },
    });
    await fill({ 'Order number': '1001', 'Refund number': '1001-R', 'Amount given back': '29.50' });
    await press();
    await expect.element(page.getByText('Advocate: $5.00 taken back')).toBeVisible();
    expect(stage.callsOf('reportRefund')).toEqual([
      { body: { orderId: '1001', refundId: '1001-R', currency: 'USD', amountMinor: 2_950 } },
    ]);
  });
});

describe('a webhook endpoint', () => {
  it('is added, and its secret shown once', async () => {
    const stage = await open('/deliveries?endpoints=open', {
      replies: { addEndpoint: ({ body }) => ({ ...ENDPOINT, id: 'whe_2', ...body, secret: 'whsec_c2VjcmV0' }) },
    });
    await button('Add an endpoint').click();
    await page.getByLabelText('Address').fill('https://kiln.example/more');
    await page.getByLabelText('ping').click();
    await button('Add the endpoint').click();
    await expect.element(page.getByLabelText('Secret')).toHaveValue('whsec_c2VjcmV0');
    await button('I have it').click();
    await expect.element(page.getByText('https://kiln.example/more')).toBeVisible();
    expect(document.body.textContent).not.toContain('whsec_');
    const [{ body } = {}] = stage.callsOf('addEndpoint');
    expect((body as { types: string[] }).types).not.toContain('ping');
  });

  it('is removed when nobody took it back', async () => {
    const stage = await open('/deliveries?endpoints=open');
    await button('Remove').click();
    await expect.element(page.getByText(ENDPOINT.url)).not.toBeInTheDocument();
    await button('Undo').click();
    await expect.element(page.getByText(ENDPOINT.url)).toBeVisible();
    await button('Remove').click();
    stage.dashboard.toasts.flush();
    expect(stage.callsOf('removeEndpoint')).toEqual([{ params: { id: ENDPOINT.id } }]);
  });
});

describe('a dialog', () => {
  it('closes on Escape, and its address with it', async () => {
    await open('/orders?form=refund');
    await expect.element(heading('Record a refund')).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => document.querySelector('dialog')).toBeNull();
    expect(location.search).toBe('');
  });
});
