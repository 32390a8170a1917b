import { accountEndpoints } from './endpoints/account.ts';
import { manageEndpoints } from './endpoints/manage.ts';
import { pageEndpoints } from './endpoints/page.ts';
import { reviewEndpoints } from './endpoints/review.ts';
import { shopServerEndpoints } from './endpoints/shop-server.ts';

/**
 * Every call of the HTTP API, a row each. A row without a handler, and a handler without a row, is a type error in the Worker.
 * Paths of dashboard users carry no shop: the header `Bothways-Shop` names it, and a secret key knows its own.
 */
export const endpoints = {
  ...pageEndpoints,
  ...shopServerEndpoints,
  ...reviewEndpoints,
  ...manageEndpoints,
  ...accountEndpoints,
};

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
