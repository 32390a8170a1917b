import { createExecutionContext, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { expect } from 'vitest';
import worker from '../../worker/index.ts';

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/**
 * Asks the real Worker, and lets something else happen right between its decision and its commit, once: the decision was
 * taken on facts that are no more.
 */
export async function askWhile<Reply = unknown>(asked: Asked, meanwhile: () => Promise<unknown>): Promise<Reply> {
  let isOver = false;
  const writes = new WeakSet<D1PreparedStatement>();
  const prepare = (sql: string) => {
    const statement = env.DB.prepare(sql);
    const bind = statement.bind.bind(statement);
    statement.bind = (...values) => {
      const bound = bind(...values);
      if (/^\s*(INSERT|UPDATE)/.test(sql)) writes.add(bound);
      return bound;
    };
    return statement;
  };
  const batch = async (statements: D1PreparedStatement[]) => {
    const isCommit = statements.some((statement) => writes.has(statement));
    if (isCommit && !isOver) {
      isOver = true;
      await meanwhile();
    }
    return env.DB.batch(statements);
  };
  const DB = { prepare, batch } as unknown as D1Database;
  const request = new Request<unknown, IncomingRequestCfProperties>(`https://bothways.test${asked.path}`, {
    method: asked.method ?? 'POST',
    headers: { 'content-type': 'application/json', ...asked.headers },
    body: JSON.stringify(asked.body),
  });
  const context = createExecutionContext();
  const response = await worker.fetch!(request, { ...env, DB }, context);
  const reply = await response.json<Reply>();
  await waitOnExecutionContext(context);
  expect(isOver).toBe(true);
  return reply;
}
