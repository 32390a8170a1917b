import { readdirSync } from 'node:fs';
import { basename, isAbsolute, join } from 'node:path';
import { defineConfig, type InlineConfig } from 'vite';
import { ownCopies } from './widget/build/own-copies.ts';
import { packLocales } from './widget/build/pack-locale.ts';
import packageJson from './package.json' with { type: 'json' };

const root = import.meta.dirname;
const fromRoot = (...path: string[]) => join(root, ...path);

/** package.json's: the folder under which this release's browser files are served. */
export const version = packageJson.version;

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

/** The lazy parts of the widget: page, popup, one file a locale, and what they share; hashed ES modules. */
export function chunksBuild(): InlineConfig {
  const locales = readdirSync(fromRoot('widget/locales')).filter((file) => file.endsWith('.ts'));
  const localeEntries = locales.map(
    (file) => [`locale-${basename(file, '.ts')}`, fromRoot('widget/locales', file)] as const,
  );
  return {
    ...shared,
    plugins: [
      packLocales(fromRoot('widget/locales')),
      ownCopies(fromRoot('widget/banner/index.ts'), [fromRoot('widget'), fromRoot('sdk/contract')]),
    ],
    build: {
      outDir: fromRoot('dist/browser'),
      target: browserTarget,
      lib: {
        entry: {
          page: fromRoot('widget/page.ts'),
          popup: fromRoot('widget/popup/index.ts'),
          ...Object.fromEntries(localeEntries),
        },
        formats: ['es'],
      },
      rolldownOptions: {
        // What the page shares with a part that comes after it stays in the page: a request less.
        preserveEntrySignatures: 'allow-extension',
        output: {
          entryFileNames: '[name].[hash].js',
          chunkFileNames: '[name].[hash].js',
          hashCharacters: 'base36',
          // Vite leaves the white space of ES libraries to the site's own bundler; these files meet none.
          minify: true,
          comments: false,
        },
      },
    },
  };
}

/** The first load: one classic script, because a tag with `async` and a nonce is all that a page needs to carry. */
export function scriptBuild(pageChunk: string): InlineConfig {
  return {
    ...shared,
    // The tag runs in pages alone, and js-cookie asks on each call whether it does.
    define: {
      ...shared.define,
      '__BOTHWAYS_CHUNKS__.page': JSON.stringify(pageChunk),
      'typeof document': '"object"',
    },
    build: {
      outDir: fromRoot('dist/browser'),
      emptyOutDir: false,
      target: browserTarget,
      lib: { entry: fromRoot('sdk/script.ts'), formats: ['iife'], name: 'bothways', fileName: () => 'bothways.js' },
      rolldownOptions: { output: { minify: true } },
    },
  };
}

/** The npm package: ES modules for a site's own bundler, its dependencies left as imports. */
export function libraryBuild(): InlineConfig {
  const doorways = {
    index: fromRoot('sdk/index.ts'),
    contract: fromRoot('sdk/contract/index.ts'),
    server: fromRoot('sdk/server/index.ts'),
    widget: fromRoot('widget/page.ts'),
  };
  return {
    ...shared,
    build: {
      outDir: fromRoot('dist/lib'),
      target: 'es2022',
      minify: false,
      lib: { entry: doorways, formats: ['es'] },
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
