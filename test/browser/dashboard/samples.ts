import type {
  Account,
  EventView,
  KeyView,
  Overview,
  ProgramView,
  ReferralRow,
  RewardRow,
} from '../../../sdk/contract/owner.ts';
import type { RewardView } from '../../../sdk/contract/orders.ts';
import type { Trace } from '../../../sdk/contract/trace.ts';
import { DAY_MS } from '../../../sdk/contract/attribution.ts';

// A small shop as the API would tell of it, on one afternoon.

export const NOW = Date.UTC(2026, 10, 21, 15);
const HOUR_MS = 3_600_000;

type OwnShop = Account['shops'][number];

export const LIVE: OwnShop = {
  id: 'shp_live00000001',
  name: 'Kiln & Co.',
  mode: 'live',
  twinId: 'shp_test00000001',
  origins: ['https://kiln.example'],
  publishableKey: 'pk_live_0123456789ABCDEF',
  clockOffsetMs: 0,
  now: NOW,
  role: 'owner',
};
export const TEST: OwnShop = {
  ...LIVE,
  id: 'shp_test00000001',
  mode: 'test',
  twinId: LIVE.id,
  publishableKey: 'pk_test_0123456789ABCDEF',
  clockOffsetMs: 3 * DAY_MS,
  now: NOW + 3 * DAY_MS,
};

export function accountOf(change: Partial<OwnShop> = {}): Account {
  return {
    user: { id: 'usr_00000001', name: 'Robin', email: 'robin@kiln.example' },
    shops: [
      { ...LIVE, ...change },
      { ...TEST, role: change.role ?? 'owner' },
    ],
  };
}

const usd = (amountMinor: number) => ({ amountMinor, currency: 'USD', formatted: `$${amountMinor / 100}` });
const counts = (
  impressions: number,
  joins: number,
  shares: number,
  visits: number,
  claims: number,
  conversions: number,
) => ({
  impressions,
  joins,
  shares,
  visits,
  claims,
  conversions,
});
export const NOTHING = counts(0, 0, 0, 0, 0, 0);

export const OVERVIEW: Overview = {
  counts: counts(900, 60, 90, 240, 48, 24),
  before: counts(800, 50, 80, 200, 40, 20),
  revenue: usd(120_000),
  revenueBefore: usd(100_000),
  cost: usd(24_000),
  costBefore: usd(30_000),
  days: [
    { day: '2026-11-19', counts: counts(30, 2, 3, 8, 2, 1), revenueMinor: 5_000 },
    { day: '2026-11-21', counts: counts(40, 3, 4, 9, 3, 2), revenueMinor: 11_900 },
  ],
  channels: [
    { channel: 'whatsapp', counts: counts(0, 0, 40, 120, 20, 14) },
    { channel: 'email', counts: counts(0, 0, 20, 60, 15, 6) },
  ],
  budget: { capMinor: 100_000, committedMinor: 64_000, formattedCap: '$1,000', formattedCommitted: '$640' },
  todo: { unverifiedOrders: 2, rewardsToReview: 1, failedDeliveries: 0 },
  tagSeenAt: NOW - HOUR_MS,
};

export const PROGRAM: ProgramView = {
  id: 'prg_00000001',
  version: 4,
  state: 'active',
  savedAt: NOW - 9 * DAY_MS,
  settings: {
    schema: 1,
    name: 'Give 10, get 10',
    currency: 'USD',
    landingUrl: 'https://kiln.example/',
    advocateReward: { kind: 'flat', money: { amountMinor: 1_000, currency: 'USD' } },
    friendReward: { kind: 'flat', money: { amountMinor: 1_000, currency: 'USD' } },
    windowDays: 30,
    claimDays: 14,
    holdDays: 14,
    minimumOrderMinor: 3_000,
    firstOrderOnly: true,
    budgetMinor: 100_000,
    attribution: { model: 'last', precedence: ['code', 'coupon', 'signed_touch', 'touch', 'customer', 'email'] },
    flatRefund: 'proportion',
    approval: 'automatic',
    claimNeedsEmail: true,
    consent: 'granted',
    startsAt: null,
    endsAt: null,
    widget: {
      launcher: 'bottom-right',
      triggers: { afterSeconds: null, scrollPercent: null, exitIntent: false, quietDays: 30 },
      brandColor: '#0f766e',
      cornerRadius: 12,
      banner: true,
    },
    texts: {},
  },
};

const ada = { id: 'prs_ada00000001', name: 'Ada', email: 'ada@example.com', customerId: null };
const grace = { id: 'prs_grace000001', name: null, email: 'grace@example.com', customerId: '77' };

