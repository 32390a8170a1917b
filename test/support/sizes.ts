import { readFileSync, readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'vite';
import { stub } from '../../sdk/stub.ts';
import { importsOf } from './source-graph.ts';

/** A line of the size table: bytes as they travel, so brotli at its best unless it says otherwise. */
export interface Size {
  readonly what: string;
  readonly bytes: number;
  readonly budgetBytes: number;
}

/** Measures what `npm run build` made; a chunk counts with all that it imports and the visitor does not have yet. */
export async function measureSizes(): Promise<readonly Size[]> {
  const files = readdirSync('dist/browser').map((name) => `dist/browser/${name}`);
  const first = ['dist/browser/bothways.js'];
  const page = loadedWith(files, 'page');
  const popup = loadedWith(files, 'popup');
  const visitor = [...new Set([...first, ...page, ...popup])];
  const lines: readonly (readonly [what: string, bytes: number, budgetBytes: number])[] = [
    ['inline stub, not compressed', Buffer.byteLength(stub), 200],
    ['first load by tag, `bothways.js`', brotli(first), 1_900],
    ["first load by import, `import 'bothways'`", await importedBytes(), 1_900],
    ['page chunk: settings, launcher, triggers', brotli(page), 3_500],
    ['popup, on need', brotli(without(popup, page)), 12_500],
    ['all that a visitor loads who opens the popup', brotli(visitor), 18_000],
    ['a locale, the largest', largestLocale(files, visitor), 1_000],
    ['any other part, the largest', largestOther(files, visitor), 4_500],
    ['dashboard, first view', brotli(dashboardFirstView()), 60_000],
  ];
  return lines.map(([what, bytes, budgetBytes]) => ({ what, bytes, budgetBytes }));
}

/** The table of the README, in Markdown as the formatter leaves it. */
export function sizeTable(sizes: readonly Size[]): string {
  const rows = [
    ['what a browser loads', 'brotli', 'budget'],
    ...sizes.map(({ what, bytes, budgetBytes }) => [what, kilobytes(bytes), kilobytes(budgetBytes)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = ([what = '', ...numbers]: readonly string[]) =>
    `| ${[what.padEnd(widths[0] ?? 0), ...numbers.map((text, at) => text.padStart(widths[at + 1] ?? 0))].join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width, at) => (at === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

const sizesBlock = /<!-- sizes -->([^]*?)<!-- \/sizes -->/;

/** The table between the README's size markers; undefined where there are none. */
export function tableOf(readme: string): string | undefined {
  return sizesBlock.exec(readme)?.[1]?.trim();
}

/** The README with the table between its markers replaced. */
export function withTable(readme: string, table: string): string {
  if (!sizesBlock.test(readme)) throw new Error('The README has no <!-- sizes --> … <!-- /sizes --> to write between.');
  return readme.replace(sizesBlock, () => `<!-- sizes -->\n\n${table}\n\n<!-- /sizes -->`);
}

const kilobytes = (bytes: number) => (bytes < 1_000 ? `${bytes} B` : `${(bytes / 1_000).toFixed(1)} kB`);

const brotli = (files: readonly string[]) =>
  files.map((file) => brotliCompressSync(readFileSync(file)).length).reduce((sum, bytes) => sum + bytes, 0);

const without = (files: readonly string[], loaded: readonly string[]) => files.filter((file) => !loaded.includes(file));

/** A file and everything it imports at once, the lazy parts left out. */
function closure(entry: string): readonly string[] {
  const files = new Set([entry]);
  for (const file of files) {
    for (const { to, lazy } of importsOf(file, readFileSync(file, 'utf8'))) if (!lazy) files.add(to);
  }
  return [...files];
}

function loadedWith(files: readonly string[], chunk: string): readonly string[] {
  const entry = files.find((file) => posix.basename(file).startsWith(`${chunk}.`));
  if (entry === undefined) throw new Error(`The build made no ${chunk} chunk.`);
  return closure(entry);
}

const isLocale = (file: string) => posix.basename(file).startsWith('locale-');

function largestLocale(files: readonly string[], visitor: readonly string[]): number {
  return Math.max(...files.filter(isLocale).map((file) => brotli(without(closure(file), visitor))));
}

/** What no other line counts, such as the friend's banner, beside what the popup brought. */
function largestOther(files: readonly string[], visitor: readonly string[]): number {
  const chunks = files.filter((file) => file.endsWith('.js') && !posix.basename(file).startsWith('bothways.'));
  const others = chunks.filter((file) => !isLocale(file) && !visitor.includes(file));
  return Math.max(0, ...others.map((file) => brotli(without(closure(file), visitor))));
}

/** What a site's bundler makes of the SDK's one call, without the bundler's own helpers; the widget is a chunk of its own. */
async function importedBytes(): Promise<number> {
  // A file that is nowhere but here.
  const entry = resolve('site.js');
  const code = "import { createBothways } from './dist/lib/index.js'; createBothways();";
  const site = {
    name: 'site',
    resolveId: (id: string) => (id === entry ? entry : null),
    load: (id: string) => (id === entry ? code : null),
  };
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    plugins: [site],
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['es'] },
      rolldownOptions: { external: 'bothways/widget', output: { minify: true } },
    },
  });
  if ('close' in result) throw new Error('A build that watches never ends.');
  const chunks = [result].flat().flatMap(({ output }) => output.filter((file) => file.type === 'chunk'));
  return chunks.reduce((sum, chunk) => sum + brotliCompressSync(chunk.code).length, 0);
}

/** The page, its script with all it imports at once, and its style sheets. */
function dashboardFirstView(): readonly string[] {
  const html = 'dist/public/dashboard/index.html';
  const links = [...readFileSync(html, 'utf8').matchAll(/(?:src|href)="(\/dashboard\/[^"]+\.(?:js|css))"/g)];
  const files = links.flatMap(([, path]) => (path === undefined ? [] : [`dist/public${path}`]));
  const loaded = files.flatMap((file) => (file.endsWith('.js') ? closure(file) : [file]));
  return [html, ...new Set(loaded)];
}
