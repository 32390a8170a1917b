// Written into the builds by vite.config.ts.

/** The release, as in package.json; also the folder that this release's browser files are served from. */
declare const __BOTHWAYS_VERSION__: string;

/** File names of the chunks that the first load `import()`s, in the folder of the release. Only in sdk/script.ts. */
declare const __BOTHWAYS_CHUNKS__: { readonly page: string };
