import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Miniflare, convertV4MiniflareOptions } from 'miniflare';

export interface Running {
  readonly url: string;
  readonly flare: Miniflare;
  readonly close: () => Promise<void>;
}

/** Runs a Worker under miniflare, on disk: the same bindings for ours and for the bare one. */
export async function run(entry: string, bindings: Readonly<Record<string, string>>): Promise<Running> {
  const folder = await mkdtemp(join(tmpdir(), 'bothways-bench-'));
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    target: 'es2023',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['cloudflare:*', 'node:*'],
    logLevel: 'error',
  });
  const flare = new Miniflare({
    ...convertV4MiniflareOptions({
      modules: true,
      script: await readFile(outfile, 'utf8'),
      compatibilityDate: '2026-10-01',
      compatibilityFlags: ['nodejs_compat'],
      bindings,
      d1Databases: { DB: 'bench' },
      kvNamespaces: ['KV'],
      queueProducers: { VISITS: 'visits', OUTBOX: 'outbox' },
      queueConsumers: {
        visits: { maxBatchSize: 100, maxBatchTimeout: 5 },
        outbox: { maxBatchSize: 10, maxBatchTimeout: 1 },
      },
    }),
    resourcePersistencePath: join(folder, 'state'),
  });
  const url = (await flare.ready).href.replace(/\/$/, '');
  return {
    url,
    flare,
    close: async () => {
      await flare.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
