import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect, it } from 'vitest';
import worker from '../../../worker/index.ts';
import { newAttempt, report } from '../../support/worker-journey.ts';
import { measure } from '../../support/worker-cost.ts';
import type { Cost } from '../../support/worker-cost.ts';
import { seed } from '../../support/worker-seed.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import { claim, codeOf, newCode, personOf, signIn } from './visitor.ts';

interface Asking {
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly session?: string;
}

// KV knows nothing, so that what is counted is the dear way; and no queue comes to work in the middle of it.
const bindings: Env = {
  ...env,
  KV: { get: async () => null, put: async () => undefined } as unknown as KVNamespace,
  OUTBOX: { send: async () => undefined } as unknown as Queue,
  VISITS: { send: async () => undefined } as unknown as Queue,
};

/** Asks the real Worker as a page does, until its background work is done too. */
async function askWhole(shop: TestShop, { path, body, session }: Asking): Promise<number> {
  const url = new URL(path, 'https://bothways.test');
  if (!body) url.searchParams.set('shop', shop.publishableKey);
  const request = new Request<unknown, IncomingRequestCfProperties>(url, {
    method: body ? 'POST' : 'GET',
    redirect: 'manual',
    headers: {
      origin: ORIGIN,
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0',
      'content-type': 'text/plain',
      'cf-connecting-ip': '203.0.113.7',
      ...(session !== undefined && { authorization: `Bearer ${session}` }),
    },
    ...(body && { body: JSON.stringify({ shop: shop.publishableKey, ...body }) }),
  });
  const context = createExecutionContext();
  const response = await worker.fetch!(request, bindings, context);
  await response.text();
  await waitOnExecutionContext(context);
  return response.status;
}

/** An advocate whose friends have claimed and ordered, with a reward that waits. */
async function newStory(shop: TestShop): Promise<{ readonly code: string; readonly session: string }> {
  const code = await newCode(shop);
  for (const email of ['one@example.com', 'two@example.com', 'friend@example.com']) {
    const friendCode = codeOf(await claim(shop, { code, email }));
    if (email !== 'one@example.com') continue;
    const { body } = await report(shop, { orderId: newAttempt(), code: friendCode, email });
    if (body.outcome !== 'rewarded') throw new Error(`The order was ${body.outcome}`);
  }
  return { code, session: await signIn(shop, await personOf(shop, code)) };
}

/** What each hot call costs D1 in a shop of this many referrals, once its row of the hour's figures is there. */
async function costs(referrals: number): Promise<Record<string, Cost>> {
  const shop = await makeShop({ budgetMinor: null });
  await seed(shop, referrals);
  const { code, session } = await newStory(shop);
  const fresh = () => ({ email: `${newAttempt()}@example.com`, attempt: newAttempt() });
  const calls: Readonly<Record<string, () => Asking>> = {
    settings: () => ({ path: '/v1/settings' }),
    visit: () => ({ path: '/v1/visits', body: { kind: 'visit', code } }),
    'join of someone new': () => ({ path: '/v1/joins', body: fresh() }),
    'join of someone known': () => ({ path: '/v1/joins', body: { ...fresh(), email: 'one@example.com' } }),
    offer: () => ({ path: `/v1/offers?code=${code}` }),
    'claim of a new friend': () => ({ path: '/v1/claims', body: { ...fresh(), code } }),
    'claim of a known friend': () => ({ path: '/v1/claims', body: { ...fresh(), code, email: 'friend@example.com' } }),
    'claim of nobody’s code': () => ({ path: '/v1/claims', body: { ...fresh(), code: 'NOBODY' } }),
    'sign-in': () => ({ path: '/v1/sign-ins', body: { email: fresh().email } }),
    me: () => ({ path: '/v1/me', session }),
    link: () => ({ path: `/r/${code}` }),
  };
  const found: Record<string, Cost> = {};
  // The portal comes first: the claims below are new friends of the same advocate.
  for (const name of ['me', ...Object.keys(calls).filter((each) => each !== 'me')]) {
    const asking = calls[name];
    if (!asking) continue;
    await askWhole(shop, asking());
    const { result, cost } = await measure(() => askWhole(shop, asking()));
    if (result >= 400) throw new Error(`${name} was answered with ${result}`);
    found[name] = cost;
  }
  return found;
}

it('reads and writes as many rows at 100,000 referrals as at 1,000', { timeout: 120_000 }, async () => {
  const [few, many] = [await costs(1_000), await costs(100_000)];
  expect(many).toEqual(few);
  // An invocation of the free plan has 50 statements: no visitor's call may need more when nobody races it.
  expect(Math.max(...Object.values(few).map(({ statements }) => statements))).toBeLessThanOrEqual(50);
  // What an owner pays for each; a rise is a decision, not an accident.
  const paid = Object.entries(few).map(([name, { rowsRead, rowsWritten }]) => [name, rowsRead, rowsWritten]);
  expect(paid).toEqual([
    ['me', 35, 0],
    // These two only where KV has forgotten the shop, which is once in five minutes; nothing where it has not.
    ['settings', 5, 0],
    ['visit', 5, 0],
    ['join of someone new', 9, 12],
    ['join of someone known', 11, 8],
    ['offer', 8, 0],
    ['claim of a new friend', 17, 19],
    ['claim of a known friend', 21, 12],
    ['claim of nobody’s code', 6, 0],
    ['sign-in', 2, 3],
    ['link', 6, 0],
  ]);
});
