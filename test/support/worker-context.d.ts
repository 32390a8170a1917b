import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    /** The SQL of worker/migrations, in order. */
    readonly migrations: { name: string; queries: string[] }[];
  }
}
