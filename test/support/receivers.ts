import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerSession } from 'smtp-server';
import type { TestProject } from 'vitest/node';
import { siteverify } from './siteverify.ts';
import type { ReceivedMail, ReceivedWebhook } from './worker-context.d.ts';

/**
 * Other companies' servers, for the Worker's tests: a real HTTP server that takes webhooks, and a real mail server. Tests run
 * in workerd, so they say in the address how the server shall behave, and ask it over HTTP what it received.
 */
export async function setup(project: Pick<TestProject, 'provide'>): Promise<() => Promise<void>> {
  const mails = new Map<string, ReceivedMail[]>();
  const smtp = mailServer(mails, { encrypted: false });
  const smtpTls = mailServer(mails, { encrypted: true });
  const answer = receiver(mails);
  const http = createServer((request, response) => void answer(request, response));
  project.provide('receivers', {
    url: `http://127.0.0.1:${await listen(http)}`,
    smtpPort: await listen(smtp.server),
    smtpTlsPort: await listen(smtpTls.server),
  });
  return async () => {
    http.closeAllConnections();
    await new Promise((done) => http.close(done));
    await Promise.all([smtp, smtpTls].map((server) => new Promise<void>((done) => server.close(done))));
  };
}

/**
 * `POST /hooks/name?answers=500,200&delay=50&retry-after=7` answers the first call of that name with 500, the second and all
 * that follow with 200, each after 50 ms; `GET /hooks/name` tells what came. `GET /mails/address` tells the mails to it.
 * `POST /siteverify` is Turnstile's (see siteverify.ts).
 */
function receiver(mails: ReadonlyMap<string, ReceivedMail[]>) {
  const hooks = new Map<string, ReceivedWebhook[]>();
  const verify = siteverify();
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    if (url.pathname === '/siteverify') return verify(request, response);
    const known = url.pathname.startsWith('/mails/')
      ? mails.get(decodeURIComponent(url.pathname.slice('/mails/'.length)))
      : hooks.get(url.pathname);
    if (request.method === 'GET') return void response.end(JSON.stringify(known ?? []));
    const calls = hooks.get(url.pathname) ?? [];
    hooks.set(url.pathname, calls);
    const answers = (url.searchParams.get('answers') ?? '200').split(',');
    const status = Number(answers[calls.length] ?? answers.at(-1));
    calls.push({
      method: request.method ?? '',
      headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
      body: await text(request),
    });
    const headers = { 'retry-after': url.searchParams.get('retry-after') ?? '', location: '/hooks/elsewhere' };
    setTimeout(() => response.writeHead(status, headers).end('thanks'), Number(url.searchParams.get('delay') ?? 0));
    return undefined;
  };
}

/**
 * A mail server that behaves as the recipient's name says: `refused@…` is no mailbox here, `later@…` is asked to come back,
 * `rejected@…` is not taken, `dropped@…` hangs up before the mail and `hangup@…` after it, `silent@…` never answers.
 */
function mailServer(mails: Map<string, ReceivedMail[]>, { encrypted }: { readonly encrypted: boolean }): SMTPServer {
  const hangUp = ({ id }: SMTPServerSession) => {
    for (const connection of server.connections) if (connection.session.id === id) connection._socket.destroy();
  };
  const refuse = (code: number, said: string) => Object.assign(new Error(said), { responseCode: code });
  const server = new SMTPServer({
    disabledCommands: encrypted ? [] : ['STARTTLS'],
    authOptional: true,
    closeTimeout: 100,
    key: readFileSync(new URL('certificate/key.pem', import.meta.url)),
    cert: readFileSync(new URL('certificate/certificate.pem', import.meta.url)),
    allowInsecureAuth: !encrypted,
    onAuth: ({ username, password }, _session, done) => {
      if (password === 'right') done(null, { user: username });
      else done(refuse(535, 'No'));
    },
    onRcptTo: ({ address }, session, done) => {
      if (address.startsWith('refused@')) return done(refuse(550, `${address} lives nowhere here`));
      if (address.startsWith('later@')) return done(refuse(451, `${address}: come back`));
      if (address.startsWith('dropped@')) return hangUp(session);
      return done();
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const raw = Buffer.concat(chunks).toString();
        const to = session.envelope.rcptTo[0]?.address ?? '';
        const { mailFrom } = session.envelope;
        if (to.startsWith('rejected@')) return done(refuse(554, `${to}: spam`));
        const from = mailFrom === false ? '' : mailFrom.address;
        mails.set(to, [...(mails.get(to) ?? []), { from, to, user: session.user ?? null, raw }]);
        if (to.startsWith('hangup@')) return hangUp(session);
        return to.startsWith('silent@') ? undefined : done();
      });
    },
  });
  server.on('error', () => undefined);
  return server;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()));
  return (server.address() as AddressInfo).port;
}
