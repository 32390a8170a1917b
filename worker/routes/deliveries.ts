import { refuseWebhookAddress } from '../domain/webhook-address.ts';
import { recordAudit } from '../storage/audit.ts';
import type { AuditAction } from '../storage/audit.ts';
import { enqueueDelivery, findDelivery, listDeliveries, replayDelivery } from '../storage/outbox.ts';
import type { DeliveryView } from '../storage/outbox.ts';
import { pageOf } from '../storage/store.ts';
import {
  MAX_ENDPOINTS,
  addEndpoint,
  findEndpoint,
  listEndpoints,
  newSigningSecret,
  removeEndpoint,
} from '../storage/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../storage/webhook-endpoints.ts';
import { actorOf } from './actor.ts';
import { Refusal } from './context.ts';
import type { CallContext, Handlers } from './context.ts';

type DeliveryCall =
  | 'listDeliveries'
  | 'replayDelivery'
  | 'listEndpoints'
  | 'addEndpoint'
  | 'removeEndpoint'
  | 'pingEndpoint';

const PAGE = 50;

export const deliveryHandlers: Pick<Handlers, DeliveryCall> = {
  listDeliveries: async ({ query }, { store }) => {
    const limit = query.limit ?? PAGE;
    const rows = await listDeliveries(store, { state: query.state, before: query.cursor, limit });
    return pageOf(rows, limit, (row) => row.deliveryId, deliveryRow);
  },

  replayDelivery: async ({ params }, context) => {
    const { store, platform, shop } = context;
    const replayed = await replayDelivery(store, params.id, [note(context, 'delivery.replayed', params.id)]);
    if (!replayed) {
      return (await findDelivery(store, params.id))
        ? new Refusal(
            'conflict',
            'Only a delivery that failed for good can be tried again; this one arrived, or is tried again by itself.',
          )
        : noDelivery();
    }
    platform.hurryOutbox(shop.shopId);
    return deliveryRow(replayed);
  },

  listEndpoints: async (_input, { store }) => ({ items: (await listEndpoints(store)).map(endpointView) }),

  addEndpoint: async ({ body }, context) => {
    const { store, platform, shop } = context;
    const refused = refuseWebhookAddress(body.url, { allowLocal: platform.demo || shop.mode === 'test' });
    if (refused !== null) return new Refusal('invalid_field', `url: ${refused}`, 'url');
    const secret = newSigningSecret();
    const endpoint: WebhookEndpoint = {
      endpointId: platform.newId('whk'),
      url: body.url,
      types: [...new Set(body.types)],
      secretSealed: await store.vault.seal(null, secret),
      disabledAt: null,
      createdAt: platform.realNow(),
    };
    if (!(await addEndpoint(store, endpoint, [note(context, 'endpoint.added', endpoint.endpointId)]))) {
      return new Refusal('conflict', `A shop has at most ${MAX_ENDPOINTS} endpoints; remove one first.`);
    }
    return { ...endpointView(endpoint), secret };
  },

  removeEndpoint: async ({ params }, context) =>
    (await removeEndpoint(context.store, params.id, [note(context, 'endpoint.removed', params.id)]))
      ? { done: true }
      : noEndpoint(),

  pingEndpoint: async ({ params }, { store, platform, shop, now }) => {
    const endpoint = await findEndpoint(store, params.id);
    if (!endpoint) return noEndpoint();
    const { endpointId } = endpoint;
    await enqueueDelivery(
      store,
      { id: platform.newId('dlv'), kind: 'webhook', topic: 'ping', target: endpointId, payload: { endpointId } },
      now,
    ).run();
    platform.hurryOutbox(shop.shopId);
    return { done: true };
  },
};

function note({ store, platform, caller }: CallContext, action: AuditAction, subject: string): D1PreparedStatement {
  return recordAudit(store, platform, { actor: actorOf(caller), action, subject, detail: {} });
}

function deliveryRow({
  deliveryId: id,
  kind,
  topic,
  state,
  attempts,
  nextAttemptAt,
  lastError,
  createdAt,
}: DeliveryView) {
  return { id, kind, topic, state, attempts, nextAttemptAt, lastError, createdAt };
}

function endpointView({ endpointId: id, url, types, disabledAt, createdAt }: WebhookEndpoint) {
  return { id, url, types: [...types], disabledAt, createdAt };
}

function noDelivery(): Refusal {
  return new Refusal('not_found', 'There is no such delivery in this shop; those that arrived are kept for 30 days.');
}

function noEndpoint(): Refusal {
  return new Refusal('not_found', 'There is no such endpoint in this shop.');
}
