/**
 * Writes what went wrong into the log: the job, ids and our own message, never what was being worked on. A parser's message
 * quotes the text it stumbled over, which may be personal, so only its kind is told.
 */
export function logFault(job: string, error: unknown, about: Readonly<Record<string, string>> = {}): void {
  const message = error instanceof SyntaxError ? 'SyntaxError' : error instanceof Error ? error.message : 'unknown';
  console.error(JSON.stringify({ level: 'error', job, ...about, message }));
}
