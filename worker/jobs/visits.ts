import * as v from 'valibot';
import { CHANNELS } from '../../sdk/contract/attribution.ts';
import { idField, timeField } from '../../sdk/contract/fields.ts';
import type { Metric } from '../../sdk/contract/owner.ts';
import type { Platform } from '../storage/platform.ts';
import { reopenFold } from '../storage/rollup-folds.ts';
import { addToRollup } from '../storage/rollups.ts';
import { findShops } from '../storage/shop-pages.ts';
import type { Store } from '../storage/store.ts';
import { logFault } from './log-fault.ts';

const HOUR_MS = 3_600_000;
const METRICS: Readonly<Record<'visit' | 'impression' | 'share', Metric>> = {
  visit: 'visits',
  impression: 'impressions',
  share: 'shares',
};

// A message may have been written by an older release, or by hand; the picklists also bound the rows an hour can have.
const visitMessage = v.object({
  shopId: idField,
  kind: v.picklist(['visit', 'impression', 'share']),
  channel: v.picklist(['direct', ...Object.values(CHANNELS)]),
  programId: idField,
  at: timeField,
});
type Visit = v.InferOutput<typeof visitMessage>;

/**
 * Folds a batch of visits into hourly rollups: one statement a shop, hour and channel, one transaction a database. A batch
 * that comes twice counts twice; visits are approximate by design, and nothing of value hangs on them.
 */
export async function countVisits(batch: MessageBatch, platform: Platform): Promise<void> {
  const visits: { readonly message: Message; readonly visit: Visit }[] = [];
  for (const message of batch.messages) {
    const parsed = v.safeParse(visitMessage, message.body);
    if (parsed.success) visits.push({ message, visit: parsed.output });
    // Read again, it would be as unreadable: it must not hold up the others.
    else message.ack();
  }
  const unreadable = batch.messages.length - visits.length;
  if (unreadable > 0) {
    console.warn(
      JSON.stringify({
        level: 'warn',
        job: 'visits',
        message: 'Unreadable visits were passed over',
        count: unreadable,
      }),
    );
  }

  const shops = await findShops(platform.directory, [...new Set(visits.map(({ visit }) => visit.shopId))]);
  const stores = new Map(shops.map((shop) => [shop.shopId, platform.openStore(shop)]));
  for (const [db, group] of Map.groupBy(visits, ({ visit }) => stores.get(visit.shopId)?.db)) {
    // Visits of a shop that is gone are nobody's.
    if (!db) continue;
    try {
      await db.batch(
        statementsOf(
          group.map(({ visit }) => visit),
          stores,
        ),
      );
    } catch (error) {
      logFault('visits', error);
      for (const { message } of group) message.retry();
    }
  }
}

function statementsOf(visits: readonly Visit[], stores: ReadonlyMap<string, Store>): D1PreparedStatement[] {
  const groups = Map.groupBy(visits, (visit) =>
    [visit.shopId, visit.programId, visit.channel, Math.floor(visit.at / HOUR_MS)].join(' '),
  );
  const counted = [...groups.values()].flatMap((group) => {
    const [first] = group;
    const store = first && stores.get(first.shopId);
    if (!first || !store) return [];
    const counts: Partial<Record<Metric, number>> = {};
    for (const { kind } of group) counts[METRICS[kind]] = (counts[METRICS[kind]] ?? 0) + 1;
    return [addToRollup(store, first.programId, first.channel, first.at, counts)];
  });
  const reopened = [...Map.groupBy(visits, (visit) => visit.shopId)].flatMap(([shopId, group]) => {
    const store = stores.get(shopId);
    return store ? [reopenFold(store, Math.min(...group.map((visit) => visit.at)))] : [];
  });
  return [...counted, ...reopened];
}
