import './offline.ts';
import { createTestHarness, type TestHarness } from 'wrangler';

/** Only for tests: 32 bytes, base64url. */
export const testKey = Buffer.alloc(32, 1).toString('base64url');

/**
 * The Worker as `wrangler dev` runs it, on what `npm run build` made; `listen()` starts it at a port of its own.
 *
 * @param vars in the place of wrangler.toml's.
 */
export function createServer(vars: Readonly<Record<string, string>> = {}): TestHarness {
  return createTestHarness({
    workers: [{ configPath: './wrangler.toml', vars: { ...vars }, secrets: { BOTHWAYS_KEY: testKey } }],
  });
}
