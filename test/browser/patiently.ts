/** For what waits for an idle moment of the browser, which comes late on a busy machine. */
export const PATIENTLY = { timeout: 10_000 };
