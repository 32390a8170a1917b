import { dropParams } from './capture.ts';
import { BothwaysError, isBothwaysError } from './errors.ts';
import { listenTo } from './events.ts';
import type { FirstLoad, Guest, Services } from './guest.ts';
import { createOwn } from './own.ts';
import { createPageClient } from './page-client.ts';
import { quietly } from './quietly.ts';
import { sessionOf, type Person } from './session.ts';

/** Set by a magic link. It opens a session once, so it must not stay in the address bar. */
const TOKEN = 'bothways_token';

/**
 * Makes what the page chunk works with of what the first load hands it. Each page of a shop loads this at idle: what only an
 * opened popup or a thank-you page needs is loaded then.
 */
export function createServices(firstLoad: FirstLoad): Services {
  const { signal, referral, capture, emit } = firstLoad;
  const params = firstLoad.param.split(',');
  const person: Person = { token: takeToken(), identity: firstLoad.identity };
  const on = listenTo(firstLoad);
  const guest: Guest = {
    ...firstLoad,
    fetch: (...request) => (firstLoad.fetch ?? fetch)(...request),
    now: Date.now,
    on,
    // What `identify()` brings later counts from then on.
    get identity() {
      return person.identity;
    },
    get token() {
      return person.token;
    },
  };
  const client = createPageClient(guest);
  const own = createOwn(guest);
  const parts = { ...firstLoad, now: guest.now, client, own };

  if (firstLoad.debug) on('error', (error) => void import('./visitor.ts').then(({ explain }) => explain(error)));
  watchNavigation(() => {
    const search = new URLSearchParams(location.search);
    const touch = params.some((param) => search.has(param)) && quietly(capture);
    if (touch) emit('referred', touch);
  }, signal);

  return {
    guest,
    client,
    own,
    on,
    isSignedIn: () => Boolean(person.token ?? person.identity ?? sessionOf(person, parts)),
    me: async (locale) => (await import('./visitor.ts')).readMe(parts, person, locale),
    async identify(identity) {
      person.identity = identity ?? undefined;
      person.vouched = undefined;
      if (identity === null) own.update({ session: undefined });
    },
    track: async (event) => (await import('./visitor.ts')).track(parts, event),
    link: async (url) => (await import('./visitor.ts')).linkWith(url, referral(), params),
    convert: tellErrors(firstLoad, async (order) => (await import('./convert.ts')).reportOrder(parts, order)),
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
