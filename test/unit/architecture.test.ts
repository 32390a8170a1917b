import { readdirSync } from 'node:fs';
import { parseSync, Visitor } from 'vite';
import { describe, expect, it } from 'vitest';
import { impureReads, type ImpureRead } from '../support/impure-reads.ts';
import { circles, importsOf, reach, readSources } from '../support/source-graph.ts';

// What each folder may import of ours (design.md, section 3, as ARCHITECTURE.md tells it); its own files always.
const allowed: Readonly<Record<string, readonly string[]>> = {
  'sdk/contract': [],
  sdk: ['sdk/contract'],
  widget: ['sdk', 'sdk/contract'],
  // Runs in Node while building, and belongs to no side.
  'widget/build': ['widget', 'worker/openapi'],
  'worker/openapi': ['sdk/contract'],
  'worker/domain': ['sdk/contract'],
  'worker/storage': ['worker/domain', 'sdk/contract'],
  'worker/connectors': ['worker/domain', 'sdk/contract'],
  'worker/jobs': ['worker/connectors', 'worker/storage', 'worker/domain', 'sdk/contract'],
  'worker/routes': ['worker/connectors', 'worker/storage', 'worker/domain', 'sdk/contract'],
  'worker/dashboard': ['sdk', 'sdk/contract'],
  worker: ['worker/routes', 'worker/jobs', 'worker/connectors', 'worker/storage', 'worker/domain', 'sdk/contract'],
};
const folders = Object.keys(allowed).toSorted((a, b) => b.length - a.length);
const folderOf = (path: string) => folders.find((folder) => path.startsWith(`${folder}/`));

const sources = readSources(['sdk', 'widget', 'worker']);
const imports = [...sources].flatMap(([path, code]) => importsOf(path, code));

describe('the import table', () => {
  it('is held by every file', () => {
    const broken = imports.filter(({ from, to }) => {
      const own = folderOf(from) ?? '';
      const other = folderOf(to);
      return other !== undefined && other !== own && !allowed[own]?.includes(other);
    });
    expect(broken.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it('leaves no circle', () => {
    expect(circles(imports).map((files) => files.join(' → '))).toEqual([]);
  });
});

describe('what a visitor loads', () => {
  it.each(['sdk/script.ts', 'sdk/index.ts', 'widget/page.ts', 'widget/popup/index.ts'])(
    'carries no validator and no server library from %s',
    (entry) => {
      expect(sources.has(entry), `${entry} exists`).toBe(true);
      const loaded = reach(entry, imports);
      const heavy = ['valibot', 'ky', 'jose', 'hono']
        .map((name) => loaded.get(name))
        .filter((chain) => chain !== undefined);
      expect(heavy.map((chain) => chain.join(' → '))).toEqual([]);
    },
  );
});

describe('the outside world', () => {
  // The doorway reads it and hands it in. The dashboard, the SDK and the widget are guests of a page and have doorways of their own.
  const mayRead: Readonly<Record<string, readonly ImpureRead[]>> = {
    'worker/index.ts': ['clock', 'random', 'fetch', 'env'],
    // Hono keeps the bindings with each request; this is where they are passed on.
    'worker/app.ts': ['env'],
    // Tokens and initialization vectors are made where they are stored: handing them in would not make that pure.
    'worker/storage/tokens.ts': ['random'],
    'worker/storage/vault.ts': ['random'],
  };
  const isHandedIn = (path: string) => /^(sdk\/contract|worker)\//.test(path) && !path.startsWith('worker/dashboard/');

  it('is read at the doorway alone: clock, randomness, network, bindings', () => {
    const reads = [...sources]
      .filter(([path]) => isHandedIn(path))
      .flatMap(([path, code]) => impureReads(path, code).map(({ read, line }) => ({ path, read, line })))
      .filter(({ path, read }) => !mayRead[path]?.includes(read));
    expect(reads.map(({ path, read, line }) => `${path}:${line} reads the ${read}`)).toEqual([]);
  });
});

it('turns no string into markup: a page under Trusted Types would refuse it', () => {
  const found = [...sources]
    .filter(([path]) => path.endsWith('.tsx'))
    .flatMap(([path, code]) => attributesOf(path, code).map((name) => `${path} sets ${name}`))
    .filter((line) => /(innerHTML|srcdoc)$/i.test(line));
  expect(found).toEqual([]);
});

it('keeps the top level to the folders that its owner fixed and the files that convention puts there', () => {
  const local = ['.git', 'node_modules', 'dist', '.wrangler', '.bothways', 'coverage', '.dev.vars'];
  const fixed = ['sdk', 'widget', 'worker', 'examples', 'test', 'docs', '.ci'];
  const conventional =
    /^(package(-lock)?\.json|vite(st)?\.config\.ts|wrangler\.toml|tsconfig(\.base)?\.json|[A-Z]+(\.md)?|\.(npmrc|editorconfig|gitattributes|gitignore|oxlintrc\.json|oxfmtrc\.json|node-version|nvmrc))$/;
  const strangers = readdirSync('.').filter(
    (name) => !local.includes(name) && !fixed.includes(name) && !conventional.test(name) && !name.endsWith('.tgz'),
  );
  expect(strangers).toEqual([]);
});

function attributesOf(path: string, code: string): readonly string[] {
  const names: string[] = [];
  new Visitor({ JSXAttribute: ({ name }) => void (name.type === 'JSXIdentifier' && names.push(name.name)) }).visit(
    parseSync(path, code).program,
  );
  return names;
}

describe('these checks', () => {
  const graph = (files: Record<string, string>) =>
    Object.entries(files).flatMap(([path, code]) => importsOf(path, code));

  it('see a value through a type import that is not only types, a re-export and a lazy import', () => {
    const edges = graph({
      'sdk/a.ts': "import { type B } from './b.ts'; import type { X } from './x.ts';",
      'sdk/b.ts': "export { c } from './c.ts';",
      'sdk/c.ts': "export const later = () => import('valibot');",
    });
    expect(reach('sdk/a.ts', edges).get('valibot')).toEqual(['sdk/a.ts', 'sdk/b.ts', 'sdk/c.ts', 'valibot']);
    expect(reach('sdk/a.ts', edges).has('sdk/x.ts')).toBe(false);
  });

  it('see an attribute that takes markup', () => {
    expect(attributesOf('widget/A.tsx', 'export const a = <p class="a" dangerouslySetInnerHTML={html} />;')).toEqual([
      'class',
      'dangerouslySetInnerHTML',
    ]);
  });

  it('see a circle', () => {
    const edges = graph({
      'sdk/a.ts': "import { b } from './b.ts';",
      'sdk/b.ts': "import type { C } from './c.ts'; export { a } from './a.ts';",
      'sdk/c.ts': "import { b } from './b.ts';",
    });
    expect(circles(edges)).toEqual([['sdk/a.ts', 'sdk/b.ts', 'sdk/a.ts']]);
  });

  it.each([
    ['const at = Date.now();', ['clock']],
    ['const at = new Date(); const day = new Date(at);', ['clock']],
    ['const id = crypto.randomUUID();', ['random']],
    ['await fetch(url);', ['fetch']],
    ['export const load = (fetch: Fetch) => fetch("/");', []],
    ['app.get("/", (c) => c.env.DB);', ['env']],
    ['// Date.now()\nconst text = "Date.now()";', []],
  ])('read %j', (code, reads) => {
    expect(impureReads('worker/domain/a.ts', code).map(({ read }) => read)).toEqual(reads);
  });
});
