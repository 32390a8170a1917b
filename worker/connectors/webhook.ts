import { Webhook } from 'standardwebhooks';
import type { WebhookBody } from '../../sdk/contract/webhooks.ts';
import { WEBHOOK_HEADERS } from '../../sdk/contract/webhooks.ts';
import type { Outcome } from '../domain/delivery.ts';
import { refuseWebhookAddress } from '../domain/webhook-address.ts';

/** How long a receiver may take to answer. */
const TIMEOUT_MS = 10_000;

/** Receivers reject what is longer (Standard Webhooks, "payload size"). */
const MAX_BODY_BYTES = 20_000;

/** What the outside world gives: `fetch` and real time, Unix milliseconds, because receivers refuse an old timestamp. */
export interface WebhookWorld {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly realNow: () => number;
  /** Lets a developer's own machine be told. */
  readonly allowLocal: boolean;
}

/**
 * Sends one webhook, signed by Standard Webhooks 1.0. `id` stays the same on every attempt, so that the receiver can tell a
 * second one; the timestamp is that of the attempt. Redirects are not followed: the address was checked, the next was not.
 */
export async function postWebhook(
  endpoint: { readonly url: string; readonly secret: string },
  message: { readonly id: string; readonly body: Omit<WebhookBody, 'data'> & { readonly data: unknown } },
  world: WebhookWorld,
): Promise<Outcome> {
  const refused = refuseWebhookAddress(endpoint.url, world);
  if (refused !== null) return { kind: 'refused', error: `The address of the endpoint: ${refused}` };
  const body = JSON.stringify(message.body);
  if (new TextEncoder().encode(body).length > MAX_BODY_BYTES) {
    return { kind: 'refused', error: `The body is longer than ${MAX_BODY_BYTES} bytes.` };
  }
  const sentAt = new Date(world.realNow());
  const request: RequestInit = {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Bothways-Webhooks/1',
      [WEBHOOK_HEADERS.id]: message.id,
      [WEBHOOK_HEADERS.timestamp]: String(Math.floor(sentAt.getTime() / 1000)),
      [WEBHOOK_HEADERS.signature]: new Webhook(endpoint.secret).sign(message.id, sentAt, body),
    },
    body,
  };
  try {
    const response = await world.fetch(endpoint.url, request);
    // Nobody reads the answer, and one left open holds one of the Worker's six connections.
    await response.body?.cancel();
    return outcomeOf(response);
  } catch (error) {
    const late = error instanceof Error && error.name === 'TimeoutError';
    return {
      kind: 'failed',
      error: late ? `No answer within ${TIMEOUT_MS / 1000} seconds.` : 'The connection failed.',
    };
  }
}

/** Anything but a 2xx is tried again, as Standard Webhooks asks: a 404 may be a deploy that is not through yet. */
function outcomeOf(response: Response): Outcome {
  if (response.ok) return { kind: 'sent' };
  if (response.status === 410) return { kind: 'gone', error: 'Answered 410 Gone: the endpoint has been switched off.' };
  if (response.status >= 300 && response.status < 400) {
    return { kind: 'failed', error: `Answered ${response.status}: redirects are not followed.` };
  }
  const seconds = Number(response.headers.get('retry-after'));
  return {
    kind: 'failed',
    error: `Answered ${response.status}.`,
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  };
}
