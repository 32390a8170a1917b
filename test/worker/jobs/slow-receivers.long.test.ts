import { expect, it } from 'vitest';
import { drainOutbox } from '../../../worker/jobs/outbox.ts';
import { enqueueDelivery } from '../../../worker/storage/outbox.ts';
import { addEndpoint, makePlatform, newReceiver, outboxOf, shopOf, testMailer } from '../../support/worker-jobs.ts';
import { makeShop } from '../../support/worker-shop.ts';

it('gives up on a receiver that does not answer within ten seconds', async () => {
  const platform = await makePlatform();
  const shop = await makeShop({}, { mode: 'test' });
  await addEndpoint(shop, newReceiver('delay=12000').url, ['program.state_changed']);
  const payload = { programId: shop.programId, state: 'paused' } as const;
  await enqueueDelivery(
    shop.store,
    { id: platform.newId('dlv'), kind: 'webhook', topic: 'program.state_changed', payload },
    Date.now(),
  ).run();
  await drainOutbox(platform, await shopOf(shop));
  expect(await outboxOf(shop)).toMatchObject([
    { state: 'due', attempts: 1, last_error: 'No answer within 10 seconds.' },
  ]);
});

it(
  'does not know of a mail that the server never confirmed, and says so after twenty seconds',
  { timeout: 40_000 },
  async () => {
    const mail = {
      to: 'silent@example.com',
      fromName: 'Shop',
      subject: 'Hi',
      text: 'Hi',
      html: '<p>Hi</p>',
      deliveryId: 'dlv_1',
    };
    expect(await testMailer()(mail)).toEqual({ kind: 'unknown', error: 'The mail server did not confirm the mail.' });
  },
);
