import type { Side } from '../../sdk/contract/trace.ts';
import type { StoredReward } from '../domain/reward-state.ts';
import { read, readTogether } from './read.ts';
import type { Read } from './read.ts';
import type { Store } from './store.ts';

export interface Reward extends StoredReward {
  readonly rewardId: string;
  readonly eventId: string;
  readonly programId: string;
  readonly rule: string;
  readonly side: Side;
  readonly recipientId: string;
  readonly ordinal: number;
  readonly referralId: string;
  readonly unit: string;
  readonly quantity: number;
  readonly reversedQuantity: number;
  readonly reason: string | null;
  readonly version: number;
  readonly createdAt: number;
}

export interface RewardRow {
  reward_id: string;
  event_id: string;
  program_id: string;
  rule: string;
  side: Side;
  recipient_id: string;
  ordinal: number;
  referral_id: string;
  unit: string;
  quantity: number;
  reversed_quantity: number;
  state: StoredReward['state'];
  available_at: number;
  reason: string | null;
  version: number;
  created_at: number;
}

export async function findReward(store: Store, rewardId: string): Promise<Reward | null> {
  const row = await store.db
    .prepare('SELECT * FROM rewards WHERE shop_id = ? AND reward_id = ?')
    .bind(store.shopId, rewardId)
    .first<RewardRow>();
  return row && toReward(row);
}

export function rewardsByEvent(store: Store, eventId: string): Read<readonly Reward[]> {
  // Left to itself, SQLite takes the primary key here and reads every reward of the shop.
  const statement = store.db
    .prepare(
      'SELECT * FROM rewards INDEXED BY rewards_once_an_event WHERE shop_id = ? AND event_id = ? ORDER BY side, reward_id',
    )
    .bind(store.shopId, eventId);
  return read(statement, (rows: readonly RewardRow[]) => rows.map(toReward));
}

export async function rewardsOfEvent(store: Store, eventId: string): Promise<readonly Reward[]> {
  const [rewards] = await readTogether(store, [rewardsByEvent(store, eventId)]);
  return rewards;
}

export function insertReward(store: Store, reward: Reward): D1PreparedStatement {
  return store.db
    .prepare(
      `INSERT INTO rewards (shop_id, reward_id, event_id, program_id, rule, side, recipient_id, ordinal, referral_id, unit, quantity, state, available_at, created_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .bind(
      store.shopId,
      reward.rewardId,
      reward.eventId,
      reward.programId,
      reward.rule,
      reward.side,
      reward.recipientId,
      reward.ordinal,
      reward.referralId,
      reward.unit,
      reward.quantity,
      reward.state,
      reward.availableAt,
      reward.createdAt,
    );
}

/** Changes a reward only if nobody did since it was read; to be followed by `changedOne`. */
export function updateReward(
  store: Store,
  reward: Pick<Reward, 'rewardId' | 'version'>,
  change: { readonly state: Reward['state']; readonly reversedQuantity: number; readonly reason: string | null },
): D1PreparedStatement {
  return store.db
    .prepare(
      'UPDATE rewards SET state = ?, reversed_quantity = ?, reason = ?, version = version + 1 WHERE shop_id = ? AND reward_id = ? AND version = ?',
    )
    .bind(change.state, change.reversedQuantity, change.reason, store.shopId, reward.rewardId, reward.version);
}

export function toReward(row: RewardRow): Reward {
  return {
    rewardId: row.reward_id,
    eventId: row.event_id,
    programId: row.program_id,
    rule: row.rule,
    side: row.side,
    recipientId: row.recipient_id,
    ordinal: row.ordinal,
    referralId: row.referral_id,
    unit: row.unit,
    quantity: row.quantity,
    reversedQuantity: row.reversed_quantity,
    state: row.state,
    availableAt: row.available_at,
    reason: row.reason,
    version: row.version,
    createdAt: row.created_at,
  };
}
