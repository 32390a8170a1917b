import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** What Chromium needs where tests run: as root in a container, with a small /dev/shm. */
export const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** Path of the Chromium that tests drive: CHROMIUM_PATH, the system's own, or playwright's; undefined when absent. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined) return existsSync(asked) ? asked : undefined;
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  const installed = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  return [...installed, chromium.executablePath()].find((path) => existsSync(path));
}

/** Path of the Chromium that tests drive; throws with the way to get one. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path !== undefined) return path;
  throw new Error('No Chromium found: run `node test/support/browser.ts`, or set CHROMIUM_PATH.');
}

/** Installs Chromium by the system's package manager where we may, otherwise by playwright. */
function installChromium(): void {
  const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const packages = ['--no-install-recommends', 'chromium', 'fonts-liberation'];
  const apt = [...root, 'apt-get'];
  if (run([...apt, '--version'], 'ignore') && run([...apt, 'update'])) run([...apt, 'install', '-y', ...packages]);
  // Without apt, without rights, or where the package is an empty stub that only points at a snap.
  if (findChromium() === undefined) run(['npx', 'playwright', 'install', 'chromium']);
}

function run([command = '', ...args]: readonly string[], stdio: 'inherit' | 'ignore' = 'inherit'): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio, env }).status === 0;
}

/** The step before `npm test`: makes sure of a Chromium, or says in one sentence what is missing. */
function ensureChromium(): void {
  const asked = process.env['CHROMIUM_PATH'];
  if (findChromium() === undefined && asked === undefined) installChromium();
  const path = findChromium();
  if (path === undefined) {
    const remedy = 'install it by hand, or set CHROMIUM_PATH to one';
    const missing = asked === undefined ? `could not be installed: ${remedy}` : `is not at CHROMIUM_PATH, ${asked}`;
    console.error(`The tests need Chromium, which ${missing}.`);
    process.exitCode = 1;
    return;
  }
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const version = execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', stdio: [...stdio] });
  console.log(`Chromium for the tests: ${version.trim()} (${path})`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) ensureChromium();
