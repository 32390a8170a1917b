import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One release's browser files, all of them in the folder named after its version. */
export interface Release {
  readonly version: string;
  /** The first load under its immutable name. */
  readonly script: string;
  /** File name → `sha384-…`, as an `integrity` attribute takes it. */
  readonly files: Readonly<Record<string, string>>;
}

/** What dist/public/releases.json holds: every release that the Worker serves. */
export interface Releases {
  readonly latest: string;
  readonly releases: readonly Release[];
}

/** The hash of a file as an `integrity` attribute takes it. */
export function integrityOf(bytes: Uint8Array): string {
  return `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
}

/** Gives the first load its immutable twin and writes integrity.json, which lists every file of the folder. */
export function sealRelease(browserFolder: string, version: string): Release {
  const first = readFileSync(join(browserFolder, 'bothways.js'));
  const script = `bothways.${createHash('sha256').update(first).digest('hex').slice(0, 8)}.js`;
  writeFileSync(join(browserFolder, script), first);
  const names = readdirSync(browserFolder).filter((name) => name.endsWith('.js'));
  const files = names.toSorted().map((name) => [name, integrityOf(readFileSync(join(browserFolder, name)))] as const);
  const release = { version, script, files: Object.fromEntries(files) };
  writeJson(join(browserFolder, 'integrity.json'), release);
  return release;
}

/** Lays the release out as the Worker serves it: /bothways.js for people, /<version>/… for ever. */
export function publishRelease(browserFolder: string, publicFolder: string, release: Release): void {
  const { 'bothways.js': _latest, ...files } = release.files;
  mkdirSync(join(publicFolder, release.version), { recursive: true });
  copyFileSync(join(browserFolder, 'bothways.js'), join(publicFolder, 'bothways.js'));
  for (const name of Object.keys(files)) {
    copyFileSync(join(browserFolder, name), join(publicFolder, release.version, name));
  }
  writeReleases(publicFolder, { latest: release.version, releases: [{ ...release, files }] });
}

/** Writes the list of releases and the headers that go with them. */
export function writeReleases(publicFolder: string, releases: Releases): void {
  writeJson(join(publicFolder, 'releases.json'), releases);
  writeFileSync(join(publicFolder, '_headers'), headersFor(releases));
}

// Any site may load these files, also one that isolates itself (COEP) or measures what it loads (Resource Timing).
const openToAll = [
  'Access-Control-Allow-Origin: *',
  'Cross-Origin-Resource-Policy: cross-origin',
  'Timing-Allow-Origin: *',
];
const forFiveMinutes = 'Cache-Control: public, max-age=300, stale-while-revalidate=86400';
const forEver = 'Cache-Control: public, max-age=31536000, immutable';

function headersFor({ releases }: Releases): string {
  const rules: readonly (readonly [path: string, headers: readonly string[]])[] = [
    ['/*', ['X-Content-Type-Options: nosniff']],
    ['/bothways.js', [forFiveMinutes, ...openToAll]],
    ['/releases.json', [forFiveMinutes, ...openToAll]],
    ['/dashboard/assets/*', [forEver]],
    ...releases.map(({ version }) => [`/${version}/*`, [forEver, ...openToAll]] as const),
  ];
  return (
    rules.map(([path, headers]) => [path, ...headers.map((header) => `  ${header}`)].join('\n')).join('\n\n') + '\n'
  );
}

function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
