import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { text } from 'node:stream/consumers';

/** The only secret that is right; the Worker's tests say it too, because they can not import from here. */
const TURNSTILE_SECRET = '1x-secret-of-the-tests';

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * Answers as Cloudflare describes siteverify: it takes JSON or a form, a secret and a response of at most 2,048 characters are
 * required, a token is good once, a question that comes again by its `idempotency_key` gets its first answer. A token here
 * tells what it was solved for: `solved|host|action|anything`. `?lost=2` loses the first two answers to each token, once they
 * are decided; `?say=…` answers something else altogether.
 */
export function siteverify(): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const taken = new Map<string, { readonly by: string; asked: number }>();
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://siteverify');
    const say = url.searchParams.get('say');
    if (say !== null) return void response.writeHead(502).end(say);
    const reply = (status: number, hostname: string, action: string, ...errors: string[]) =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end(JSON.stringify({ success: errors.length === 0, hostname, action, cdata: '', 'error-codes': errors }));
    const refuse = (error: string) => reply(400, '', '', error);
    const asked = await readBody(request);
    if (request.method !== 'POST' || asked === null) return refuse('bad-request');
    const { secret, response: token, remoteip, idempotency_key: key = '' } = asked;
    if (!secret) return refuse('missing-input-secret');
    if (secret !== TURNSTILE_SECRET) return refuse('invalid-input-secret');
    if (!token) return refuse('missing-input-response');
    if (token.length > 2_048) return refuse('invalid-input-response');
    if ((remoteip !== undefined && isIP(remoteip) === 0) || (key !== '' && !UUID.test(key)))
      return refuse('bad-request');
    const [solved, hostname = '', action = ''] = token.split('|');
    if (solved !== 'solved') return refuse('invalid-input-response');
    const before = taken.get(token) ?? { by: key, asked: 0 };
    if (before.asked > 0 && (key === '' || before.by !== key)) return reply(200, '', '', 'timeout-or-duplicate');
    before.asked += 1;
    taken.set(token, before);
    if (before.asked <= Number(url.searchParams.get('lost') ?? 0)) return void response.writeHead(503).end('lost');
    return reply(200, hostname, action);
  };
}

async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, string | undefined>> | null> {
  const body = await text(request);
  const type = request.headers['content-type']?.split(';')[0];
  if (type === 'application/x-www-form-urlencoded') return Object.fromEntries(new URLSearchParams(body));
  if (type !== 'application/json') return null;
  try {
    return JSON.parse(body) as Readonly<Record<string, string | undefined>>;
  } catch {
    return null;
  }
}
