import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as v from 'valibot';
import type { Endpoint } from '../../../sdk/contract/endpoint.ts';
import { endpoints, type EndpointName } from '../../../sdk/contract/endpoints.ts';
import { PROBLEMS, type ProblemCode } from '../../../sdk/contract/problem.ts';
import { Bothways, type BothwaysOptions } from '../../../sdk/server/index.ts';
import { examples } from '../../../worker/openapi/examples/index.ts';

export const secretKey = 'sk_test_4fK9sD2mQ7xR1bN8aaaaaaaa';

/** One request, as the server understood it by the contract's rows. */
export interface Seen {
  readonly name: EndpointName;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}

export interface Script {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; the row's example where left out. */
  readonly json?: unknown;
  /** Sent as it is, instead of JSON. */
  readonly text?: string;
  /** `drop`: the connection breaks before any answer; `cut`: in the middle of the body; `stall`: nothing ever comes. */
  readonly fault?: 'drop' | 'cut' | 'stall';
}

export interface Api extends AsyncDisposable {
  readonly url: string;
  readonly seen: Seen[];
  /** A client of this server that waits as little as possible between attempts. */
  readonly client: (options?: Partial<BothwaysOptions>) => Bothways;
}

/** Starts a real HTTP server that holds every request against the contract and answers by the script, whose last entry repeats. */
export async function startApi(
  script: readonly Script[] | ((seen: Seen, count: number) => Script) = [{}],
): Promise<Api> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => void answer(request, response));
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const one = understand(request, await readText(request));
    seen.push(one);
    const count = seen.length;
    const entry = typeof script === 'function' ? script(one, count) : script[Math.min(count, script.length) - 1];
    play(entry ?? {}, one, response);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    seen,
    client: (options = {}) => new Bothways({ secretKey, url, retry: { maxDelayMs: 5 }, ...options }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A problem as the Worker sends it. */
export function problem(code: ProblemCode, extra: { readonly detail?: string; readonly field?: string } = {}): Script {
  const { status, title } = PROBLEMS[code];
  const detail = `This is the case of ${code}.`;
  return {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', 'x-request-id': 'req-1' },
    json: { type: `https://refer.example/reference#problem-${code}`, title, status, code, detail, ...extra },
  };
}

function play({ status, headers, json, text, fault }: Script, { name }: Seen, response: ServerResponse): void {
  if (fault === 'stall') return;
  if (fault === 'drop') return void response.destroy();
  response.writeHead(status ?? endpoints[name].status, { 'content-type': 'application/json', ...headers });
  const body = text ?? JSON.stringify(json ?? examples[name].reply);
  if (fault !== 'cut') return void response.end(body);
  response.write(body.slice(0, Math.floor(body.length / 2)), () => response.destroy());
}

function understand(request: IncomingMessage, text: string): Seen {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const rows = Object.entries(endpoints) as [EndpointName, Endpoint][];
  const found = rows.find(([, row]) => row.method === request.method && paramsOf(row, url.pathname) !== null);
  if (!found) throw new Error(`No row of the contract answers ${request.method} ${request.url}`);
  const [name, row] = found;
  const check = (schema: v.GenericSchema | undefined, value: unknown) => (schema ? v.parse(schema, value) : undefined);
  return {
    name,
    params: check(row.params, paramsOf(row, url.pathname)),
    query: check(row.query, Object.fromEntries(url.searchParams)),
    body: check(row.body, text === '' ? undefined : JSON.parse(text)),
    headers: request.headers,
  };
}

function paramsOf(row: Endpoint, pathname: string): Record<string, string> | null {
  const pattern = new RegExp(`^${row.path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  const match = pattern.exec(pathname);
  const entries = Object.entries(match?.groups ?? {}).map(
    ([name, value]) => [name, decodeURIComponent(value)] as const,
  );
  return match && Object.fromEntries(entries);
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}
