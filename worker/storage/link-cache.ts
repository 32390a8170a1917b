import { findLink } from './links.ts';
import type { Platform } from './platform.ts';
import type { Shop } from './shops.ts';

// In KV under `link:<shop id>:<code>`, for as long as a code is likely to be followed again: the id of its program. A code
// never comes to mean another program, so the value can't be wrong; where it leads stands with the program's settings.
const KEEP_SECONDS = 86_400;

/** The program a code of the shop belongs to; null where there is no such code. An unknown code is never kept: there are too many. */
export async function readLinkProgram(
  platform: Platform,
  shop: Pick<Shop, 'shopId' | 'shard'>,
  code: string,
): Promise<string | null> {
  const name = `link:${shop.shopId}:${code}`;
  const kept = await platform.kv.get(name).catch(() => null);
  if (kept) return kept;
  const link = await findLink(platform.openStore(shop), code);
  if (!link) return null;
  platform.inBackground(platform.kv.put(name, link.programId, { expirationTtl: KEEP_SECONDS }));
  return link.programId;
}