export const REFERRAL: ReferralRow = {
  id: 'ref_00000001',
  state: 'ordered',
  advocate: ada,
  friend: grace,
  code: 'ADA7K2',
  source: 'code',
  claimedAt: NOW - 2 * DAY_MS,
  orderedAt: NOW - DAY_MS,
  createdAt: NOW - 2 * DAY_MS,
};
export const SECOND_REFERRAL: ReferralRow = {
  ...REFERRAL,
  id: 'ref_00000002',
  state: 'claimed',
  friend: { id: 'prs_linus000001', name: 'Linus', email: null, customerId: null },
  source: 'touch',
  orderedAt: null,
};

export const TRACE: Trace = {
  programId: PROGRAM.id,
  programVersion: 4,
  decidedAt: NOW - DAY_MS,
  touches: [
    { source: 'code', code: 'GRACE123', won: true, why: 'won' },
    { source: 'touch', code: 'ADA7K2', won: false, why: 'lower_precedence' },
  ],
  rules: [
    { rule: 'verified', passed: true, seen: 'key', wanted: 'key, owner or list' },
    { rule: 'attributed', passed: true, seen: 'code', wanted: 'an advocate' },
    { rule: 'program_open', passed: true, seen: 'claimed', wanted: 'open or claimed' },
    { rule: 'claim_valid', passed: true, seen: 'free', wanted: 'not used by another order' },
    { rule: 'not_self', passed: true, seen: 'two people', wanted: 'two people' },
    { rule: 'first_order', passed: true, seen: 0, wanted: 0 },
    { rule: 'currency', passed: true, seen: 'USD', wanted: 'USD' },
    { rule: 'minimum_order', passed: true, seen: 5_900, wanted: 3_000 },
    { rule: 'budget', passed: true, seen: 66_000, wanted: 100_000 },
  ],
};

export const REWARD: RewardView = {
  id: 'rwd_00000001',
  side: 'advocate',
  state: 'held',
  unit: 'money:USD',
  quantity: 1_000,
  reversedQuantity: 0,
  formatted: '$10',
  availableAt: NOW + 13 * DAY_MS,
  createdAt: NOW - DAY_MS,
  personId: ada.id,
  orderId: '1001',
  eventId: 'evt_00000001',
};

export const ORDER: EventView = {
  id: 'evt_00000001',
  kind: 'order',
  source: 'shop',
  externalId: '1001',
  state: 'decided',
  verifiedBy: 'key',
  outcome: 'rewarded',
  reason: null,
  amount: usd(5_900),
  remaining: usd(5_900),
  referralId: REFERRAL.id,
  occurredAt: NOW - DAY_MS,
  receivedAt: NOW - DAY_MS,
  trace: TRACE,
  rewards: [
    REWARD,
    { ...REWARD, id: 'rwd_00000002', side: 'friend', state: 'fulfilled', personId: grace.id, availableAt: null },
  ],
};

/** A page alone reported it: somebody has to vouch, and nothing tells whether it is a first order. */
export const UNVERIFIED: EventView = {
  ...ORDER,
  id: 'evt_00000002',
  externalId: 'W-17',
  state: 'unverified',
  verifiedBy: null,
  outcome: null,
  rewards: [],
  trace: {
    ...TRACE,
    rules: TRACE.rules.map((step) => {
      if (step.rule === 'verified') return { ...step, passed: false, seen: 'page' };
      return step.rule === 'first_order' ? { ...step, passed: false, seen: null } : step;
    }),
  },
};

export const REWARD_ROW: RewardRow = { ...REWARD, person: ada, reason: null };
export const TO_APPROVE: RewardRow = {
  ...REWARD_ROW,
  id: 'rwd_00000003',
  state: 'review',
  availableAt: null,
  orderId: '1002',
};

export const FAILED = {
  id: 'dlv_00000001',
  kind: 'webhook',
  topic: 'order.rewarded',
  state: 'dead',
  attempts: 9,
  nextAttemptAt: NOW,
  lastError: 'HTTP 500',
  createdAt: NOW - DAY_MS,
} as const;
export const SENT = {
  ...FAILED,
  id: 'dlv_00000002',
  kind: 'mail',
  topic: 'reward_granted',
  state: 'sent',
  attempts: 1,
  lastError: null,
} as const;

export const ENDPOINT = {
  id: 'whe_00000001',
  url: 'https://kiln.example/hooks',
  types: ['order.rewarded' as const],
  disabledAt: null,
  createdAt: NOW - DAY_MS,
};

export const KEYS: KeyView[] = [
  {
    id: 'key_00000001',
    kind: 'publishable',
    name: 'Tag',
    hint: LIVE.publishableKey ?? '',
    createdAt: NOW,
    lastUsedAt: null,
    revokedAt: null,
  },
  {
    id: 'key_00000002',
    kind: 'secret',
    name: 'Server',
    hint: 'T3ZN',
    createdAt: NOW,
    lastUsedAt: NOW - HOUR_MS,
    revokedAt: null,
  },
];
