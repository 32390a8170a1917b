import Cookies from 'js-cookie';
import { createWith } from '../../../sdk/create.ts';
import type { FirstLoad, PageModule, Services } from '../../../sdk/guest.ts';
import type { Bothways, BothwaysOptions } from '../../../sdk/options.ts';
import { createServices, tellErrors } from '../../../sdk/services.ts';

export const shop = 'pk_test_0123456789abcdef';
export const api = 'https://refer.example';

/** A request as the API would have got it. */
export interface Sent {
  readonly path: string;
  readonly init: RequestInit;
  readonly body: unknown;
}

export interface Stage {
  readonly bothways: Bothways;
  readonly sent: readonly Sent[];
  /** How often the page chunk was asked for. */
  readonly loads: () => number;
  readonly services: () => Promise<Services>;
}

type Answer = (path: string, sent: Sent) => Response | Promise<Response>;

const running = new Set<Bothways>();

/** An instance on this very page, over a recorded network, with the real services and no widget. */
export function start(options: Partial<BothwaysOptions> = {}, answer: Answer = () => Response.json({})): Stage {
  const sent: Sent[] = [];
  let loads = 0;
  let made: (services: Services) => void = () => {};
  const services = new Promise<Services>((resolve) => (made = resolve));
  const fetch = async (url: unknown, init: RequestInit = {}) => {
    // As the real one: what is aborted does not leave.
    init.signal?.throwIfAborted();
    const { pathname, search } = new URL(String(url));
    const body: unknown = init.body === undefined ? null : JSON.parse(init.body as string);
    const request = { path: pathname + search, init, body };
    sent.push(request);
    return answer(pathname, request);
  };
  const page: PageModule = {
    startPage(firstLoad: FirstLoad) {
      const services = createServices(firstLoad);
      made(services);
      return { ...services, open: tellErrors(firstLoad, async () => {}), close: async () => {} };
    },
  };
  const bothways = createWith({ shop, api, widget: 'off', fetch, ...options }, async () => {
    loads++;
    return page;
  });
  running.add(bothways);
  return {
    bothways,
    sent,
    loads: () => loads,
    async services() {
      await bothways.close();
      return services;
    },
  };
}

/** Puts an address into the bar, as a navigation of the page's own would. */
export function goTo(search: string, state: unknown = null): void {
  history.replaceState(state, '', location.pathname + search);
}

/** Leaves the page as it was. */
export function strike(): void {
  for (const bothways of running) bothways.destroy();
  running.clear();
  for (const name of Object.keys(Cookies.get())) Cookies.remove(name);
  localStorage.clear();
  goTo('');
}

/** Counts reads and writes of the page's cookies from now on. */
export function watchCookies(): { reads: number; writes: string[]; stop: () => void } {
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie')!;
  const watched = { reads: 0, writes: [] as string[], stop: () => void Reflect.deleteProperty(document, 'cookie') };
  Object.defineProperty(document, 'cookie', {
    configurable: true,
    get() {
      watched.reads++;
      return get!.call(document) as string;
    },
    set(value: string) {
      watched.writes.push(value);
      set!.call(document, value);
    },
  });
  return watched;
}

export const tick = (ms = 0) => new Promise((resolve) => setTimeout(resolve, ms));
