import type { Endpoint } from './endpoint.ts';
import * as orders from './orders.ts';
import * as owner from './owner.ts';
import * as visitor from './visitor.ts';

/**
 * Every call of the HTTP API, a row each. A row without a handler, and a handler without a row, is a type error in the Worker.
 * Paths of dashboard users carry no shop: the header `Bothways-Shop` names it, and a secret key knows its own.
 */
export const endpoints = {
  // The page of a visitor.
  settings: { method: 'GET', path: '/v1/settings', callers: ['page'], summary: 'What a page needs to draw the widget', query: visitor.settingsQuery, reply: visitor.settingsReply, status: 200, problems: [] },
  visit: { method: 'POST', path: '/v1/visits', once: 'no', callers: ['page'], summary: 'Report a visit, an impression or a share', body: visitor.visitBody, reply: owner.emptyReply, status: 202, problems: [] },
  join: { method: 'POST', path: '/v1/joins', once: 'ids', callers: ['page'], summary: 'Become an advocate and get a link', body: visitor.joinBody, reply: visitor.joinReply, status: 200, problems: ['challenge_failed'] },
  offer: { method: 'GET', path: '/v1/offers', callers: ['page'], summary: 'What a friend is offered behind a code', query: visitor.offerQuery, reply: visitor.offerReply, status: 200, problems: [] },
  claim: { method: 'POST', path: '/v1/claims', once: 'ids', callers: ['page'], summary: 'Claim the friend reward and get a single-use code', body: visitor.claimBody, reply: visitor.claimReply, status: 200, problems: ['challenge_failed', 'busy'] },
  signIn: { method: 'POST', path: '/v1/sign-ins', once: 'no', callers: ['page'], summary: 'Mail an advocate a magic link', body: visitor.signInBody, reply: owner.doneReply, status: 202, problems: [] },
  openSession: { method: 'POST', path: '/v1/sessions', once: 'no', callers: ['page'], summary: 'Exchange a magic link or identity token for a session', body: visitor.sessionBody, reply: visitor.sessionReply, status: 201, problems: [] },
  me: { method: 'GET', path: '/v1/me', callers: ['person'], summary: 'Links, friends and rewards of the person signed in', query: visitor.meQuery, reply: visitor.meReply, status: 200, problems: [] },
  pageOrder: { method: 'POST', path: '/v1/page-orders', once: 'ids', callers: ['page'], summary: 'Report an order from a page, unverified', body: visitor.pageOrderBody, reply: visitor.pageOrderReply, status: 202, problems: [] },

  // The shop's server.
  reportOrder: { method: 'POST', path: '/v1/orders', once: 'ids', callers: ['key', 'user'], role: 'support', summary: 'Report an order', body: orders.orderBody, reply: orders.orderReply, status: 200, problems: ['conflict', 'busy'] },
  reportRefund: { method: 'POST', path: '/v1/refunds', once: 'ids', callers: ['key', 'user'], role: 'support', summary: 'Report a refund', body: orders.refundBody, reply: orders.refundReply, status: 200, problems: ['conflict', 'busy'] },
  importOrders: { method: 'POST', path: '/v1/order-lists', once: 'ids', callers: ['key', 'user'], role: 'manager', summary: 'Report or confirm orders from a CSV list', body: orders.orderListBody, reply: orders.orderListReply, status: 200, problems: ['bad_csv'] },
  checkCode: { method: 'GET', path: '/v1/codes/:code', callers: ['key', 'user'], role: 'reader', summary: "Check a friend's code", params: orders.codeParams, query: orders.codeQuery, reply: orders.codeReply, status: 200, problems: [] },
  reserveCode: { method: 'POST', path: '/v1/codes/:code/reserve', once: 'ids', callers: ['key'], summary: 'Hold a code for a cart', params: orders.codeParams, body: orders.reserveBody, reply: orders.codeReply, status: 200, problems: ['not_found', 'code_reserved', 'code_used', 'code_expired'] },
  redeemCode: { method: 'POST', path: '/v1/codes/:code/redeem', once: 'ids', callers: ['key'], summary: 'Use a code for a paid order, for good', params: orders.codeParams, body: orders.codeOrderBody, reply: orders.codeReply, status: 200, problems: ['not_found', 'code_reserved', 'code_used', 'code_expired'] },
  releaseCode: { method: 'POST', path: '/v1/codes/:code/release', once: 'ids', callers: ['key'], summary: 'Give a reserved code back', params: orders.codeParams, body: orders.codeOrderBody, reply: orders.codeReply, status: 200, problems: ['not_found', 'code_used'] },
  credit: { method: 'POST', path: '/v1/credits', once: 'ids', callers: ['key', 'user'], role: 'manager', summary: 'Give a person a goodwill credit', body: orders.creditBody, reply: orders.creditReply, status: 200, problems: ['not_found', 'conflict'] },

  // The owner.
  overview: { method: 'GET', path: '/v1/overview', callers: ['key', 'user'], role: 'reader', summary: 'The funnel, its figures over time and what needs the owner', query: owner.overviewQuery, reply: owner.overviewReply, status: 200, problems: ['not_found'] },
  listReferrals: { method: 'GET', path: '/v1/referrals', callers: ['key', 'user'], role: 'reader', summary: 'Who referred whom', query: owner.referralsQuery, reply: owner.referralsReply, status: 200, problems: [] },
  getReferral: { method: 'GET', path: '/v1/referrals/:id', callers: ['key', 'user'], role: 'reader', summary: 'One referral with its events and traces', params: owner.idParams, reply: owner.referralReply, status: 200, problems: ['not_found'] },
  listOrders: { method: 'GET', path: '/v1/orders', callers: ['key', 'user'], role: 'reader', summary: 'Orders and how each was decided', query: owner.ordersQuery, reply: owner.ordersReply, status: 200, problems: [] },
  approveOrder: { method: 'POST', path: '/v1/orders/:id/approve', once: 'key', callers: ['key', 'user'], role: 'support', summary: 'Confirm an unverified order and decide it', params: owner.idParams, reply: orders.orderReply, status: 200, problems: ['not_found', 'conflict', 'busy'] },
  dismissOrder: { method: 'POST', path: '/v1/orders/:id/dismiss', once: 'key', callers: ['key', 'user'], role: 'support', summary: 'Put an unverified order aside', params: owner.idParams, body: owner.refuseBody, reply: owner.doneReply, status: 200, problems: ['not_found', 'conflict'] },
  listRewards: { method: 'GET', path: '/v1/rewards', callers: ['key', 'user'], role: 'reader', summary: 'Rewards and their states', query: owner.rewardsQuery, reply: owner.rewardsReply, status: 200, problems: [] },
  approveReward: { method: 'POST', path: '/v1/rewards/:id/approve', once: 'key', callers: ['key', 'user'], role: 'support', summary: 'Approve a reward that waits for review', params: owner.idParams, reply: orders.rewardView, status: 200, problems: ['not_found', 'conflict'] },
  refuseReward: { method: 'POST', path: '/v1/rewards/:id/refuse', once: 'key', callers: ['key', 'user'], role: 'support', summary: 'Refuse a reward; what was credited is reversed', params: owner.idParams, body: owner.refuseBody, reply: orders.rewardView, status: 200, problems: ['not_found', 'conflict'] },
  getProgram: { method: 'GET', path: '/v1/program', callers: ['key', 'user'], role: 'reader', summary: 'The program and its settings', reply: owner.programReply, status: 200, problems: ['not_found'] },
  saveProgram: { method: 'PUT', path: '/v1/program', once: 'key', callers: ['key', 'user'], role: 'manager', summary: 'Save the settings as a new version', body: owner.saveProgramBody, reply: owner.programReply, status: 200, problems: ['conflict'] },
  setProgramState: { method: 'POST', path: '/v1/program/state', once: 'key', callers: ['key', 'user'], role: 'manager', summary: 'Pause, resume or end the program', body: owner.programStateBody, reply: owner.programReply, status: 200, problems: ['conflict'] },
  listDeliveries: { method: 'GET', path: '/v1/deliveries', callers: ['key', 'user'], role: 'reader', summary: 'Webhooks and mails, sent, due and failed', query: owner.deliveriesQuery, reply: owner.deliveriesReply, status: 200, problems: [] },
  replayDelivery: { method: 'POST', path: '/v1/deliveries/:id/replay', once: 'key', callers: ['key', 'user'], role: 'support', summary: 'Try a failed delivery again', params: owner.idParams, reply: owner.deliveryRow, status: 200, problems: ['not_found', 'conflict'] },
  listEndpoints: { method: 'GET', path: '/v1/webhook-endpoints', callers: ['key', 'user'], role: 'manager', summary: 'Where webhooks go', reply: owner.pageOfEndpoints, status: 200, problems: [] },
  addEndpoint: { method: 'POST', path: '/v1/webhook-endpoints', once: 'key', callers: ['key', 'user'], role: 'manager', summary: 'Add a webhook endpoint', body: owner.endpointBody, reply: owner.endpointCreated, status: 201, problems: ['conflict'] },
  removeEndpoint: { method: 'DELETE', path: '/v1/webhook-endpoints/:id', once: 'key', callers: ['key', 'user'], role: 'manager', summary: 'Remove a webhook endpoint', params: owner.idParams, reply: owner.doneReply, status: 200, problems: ['not_found'] },
  pingEndpoint: { method: 'POST', path: '/v1/webhook-endpoints/:id/ping', once: 'key', callers: ['key', 'user'], role: 'manager', summary: 'Send a test webhook', params: owner.idParams, reply: owner.doneReply, status: 202, problems: ['not_found'] },
  listKeys: { method: 'GET', path: '/v1/keys', callers: ['user'], role: 'owner', summary: 'The keys of the shop', reply: owner.pageOfKeys, status: 200, problems: [] },
  addKey: { method: 'POST', path: '/v1/keys', once: 'key', callers: ['user'], role: 'owner', summary: 'Make a key; it is shown once', body: owner.keyBody, reply: owner.keyCreated, status: 201, problems: [] },
  revokeKey: { method: 'DELETE', path: '/v1/keys/:id', once: 'key', callers: ['user'], role: 'owner', summary: 'Revoke a key at once', params: owner.idParams, reply: owner.doneReply, status: 200, problems: ['not_found'] },
  getShop: { method: 'GET', path: '/v1/shop', callers: ['key', 'user'], role: 'reader', summary: 'The shop', reply: owner.shopView, status: 200, problems: [] },
  saveShop: { method: 'PUT', path: '/v1/shop', once: 'key', callers: ['key', 'user'], role: 'owner', summary: 'Change the name and the allowed origins', body: owner.shopBody, reply: owner.shopView, status: 200, problems: ['conflict'] },
  moveClock: { method: 'POST', path: '/v1/clock', once: 'key', callers: ['key', 'user'], role: 'manager', summary: "Move a test shop's clock forward", body: owner.clockBody, reply: owner.shopView, status: 200, problems: ['conflict'] },

  // Accounts of the dashboard.
  setUp: { method: 'POST', path: '/v1/setup', once: 'no', callers: ['anyone'], summary: 'Become the first owner with the set-up token', body: owner.setupBody, reply: owner.accountReply, status: 201, problems: [] },
  dashboardSignIn: { method: 'POST', path: '/v1/dashboard/sign-ins', once: 'no', callers: ['anyone'], summary: 'Mail a dashboard user a magic link', body: owner.dashboardSignInBody, reply: owner.doneReply, status: 202, problems: [] },
  openDashboard: { method: 'POST', path: '/v1/dashboard/sessions', once: 'no', callers: ['anyone'], summary: 'Exchange a magic link for a session cookie', body: owner.dashboardSessionBody, reply: owner.accountReply, status: 201, problems: [] },
  closeDashboard: { method: 'DELETE', path: '/v1/dashboard/sessions', once: 'no', callers: ['user'], summary: 'Sign out', reply: owner.doneReply, status: 200, problems: [] },
  account: { method: 'GET', path: '/v1/account', callers: ['user'], summary: 'Who is signed in, and their shops', reply: owner.accountReply, status: 200, problems: [] },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof endpoints;
export type EndpointName = keyof Endpoints;
