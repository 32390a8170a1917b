/**
 * Calls back after each navigation inside the page, however the site's router makes it, until the signal aborts. Where the
 * browser has no Navigation API, `history.pushState` is wrapped once and put back at the end, unless somebody wrapped it since.
 */
export function onNavigate(run: () => void, signal: AbortSignal): void {
  // Absent from older browsers, whatever the types say.
  const { navigation }: { navigation?: Navigation } = window;
  if (navigation) {
    navigation.addEventListener('navigatesuccess', run, { signal });
    return;
  }
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
