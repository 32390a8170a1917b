import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestHarness } from 'wrangler';
import { setupSql } from '../../worker/storage/setup.ts';
import { createServer } from '../support/harness.ts';
import { setup } from '../support/receivers.ts';
import type { ReceivedMail } from '../support/worker-context.d.ts';

// The way of a mail with nothing left out: a call, the outbox, the queue, a socket of workerd, a mail server.

let server: TestHarness;
let receivers: { readonly url: string; readonly smtpPort: number };
let stopReceivers: () => Promise<void>;
let url: URL;

beforeAll(async () => {
  stopReceivers = await setup({ provide: (_name, value) => void (receivers = value as typeof receivers) });
  server = createServer({
    SMTP_URL: `smtp://shop:right@127.0.0.1:${receivers.smtpPort}`,
    MAIL_FROM: 'Bothways <hello@bothways.test>',
  });
  ({ url } = await server.listen());
  await server.getWorker().applyD1Migrations('DB');
});

afterAll(async () => {
  await server.close();
  await stopReceivers();
});

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', origin: 'http://localhost:8787' };
  return fetch(new URL(path, url), { method: 'POST', headers, body: JSON.stringify(body) });
}

it('mails a dashboard user a link that signs in, over a real mail server', async () => {
  const { DB } = await server.getWorker<{ DB: D1Like }>().getEnv();
  const { token, sql } = await setupSql(Date.now());
  for (const statement of sql.split(';\n')) await DB.prepare(statement.replace(/;$/, '')).run();
  const owner = { token, email: 'owner@example.com', name: 'Ada', shopName: 'Kiln & Clay' };
  expect((await post('/v1/setup', owner)).status).toBe(201);
  expect((await post('/v1/dashboard/sign-ins', { email: 'owner@example.com' })).status).toBe(202);

  const received = async (): Promise<ReceivedMail[]> =>
    (await fetch(`${receivers.url}/mails/owner@example.com`)).json();
  await expect.poll(received, { timeout: 15_000 }).toHaveLength(1);
  const [mail] = await received();
  expect(mail).toMatchObject({ from: 'hello@bothways.test', user: 'shop' });
  expect(mail!.raw).toContain('From: "Kiln & Clay" <hello@bothways.test>');
  const link = /http:\/\/localhost:8787\/dashboard#token=3D([\w-]+)/.exec(mail!.raw.replaceAll('=\r\n', ''));
  expect((await post('/v1/dashboard/sessions', { token: link?.[1] })).status).toBe(201);
});

interface D1Like {
  prepare(sql: string): { run(): Promise<unknown> };
}
