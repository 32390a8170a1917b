import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** What Chromium needs where tests run: as root in a container, with a small /dev/shm. */
export const chromiumArgs = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];

/** Path of the Chromium that tests drive: CHROMIUM_PATH, the system's own, or playwright's; undefined when absent. */
export function findChromium(): string | undefined {
  const asked = process.env['CHROMIUM_PATH'];
  if (asked !== undefined) return existsSync(asked) ? asked : undefined;
  const folders = (process.env['PATH'] ?? '').split(':').filter(Boolean);
  const candidates = [
    ...folders.flatMap((folder) => names.map((name) => `${folder}/${name}`)),
    chromium.executablePath(),
  ];
  return candidates.find((path) => existsSync(path));
}

/** Path of the Chromium that tests drive; throws with the way to get one. */
export function chromiumPath(): string {
  const path = findChromium();
  if (path !== undefined) return path;
  throw new Error('No Chromium found: run `node test/support/browser.ts`, or set CHROMIUM_PATH.');
}

function succeeds(command: string, args: readonly string[]): boolean {
  return (
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
      .status === 0
  );
}

function canRun(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

/** Installs Chromium by the system's package manager where we may, otherwise by playwright. */
function installChromium(): void {
  const isRoot = process.getuid?.() === 0;
  if (canRun('apt-get', ['--version']) && (isRoot || canRun('sudo', ['-n', 'true']))) {
    const prefix = isRoot ? [] : ['sudo'];
    const apt = (...args: string[]) => {
      const [command = 'apt-get', ...rest] = [...prefix, 'apt-get', ...args];
      return succeeds(command, rest);
    };
    // Ubuntu's `chromium` is a snap stub that may install nothing: hence the look afterwards.
    if (
      apt('update') &&
      apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation') &&
      findChromium() !== undefined
    )
      return;
  }
  succeeds('npx', ['playwright', 'install', 'chromium']);
}

function main(): void {
  if (findChromium() === undefined) installChromium();
  const path = findChromium();
  if (path === undefined) {
    console.error(
      'Chromium is needed by the tests and could not be installed: install it by hand, or set CHROMIUM_PATH to one.',
    );
    process.exitCode = 1;
    return;
  }
  console.log(
    `Chromium for the tests: ${execFileSync(path, ['--version', ...chromiumArgs], { encoding: 'utf8' }).trim()} (${path})`,
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) main();
