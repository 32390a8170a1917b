import type { ShopView } from '../../sdk/contract/owner.ts';
import type { Shop } from '../storage/shops.ts';

/** A shop as its owner sees it; `now` is the shop's own time, which in a test shop may be ahead. */
export function shopView(shop: Shop, publishableKey: string | null, realNow: number): ShopView {
  return {
    id: shop.shopId,
    name: shop.name,
    mode: shop.mode,
    twinId: shop.twinId,
    origins: [...shop.origins],
    publishableKey,
    clockOffsetMs: shop.clockOffsetMs,
    now: realNow + shop.clockOffsetMs,
  };
}
