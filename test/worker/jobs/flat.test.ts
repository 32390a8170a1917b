import { expect, it } from 'vitest';
import { DELIVERIES_A_RUN, drainOutbox } from '../../../worker/jobs/outbox.ts';
import { announceRewards } from '../../../worker/storage/announcements.ts';
import { releaseHeldBudget } from '../../../worker/storage/held-budget.ts';
import { enqueueDelivery } from '../../../worker/storage/outbox.ts';
import { findNeeds } from '../../../worker/storage/shop-needs.ts';
import { measure } from '../../support/worker-cost.ts';
import type { Cost } from '../../support/worker-cost.ts';
import { claim, join, newAttempt, report } from '../../support/worker-journey.ts';
import { addEndpoint, makePlatform, outboxOf, shopOf } from '../../support/worker-jobs.ts';
import { seed } from '../../support/worker-seed.ts';
import { callFromPage, makeShop } from '../../support/worker-shop.ts';

const DAY_MS = 86_400_000;

/** What each job costs beside so many referrals, all of them long told. */
async function costs(referrals: number): Promise<Record<string, Cost>> {
  const platform = await makePlatform({ sendMail: async () => ({ kind: 'sent' }), fetch: async () => new Response() });
  const test = await makeShop();
  await seed(test, referrals);
  const shop = await shopOf(test);
  const found: Record<string, Cost> = {};
  const note = async (name: string, work: () => Promise<unknown>) => {
    found[name] = (await measure(work)).cost;
  };
  const happen = async (count: number) => {
    const happened = {
      kind: 'webhook',
      topic: 'program.state_changed',
      payload: { programId: test.programId, state: 'paused' },
    } as const;
    for (let i = 0; i < count; i++)
      await enqueueDelivery(test.store, { id: platform.newId('dlv'), ...happened }, 0).run();
  };
  await note('nothing due', () => drainOutbox(platform, shop));
  await happen(1);
  await note('a webhook that nobody wants', () => drainOutbox(platform, shop));
  await addEndpoint(test, 'https://hooks.example.com/', ['program.state_changed']);
  await happen(1);
  await note('a webhook', () => drainOutbox(platform, shop));
  await happen(DELIVERIES_A_RUN);
  await note('a run of webhooks', () => drainOutbox(platform, shop));
  await join(test, 'ada@example.com');
  await drainOutbox(platform, shop);
  const ask = { email: 'ada@example.com', attempt: newAttempt() };
  await callFromPage(test, 'POST', '/v1/sign-ins', { email: ask.email });
  await note('a magic link', () => drainOutbox(platform, shop));
  await report(test, { orderId: 'flat', code: await claim(test, await join(test)) });
  await claim(test, await join(test));
  await note('six webhooks of an order, and a mail', () => drainOutbox(platform, shop));
  const granted = (await outboxOf(test)).find(({ topic }) => topic === 'reward_granted')!;
  for (let i = 0; i < DELIVERIES_A_RUN; i++) {
    const payload = JSON.parse(granted.payload) as { rewardId: string };
    await enqueueDelivery(
      test.store,
      { id: platform.newId('dlv'), kind: 'mail', topic: 'reward_granted', target: granted.target!, payload },
      0,
    ).run();
  }
  await note('a run of mails', () => drainOutbox(platform, shop));
  expect((await outboxOf(test)).filter(({ state }) => state === 'due')).toEqual([]);
  platform.pass(15 * DAY_MS);
  await note('asking what there is to do', () => findNeeds(test.store.db, [shop], platform.realNow()));
  await note('a claim that ran out', () => releaseHeldBudget(test.store, platform.realNow(), 100));
  await note('a reward that became available', () => announceRewards(test.store, platform, platform.realNow(), 20));
  return found;
}

it(
  'costs the same beside 100,000 referrals as beside 1,000, and a full run fits the free plan’s fifty statements',
  { timeout: 120_000 },
  async () => {
    const [few, many] = [await costs(1_000), await costs(100_000)];
    expect(many).toEqual(few);
    // The cron has some of its own around them.
    expect(few['a run of mails']!.statements).toBeLessThan(45);
    expect(few['a run of webhooks']!.statements).toBeLessThan(45);
  },
);
