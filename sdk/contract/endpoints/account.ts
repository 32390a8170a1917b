import type { Endpoint } from '../endpoint.ts';
import * as owner from '../owner.ts';

/** Accounts of the dashboard. */
export const accountEndpoints = {
  setUp: {
    method: 'POST',
    path: '/v1/setup',
    once: 'no',
    callers: ['anyone'],
    summary: 'Become the first owner with the set-up token',
    body: owner.setupBody,
    reply: owner.accountReply,
    status: 201,
    problems: [],
  },
  dashboardSignIn: {
    method: 'POST',
    path: '/v1/dashboard/sign-ins',
    once: 'no',
    callers: ['anyone'],
    summary: 'Mail a dashboard user a magic link',
    body: owner.dashboardSignInBody,
    reply: owner.doneReply,
    status: 202,
    problems: [],
  },
  openDashboard: {
    method: 'POST',
    path: '/v1/dashboard/sessions',
    once: 'no',
    callers: ['anyone'],
    summary: 'Exchange a magic link for a session cookie',
    body: owner.dashboardSessionBody,
    reply: owner.accountReply,
    status: 201,
    problems: [],
  },
  closeDashboard: {
    method: 'DELETE',
    path: '/v1/dashboard/sessions',
    once: 'no',
    callers: ['user'],
    summary: 'Sign out',
    reply: owner.doneReply,
    status: 200,
    problems: [],
  },
  account: {
    method: 'GET',
    path: '/v1/account',
    callers: ['user'],
    summary: 'Who is signed in, and their shops',
    reply: owner.accountReply,
    status: 200,
    problems: [],
  },
} as const satisfies Record<string, Endpoint>;
