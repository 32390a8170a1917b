import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import { newAttempt } from '../../support/worker-journey.ts';
import { askWhile as askWorkerWhile } from '../../support/worker-meanwhile.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { claim, committed, count, newCode, referrals } from './visitor.ts';

/** Asks as a visitor's page does, and lets something else happen right between decision and commit. */
const askWhile = (
  shop: TestShop,
  path: string,
  body: Readonly<Record<string, unknown>>,
  meanwhile: () => Promise<unknown>,
) =>
  askWorkerWhile(
    {
      path,
      headers: { origin: ORIGIN, 'content-type': 'text/plain' },
      body: { shop: shop.publishableKey, attempt: newAttempt(), ...body },
    },
    meanwhile,
  );

const run = (sql: string, ...values: readonly string[]) =>
  env.DB.prepare(sql)
    .bind(...values)
    .run();

it.each([
  ['/v1/joins', {}],
  ['/v1/claims', { code: true }],
])('%s: a pause that comes between decision and commit holds', async (path, needs) => {
  const shop = await makeShop();
  const code = await newCode(shop);
  const before = [await count(shop, 'people'), await count(shop, 'links'), await count(shop, 'claims')];
  const body = { email: 'friend@example.com', ...('code' in needs && { code }) };
  const reply = await askWhile(shop, path, body, () => run("UPDATE programs SET state = 'paused'"));
  expect(reply).toEqual({ outcome: 'closed', reason: 'paused' });
  expect([await count(shop, 'people'), await count(shop, 'links'), await count(shop, 'claims')]).toEqual(before);
});

it('a claim promises what is in force when it is committed', async () => {
  const shop = await makeShop();
  const code = await newCode(shop);
  const reply = await askWhile(shop, '/v1/claims', { code, email: 'friend@example.com' }, () =>
    env.DB.batch([
      env.DB.prepare(
        `INSERT INTO program_versions SELECT shop_id, program_id, 2, json_set(settings, '$.friendReward.money.amountMinor', 500), saved_at, saved_by
         FROM program_versions`,
      ),
      env.DB.prepare('UPDATE programs SET version = 2'),
    ]),
  );
  expect(reply).toMatchObject({ outcome: 'claimed', give: '$5' });
  expect(await committed(shop)).toBe(1_500);
  expect(await count(shop, 'claims', 'program_version = 2')).toBe(1);
});

it('a friend whose order comes in between holds no budget', async () => {
  const shop = await makeShop();
  const code = await newCode(shop);
  const friend = { email: 'friend@example.com' };
  await newCode(shop, friend);
  await askWhile(shop, '/v1/claims', { code, ...friend }, () =>
    run(
      'UPDATE people SET order_count = 1, version = version + 1 WHERE person_id IN (SELECT person_id FROM links WHERE code <> ?)',
      code,
    ),
  );
  expect(await committed(shop)).toBe(0);
  expect(await referrals(shop)).toMatchObject([{ state: 'claimed', held: 0 }]);
});

it('a bond that another claim changes in between is decided again, and held once', async () => {
  const shop = await makeShop({ attribution: { model: 'last', precedence: ['code'] } });
  const codes = [await newCode(shop), await newCode(shop), await newCode(shop)];
  const email = 'friend@example.com';
  await claim(shop, { code: codes[0], email });
  await askWhile(shop, '/v1/claims', { code: codes[2], email }, () => claim(shop, { code: codes[1], email }));
  const [bond] = await referrals(shop);
  const people = await env.DB.prepare(
    'SELECT joined_count FROM people JOIN links USING (shop_id, person_id) ORDER BY links.created_at, links.code',
  ).all<{
    joined_count: number;
  }>();
  expect(people.results.reduce((sum, row) => sum + row.joined_count, 0)).toBe(1);
  expect(bond?.held).toBe(2_000);
  expect(await committed(shop)).toBe(2_000);
});

it('a budget that another claim takes in between is exhausted, and nothing is left half written', async () => {
  const shop = await makeShop({ budgetMinor: 2_000 });
  const code = await newCode(shop);
  const reply = await askWhile(shop, '/v1/claims', { code, email: 'late@example.com' }, () =>
    claim(shop, { code, email: 'early@example.com' }),
  );
  expect(reply).toEqual({ outcome: 'closed', reason: 'exhausted' });
  expect([await count(shop, 'people'), await count(shop, 'referrals'), await count(shop, 'claims')]).toEqual([2, 1, 1]);
});

it('an address that somebody else takes in between leads to the same person', async () => {
  const shop = await makeShop();
  const email = 'ada@example.com';
  const reply = await askWhile(shop, '/v1/joins', { email }, () => newCode(shop, { email }));
  expect(reply).toMatchObject({ outcome: 'joined' });
  expect([await count(shop, 'people'), await count(shop, 'links')]).toEqual([1, 2]);
});
