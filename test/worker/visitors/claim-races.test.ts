import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { makeShop } from '../../support/worker-shop.ts';
import { claim, committed, count, newCode, watchOutbox } from './visitor.ts';

const RESERVATION = 2_000;

it('lets exactly seven of two hundred racing claims into a budget for seven, and writes nothing of the others', async () => {
  const shop = await makeShop({ budgetMinor: 7 * RESERVATION + 500 });
  const code = await newCode(shop);
  const before = await count(shop, 'people');
  const told = await watchOutbox();
  const replies = await Promise.all(
    Array.from({ length: 200 }, (_, n) =>
      claim(shop, { code, email: `friend${n}@example.com` }, { address: `198.51.100.${n}` }),
    ),
  );
  expect(new Set(replies.map((reply) => reply.status))).toEqual(new Set([200]));
  const outcomes = replies.map(({ body }) => (body.outcome === 'claimed' ? 'claimed' : body.reason));
  expect(outcomes.filter((outcome) => outcome === 'claimed')).toHaveLength(7);
  expect(outcomes.filter((outcome) => outcome === 'exhausted')).toHaveLength(193);

  expect(await committed(shop)).toBe(7 * RESERVATION);
  expect([await count(shop, 'referrals'), await count(shop, 'claims')]).toEqual([7, 7]);
  expect(await count(shop, 'people')).toBe(before + 7);
  expect(await told('referral.claimed')).toHaveLength(7);
  expect(await count(shop, 'counters', "scope LIKE 'address:%'")).toBe(7);
  const sums = await env.DB.prepare(
    'SELECT (SELECT SUM(held) FROM referrals) AS held, (SELECT SUM(claims) FROM rollups) AS claims, (SELECT SUM(joined_count) FROM people) AS joined',
  ).first();
  expect(sums).toEqual({ held: 7 * RESERVATION, claims: 7, joined: 7 });
}, 60_000);

it('never passes the cap of an address, however many claims race', async () => {
  const shop = await makeShop({ budgetMinor: null });
  const code = await newCode(shop);
  const replies = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      claim(shop, { code, email: `friend${n}@example.com` }, { address: '203.0.113.7' }),
    ),
  );
  expect(replies.filter((reply) => reply.status === 200)).toHaveLength(30);
  expect(replies.filter((reply) => reply.status === 429)).toHaveLength(30);
  expect(await count(shop, 'claims')).toBe(30);
}, 60_000);
