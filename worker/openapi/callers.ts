import type { Caller, Endpoint } from '../../sdk/contract/endpoint.ts';
import type { SecurityRequirement } from './document-types.ts';

/** The groups of the reference, by who is calling; a call stands in the first group that one of its callers belongs to. */
export const groups = [
  {
    name: 'Page of a visitor',
    callers: ['page', 'person'],
    description:
      'What the widget says for a visitor. A publishable key goes along as the field `shop`; the page has to be of an allowed origin. None of these calls moves money. What belongs to a person needs their session.',
  },
  {
    name: 'Server of the shop',
    callers: ['key'],
    description:
      'What the shop’s own server says with a secret key: orders, refunds, the life of a friend’s code, and all that the dashboard can do too. A user of the dashboard may make these calls with a role that allows it.',
  },
  {
    name: 'Dashboard',
    callers: ['user', 'anyone'],
    description: 'What only the dashboard says: accounts, sessions and keys.',
  },
] as const satisfies readonly {
  readonly name: string;
  readonly callers: readonly Caller[];
  readonly description: string;
}[];

export type GroupName = (typeof groups)[number]['name'];

export function groupOf(row: Endpoint): GroupName {
  const group = groups.find(({ callers }) => callers.some((caller) => row.callers.includes(caller)));
  if (!group) throw new Error(`Nobody may call ${row.method} ${row.path}`);
  return group.name;
}

/** How a caller says who they are. */
export const securitySchemes = {
  publishableKey: {
    type: 'apiKey',
    in: 'query',
    name: 'shop',
    description: 'A publishable key (`pk_…`) in the query; calls with a body have it there, as the field `shop`.',
  },
  secretKey: { type: 'http', scheme: 'bearer', description: 'A secret key (`sk_…`), on servers only.' },
  personSession: { type: 'http', scheme: 'bearer', description: 'The session of a visitor, from `POST /v1/sessions`.' },
  dashboardSession: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-bothways_session',
    description: 'The session cookie of the dashboard. A write has to come from the dashboard’s own pages.',
  },
  dashboardShop: {
    type: 'apiKey',
    in: 'header',
    name: 'Bothways-Shop',
    description: 'The id of the shop that a user of the dashboard means.',
  },
} as const;

/** What each kind of caller brings along, and how that is said. */
const kinds: Readonly<Record<Caller, Kind>> = {
  anyone: { brings: () => [], said: () => 'anyone' },
  page: {
    // In a body the key is a field like any other.
    brings: (row) => (row.body ? [] : ['publishableKey']),
    said: () => 'a page of an allowed origin, with the publishable key as the field `shop`',
  },
  person: {
    brings: () => ['publishableKey', 'personSession'],
    said: () => 'a visitor’s session, with the publishable key as the field `shop`',
  },
  key: { brings: () => ['secretKey'], said: () => 'a secret key' },
  user: {
    brings: (row) => (row.role ? ['dashboardSession', 'dashboardShop'] : ['dashboardSession']),
    said: (row) =>
      row.role ? `a user of the dashboard whose role is at least ${row.role}` : 'a user of the dashboard',
  },
};

interface Kind {
  readonly brings: (row: Endpoint) => readonly (keyof typeof securitySchemes)[];
  readonly said: (row: Endpoint) => string;
}

/** Each requirement is enough by itself; the names within one are needed together. */
export function securityOf(row: Endpoint): readonly SecurityRequirement[] {
  return row.callers.map((caller) => Object.fromEntries(kinds[caller].brings(row).map((name) => [name, []])));
}

/** Who may call, in a sentence. */
export function sayCallers(row: Endpoint): string {
  return `Who may call: ${row.callers.map((caller) => kinds[caller].said(row)).join('; ')}.`;
}
