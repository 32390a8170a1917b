import { defaultSettings } from '../../../sdk/contract/program.ts';
import type { Examples } from './example.ts';
import { codes, ids, keys, money, times, touches } from './story.ts';

const shop = keys.publishable;
const landingUrl = 'https://fernandfield.example/';
const { widget } = defaultSettings('USD', landingUrl);

type VisitorCall = 'settings' | 'visit' | 'join' | 'offer' | 'claim' | 'signIn' | 'openSession' | 'me' | 'pageOrder';

/** What a visitor's page says and hears. */
export const visitorExamples: Examples<VisitorCall> = {
  settings: {
    query: { shop, locale: 'en' },
    reply: {
      programId: ids.program,
      version: 3,
      state: 'open',
      currency: 'USD',
      give: money.tenDollars,
      get: money.tenDollars,
      minimumOrder: '$30',
      holdDays: 14,
      claimNeedsEmail: true,
      consent: 'granted',
      widget,
      texts: { headline: 'Give $10, get $10' },
    },
  },
  visit: {
    body: { shop, kind: 'visit', code: codes.advocate, channel: 'whatsapp', page: '/ferns', device: 'phone' },
    reply: {},
  },
  join: {
    body: {
      shop,
      email: 'ada@example.com',
      firstName: 'Ada',
      showName: true,
      locale: 'en',
      attempt: 'u3Z1vX9qLw2sT7mK',
    },
    reply: { outcome: 'joined', code: codes.advocate, link: `${landingUrl}?via=${codes.advocate}` },
  },
  offer: {
    query: { shop, code: codes.advocate, locale: 'en' },
    reply: { outcome: 'open', advocateName: 'Ada', give: money.tenDollars, minimumOrder: '$30', claimDays: 14 },
  },
  claim: {
    body: {
      shop,
      code: codes.advocate,
      touch: touches.ada,
      email: 'grace@example.com',
      locale: 'en',
      attempt: 'p8Y4nC6hRd1fV5jB',
    },
    reply: {
      outcome: 'claimed',
      code: codes.friend,
      give: money.tenDollars,
      minimumOrder: '$30',
      expiresAt: times.codeExpires,
    },
  },
  signIn: {
    body: { shop, email: 'ada@example.com', returnUrl: `${landingUrl}account`, locale: 'en' },
    reply: { done: true },
  },
  openSession: {
    body: { shop, token: 'm7Qk2Zt9Wc4Xr1Vb6Ns3' },
    reply: { session: 'v9Bn3Kd7Hs1Lp5Tq8Wx2', expiresAt: times.available },
  },
  me: {
    query: { shop, locale: 'en' },
    reply: {
      verified: true,
      links: [{ code: codes.advocate, link: `${landingUrl}?via=${codes.advocate}` }],
      joinedCount: 2,
      orderedCount: 1,
      balance: [
        {
          unit: 'money:USD',
          waiting: { amountMinor: 1_000, currency: 'USD', formatted: '$10.00' },
          available: { amountMinor: 0, currency: 'USD', formatted: '$0.00' },
        },
      ],
      friends: [
        {
          name: null,
          state: 'ordered',
          at: times.ordered,
          reward: { state: 'held', formatted: '$10.00', availableAt: times.available },
          why: 'It waits 14 days, in case the order is returned.',
        },
      ],
    },
  },
  pageOrder: {
    body: {
      shop,
      orderId: '1001',
      amountMinor: 5_900,
      currency: 'USD',
      touch: touches.ada,
      code: codes.friend,
    },
    reply: { outcome: 'recorded' },
  },
};
