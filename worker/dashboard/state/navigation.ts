import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';

/** Where the dashboard is served. */
export const BASE = '/dashboard';

/** The address bar as a signal: the path below {@link BASE} and the query. Filters and open panels live there, so a view can be shared. */
export interface Navigation {
  /** Such as `/orders`; the overview is `/`. */
  readonly path: ReadonlySignal<string>;
  readonly query: ReadonlySignal<URLSearchParams>;
  /** Goes to an address of the dashboard, such as `/dashboard/orders?state=unverified`. */
  readonly go: (href: string, options?: { readonly replace?: boolean }) => void;
  /** The address of this view with some of its query changed; null takes a parameter away. */
  readonly with: (change: Readonly<Record<string, string | null>>) => string;
  /** Follows clicks on links and the back button until it is called. */
  readonly listen: () => () => void;
}

export function createNavigation(window: Window): Navigation {
  const { location, history, document } = window;
  const url = signal(new URL(location.href));
  const path = computed(() => url.value.pathname.slice(BASE.length).replace(/\/$/, '') || '/');
  const search = computed(() => url.value.search);
  const query = computed(() => new URLSearchParams(search.value));
  const read = () => batch(() => (url.value = new URL(location.href)));

  const go: Navigation['go'] = (href, options) => {
    const before = path.peek();
    history[options?.replace ? 'replaceState' : 'pushState'](null, '', href);
    read();
    if (path.peek() !== before) window.scrollTo(0, 0);
  };

  const follow = (event: MouseEvent) => {
    const href = hrefToFollow(event, location.origin);
    if (href === null) return;
    event.preventDefault();
    go(href);
  };

  return {
    path,
    query,
    go,
    with(change) {
      const next = new URLSearchParams(search.value);
      for (const [key, value] of Object.entries(change)) {
        if (value === null) next.delete(key);
        else next.set(key, value);
      }
      const text = String(next);
      return `${url.value.pathname}${text && `?${text}`}`;
    },
    listen() {
      document.addEventListener('click', follow);
      window.addEventListener('popstate', read);
      return () => {
        document.removeEventListener('click', follow);
        window.removeEventListener('popstate', read);
      };
    },
  };
}

/** A plain click on a link of ours is followed without loading the page; everything else is the browser's. */
function hrefToFollow(event: MouseEvent, origin: string): string | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  ) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return null;
  const isOurs = link.origin === origin && (link.pathname === BASE || link.pathname.startsWith(`${BASE}/`));
  return isOurs && !link.hash ? link.pathname + link.search : null;
}
