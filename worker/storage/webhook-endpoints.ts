import type { WebhookType } from '../../sdk/contract/owner.ts';
import { changedOne, commitBatch } from './store.ts';
import type { Store } from './store.ts';
import { newToken } from './tokens.ts';

/** Where a shop's webhooks go. */
export interface WebhookEndpoint {
  readonly endpointId: string;
  readonly url: string;
  readonly types: readonly WebhookType[];
  /** The signing secret, sealed under the master key: it belongs to the shop, not to a person. */
  readonly secretSealed: string;
  /** When the receiver said that it is gone; null while it is told things. */
  readonly disabledAt: number | null;
  readonly createdAt: number;
}

interface EndpointRow {
  endpoint_id: string;
  url: string;
  types: string;
  secret_sealed: string;
  disabled_at: number | null;
  created_at: number;
}

/** More than any shop needs; each event is sent to every one of them. */
export const MAX_ENDPOINTS = 20;

/** Makes a secret of 192 random bits in the form of Standard Webhooks: `whsec_` and base64. */
export function newSigningSecret(): string {
  return `whsec_${newToken().replaceAll('-', '+').replaceAll('_', '/')}`;
}

/** All endpoints of the shop, the oldest first, those that are gone too. */
export async function listEndpoints(store: Store): Promise<WebhookEndpoint[]> {
  const found = await store.db
    .prepare('SELECT * FROM webhook_endpoints WHERE shop_id = ? ORDER BY endpoint_id LIMIT ?')
    .bind(store.shopId, MAX_ENDPOINTS)
    .all<EndpointRow>();
  return found.results.map(toEndpoint);
}

export async function findEndpoint(store: Store, endpointId: string): Promise<WebhookEndpoint | null> {
  const row = await store.db
    .prepare('SELECT * FROM webhook_endpoints WHERE shop_id = ? AND endpoint_id = ?')
    .bind(store.shopId, endpointId)
    .first<EndpointRow>();
  return row && toEndpoint(row);
}

/** Adds an endpoint while there are fewer than {@link MAX_ENDPOINTS}, with the note of who did; tells whether it did. */
export async function addEndpoint(
  store: Store,
  endpoint: WebhookEndpoint,
  notes: readonly D1PreparedStatement[] = [],
): Promise<boolean> {
  const insert = store.db
    .prepare(
      `INSERT INTO webhook_endpoints (shop_id, endpoint_id, url, types, secret_sealed, created_at) SELECT ?1, ?2, ?3, ?4, ?5, CAST(?6 AS INTEGER)
       WHERE (SELECT count(*) FROM webhook_endpoints WHERE shop_id = ?1) < ${MAX_ENDPOINTS}`,
    )
    .bind(
      store.shopId,
      endpoint.endpointId,
      endpoint.url,
      JSON.stringify(endpoint.types),
      endpoint.secretSealed,
      endpoint.createdAt,
    );
  return (await commitBatch(store, [insert, changedOne(store), ...notes])).kind === 'committed';
}

/**
 * Removes an endpoint, with the note of who did; what was still to be sent to it is dropped when it is drained. Tells whether
 * there was one.
 */
export async function removeEndpoint(
  store: Store,
  endpointId: string,
  notes: readonly D1PreparedStatement[] = [],
): Promise<boolean> {
  const remove = store.db
    .prepare('DELETE FROM webhook_endpoints WHERE shop_id = ? AND endpoint_id = ?')
    .bind(store.shopId, endpointId);
  return (await commitBatch(store, [remove, changedOne(store), ...notes])).kind === 'committed';
}

/** Switches an endpoint off, because its receiver answered that it is gone. */
export function disableEndpoint(store: Store, endpointId: string, now: number): D1PreparedStatement {
  return store.db
    .prepare(
      'UPDATE webhook_endpoints SET disabled_at = ? WHERE shop_id = ? AND endpoint_id = ? AND disabled_at IS NULL',
    )
    .bind(now, store.shopId, endpointId);
}

function toEndpoint(row: EndpointRow): WebhookEndpoint {
  return {
    endpointId: row.endpoint_id,
    url: row.url,
    types: JSON.parse(row.types) as WebhookType[],
    secretSealed: row.secret_sealed,
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
  };
}
