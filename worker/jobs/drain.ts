import type { Outcome } from '../domain/delivery.ts';
import { readProgram } from '../storage/programs.ts';
import type { Program } from '../storage/programs.ts';
import type { Platform } from '../storage/platform.ts';
import type { Shop } from '../storage/shops.ts';
import type { Store } from '../storage/store.ts';
import { listEndpoints } from '../storage/webhook-endpoints.ts';
import type { WebhookEndpoint } from '../storage/webhook-endpoints.ts';

/** What the deliveries of one drain share; each is read once, and only where a delivery asks for it. */
export interface Drain {
  readonly platform: Platform;
  readonly shop: Shop;
  readonly store: Store;
  /** The shop's time: mails speak of what is so at that moment. */
  readonly now: () => number;
  readonly program: () => Promise<Program | null>;
  readonly endpoints: () => Promise<readonly WebhookEndpoint[]>;
}

/** How a delivery ended, and what has to be written with its end. */
export interface Settled {
  readonly outcome: Outcome;
  readonly statements: readonly D1PreparedStatement[];
}

export function openDrain(platform: Platform, shop: Shop): Drain {
  const store = platform.openStore(shop);
  return {
    platform,
    shop,
    store,
    now: () => platform.realNow() + shop.clockOffsetMs,
    program: once(() => readProgram(store)),
    endpoints: once(() => listEndpoints(store)),
  };
}

/** Only a developer's own things may be reached without https: those of a test shop, and the demo's. */
export function allowsLocal({ platform, shop }: Pick<Drain, 'platform' | 'shop'>): boolean {
  return platform.demo || shop.mode === 'test';
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => (value ??= read());
}
