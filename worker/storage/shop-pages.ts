import { toShop } from './shops.ts';
import type { Shop, ShopRow } from './shops.ts';

/** The shops with these ids, in one query; those that are gone are left out. */
export async function findShops(directory: D1Database, shopIds: readonly string[]): Promise<Shop[]> {
  const found = await directory
    .prepare('SELECT shops.* FROM json_each(?) AS wanted CROSS JOIN shops ON shops.shop_id = wanted.value')
    .bind(JSON.stringify(shopIds))
    .all<ShopRow>();
  return found.results.map(toShop);
}

/** The next shops after one, in the order of their ids; an empty `after` begins at the first. */
export async function listShops(directory: D1Database, after: string, limit: number): Promise<Shop[]> {
  const found = await directory
    .prepare('SELECT * FROM shops WHERE shop_id > ? ORDER BY shop_id LIMIT ?')
    .bind(after, limit)
    .all<ShopRow>();
  return found.results.map(toShop);
}
