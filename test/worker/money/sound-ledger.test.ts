import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { claim, join, refund, report } from '../../support/worker-journey.ts';
import { expectSoundLedger } from '../../support/worker-ledger.ts';
import { makeShop } from '../../support/worker-shop.ts';

// The check that every test of money ends with, itself put to the test: a fault of each kind, planted behind its back.

it.each([
  ['a transfer of two units', "UPDATE entries SET unit = 'money:EUR' WHERE quantity > 0"],
  ['a balance that is off', 'UPDATE entries SET balance_after = balance_after + 1 WHERE seq = 1'],
  ['an entry that is gone', "DELETE FROM entries WHERE kind = 'reversal' AND quantity > 0"],
  ['a transfer that is gone', "DELETE FROM entries WHERE kind = 'reversal'"],
  ['a credit without a reward', 'UPDATE entries SET reward_id = NULL'],
  ['a budget that is off', "UPDATE counters SET committed = committed - 1 WHERE scope LIKE 'program:%'"],
  ['a reward that is more than its entries', 'UPDATE rewards SET quantity = quantity + 1'],
  ['a reward in a state that its quantities belie', "UPDATE rewards SET state = 'reversed' WHERE side = 'advocate'"],
  ['a reward of somebody else', "UPDATE rewards SET recipient_id = 'prs_else' WHERE side = 'advocate'"],
  ['a reward of another bond', "UPDATE rewards SET referral_id = 'rfl_else' WHERE side = 'advocate'"],
  ['a bond that forgot its order', "UPDATE referrals SET state = 'claimed', ordered_at = NULL"],
  ['a hold beside a reward', "UPDATE referrals SET held = 1, held_unit = 'money:USD', held_until = 1"],
  ['an advocate with a friend too many', 'UPDATE people SET joined_count = joined_count + 1'],
  ['a friend without an order', 'UPDATE people SET order_count = 0'],
  ['a code that is free again', "UPDATE claims SET state = 'issued', order_id = NULL"],
  ['a refund that the order forgot', "UPDATE events SET refunded_minor = 0 WHERE kind = 'order'"],
  ['a refund that tells of nothing', "UPDATE events SET facts = '{}' WHERE kind = 'refund'"],
  ['a trace of another version', "UPDATE events SET program_version = 2 WHERE kind = 'order'"],
  ['an order that nobody vouched for', "UPDATE events SET state = 'unverified' WHERE kind = 'order'"],
  ['figures that are off', 'UPDATE rollups SET cost_minor = cost_minor + 1'],
])('finds %s', async (_name, tamper) => {
  const shop = await makeShop({ minimumOrderMinor: 0 });
  const code = await claim(shop, await join(shop), 'friend@example.com');
  await report(shop, { orderId: '1', code, email: 'friend@example.com' });
  await refund(shop, { refundId: 'r-1', orderId: '1', amountMinor: 1_000 });
  await expectSoundLedger(shop);
  for (const trigger of ['entries_never_change', 'entries_never_leave'])
    await env.DB.prepare(`DROP TRIGGER ${trigger}`).run();
  await env.DB.prepare(tamper).run();
  await expect(expectSoundLedger(shop)).rejects.toThrow('to deeply equal');
});
