import { describe, expect, expectTypeOf, it } from 'vitest';
import type { JoinReply } from '../../../sdk/contract/visitor.ts';
import { endpoints } from '../../../sdk/contract/endpoints.ts';
import { BothwaysError, isBothwaysError } from '../../../sdk/errors.ts';
import { createPageClient } from '../../../sdk/page-client.ts';

const shop = 'pk_test_0123456789abcdef';
const api = 'https://refer.example';

function clientWith(
  answer: (url: string, init: RequestInit) => Response | Promise<Response>,
  signal = new AbortController().signal,
) {
  const sent: { url: string; init: RequestInit }[] = [];
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    sent.push({ url: String(url), init });
    return answer(String(url), init);
  };
  return { sent, client: createPageClient({ api, fetch, signal }) };
}

const refusal = (problem: object, init: ResponseInit) => new Response(JSON.stringify(problem), init);

describe('a call of a page', () => {
  it('asks with a query and no body, no header and no cookie: nothing that costs a preflight', async () => {
    const { client, sent } = clientWith(() => Response.json({ outcome: 'closed', reason: 'unknown' }));
    await client.call('offer', { query: { shop, code: 'ADA7' } });
    expect(sent).toHaveLength(1);
    expect(sent[0]!.url).toBe(`${api}/v1/offers?shop=${shop}&code=ADA7`);
    expect(sent[0]!.init).toMatchObject({ credentials: 'omit' });
    expect(sent[0]!.init).not.toHaveProperty('headers');
    expect(sent[0]!.init).not.toHaveProperty('body');
  });

  it('tells with a string body that outlives the page', async () => {
    const { client, sent } = clientWith(() => Response.json({ outcome: 'joined', code: 'ADA7', link: 'https://…' }));
    const reply = await client.call('join', { body: { shop, email: 'ada@example.com', attempt: 'a'.repeat(16) } });
    expectTypeOf(reply).toEqualTypeOf<JoinReply>();
    expect(sent[0]!.init).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' });
    expect(JSON.parse(sent[0]!.init.body as string)).toEqual({
      shop,
      email: 'ada@example.com',
      attempt: 'a'.repeat(16),
    });
    expect(sent[0]!.init).not.toHaveProperty('headers');
  });

  it('carries a session as a bearer token', async () => {
    const { client, sent } = clientWith(() => Response.json({}));
    await client.call('me', { query: { shop } }, { session: 's-1' });
    expect(sent[0]!.init.headers).toEqual({ authorization: 'Bearer s-1' });
  });

  it.each(['settings', 'visit', 'join', 'offer', 'claim', 'signIn', 'openSession', 'me', 'pageOrder'] as const)(
    '%s goes where the contract says, by the method it says',
    async (name) => {
      const { client, sent } = clientWith(() => Response.json({}));
      const input = endpoints[name].method === 'GET' ? { query: {} } : { body: {} };
      await client.call(name, input);
      const [{ url, init }] = sent as [(typeof sent)[0]];
      expect(new URL(url).pathname).toBe(endpoints[name].path);
      expect(init.method ?? 'GET').toBe(endpoints[name].method);
    },
  );
});

describe('a call that fails', () => {
  const failure = (client: ReturnType<typeof clientWith>['client']) =>
    client.call('claim', { body: { shop, code: 'ADA7', attempt: 'a'.repeat(16) } }).catch((error: unknown) => error);

  it("rejects with the problem's code, sentence, field and time to wait", async () => {
    const problem = { type: 'x', title: 'x', status: 429, code: 'rate_limited', detail: 'Too many.', field: 'email' };
    const { client } = clientWith(() => refusal(problem, { status: 429, headers: { 'retry-after': '30' } }));
    const error = await failure(client);
    expect(error).toBeInstanceOf(BothwaysError);
    expect(error).toMatchObject({
      code: 'rate_limited',
      message: 'Too many.',
      details: { status: 429, field: 'email', retryAfterSeconds: 30 },
    });
  });

  it.each([
    ['an answer that is no problem of the API', () => new Response('<html>', { status: 502 }), 'bad_reply'],
    ['an answer that is no JSON', () => new Response('<html>'), 'bad_reply'],
    ['an answer that is no object', () => Response.json(null), 'bad_reply'],
    ['no answer', () => Promise.reject(new TypeError('Failed to fetch')), 'network'],
    ['an answer that comes too late', () => Promise.reject(new DOMException('late', 'TimeoutError')), 'timeout'],
  ] as const)('rejects after %s', async (_, answer, code) => {
    const error = await failure(clientWith(answer).client);
    expect(isBothwaysError(error) && error.code).toBe(code);
  });

  it('rejects as destroyed once the instance is', async () => {
    const ended = new AbortController();
    const { client } = clientWith((_, { signal }) => {
      ended.abort();
      return Promise.reject(signal!.reason as Error);
    }, ended.signal);
    const error = await failure(client);
    expect(isBothwaysError(error) && error.code).toBe('destroyed');
  });
});
