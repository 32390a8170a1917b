import { dropParams } from './capture.ts';
import { createClient, pageRoutes, type Client } from './client.ts';
import { BothwaysError, isBothwaysError } from './errors.ts';
import { listenTo } from './events.ts';
import type { BothwaysEvents, FirstLoad, Guest, OwnStore, PageCalls, Services, TrackedEvent } from './guest.ts';
import { linkWith } from './link.ts';
import { onNavigate } from './navigation.ts';
import { createOwn } from './own.ts';
import { quietly } from './quietly.ts';
import { createSession, type Credentials } from './session.ts';
import { pageTransport } from './transport.ts';

/** Set by a magic link. It opens a session once, so it must not stay in the address bar. */
const TOKEN = 'bothways_token';

/** One impression a visit: this long without one is another visit. */
const VISIT_MS = 30 * 60_000;

/** Makes what the page chunk works with of what the first load hands it. */
export function createServices(firstLoad: FirstLoad): Services {
  const { shop, signal, referral, capture, emit } = firstLoad;
  const params = firstLoad.param.split(',');
  const credentials: Credentials = { token: takeToken(), identity: firstLoad.identity };
  const on = listenTo(firstLoad, () => true);
  const guest: Guest = {
    ...firstLoad,
    fetch: (...request) => (firstLoad.fetch ?? fetch)(...request),
    now: Date.now,
    on,
    // What `identify()` brings later counts from then on.
    get identity() {
      return credentials.identity;
    },
    get token() {
      return credentials.token;
    },
  };
  const client = createClient(pageRoutes, pageTransport(guest));
  const own = createOwn(guest);
  const parts = { ...firstLoad, now: guest.now, client, own };
  const session = createSession(parts, credentials);

  if ((firstLoad.debug ?? false) !== false) on('error', explain);
  onNavigate(() => {
    const search = new URLSearchParams(location.search);
    const touch = params.some((param) => search.has(param)) && quietly(capture);
    if (touch) emit('referred', touch);
  }, signal);

  return {
    guest,
    client,
    own,
    on,
    me: session.me,
    isSignedIn: session.isSignedIn,
    identify: async (identity) => session.identify(identity),
    track: (event) => track(event, shop, parts),
    link: async (url) => linkWith(url, referral(), params),
    async convert(order) {
      // Needed on thank-you pages alone.
      const { reportOrder } = await import('./convert.ts');
      return reportOrder(parts, order);
    },
  };
}

/**
 * Makes calls what the page may rely on: they reject with a {@link BothwaysError} alone, which `on('error', …)` hears too, so
 * that a promise nobody looks at leaves nothing in the console.
 */
export function tellErrors<C extends Pick<PageCalls, 'open' | 'close' | 'identify' | 'track' | 'convert'>>(
  { emit, signal }: Pick<FirstLoad, 'emit' | 'signal'>,
  calls: C,
): C {
  const told =
    <I extends readonly unknown[], T>(call: (...input: I) => Promise<T>) =>
    (...input: I): Promise<T> => {
      const answer = attempt(call, input);
      answer.catch((error: BothwaysError) => emit('error', error));
      return answer;
    };
  const attempt = async <I extends readonly unknown[], T>(call: (...input: I) => Promise<T>, input: I): Promise<T> => {
    if (signal.aborted) throw new BothwaysError('destroyed', 'Bothways was destroyed.');
    try {
      return await call(...input);
    } catch (cause) {
      if (isBothwaysError(cause)) throw cause;
      throw new BothwaysError('internal', 'Something went wrong in the widget.', { cause });
    }
  };
  return {
    ...calls,
    open: told(calls.open),
    close: told(calls.close),
    identify: told(calls.identify),
    track: told(calls.track),
    convert: told(calls.convert),
  };
}

function takeToken(): string | undefined {
  const token = new URLSearchParams(location.search).get(TOKEN) ?? undefined;
  if (token !== undefined) quietly(() => dropParams([TOKEN]));
  return token;
}

type TrackParts = Pick<Guest, 'now' | 'consentState'> & { readonly client: Client; readonly own: OwnStore };

/** Counts an impression or a share. Approximate by design, so it fails in silence; without consent it says nothing. */
async function track({ kind, code, channel }: TrackedEvent, shop: string, parts: TrackParts): Promise<void> {
  const { client, own, now, consentState } = parts;
  if (consentState() !== 'granted') return;
  const { link, impressionAt = 0 } = own.read();
  if (kind === 'impression') {
    if (impressionAt > now() - VISIT_MS) return;
    own.update({ impressionAt: now() });
  }
  const body = { shop, kind, code: kind === 'share' ? (code ?? link?.code) : code, channel, bot: navigator.webdriver };
  await client.call('visit', { body }).catch(() => {});
}

function explain({ code, message }: BothwaysEvents['error']): void {
  // oxlint-disable-next-line eslint/no-console -- the site asked for it
  console.warn(`bothways: ${message} (${code})`);
}
