import './test/support/offline.ts';
import { mkdirSync } from 'node:fs';
import type { readD1Migrations } from '@cloudflare/vitest-plugin';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from 'vitest/config';
import { chromiumArgs, findChromium } from './test/support/browser.ts';
import { SummaryReporter } from './test/support/summary.ts';
import { whileTrusting } from './test/support/trust.ts';
import { version } from './vite.config.ts';

// Only for tests: 32 bytes, base64url.
const testKey = 'dGVzdC1vbmx5LXRlc3Qtb25seS10ZXN0LW9ubHktMDE';

// wrangler refuses folders that are absent; a test of the Worker alone needs no build.
mkdirSync('dist/public', { recursive: true });

/** `vitest --mode long` (npm run test:long) adds the tests that take minutes, named *.long.test.ts. */
export default defineConfig(async ({ mode }): Promise<ViteUserConfig> => {
  const exclude = mode === 'long' ? [] : ['**/*.long.test.*'];
  const { cloudflareTest, readD1Migrations } = await whileTrusting(() => import('@cloudflare/vitest-plugin'));
  // Groups run one after the other: two cores are enough for a Worker or a browser, not for both.
  const project = (
    name: string,
    groupOrder: number,
    test: TestProjectInlineConfiguration['test'] = {},
    plugins: NonNullable<TestProjectInlineConfiguration['plugins']> = [],
  ): TestProjectInlineConfiguration => ({
    extends: true,
    plugins,
    test: { name, include: [`test/${name}/**/*.test.{ts,tsx}`], exclude, sequence: { groupOrder }, ...test },
  });

  return {
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { __BOTHWAYS_VERSION__: JSON.stringify(version), '__BOTHWAYS_CHUNKS__.page': JSON.stringify('page.js') },
    // Named before the browser tests begin: found later, a library would be bundled again beside the copy in use.
    optimizeDeps: {
      include: [
        '@preact/signals',
        '@preact/signals-core',
        '@testing-library/preact',
        'axe-core',
        'js-cookie',
        'ky',
        'preact',
        'preact/hooks',
        'preact/jsx-dev-runtime',
      ],
    },
    test: {
      reporters: ['default', new SummaryReporter()],
      projects: [
        // A property that takes a second alone takes five beside a build.
        project('unit', 1, { testTimeout: 30_000 }),
        project('worker', 2, workerTests(await readD1Migrations('worker/migrations')), [
          cloudflareTest({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: { BOTHWAYS_KEY: testKey, PUBLIC_URL: 'https://bothways.test' },
              // A test says itself when a queue is drained (test/support/worker-jobs.ts); by itself it would be a second
              // later, in the middle of whatever the test is at.
              queueConsumers: {
                'bothways-visits': { maxBatchTimeout: 60 },
                'bothways-outbox': { maxBatchTimeout: 60 },
              },
            },
          }),
        ]),
        project('browser', 3, browserTests()),
        // Each file starts a Worker and a browser: one at a time.
        project('e2e', 4, { fileParallelism: false, testTimeout: 60_000, hookTimeout: 60_000 }),
        project('package', 5, { fileParallelism: false, testTimeout: 240_000, hookTimeout: 240_000 }),
      ],
    },
  };
});

function workerTests(migrations: Awaited<ReturnType<typeof readD1Migrations>>): TestProjectInlineConfiguration['test'] {
  return {
    setupFiles: ['test/support/worker-setup.ts'],
    globalSetup: ['test/support/receivers.ts'],
    provide: { migrations },
    testTimeout: 20_000,
  };
}

function browserTests(): TestProjectInlineConfiguration['test'] {
  const executablePath = findChromium();
  const launchOptions = executablePath === undefined ? {} : { executablePath };
  return {
    // One page at a time: a second one would be in the background, where the browser lets idle callbacks wait for long.
    fileParallelism: false,
    // What waits for an idle moment of the browser waits longer on a busy machine.
    expect: { poll: { timeout: 10_000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { args: chromiumArgs, ...launchOptions } }),
      instances: [{ browser: 'chromium' }],
    },
  };
}
