/**
 * For browsers without the Navigation API: wraps `history.pushState` once, and at the end puts it back, unless somebody has wrapped
 * it since; then ours only passes the call on.
 */
export function watchHistory(run: () => void, signal: AbortSignal): void {
  if (signal.aborted) return;
  // oxlint-disable-next-line typescript/unbound-method -- put back as it was; called with its history
  const original = history.pushState;
  const wrapped: typeof original = (...entry) => {
    original.apply(history, entry);
    if (!signal.aborted) run();
  };
  history.pushState = wrapped;
  addEventListener('popstate', run, { signal });
  signal.addEventListener('abort', () => {
    if (history.pushState === wrapped) history.pushState = original;
  });
}
