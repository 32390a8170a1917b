import type { Endpoint } from '../../../sdk/contract/endpoint.ts';
import type { EndpointName, Endpoints } from '../../../sdk/contract/endpoints.ts';
import { examples } from '../examples/index.ts';
import { ids, keys } from '../examples/story.ts';

const ADDRESS = 'https://refer.example.com';

/** The calls that have a method of `bothways/server`: those that a secret key may make. */
export type SampledCall = {
  [Name in EndpointName]: 'key' extends Endpoints[Name]['callers'][number] ? Name : never;
}[EndpointName];

interface Method {
  readonly name: string;
  /** The one field of the body that the method takes by itself. */
  readonly takes?: string;
}

const methods: Readonly<Record<SampledCall, Method>> = {
  reportOrder: { name: 'orders.report' },
  reportRefund: { name: 'orders.refund' },
  importOrders: { name: 'orders.importList', takes: 'csv' },
  checkCode: { name: 'codes.check' },
  reserveCode: { name: 'codes.reserve' },
  redeemCode: { name: 'codes.redeem' },
  releaseCode: { name: 'codes.release' },
  credit: { name: 'credits.give' },
  overview: { name: 'overview' },
  listReferrals: { name: 'referrals.list' },
  getReferral: { name: 'referrals.get' },
  listOrders: { name: 'orders.list' },
  approveOrder: { name: 'orders.approve' },
  dismissOrder: { name: 'orders.dismiss', takes: 'reason' },
  listRewards: { name: 'rewards.list' },
  approveReward: { name: 'rewards.approve' },
  refuseReward: { name: 'rewards.refuse', takes: 'reason' },
  getProgram: { name: 'program.get' },
  saveProgram: { name: 'program.save' },
  setProgramState: { name: 'program.setState', takes: 'state' },
  listDeliveries: { name: 'deliveries.list' },
  replayDelivery: { name: 'deliveries.replay' },
  listEndpoints: { name: 'webhookEndpoints.list' },
  addEndpoint: { name: 'webhookEndpoints.add' },
  removeEndpoint: { name: 'webhookEndpoints.remove' },
  pingEndpoint: { name: 'webhookEndpoints.ping' },
  getShop: { name: 'shop.get' },
  saveShop: { name: 'shop.save' },
  moveClock: { name: 'clock.move', takes: 'now' },
};

interface Sent {
  readonly params?: object;
  readonly query?: object;
  readonly body?: object;
  readonly reply: unknown;
}

/** The same call in JavaScript; null where only a page or the dashboard may make it. */
export function sdkSample(name: string): string | null {
  const method = new Map<string, Method>(Object.entries(methods)).get(name);
  if (!method) return null;
  const { params = {}, query, body } = exampleOf(name);
  const wanted: unknown = body && method.takes !== undefined ? Reflect.get(body, method.takes) : body;
  const named: readonly unknown[] = Object.values(params);
  const values = [...named, ...[query, wanted].filter((value) => value !== undefined)];
  return `await bothways.${method.name}(${values.map((value) => literal(value)).join(', ')});`;
}

/** The same call by hand. */
export function curlSample(name: string, row: Endpoint): string {
  const { params = {}, query = {}, body } = exampleOf(name);
  const given = new Map<string, unknown>(Object.entries(params));
  const path = row.path.replace(/:(\w+)/g, (_, field: string) => encodeURIComponent(String(given.get(field))));
  const search = String(new URLSearchParams(Object.entries(query).map(([field, value]) => [field, String(value)])));
  const url = `${ADDRESS}${path}${search === '' ? '' : `?${search}`}`;
  const lines = [
    `curl ${row.method === 'GET' ? '' : `-X ${row.method} `}${quote(url)}`,
    ...credentialsOf(row),
    ...(body ? [`-H ${quote('Content-Type: application/json')}`, `-d ${quote(JSON.stringify(body, null, 2))}`] : []),
  ];
  return lines.join(' \\\n  ');
}

function credentialsOf({ callers, role }: Endpoint): readonly string[] {
  if (callers.includes('key')) return [`-H ${quote(`Authorization: Bearer ${keys.secret}`)}`];
  if (callers.includes('person')) return [`-H ${quote('Authorization: Bearer v9Bn3Kd7Hs1Lp5Tq8Wx2')}`];
  if (!callers.includes('user')) return [];
  const cookie = `--cookie ${quote('__Host-bothways_session=…')}`;
  return role ? [cookie, `-H ${quote(`Bothways-Shop: ${ids.shop}`)}`] : [cookie];
}

function exampleOf(name: string): Sent {
  const found = new Map<string, Sent>(Object.entries(examples)).get(name);
  if (!found) throw new Error(`No example of ${name}`);
  return found;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A value as one writes it in JavaScript. */
function literal(value: unknown, indent = ''): string {
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, indent)).join(', ')}]`;
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const fields = Object.entries(value).map(([field, one]) => `${field}: ${literal(one, inner)}`);
  const line = `{ ${fields.join(', ')} }`;
  if (fields.length === 0) return '{}';
  return line.length + indent.length <= 60 && !line.includes('\n')
    ? line
    : `{\n${fields.map((field) => `${inner}${field},\n`).join('')}${indent}}`;
}

function escaped(text: string): string {
  return text.replace(/['\\]/g, (character) => `\\${character}`).replaceAll('\n', String.raw`\n`);
}
