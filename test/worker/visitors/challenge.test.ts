import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { newAttempt } from '../../support/worker-journey.ts';
import { makePlatform } from '../../support/worker-jobs.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';
import type { TestShop } from '../../support/worker-shop.ts';
import type { Problem } from './replies.ts';
import { count, newCode } from './visitor.ts';

/** The Worker of an owner who has set a challenge up: `solved` passes, once, as a Turnstile token does. */
async function ownersWorker() {
  const asked: (string | null)[] = [];
  const platform = await makePlatform({
    checkChallenge: async (token, address) => {
      asked.push(token, address);
      return token === 'solved' && asked.filter((each) => each === token).length === 1;
    },
  });
  const app = createApp(async () => platform);
  const ask = async (shop: TestShop, path: string, body: Readonly<Record<string, unknown>>) => {
    const request = new Request(`https://bothways.test${path}`, {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'text/plain', 'cf-connecting-ip': '203.0.113.7' },
      body: JSON.stringify({ shop: shop.publishableKey, attempt: newAttempt(), ...body }),
    });
    const response = await app.fetch(request, env, createExecutionContext());
    return { status: response.status, body: await response.json<Problem & { readonly outcome?: string }>() };
  };
  return { ask, asked };
}

describe.each(['/v1/joins', '/v1/claims'])('a challenge at %s', (path) => {
  const bodyOf = (code: string) => ({ email: 'visitor@example.com', ...(path === '/v1/claims' && { code }) });

  it.each([undefined, 'made up'])('refuses who did not pass it: %s', async (challenge) => {
    const shop = await makeShop();
    const body = bodyOf(await newCode(shop));
    const people = await count(shop, 'people');
    const { ask } = await ownersWorker();
    const refused = await ask(shop, path, { ...body, challenge });
    expect([refused.status, refused.body.code, refused.body.field]).toEqual([403, 'challenge_failed', 'challenge']);
    expect(await count(shop, 'people')).toBe(people);
  });

  it('is checked once with the address, and a retry of what was made needs none', async () => {
    const shop = await makeShop();
    const body = { ...bodyOf(await newCode(shop)), attempt: newAttempt(), challenge: 'solved' };
    const { ask, asked } = await ownersWorker();
    const first = await ask(shop, path, body);
    expect(first.status).toBe(200);
    expect(asked).toEqual(['solved', '203.0.113.7']);
    expect((await ask(shop, path, body)).body).toEqual(first.body);
    expect(asked).toHaveLength(2);
  });
});
