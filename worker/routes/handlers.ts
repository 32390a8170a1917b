import type { Handlers } from './context.ts';
import { accountHandlers } from './account.ts';
import { codeHandlers } from './codes.ts';
import { deliveryHandlers } from './deliveries.ts';
import { friendHandlers } from './friends.ts';
import { joinHandlers } from './joins.ts';
import { listHandlers } from './lists.ts';
import { orderHandlers } from './orders.ts';
import { overviewHandlers } from './overview.ts';
import { portalHandlers } from './portal.ts';
import { programHandlers } from './program.ts';
import { reviewHandlers } from './reviews.ts';
import { shopHandlers } from './shop.ts';
import { visitHandlers } from './visits.ts';

/** Every call of the contract and who answers it. */
export const handlers: Handlers = {
  ...accountHandlers,
  ...codeHandlers,
  ...deliveryHandlers,
  ...friendHandlers,
  ...joinHandlers,
  ...listHandlers,
  ...orderHandlers,
  ...overviewHandlers,
  ...portalHandlers,
  ...programHandlers,
  ...reviewHandlers,
  ...shopHandlers,
  ...visitHandlers,
};
