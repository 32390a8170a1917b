import { Hono } from 'hono';

// The bare platform, to be measured against: what the same bindings cost without a referral program around them.

interface BareEnv {
  readonly DB: D1Database;
  readonly KV: KVNamespace;
  readonly VISITS: Queue;
}

const app = new Hono<{ Bindings: BareEnv }>();

app.get('/ready', async (c) => {
  await c.env.DB.exec('CREATE TABLE IF NOT EXISTS bare (id TEXT PRIMARY KEY, at INTEGER) STRICT, WITHOUT ROWID');
  await c.env.KV.put('settings', JSON.stringify({ filler: 'x'.repeat(1_500) }));
  return c.json({});
});

app.post('/visits', async (c) => {
  const body = await c.req.json<Record<string, unknown>>();
  await c.env.VISITS.send(body);
  return c.json({}, 202);
});

app.get('/settings', async (c) => c.json(await c.env.KV.get('settings', 'json')));

/** One batch of as many small writes as a conversion has statements. */
app.post('/batch/:statements', async (c) => {
  const statement = c.env.DB.prepare('INSERT INTO bare (id, at) VALUES (?, ?)');
  const count = Number(c.req.param('statements'));
  await c.env.DB.batch(Array.from({ length: count }, (_, at) => statement.bind(crypto.randomUUID(), at)));
  return c.json({});
});

// oxlint-disable-next-line import/no-default-export -- a Worker is its default export
export default { fetch: app.fetch, queue: () => undefined };
