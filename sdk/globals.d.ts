// Written into the browser build by widget/build; absent everywhere else (see `widget/build/README.md`).

/** The release, as in package.json. */
declare const __BOTHWAYS_VERSION__: string;

/** File names of the chunks that the first load may `import()`, relative to its own release folder. */
declare const __BOTHWAYS_CHUNKS__: {
  readonly page: string;
  readonly popup: string;
  readonly qr: string;
  readonly locales: Readonly<Record<string, string>>;
};
