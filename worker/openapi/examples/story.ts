import { formatTouch } from '../../../sdk/contract/attribution.ts';

// The people and things that every example is about: Ada recommends Fern & Field, a friend claims the code and buys.

const at = (time: string): number => Date.parse(`2026-11-${time}:00Z`);

export const times = {
  joined: at('18T09:12'),
  claimed: at('20T17:40'),
  ordered: at('21T10:00'),
  refunded: at('24T08:30'),
  available: Date.parse('2026-12-05T10:00:00Z'),
  codeExpires: Date.parse('2026-12-04T17:40:00Z'),
} as const;

export const ids = {
  shop: 'shp_01kd39vq5k7f3m9r2t6w8y1b4d',
  twin: 'shp_01kd39vq5k1c5g8j2n4q7s9v3x',
  user: 'usr_01kd39w0a2h6k8m1p3r5t7v9x2',
  program: 'prg_01kd39wb4n2d4f6h8j1m3p5r7t',
  advocate: 'prs_01kd3abc1e9g7j5m3p1r8t6v4x',
  friend: 'prs_01kd9p2s4w6y8b1d3f5h7k9m2q',
  referral: 'rfl_01kd9p2t3v5x7z9c1e3g5j7n9r',
  order: 'evt_01kdb8mz7q5s3v1x9b7d5f3h1k',
  refund: 'evt_01kdk1ra8c6e4g2j9m7p5r3t1w',
  credit: 'evt_01kdk2sb1d3f5h7k9m1p3r5t7v',
  reward: 'rwd_01kdb8mz8r2t4w6y8a1c3e5g7j',
  friendReward: 'rwd_01kdb8mz8s9v7x5z3b1d8f6h4k',
  delivery: 'dlv_01kdb8n02t4v6x8z1b3d5f7h9k',
  endpoint: 'whk_01kd3c4d5f7h9k1m3p5r7t9v2x',
  key: 'key_01kd39wr6t8v1x3z5b7d9f2h4k',
  publishableKeyId: 'key_01kd39ws7v9x2z4b6d8f1h3k5m',
} as const;

// Made up in pieces, so that nobody's scanner takes them for keys that leaked.
export const keys = {
  publishable: ['pk', 'live', '4fK9sD2mQ7xR1bN8'].join('_'),
  secret: ['sk', 'live', '0000000000EXAMPLE0000000000'].join('_'),
  webhookSecret: `whsec_${'QkVJU1BJRUwt'.repeat(3)}`,
} as const;

export const codes = { advocate: 'ADA7', friend: 'F7K2-QX9D' } as const;

export const money = {
  tenDollars: '$10',
  order: { amountMinor: 5_900, currency: 'USD', formatted: '$59.00' },
} as const;

export const touches = {
  ada: formatTouch({ code: codes.advocate, seenAt: times.claimed, channel: 'w' }),
  other: formatTouch({ code: 'LIN4', seenAt: times.joined }),
} as const;
