import { startBothways } from './bothways.ts';
import type { PageCalls, PageModule } from './guest.ts';
import type { Bothways, BothwaysOptions } from './options.ts';

/** Makes an instance for `createBothways`; `loadPage` is how its build reaches the page chunk. */
export function createWith(options: BothwaysOptions, loadPage: () => Promise<PageModule>): Bothways {
  const ended = new AbortController();
  // On a server there is no location, and nothing to call.
  const api = globalThis.location?.origin;
  const core = startBothways(
    { ...options, api: options.api ?? api, windowDays: options.windowDays ?? 30 },
    ended.signal,
    loadPage,
  );

  const ask = <T>(use: (page: PageCalls) => Promise<T>): Promise<T> => {
    const answer = core
      .load()
      .catch((cause) => {
        // A `BothwaysError` by name: the class itself would be dear on every page, and comes with the widget.
        throw Object.assign(new Error(String(cause)), { code: 'blocked', name: 'BothwaysError', details: {} });
      })
      .then(use);
    // Errors are told by the event too: a promise that nobody looks at must not end in the console.
    answer.catch(() => {});
    return answer;
  };

  return {
    ...core,
    ready: core.ready.catch(() => ({ referral: null })),
    on(name, listener) {
      const type = `bothways:${name}`;
      // oxlint-disable-next-line typescript/no-unsafe-argument -- the detail of an event is what `emit` sent by its name
      const hear = (event: CustomEventInit) => listener(event.detail);
      // The controller has a `signal`, as the options of a listener do. On a server there is no document.
      globalThis.document?.addEventListener(type, hear, ended);
      return () => globalThis.document?.removeEventListener(type, hear);
    },
    link: (url) => ask((page) => page.link(url)),
    open: (view) => ask((page) => page.open(view)),
    close: () => ask((page) => page.close()),
    identify: (token) => ask((page) => page.identify(token)),
    track: (event) => ask((page) => page.track(event)),
    convert: (order) => ask((page) => page.convert(order)),
    destroy: () => ended.abort(),
  };
}
