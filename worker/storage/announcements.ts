import type { Platform } from './platform.ts';
import { enqueueDelivery } from './outbox.ts';
import { toReward } from './rewards.ts';
import type { Reward, RewardRow } from './rewards.ts';
import { changedOne, commitBatch } from './store.ts';
import type { Store } from './store.ts';

interface Ripe extends Reward {
  /** The order that earned it, by the shop's own number; null for a credit. */
  readonly orderId: string | null;
}

/**
 * Tells the shop and the advocate of rewards that have become available, up to `limit`; says of how many. Each reward is
 * announced in one batch with its mark, so that a second run, or one at the same moment, finds nothing left to say.
 */
export async function announceRewards(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  now: number,
  limit: number,
): Promise<number> {
  // Left to itself, SQLite walks every reward that ever became available.
  const found = await store.db
    .prepare(
      `SELECT rewards.*, CASE events.kind WHEN 'order' THEN events.external_id END AS order_id
       FROM rewards INDEXED BY rewards_to_announce LEFT JOIN events ON events.shop_id = rewards.shop_id AND events.event_id = rewards.event_id
       WHERE rewards.shop_id = ?1 AND rewards.announced_at IS NULL AND rewards.state = 'granted' AND rewards.available_at <= ?2
       ORDER BY rewards.available_at LIMIT ?3`,
    )
    .bind(store.shopId, now, limit)
    .all<RewardRow & { order_id: string | null }>();
  const ripe = found.results.map((row): Ripe => ({ ...toReward(row), orderId: row.order_id }));
  if (ripe.length === 0) return 0;
  const statements = (reward: Ripe) => announcement(store, platform, reward, now);
  if ((await commitBatch(store, ripe.flatMap(statements))).kind === 'committed') return ripe.length;
  // Somebody announced, refused or reversed one of them in between, so they are taken one by one.
  let announced = 0;
  for (const reward of ripe) if ((await commitBatch(store, statements(reward))).kind === 'committed') announced += 1;
  return announced;
}

function announcement(
  store: Store,
  platform: Pick<Platform, 'newId'>,
  reward: Ripe,
  now: number,
): D1PreparedStatement[] {
  const { rewardId, eventId, orderId, side, recipientId, unit, availableAt } = reward;
  // What can be spent now: a part that was taken back meanwhile is not among it.
  const quantity = reward.quantity - reward.reversedQuantity;
  const payload = { rewardId, eventId, orderId, side, personId: recipientId, unit, quantity, availableAt };
  return [
    store.db
      .prepare(
        "UPDATE rewards SET announced_at = ? WHERE shop_id = ? AND reward_id = ? AND announced_at IS NULL AND state = 'granted' AND version = ?",
      )
      .bind(now, store.shopId, rewardId, reward.version),
    changedOne(store),
    enqueueDelivery(store, { id: platform.newId('dlv'), kind: 'webhook', topic: 'reward.available', payload }, now),
    ...(side === 'advocate'
      ? [
          enqueueDelivery(
            store,
            {
              id: platform.newId('dlv'),
              kind: 'mail',
              topic: 'reward_available',
              target: recipientId,
              payload: { rewardId },
            },
            now,
          ),
        ]
      : []),
  ];
}
