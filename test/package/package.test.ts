import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

// Every doorway of the package, as a site writes it: 'bothways', 'bothways/server', …
const doorways = Object.keys(packageJson.exports)
  .filter((path) => !path.endsWith('.json'))
  .map((path) => path.replace('.', packageJson.name));
const importLines = doorways.map((doorway, at) => `import * as doorway${at} from '${doorway}';`).join('\n');
const used = doorways.map((_, at) => `doorway${at}`).join(', ');

const binary = (name: string) => resolve('node_modules/.bin', name);

let app: string;
let tarball: string;
beforeAll(() => {
  app = mkdtempSync(join(tmpdir(), 'bothways-app-'));
  const [packed] = JSON.parse(npm('.', 'pack', '--ignore-scripts', '--json', '--pack-destination', app)) as [
    { filename: string },
  ];
  tarball = join(app, packed.filename);
  const dependencies = { [packageJson.name]: `file:${tarball}` };
  writeFileSync(
    join(app, 'package.json'),
    JSON.stringify({ name: 'app', private: true, type: 'module', dependencies }),
  );
  npm(app, 'install', '--prefer-offline', '--no-audit', '--no-fund');
});
afterAll(() => rmSync(app, { recursive: true, force: true }));

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

describe('the packed package', () => {
  it('is what publint calls clean', async () => {
    const bytes = readFileSync(tarball);
    const pack = { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) };
    const { messages, pkg } = await publint({ pack, strict: true });
    expect(messages.map((message) => formatMessage(message, pkg))).toEqual([]);
  });

  it('gives its types to every way of resolving ES modules', () => {
    expect(() => run(binary('attw'), [tarball, '--profile', 'esm-only', '--no-emoji', '--no-color'])).not.toThrow();
  });

  it('carries no test, no source and no build information', () => {
    const files = run('tar', ['-tzf', tarball]).trim().split('\n');
    expect(
      files.filter(
        (file) => !/^package\/(dist\/.+\.(js|json|d\.ts)|package\.json|README\.md|LICENSE|CHANGELOG\.md)$/.test(file),
      ),
    ).toEqual([]);
  });
});

describe('an app that installs it', () => {
  it.each(doorways)('imports %s in Node, where there is no page', (doorway) => {
    const exported = run(process.execPath, [
      '--input-type=module',
      '--eval',
      `console.log(Object.keys(await import('${doorway}')).length)`,
    ]);
    expect(Number(exported)).toBeGreaterThan(0);
  });

  it('builds with Vite', async () => {
    writeFileSync(join(app, 'main.js'), `${importLines}\nconsole.log(${used});\n`);
    writeFileSync(join(app, 'index.html'), '<script type="module" src="/main.js"></script>');
    const warnings: string[] = [];
    await build({
      root: app,
      configFile: false,
      logLevel: 'error',
      build: { rolldownOptions: { onwarn: ({ message }) => void warnings.push(message) } },
    });
    expect(warnings).toEqual([]);
  });

  it('checks against its types, also those of the libraries in between', () => {
    writeFileSync(join(app, 'main.ts'), `${importLines}\nexport const all = [${used}];\n`);
    const flags = '--noEmit --strict --module nodenext --target es2022 --lib es2023,dom,dom.iterable --types';
    expect(() => run(binary('tsc'), [...flags.split(' '), '', 'main.ts'])).not.toThrow();
  });
});

/** Runs a command in the app; its output, or an error that carries it. */
function run(command: string, args: readonly string[]): string {
  try {
    return execFileSync(command, args, { cwd: app, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    throw new Error(`${stdout}\n${stderr}`, { cause });
  }
}
