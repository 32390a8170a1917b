import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';

export const WORKER_URL = 'http://localhost:8787';

// Everything the demo keeps: D1, KV and queues of the local workerd, and its secret. Deleting it starts afresh.
const STATE = '.bothways';
const ENV_FILE = `${STATE}/demo.env`;
const KEYS_FILE = `${STATE}/demo.json`;

/** No telemetry, no update check, no questions, and no recording of each request: a demo is started to be looked at. */
const quiet = {
  CI: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  X_LOCAL_OBSERVABILITY: 'false',
  X_LOCAL_EXPLORER: 'false',
};

/** Brings the local D1 up to date and makes the secret, once. */
export function prepareWorker(): void {
  // Without its keys a state is what a start that was interrupted left behind.
  if (!existsSync(KEYS_FILE)) rmSync(STATE, { recursive: true, force: true });
  mkdirSync(STATE, { recursive: true });
  if (!existsSync(ENV_FILE)) {
    writeFileSync(
      ENV_FILE,
      `BOTHWAYS_KEY=${randomBytes(32).toString('base64url')}\nDEMO=1\nPUBLIC_URL=${WORKER_URL}\n`,
      { mode: 0o600 },
    );
  }
  wrangler(['d1', 'migrations', 'apply', 'bothways', '--local', '--persist-to', STATE]);
}

/** Runs SQL on the local D1; only while the Worker does not run. */
export function runSql(sql: string): void {
  wrangler(['d1', 'execute', 'bothways', '--local', '--persist-to', STATE, '--command', sql]);
}

/** Starts the Worker and waits until it answers. */
export async function startWorker(): Promise<ChildProcess> {
  const args = [
    'dev',
    '--test-scheduled',
    '--persist-to',
    STATE,
    '--env-file',
    ENV_FILE,
    '--show-interactive-dev-session=false',
    '--log-level',
    'warn',
  ];
  const child = spawn(process.execPath, [WRANGLER, ...args], {
    env: { ...process.env, ...quiet },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const ended = new Promise<never>((_, reject) =>
    child.once('exit', (code) => reject(new Error(`The Worker ended with ${code}; is port 8787 taken?`))),
  );
  await Promise.race([answering(), ended]);
  return child;
}

/** Ends the Worker and waits until it has let go of its files. */
export async function stopWorker(worker: ChildProcess): Promise<void> {
  if (worker.exitCode !== null) return;
  const ended = once(worker, 'exit');
  worker.kill('SIGINT');
  await ended;
}

/** Runs the Worker's cron once; on Cloudflare it runs by itself. */
export async function runCron(): Promise<void> {
  await fetch(`${WORKER_URL}/__scheduled?cron=*/5+*+*+*+*`);
}

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';

function wrangler(args: readonly string[]): void {
  const done = spawnSync(process.execPath, [WRANGLER, ...args], {
    env: { ...process.env, ...quiet },
    encoding: 'utf8',
  });
  if (done.status !== 0) {
    throw new Error(`wrangler ${args.slice(0, 3).join(' ')} failed:\n${done.stdout}${done.stderr}`);
  }
}

async function answering(): Promise<void> {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline;) {
    const answer = await fetch(`${WORKER_URL}/healthz`).catch(() => null);
    if (answer?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('The Worker did not answer within a minute');
}

/** What the demo has to remember between two starts. */
const demoKeys = v.strictObject({
  userId: v.string(),
  shopId: v.string(),
  publishableKey: v.string(),
  secretKey: v.string(),
});
export type DemoKeys = v.InferOutput<typeof demoKeys>;

export function readKeys(): DemoKeys | null {
  if (!existsSync(KEYS_FILE)) return null;
  return v.parse(demoKeys, JSON.parse(readFileSync(KEYS_FILE, 'utf8')));
}

export function writeKeys(keys: DemoKeys): void {
  writeFileSync(KEYS_FILE, JSON.stringify(keys, null, 2), { mode: 0o600 });
}
