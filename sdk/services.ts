import { dropParams } from './capture.ts';
import { BothwaysError, isBothwaysError } from './errors.ts';
import { listenTo } from './events.ts';
import type { BothwaysEvents, FirstLoad, Guest, Services } from './guest.ts';
import { createOwn } from './own.ts';
import { createPageClient } from './page-client.ts';
import { quietly } from './quietly.ts';
import { sessionOf, type Person } from './session.ts';

/** Set by a magic link. It opens a session once, so it must not stay in the address bar. */
const TOKEN = 'bothways_token';

const visitor = () => import('./visitor.ts');
const explain = async (error: BothwaysEvents['error']) => (await visitor()).explain(error);

/**
 * Makes what the page chunk works with of what the first load hands it. Each page of a shop loads this at idle: what only an
 * opened popup or a thank-you page needs is loaded then.
 */
export function createServices(firstLoad: FirstLoad): Services {
  const { signal, referral, capture, emit } = firstLoad;
  const params = (firstLoad.param ?? 'via').split(',');
  const on = listenTo(firstLoad);
  const guest: Guest & Person = { ...firstLoad, token: takeToken(), now: Date.now, on };
  const own = createOwn(guest);
  const tools = { guest, own, client: createPageClient(guest) };

  if (firstLoad.debug) on('error', (error) => void explain(error));
  watchNavigation(() => {
    const search = new URLSearchParams(location.search);
    const touch = params.some((param) => search.has(param)) && quietly(capture);
    if (touch) emit('referred', touch);
  }, signal);

  return {
    ...tools,
    on,
    isSignedIn: () => Boolean(guest.token ?? guest.identity ?? sessionOf(guest, own)),
    me: async (locale) => (await visitor()).readMe(tools, locale),
    async identify(identity) {
      guest.identity = identity ?? undefined;
      guest.vouched = undefined;
      if (identity === null) own.update({ session: undefined });
    },
    track: async (event) => (await visitor()).track(tools, event),
    link: async (url) => (await visitor()).linkWith(url, referral(), params),
    convert: tellErrors(firstLoad, async (order) => (await import('./convert.ts')).reportOrder(tools, order)),
  };
}

/** Makes of a call what a page may rely on: it rejects with a {@link BothwaysError} alone, which `on('error', …)` hears too. */
export function tellErrors<I extends readonly unknown[], T>(
  { emit, signal }: Pick<FirstLoad, 'emit' | 'signal'>,
  call: (...input: I) => Promise<T>,
): (...input: I) => Promise<T> {
  return async (...input) => {
    try {
      if (signal.aborted) throw new BothwaysError('destroyed', 'Bothways was destroyed.');
      return await call(...input);
    } catch (cause) {
      const error = isBothwaysError(cause) ? cause : new BothwaysError('internal', String(cause), { cause });
      emit('error', error);
      throw error;
    }
  };
}

/** Calls back after each navigation inside the page, however the site's router makes it, until the signal aborts. */
function watchNavigation(run: () => void, signal: AbortSignal): void {
  // Absent from older browsers, whatever the types say.
  const { navigation }: { navigation?: Navigation } = window;
  if (navigation) navigation.addEventListener('navigatesuccess', run, { signal });
  else void import('./old-navigation.ts').then(({ watchHistory }) => watchHistory(run, signal));
}

function takeToken(): string | undefined {
  const token = new URLSearchParams(location.search).get(TOKEN) ?? undefined;
  if (token !== undefined) quietly(() => dropParams([TOKEN]));
  return token;
}
