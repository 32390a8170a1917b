/** Runs what the page may forbid (a sandboxed frame has no cookies, storage or history); null where it did. */
export function quietly<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
