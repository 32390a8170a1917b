import * as v from 'valibot';
import { webhookTypeField } from '../../sdk/contract/owner.ts';
import type { WebhookType } from '../../sdk/contract/owner.ts';
import { postWebhook } from '../connectors/webhook.ts';
import { fanOut } from '../storage/outbox.ts';
import type { ClaimedDelivery } from '../storage/outbox.ts';
import { readPersonData } from '../storage/people.ts';
import { disableEndpoint } from '../storage/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../storage/webhook-endpoints.ts';
import { allowsLocal } from './drain.ts';
import type { Drain, Settled } from './drain.ts';

const DROPPED: Settled = { outcome: { kind: 'dropped' }, statements: [] };

/** Sends a webhook to its endpoint; one that has none yet is given to everyone who subscribes, and sent to the first of them. */
export async function deliverWebhook(drain: Drain, delivery: ClaimedDelivery): Promise<Settled> {
  const type = v.safeParse(webhookTypeField, delivery.topic);
  if (!type.success) {
    return { outcome: { kind: 'refused', error: 'There is no such type of webhook.' }, statements: [] };
  }
  const endpoints = await drain.endpoints();
  if (delivery.target !== null) {
    const endpoint = endpoints.find(({ endpointId }) => endpointId === delivery.target);
    return endpoint ? send(drain, delivery, type.output, endpoint) : DROPPED;
  }
  const [first, ...others] = endpoints.filter(
    ({ types, disabledAt }) => disabledAt === null && types.includes(type.output),
  );
  if (!first) return DROPPED;
  const rows = others.map(({ endpointId }) => ({ deliveryId: drain.platform.newId('dlv'), target: endpointId }));
  const sent = await send(drain, delivery, type.output, first);
  return { ...sent, statements: [...fanOut(drain.store, delivery, first.endpointId, rows), ...sent.statements] };
}

async function send(
  drain: Drain,
  delivery: ClaimedDelivery,
  type: WebhookType,
  endpoint: WebhookEndpoint,
): Promise<Settled> {
  const { platform, store } = drain;
  if (endpoint.disabledAt !== null) {
    return {
      outcome: { kind: 'refused', error: 'The endpoint has been switched off: it answered 410 Gone.' },
      statements: [],
    };
  }
  const body = {
    type,
    timestamp: new Date(delivery.createdAt).toISOString(),
    data: await dataOf(drain, type, delivery.payload),
  };
  const secret = await store.vault.open(null, endpoint.secretSealed);
  const world = { fetch: platform.fetch, realNow: platform.realNow, allowLocal: allowsLocal(drain) };
  const outcome = await postWebhook({ url: endpoint.url, secret }, { id: delivery.deliveryId, body }, world);
  return {
    outcome,
    statements: outcome.kind === 'gone' ? [disableEndpoint(store, endpoint.endpointId, platform.realNow())] : [],
  };
}

const aboutPerson = v.looseObject({ personId: v.string() });

/** The shop's own customer id goes out with what is owed to that person; it is read now, because the outbox holds no such thing. */
async function dataOf({ store }: Drain, type: WebhookType, payload: unknown): Promise<unknown> {
  if (!type.startsWith('reward.') || !v.is(aboutPerson, payload)) return payload;
  const { data } = await readPersonData(store, payload.personId);
  return { ...payload, customerId: data.customerId ?? null };
}
