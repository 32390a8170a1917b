import { nextAttemptAt } from '../domain/delivery.ts';
import type { Outcome } from '../domain/delivery.ts';
import { claimDeliveries, dropDelivery, markFailed, markForRetry, markSent } from '../storage/outbox.ts';
import type { ClaimedDelivery } from '../storage/outbox.ts';
import type { Platform } from '../storage/platform.ts';
import type { Shop } from '../storage/shops.ts';
import { openDrain } from './drain.ts';
import type { Drain, Settled } from './drain.ts';
import { logFault } from './log-fault.ts';
import { deliverMail } from './mails.ts';
import { deliverWebhook } from './webhooks.ts';

/**
 * How many deliveries one run of the Worker makes. A mail takes four statements and a webhook two, and the free plan allows
 * fifty in one run; what is left over is nudged on to the next.
 */
export const DELIVERIES_A_RUN = 10;

/** A Worker holds six connections at a time; more would only wait inside their lease. */
const DELIVERIES_A_ROUND = 6;

/** Longer than a round can take: 10 seconds for a webhook, 20 for a mail, and the statements around them. */
export const LEASE_MS = 60_000;

/** A retry later than this is left to the cron, which comes by every five minutes. */
const NUDGE_WITHIN_MS = 5 * 60_000;

/**
 * Sends what is due of a shop, up to `limit` deliveries, and says how many it took. Two drains at once share the work and
 * never a row; one that dies leaves its rows to the next, after the lease.
 */
export async function drainOutbox(platform: Platform, shop: Shop, limit = DELIVERIES_A_RUN): Promise<number> {
  const drain = openDrain(platform, shop);
  let taken = 0;
  let retryAt = Number.POSITIVE_INFINITY;
  while (taken < limit) {
    const now = platform.realNow();
    const claimed = await claimDeliveries(
      drain.store,
      Math.min(DELIVERIES_A_ROUND, limit - taken),
      now,
      now + LEASE_MS,
    );
    if (claimed.length === 0) break;
    taken += claimed.length;
    const ends = await Promise.all(claimed.map((delivery) => endOf(drain, delivery)));
    await drain.store.db.batch(ends.flatMap(({ statements }) => statements));
    retryAt = Math.min(retryAt, ...ends.map((end) => end.retryAt));
  }
  const wait = retryAt - platform.realNow();
  if (limit > 0 && taken >= limit) platform.hurryOutbox(shop.shopId);
  else if (wait < NUDGE_WITHIN_MS) platform.hurryOutbox(shop.shopId, Math.max(1, Math.ceil(wait / 1000)));
  return taken;
}

interface End {
  readonly statements: readonly D1PreparedStatement[];
  /** When it is tried again, Unix milliseconds; infinity where it is not. */
  readonly retryAt: number;
}

async function endOf(drain: Drain, delivery: ClaimedDelivery): Promise<End> {
  const settled = await settle(drain, delivery);
  const at = drain.platform.realNow();
  const { statement, retryAt } = ending(drain, delivery, settled.outcome, at);
  return { statements: [...settled.statements, statement], retryAt: retryAt ?? Number.POSITIVE_INFINITY };
}

async function settle(drain: Drain, delivery: ClaimedDelivery): Promise<Settled> {
  try {
    return await (delivery.kind === 'mail' ? deliverMail(drain, delivery) : deliverWebhook(drain, delivery));
  } catch (error) {
    // One that breaks must not take the round with it. The log gets ids and our own message, never what was to be sent.
    logFault('outbox', error, { shopId: drain.shop.shopId, deliveryId: delivery.deliveryId });
    return {
      outcome: { kind: 'failed', error: 'Something broke on our side; the log of the Worker tells more.' },
      statements: [],
    };
  }
}

function ending(
  drain: Drain,
  delivery: ClaimedDelivery,
  outcome: Outcome,
  now: number,
): { readonly statement: D1PreparedStatement; readonly retryAt: number | null } {
  const { store, platform } = drain;
  switch (outcome.kind) {
    case 'sent':
      return { statement: markSent(store, delivery, now), retryAt: null };
    case 'dropped':
      return { statement: dropDelivery(store, delivery), retryAt: null };
    case 'refused':
    case 'gone':
      return { statement: markFailed(store, delivery, 'dead', outcome.error), retryAt: null };
    case 'unknown':
      return { statement: markFailed(store, delivery, 'unknown', outcome.error), retryAt: null };
    case 'failed': {
      const retryAt = nextAttemptAt(delivery.attempt, now, platform.random(), outcome.retryAfterMs);
      return {
        statement:
          retryAt === null
            ? markFailed(store, delivery, 'dead', outcome.error)
            : markForRetry(store, delivery, outcome.error, retryAt),
        retryAt,
      };
    }
  }
}
