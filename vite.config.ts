import { existsSync, readdirSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { defineConfig, type InlineConfig } from 'vite';
import packageJson from './package.json' with { type: 'json' };

const root = import.meta.dirname;
const fromRoot = (...path: string[]) => join(root, ...path);

/** package.json's: the folder under which this release's browser files are served. */
export const version = packageJson.version;

/** File names that the first load may `import()`, see sdk/globals.d.ts. */
export interface ChunkNames {
  readonly page: string;
  readonly popup: string;
  readonly qr: string;
  readonly locales: Readonly<Record<string, string>>;
}

const shared = {
  root,
  configFile: false,
  publicDir: false,
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: { __BOTHWAYS_VERSION__: JSON.stringify(version) },
} satisfies InlineConfig;

// What `import()`, `<dialog>` and adopted style sheets need anyway; older browsers never show the widget.
const browserTarget = 'es2022';

/** The lazy parts of the widget: page, popup, QR, one file a locale, and what they share; hashed ES modules. */
export function chunksBuild(): InlineConfig {
  const locales = readdirSync(fromRoot('widget/locales')).filter((file) => file.endsWith('.ts'));
  const localeEntries = locales.map(
    (file) => [`locale-${basename(file, '.ts')}`, fromRoot('widget/locales', file)] as const,
  );
  return {
    ...shared,
    build: {
      outDir: fromRoot('dist/browser'),
      target: browserTarget,
      lib: {
        entry: {
          page: fromRoot('widget/page.ts'),
          popup: fromRoot('widget/popup/index.ts'),
          qr: fromRoot('widget/qr.ts'),
          ...Object.fromEntries(localeEntries),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        output: {
          entryFileNames: '[name].[hash].js',
          chunkFileNames: '[name].[hash].js',
          hashCharacters: 'base36',
          // Vite leaves the white space of ES libraries to the site's own bundler; these files meet none.
          minify: true,
        },
      },
    },
  };
}

/** The first load: one classic script, because a tag with `async` and a nonce is all that a page needs to carry. */
export function scriptBuild(chunks: ChunkNames): InlineConfig {
  return {
    ...shared,
    define: { ...shared.define, ...chunkDefines(chunks) },
    build: {
      outDir: fromRoot('dist/browser'),
      emptyOutDir: false,
      target: browserTarget,
      lib: { entry: fromRoot('sdk/script.ts'), formats: ['iife'], name: 'bothways', fileName: () => 'bothways.js' },
      rolldownOptions: { output: { minify: true } },
    },
  };
}

/** One define a name, so that the first load carries only the names it asks for. */
function chunkDefines({ page, popup, qr, locales }: ChunkNames): Record<string, string> {
  return {
    '__BOTHWAYS_CHUNKS__.page': JSON.stringify(page),
    '__BOTHWAYS_CHUNKS__.popup': JSON.stringify(popup),
    '__BOTHWAYS_CHUNKS__.qr': JSON.stringify(qr),
    '__BOTHWAYS_CHUNKS__.locales': JSON.stringify(locales),
  };
}

/** The npm package: ES modules for a site's own bundler, its dependencies left as imports. */
export function libraryBuild(): InlineConfig {
  const doorways = {
    index: 'sdk/index.ts',
    contract: 'sdk/contract/index.ts',
    server: 'sdk/server/index.ts',
    react: 'sdk/react.ts',
    widget: 'widget/index.ts',
  };
  const present = Object.entries(doorways).filter(([, source]) => existsSync(fromRoot(source)));
  return {
    ...shared,
    build: {
      outDir: fromRoot('dist/lib'),
      target: 'es2022',
      minify: false,
      lib: { entry: Object.fromEntries(present), formats: ['es'] },
      rolldownOptions: {
        // Every bare name is a dependency or the site's own framework.
        external: (id) => !id.startsWith('.') && !isAbsolute(id),
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].[hash].js', hashCharacters: 'base36' },
      },
    },
  };
}

/** The owner's dashboard, a single-page app that the Worker serves at /dashboard. */
export function dashboardBuild(): InlineConfig {
  return {
    ...shared,
    root: fromRoot('worker/dashboard'),
    base: '/dashboard/',
    build: { outDir: fromRoot('dist/public/dashboard'), emptyOutDir: true, target: browserTarget },
  };
}

// `npx vite` serves the dashboard while one works on it; `npm run build` builds everything (widget/build/build.ts).
export default defineConfig({
  ...dashboardBuild(),
  server: { proxy: { '/v1': 'http://localhost:8787' } },
});
