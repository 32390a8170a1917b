// The import of the widget by the package's own name: `sdk` must not import from `widget`, and a site's bundler makes it a chunk.
declare module 'bothways/widget' {
  export const startPage: import('./guest.ts').PageModule['startPage'];
}
