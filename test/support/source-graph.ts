import { globSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseSync } from 'vite';

/** One import of a source file, dynamic ones and re-exports included. */
export interface Import {
  readonly from: string;
  /** A path from the repository's root, or the bare name of a package (`hono/cors` → `hono`). */
  readonly to: string;
  /** True for what is gone once types are stripped. */
  readonly typeOnly: boolean;
  /** True for `import()`, which waits until it is asked for. */
  readonly lazy: boolean;
}

/** Every source file under the folders: path → code. */
export function readSources(folders: readonly string[]): ReadonlyMap<string, string> {
  const paths = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx}`));
  return new Map(paths.toSorted().map((path) => [path.replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

/** The imports of one file, as its syntax tree has them. */
export function importsOf(path: string, code: string): readonly Import[] {
  const { module } = parseSync(path, code);
  // `import { type A } from` still runs the module under verbatimModuleSyntax; only `import type` is gone.
  const isType = (start: number) => /^(?:im|ex)port\s+type\b/.test(code.slice(start, start + 20));
  const found = [
    ...module.staticImports.map(({ start, moduleRequest }) => ({
      name: moduleRequest.value,
      typeOnly: isType(start),
      lazy: false,
    })),
    ...module.staticExports.flatMap(({ start, entries }) =>
      entries.flatMap(({ moduleRequest }) =>
        moduleRequest === null ? [] : [{ name: moduleRequest.value, typeOnly: isType(start), lazy: false }],
      ),
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest: { start, end } }) => {
      // A computed name, such as the first load's chunk addresses, is not an import of a source file.
      const name = /^(['"`])(.*)\1$/.exec(code.slice(start, end))?.[2];
      return name === undefined ? [] : [{ name, typeOnly: false, lazy: true }];
    }),
  ];
  return found.map(({ name, ...kind }) => ({ from: path, to: resolve(path, name), ...kind }));
}

function resolve(path: string, name: string): string {
  const bare = name.replace(/\?.*$/, '');
  if (bare.startsWith('.')) return posix.join(posix.dirname(path), bare);
  return bare.split('/', bare.startsWith('@') ? 2 : 1).join('/');
}

/** Everything that loading `entry` loads, by values and not by types: path or package → the chain of files to it. */
export function reach(entry: string, imports: readonly Import[]): ReadonlyMap<string, readonly string[]> {
  const chains = new Map<string, readonly string[]>([[entry, [entry]]]);
  for (const [file, chain] of chains) {
    for (const { from, to, typeOnly } of imports) {
      if (from === file && !typeOnly && !chains.has(to)) chains.set(to, [...chain, to]);
    }
  }
  return chains;
}

/** Each circle of imports, as the files along it; a type is gone when the code runs, so it closes no circle. */
export function circles(imports: readonly Import[]): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) found.push([...path.slice(path.indexOf(file)), file]);
    if (path.includes(file) || done.has(file)) return;
    for (const { from, to, typeOnly } of imports) if (from === file && !typeOnly) visit(to, [...path, file]);
    done.add(file);
  };
  for (const { from } of imports) visit(from, []);
  return found;
}
