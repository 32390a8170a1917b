import { Webhook, WebhookVerificationError as RefusedByPackage } from 'standardwebhooks';
import * as v from 'valibot';
import type { WebhookType } from '../contract/owner.ts';
import { webhookBody, webhookData, WEBHOOK_HEADERS, type WebhookBody } from '../contract/webhooks.ts';
import { WebhookVerificationError, type WebhookRefusal } from './errors.ts';

/** A webhook that was verified; `type` tells which `data` it has. `id` stays the same when it is sent again: handle each once. */
export type WebhookEvent = WebhookBody & { readonly id: string };

/** Headers as `fetch` has them, or as Node's `request.headers` has them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * Verifies a webhook and gives its event. The payload is the body exactly as it came, before any JSON parser touched it.
 *
 * @param secret the endpoint's `whsec_…`; several while one replaces another.
 * @throws {WebhookVerificationError} where the signature, the timestamp (5 minutes either way) or the form is wrong.
 * @example
 * const event = verifyWebhook(await request.text(), request.headers, env.BOTHWAYS_WEBHOOK_SECRET);
 * if (event.type === 'reward.available') await addStoreCredit(event.data.customerId, event.data.quantity, event.id);
 */
export function verifyWebhook(
  payload: string | Uint8Array,
  headers: WebhookHeaders,
  secret: string | readonly string[],
): WebhookEvent {
  const text = typeof payload === 'string' ? payload : new TextDecoder().decode(payload);
  const plain = Object.fromEntries(Object.values(WEBHOOK_HEADERS).map((name) => [name, headerOf(headers, name)]));
  const secrets = typeof secret === 'string' ? [secret] : secret;
  const refusals = secrets.map((one) => refusalOf(text, plain, one));
  const [refusal = { reason: 'bad_secret', message: 'No signing secret was given.' }] = refusals;
  // With several secrets, the first refusal stands for all: they differ only in the signature.
  if (refusal !== null && !refusals.includes(null)) throw new WebhookVerificationError(refusal.reason, refusal.message);
  return eventOf(text, plain[WEBHOOK_HEADERS.id] ?? '');
}

interface Refusal {
  readonly reason: WebhookRefusal;
  readonly message: string;
}

function refusalOf(text: string, headers: Record<string, string>, secret: string): Refusal | null {
  let webhook: Webhook;
  try {
    webhook = new Webhook(secret);
  } catch {
    return { reason: 'bad_secret', message: 'The signing secret is not one: expected whsec_ and base64.' };
  }
  try {
    webhook.verify(text, headers, { jsonParse: false });
    return null;
  } catch (error) {
    const message = error instanceof RefusedByPackage ? error.message : 'No matching signature found';
    return { reason: reasonOf(message), message: `${message}.` };
  }
}

function reasonOf(message: string): WebhookRefusal {
  if (/required headers/i.test(message)) return 'missing_headers';
  return /timestamp|Invalid Signature Headers/i.test(message) ? 'bad_timestamp' : 'bad_signature';
}

function headerOf(headers: WebhookHeaders, name: string): string {
  if (headers instanceof Headers) return headers.get(name) ?? '';
  const [, value = ''] = Object.entries(headers).find(([key]) => key.toLowerCase() === name) ?? [];
  return typeof value === 'string' ? value : value.join(' ');
}

function eventOf(text: string, id: string): WebhookEvent {
  const body = v.safeParse(v.pipe(v.string(), v.parseJson(), webhookBody), text);
  if (!body.success) throw new WebhookVerificationError('bad_payload', 'The body is not a webhook of this release.');
  const { type, timestamp, data } = body.output;
  const event = { id, timestamp, type, data };
  if (!hasData(event)) throw new WebhookVerificationError('bad_payload', `The data is not that of ${type}.`);
  return event;
}

/** Fields that a later release added stay in the data; those that are known are what the contract says. */
function hasData(event: { id: string; timestamp: string; type: WebhookType; data: unknown }): event is WebhookEvent {
  return v.is(webhookData[event.type], event.data);
}
