import * as v from 'valibot';
import { accountReply, keyCreated } from '../../sdk/contract/owner.ts';
import { WORKER_URL } from './worker.ts';
import type { DemoKeys } from './worker.ts';

/** Becomes the first owner, as a new user does in the dashboard, and makes a secret key for the shop's server. */
export async function becomeOwner(setupToken: string): Promise<DemoKeys> {
  const owner = { token: setupToken, email: 'owner@example.com', name: 'Robin', shopName: 'Kiln & Co.' };
  const setUp = await send('/v1/setup', owner);
  const account = v.parse(accountReply, await setUp.json());
  // The test twin: its mails go to the mailbox page, and its clock can be moved.
  const shop = account.shops.find((each) => each.mode === 'test');
  if (!shop?.publishableKey) throw new Error('The set-up made no test shop');
  const cookie = setUp.headers.get('set-cookie')?.split(';')[0] ?? '';
  const made = await send('/v1/keys', { kind: 'secret', name: 'Demo shop' }, { cookie, 'bothways-shop': shop.id });
  const { key } = v.parse(keyCreated, await made.json());
  return { userId: account.user.id, shopId: shop.id, publishableKey: shop.publishableKey, secretKey: key };
}

async function send(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const answer = await fetch(`${WORKER_URL}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: WORKER_URL, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
  return answer;
}
