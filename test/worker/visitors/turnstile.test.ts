import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { describe, expect, inject, it, vi } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { turnstile } from '../../../worker/connectors/turnstile.ts';
import worker from '../../../worker/index.ts';
import { newAttempt } from '../../support/worker-journey.ts';
import { makePlatform } from '../../support/worker-jobs.ts';
import { ORIGIN, makeShop } from '../../support/worker-shop.ts';

const SECRET = '1x-secret-of-the-tests';
const HOSTS = ['shop.example', 'www.shop.example'];

let tokens = 0;
const solved = (host = 'shop.example', action = '') => `solved|${host}|${action}|${String(++tokens)}`;

/** The connector, asking the tests' own siteverify. */
const checkAt = (query = '', secret = SECRET) =>
  turnstile(
    secret,
    { fetch: (url, init) => fetch(url, init), newUuid: () => crypto.randomUUID() },
    `${inject('receivers').url}/siteverify${query}`,
  );

/** What the work logged as an error. */
async function logged(work: () => Promise<unknown>): Promise<string> {
  const spy = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  try {
    await work();
    return spy.mock.calls.flat().join('\n');
  } finally {
    spy.mockRestore();
  }
}

describe('a Turnstile token', () => {
  it('passes once, with and without an address', async () => {
    const check = checkAt();
    const token = solved();
    expect(await check(token, '203.0.113.7', HOSTS)).toBe(true);
    expect(await check(token, '203.0.113.7', HOSTS)).toBe(false);
    expect(await check(solved('www.shop.example'), '2001:db8::1', HOSTS)).toBe(true);
    expect(await check(solved(), null, HOSTS)).toBe(true);
  });

  it('passes where one answer was lost on the way, because the second try is known by its key', async () => {
    expect(await checkAt('?lost=1')(solved(), '203.0.113.7', HOSTS)).toBe(true);
  });

  it.each([
    ['made up', 'made-up'],
    ['too long', `solved|shop.example||${'x'.repeat(2_048)}`],
    ['solved on another site', solved('evil.example')],
    ['solved on a host that only ends like ours', solved('notshop.example')],
    ['solved for another action', solved('shop.example', 'newsletter')],
  ])('does not pass if it was %s', async (_why, token) => {
    const lines = await logged(async () => expect(await checkAt()(token, '203.0.113.7', HOSTS)).toBe(false));
    expect(lines).toBe('');
  });

  it('passes for the action that a page names for it', async () => {
    expect(await checkAt()(solved('shop.example', 'bothways'), null, HOSTS)).toBe(true);
  });

  it.each([
    ['answers are lost twice', '?lost=2', SECRET, 'did not answer'],
    ['another page comes instead of an answer', '?say=<html>502</html>', SECRET, 'did not answer'],
    ['JSON comes that says nothing', '?say={"success":"true"}', SECRET, 'did not answer'],
    ['an internal error stays', '?say={"success":false,"error-codes":["internal-error"]}', SECRET, 'did not answer'],
    ['the secret is wrong', '', 'another', 'invalid-input-secret'],
  ])('fails closed, and the log says so, where %s', async (_where, query, secret, told) => {
    const token = solved();
    const lines = await logged(async () =>
      expect(await checkAt(query, secret)(token, '203.0.113.7', HOSTS)).toBe(false),
    );
    expect(lines).toContain(told);
    for (const secretThing of [token, '203.0.113.7', secret]) expect(lines).not.toContain(secretThing);
  });

  it('fails closed where nobody is there', async () => {
    const nobody = turnstile(SECRET, {
      fetch: () => Promise.reject(new TypeError('network')),
      newUuid: () => crypto.randomUUID(),
    });
    await logged(async () => expect(await nobody(solved(), null, HOSTS)).toBe(false));
  });
});

describe('a Worker with Turnstile', () => {
  const join = (shop: { readonly publishableKey: string }, challenge?: string) =>
    new Request<unknown, IncomingRequestCfProperties>('https://bothways.test/v1/joins', {
      method: 'POST',
      headers: { origin: ORIGIN, 'content-type': 'text/plain' },
      body: JSON.stringify({ shop: shop.publishableKey, attempt: newAttempt(), email: 'a@example.com', challenge }),
    });

  it('takes a join with a token that was solved on the shop’s own page, and no other', async () => {
    const platform = await makePlatform({ checkChallenge: checkAt() });
    const app = createApp(async () => platform);
    const shop = await makeShop();
    const statusOf = async (challenge: string) =>
      (await app.fetch(join(shop, challenge), env, createExecutionContext())).status;
    expect(await statusOf(solved('other.example'))).toBe(403);
    expect(await statusOf(solved(new URL(ORIGIN).hostname))).toBe(200);
  });

  it('asks for a challenge once its secret is set, and tells pages the site key', async () => {
    const shop = await makeShop();
    const bindings: Env = { ...env, TURNSTILE_SECRET: SECRET, TURNSTILE_SITE_KEY: '1x00AA' };
    const ask = (request: Request<unknown, IncomingRequestCfProperties>, given: Env) =>
      worker.fetch!(request, given, createExecutionContext());
    expect((await ask(join(shop), bindings)).status).toBe(403);
    expect((await ask(join(shop), env)).status).toBe(200);
    const settings = () =>
      new Request<unknown, IncomingRequestCfProperties>(
        `https://bothways.test/v1/settings?shop=${shop.publishableKey}`,
        { headers: { origin: ORIGIN } },
      );
    expect(await (await ask(settings(), bindings)).json()).toMatchObject({ challenge: { siteKey: '1x00AA' } });
    expect(await (await ask(settings(), env)).json()).not.toHaveProperty('challenge');
  });
});
