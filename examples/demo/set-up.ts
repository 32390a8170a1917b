import * as v from 'valibot';
import { accountReply, keyCreated } from '../../sdk/contract/owner.ts';

/** What a new owner has: who they are, and the keys of one of their two shops. */
export interface OwnedShop {
  readonly userId: string;
  readonly shopId: string;
  readonly publishableKey: string;
  readonly secretKey: string;
}

/** A Worker, where it is reached and what it takes its own address to be. */
export interface WorkerAddress {
  readonly url: string;
  readonly publicUrl: string;
}

/**
 * Becomes the first owner, as a new user does in the dashboard, and makes a secret key for the shop's server.
 *
 * @param mode the test twin's mails go to the mailbox page, and its clock can be moved.
 */
export async function becomeOwner(
  worker: WorkerAddress,
  setupToken: string,
  mode: 'live' | 'test',
): Promise<OwnedShop> {
  const owner = { token: setupToken, email: 'owner@example.com', name: 'Robin', shopName: 'Kiln & Co.' };
  const setUp = await post(worker, '/v1/setup', owner);
  const account = v.parse(accountReply, await setUp.json());
  const shop = account.shops.find((each) => each.mode === mode);
  if (!shop?.publishableKey) throw new Error(`The set-up made no ${mode} shop`);
  const cookie = setUp.headers.get('set-cookie')?.split(';')[0] ?? '';
  const made = await post(worker, '/v1/keys', { kind: 'secret', name: 'Server' }, { cookie, 'bothways-shop': shop.id });
  const { key } = v.parse(keyCreated, await made.json());
  return { userId: account.user.id, shopId: shop.id, publishableKey: shop.publishableKey, secretKey: key };
}

/** Posts JSON to a Worker, from its own origin unless `headers` says another; throws where it refuses. */
export async function post(
  worker: WorkerAddress,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const answer = await fetch(`${worker.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: worker.publicUrl, ...headers },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}: ${await answer.text()}`);
  return answer;
}
