import type { EventView, Metric, ReferralRow, RewardRow, ShopView } from '../../../sdk/contract/owner.ts';
import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { Examples } from './example.ts';
import { advocateReward, shopServerExamples, trace } from './shop-server.ts';
import { codes, ids, keys, money, times } from './story.ts';

const counts: Record<Metric, number> = {
  impressions: 4_210,
  joins: 96,
  shares: 141,
  visits: 380,
  claims: 57,
  conversions: 31,
};
const usd = (amountMinor: number, formatted: string) => ({ amountMinor, currency: 'USD', formatted });

const advocate = { id: ids.advocate, name: 'Ada', email: 'ada@example.com', customerId: '12' };
const friend = { id: ids.friend, name: null, email: 'grace@example.com', customerId: '77' };

const referral: ReferralRow = {
  id: ids.referral,
  state: 'ordered',
  advocate,
  friend,
  code: codes.friend,
  source: 'code',
  claimedAt: times.claimed,
  orderedAt: times.ordered,
  createdAt: times.claimed,
};

const event: EventView = {
  id: ids.order,
  kind: 'order',
  source: 'shop',
  externalId: '1001',
  state: 'decided',
  verifiedBy: 'key',
  outcome: 'rewarded',
  reason: null,
  amount: money.order,
  remaining: money.order,
  referralId: ids.referral,
  occurredAt: times.ordered,
  receivedAt: times.ordered,
  trace,
  rewards: [advocateReward],
};

const reward: RewardRow = { ...advocateReward, state: 'review', person: advocate, reason: null };

const program = {
  id: ids.program,
  version: 3,
  state: 'active',
  settings: defaultSettings('USD', 'https://fernandfield.example/'),
  savedAt: times.joined,
} as const;

const delivery = {
  id: ids.delivery,
  kind: 'webhook',
  topic: 'order.rewarded',
  state: 'dead',
  attempts: 8,
  nextAttemptAt: times.ordered,
  lastError: 'The endpoint answered 500.',
  createdAt: times.ordered,
} as const;

const endpoint = {
  id: ids.endpoint,
  url: 'https://fernandfield.example/webhooks/bothways',
  types: ['order.rewarded', 'reward.available', 'reward.reversed'],
  disabledAt: null,
  createdAt: times.joined,
} satisfies {
  id: string;
  url: string;
  types: Examples['addEndpoint']['reply']['types'];
  disabledAt: null;
  createdAt: number;
};

const shop: ShopView = {
  id: ids.shop,
  name: 'Fern & Field',
  mode: 'live',
  twinId: ids.twin,
  origins: ['https://fernandfield.example'],
  publishableKey: keys.publishable,
  clockOffsetMs: 0,
  now: times.ordered,
};

const secretKey = {
  id: ids.key,
  kind: 'secret',
  name: 'Shop server',
  hint: keys.secret.slice(-4),
  createdAt: times.joined,
  lastUsedAt: null,
  revokedAt: null,
} as const;

const account = {
  user: { id: ids.user, name: 'Robin', email: 'robin@fernandfield.example' },
  shops: [{ ...shop, role: 'owner' as const }],
};

type VisitorOrServerCall = keyof typeof shopServerExamples | 'settings' | 'visit' | 'join' | 'offer' | 'claim';
type OwnerCall = Exclude<keyof Examples, VisitorOrServerCall | 'signIn' | 'openSession' | 'me' | 'pageOrder'>;

const cursor = ids.referral;
const day = '2026-11-21';

/** What the dashboard, and an owner's own tools, say and hear. */
export const ownerExamples: Examples<OwnerCall> = {
  overview: {
    query: { from: '2026-11-15', to: day },
    reply: {
      counts,
      before: { ...counts, conversions: 24 },
      revenue: usd(182_900, '$1,829.00'),
      revenueBefore: usd(141_600, '$1,416.00'),
      cost: usd(31_000, '$310.00'),
      costBefore: usd(24_000, '$240.00'),
      days: [{ day, counts, revenueMinor: 182_900 }],
      channels: [{ channel: 'whatsapp', counts }],
      budget: { capMinor: 100_000, committedMinor: 62_000, formattedCap: '$1,000.00', formattedCommitted: '$620.00' },
      todo: { unverifiedOrders: 2, rewardsToReview: 1, failedDeliveries: 0 },
      tagSeenAt: times.ordered,
    },
  },
  listReferrals: { query: { state: 'ordered', limit: '50' }, reply: { items: [referral], next: cursor } },
  getReferral: { params: { id: ids.referral }, reply: { referral, events: [event] } },
  listOrders: { query: { state: 'unverified' }, reply: { items: [event], next: null } },
  approveOrder: { params: { id: ids.order }, reply: shopServerExamples.reportOrder.reply },
  dismissOrder: { params: { id: ids.order }, body: { reason: 'Placed by our own staff.' }, reply: { done: true } },
  listRewards: { query: { state: 'review' }, reply: { items: [reward], next: null } },
  approveReward: { params: { id: ids.reward }, reply: advocateReward },
  refuseReward: {
    params: { id: ids.reward },
    body: { reason: 'Advocate and friend share a household.' },
    reply: { ...advocateReward, state: 'refused', reversedQuantity: 1_000, availableAt: null },
  },
  getProgram: { reply: program },
  saveProgram: { body: { version: 2, settings: program.settings }, reply: program },
  setProgramState: { body: { state: 'paused' }, reply: { ...program, state: 'paused' } },
  listDeliveries: { query: { state: 'dead' }, reply: { items: [delivery], next: null } },
  replayDelivery: { params: { id: ids.delivery }, reply: { ...delivery, state: 'due', lastError: null } },
  listEndpoints: { reply: { items: [endpoint] } },
  addEndpoint: {
    body: { url: endpoint.url, types: endpoint.types },
    reply: { ...endpoint, secret: keys.webhookSecret },
  },
  removeEndpoint: { params: { id: ids.endpoint }, reply: { done: true } },
  pingEndpoint: { params: { id: ids.endpoint }, reply: { done: true } },
  listKeys: {
    reply: {
      items: [
        secretKey,
        { ...secretKey, id: ids.publishableKeyId, kind: 'publishable', name: 'Tag', hint: keys.publishable },
      ],
    },
  },
  addKey: { body: { kind: 'secret', name: 'Shop server' }, reply: { ...secretKey, key: keys.secret } },
  revokeKey: { params: { id: ids.key }, reply: { done: true } },
  getShop: { reply: shop },
  saveShop: { body: { name: shop.name, origins: shop.origins }, reply: shop },
  moveClock: {
    body: { now: times.available },
    reply: {
      ...shop,
      id: ids.twin,
      mode: 'test',
      twinId: ids.shop,
      clockOffsetMs: times.available - times.ordered,
      now: times.available,
    },
  },
  setUp: {
    body: { token: 'x4Jc8Vn2Rt6Ym1Zk', email: account.user.email, name: 'Robin', shopName: shop.name },
    reply: account,
  },
  dashboardSignIn: { body: { email: account.user.email }, reply: { done: true } },
  openDashboard: { body: { token: 'm7Qk2Zt9Wc4Xr1Vb6Ns3' }, reply: account },
  closeDashboard: { reply: { done: true } },
  account: { reply: account },
};
