import type { Endpoint } from '../../sdk/contract/endpoint.ts';
import { claimKey, freeKey, keepReply } from '../storage/idempotency.ts';
import type { HeldKey } from '../storage/idempotency.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { CallContext } from './context.ts';

/** A call as it came, once it is known who is calling and what they brought is in order. */
interface CheckedCall {
  readonly endpoint: Endpoint;
  readonly request: Request;
  /** The body as it was read, before the contract filled in what was left out: a release may fill in more. */
  readonly body: unknown;
  readonly context: CallContext;
}

// Shorter ones are numbers that somebody counts, and meet again in another job; longer ones are no names.
const KEY = /^[!-~]{8,200}$/;

/**
 * Carries a write out once for each `Idempotency-Key` of its caller, where the contract's row says that this is what keeps it
 * from being carried out twice. The first reply is kept and given again. A refusal is not: it has changed nothing, and the
 * facts behind it may change. A run that dies holds its key for a minute, after which the write may be tried again.
 */
export async function oncePerKey(call: CheckedCall, carryOut: () => Promise<unknown>): Promise<unknown> {
  const { endpoint, request, context } = call;
  const key = request.headers.get('idempotency-key');
  if (endpoint.once !== 'key' || key === null) return carryOut();
  if (!KEY.test(key)) {
    return new Refusal('invalid_field', 'An idempotency key is 8 to 200 visible ASCII characters.', 'Idempotency-Key');
  }
  const { store, platform, caller, replyHeaders } = context;
  const claim = await claimKey(store, { caller: actorOf(caller), key, request: inOneForm(call) }, platform.realNow());
  switch (claim.kind) {
    case 'held':
      return holding(claim.held, context, carryOut);
    case 'done':
      replyHeaders.set('idempotent-replayed', 'true');
      return claim.reply;
    case 'running':
      return new Refusal(
        'busy',
        'The first request with this idempotency key is still being carried out; send it again.',
      );
    case 'other_request':
      return new Refusal('idempotency_mismatch', 'A new request needs a new idempotency key; this one names another.');
  }
}

async function holding(
  held: HeldKey,
  { store, platform }: CallContext,
  carryOut: () => Promise<unknown>,
): Promise<unknown> {
  let reply: unknown;
  try {
    reply = await carryOut();
  } catch (error) {
    await settle(freeKey(store, held));
    throw error;
  }
  await settle(reply instanceof Refusal ? freeKey(store, held) : keepReply(store, held, reply, platform.realNow()));
  return reply;
}

/** The answer is known by now and must not be lost with its key, which comes free by itself. */
async function settle(work: Promise<void>): Promise<void> {
  await work.catch((error: unknown) => {
    const message = error instanceof Error ? error.message : 'unknown';
    console.error(JSON.stringify({ level: 'error', step: 'idempotency', message }));
  });
}

/** What is asked for as a text. The order of fields means nothing in JSON, and here neither. */
function inOneForm({ request, body }: CheckedCall): string {
  const { pathname, search } = new URL(request.url);
  return JSON.stringify([request.method, pathname, search, body], (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
