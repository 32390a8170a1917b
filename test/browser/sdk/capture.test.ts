import Cookies from 'js-cookie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DAY_MS, formatTouch, parseTouch } from '../../../sdk/contract/attribution.ts';
import { goTo, shop, start, strike, tick, watchCookies } from './stage.ts';

const held = () => parseTouch(Cookies.get('bothways'));

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  strike();
});

describe('a landing with a code', () => {
  it('stores the touch and only then takes the code out of the address', async () => {
    goTo('?via=ada7.w');
    const cookieAtCleaning: (string | undefined)[] = [];
    const replaceState = history.replaceState.bind(history);
    vi.spyOn(history, 'replaceState').mockImplementation((...entry) => {
      cookieAtCleaning.push(Cookies.get('bothways'));
      replaceState(...entry);
    });
    const { bothways } = start();
    expect(cookieAtCleaning).toHaveLength(1);
    expect(parseTouch(cookieAtCleaning[0])).toMatchObject({ code: 'ADA7', channel: 'w' });
    expect(location.search).toBe('');
    expect(bothways.referral()).toMatchObject({ code: 'ADA7', channel: 'w' });
    await expect(bothways.ready).resolves.toMatchObject({ referral: { code: 'ADA7' } });
  });

  it('leaves history state, hash and every other parameter as they were, byte for byte', () => {
    const state = { key: 'router', scroll: [0, 120] };
    const entries = history.length;
    goTo('?a=b%20c+d&flag&via=ADA7&next=https://x.example/?y&via=BEN2&e=#part?via=3', state);
    start();
    expect(location.search + location.hash).toBe('?a=b%20c+d&flag&next=https://x.example/?y&e=#part?via=3');
    expect(history.state).toEqual(state);
    expect(history.length).toBe(entries);
    expect(held()?.code).toBe('ADA7');
  });

  it('is reported once, with nothing that costs a preflight or tells who it is', () => {
    goTo('?via=ada7.w&email=eve@example.com');
    const { sent } = start();
    expect(sent).toHaveLength(1);
    expect(sent[0]!.path).toBe('/v1/visits');
    expect(sent[0]!.body).toEqual({ shop, kind: 'visit', code: 'ADA7', channel: 'w', bot: navigator.webdriver });
    expect(sent[0]!.init).toMatchObject({ method: 'POST', keepalive: true, credentials: 'omit' });
    expect(typeof sent[0]!.init.body).toBe('string');
    expect(sent[0]!.init.headers).toBeUndefined();
  });

  it.each(['https://refer.example', 'https://refer.example/', undefined])('calls the API at %s', async (address) => {
    goTo('?via=ADA7');
    const urls: string[] = [];
    const fetch = async (url: unknown) => {
      urls.push(String(url));
      return Response.json({});
    };
    const { bothways, services } = start({ api: address, fetch });
    await (await services()).client.call('offer', { query: { shop, code: 'ADA7' } });
    const origin = address?.replace(/\/$/, '') ?? location.origin;
    expect(urls).toEqual([`${origin}/v1/visits`, `${origin}/v1/offers?shop=${shop}&code=ADA7`]);
    bothways.destroy();
  });

  it('reads the parameters it is told, in their order', () => {
    goTo('?ref=BEN2&friend=ADA7&via=EVE9');
    start({ param: 'friend,ref' });
    expect(held()?.code).toBe('ADA7');
    expect(location.search).toBe('?via=EVE9');
  });

  it('fails in silence where nothing gets through', async () => {
    goTo('?via=ADA7');
    const { bothways } = start({}, () => Promise.reject(new TypeError('Failed to fetch')));
    await tick();
    expect(bothways.referral()?.code).toBe('ADA7');
  });

  it('keeps the code in the address and in memory where the browser takes no cookie', () => {
    goTo('?via=ADA7');
    Object.defineProperty(document, 'cookie', { configurable: true, get: () => '', set: () => {} });
    const { bothways, sent } = start();
    expect(location.search).toBe('?via=ADA7');
    expect(bothways.referral()?.code).toBe('ADA7');
    expect(sent).toEqual([]);
    Reflect.deleteProperty(document, 'cookie');
  });

  it('keeps the first or the last of two, as the program says', () => {
    goTo('?via=ADA7');
    start().bothways.destroy();
    goTo('?via=BEN2');
    start({ model: 'first' }).bothways.destroy();
    expect(held()?.code).toBe('ADA7');
    goTo('?via=BEN2');
    start({ model: 'last' });
    expect(held()?.code).toBe('BEN2');
    expect(location.search).toBe('');
  });

  it('takes the cookie as far as its window goes', () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 2_000_000_000_000 });
    goTo('?via=ADA7');
    const cookies = watchCookies();
    start({ windowDays: 7 });
    cookies.stop();
    const expires = /expires=([^;]+)/.exec(cookies.writes.at(-1) ?? '')?.[1] ?? '';
    expect(Date.parse(expires)).toBe(2_000_000_000_000 + 7 * DAY_MS);
    expect(cookies.writes.at(-1)).toMatch(/; sameSite=lax$/);
  });
});

describe('a page view without a code', () => {
  it('costs one cookie read, no write, no request and no change of the address', async () => {
    goTo('?page=2#part');
    const cookies = watchCookies();
    const replaceState = vi.spyOn(history, 'replaceState');
    const { bothways, sent, loads } = start();
    await bothways.ready;
    cookies.stop();
    expect(cookies.reads).toBe(1);
    expect(cookies.writes).toEqual([]);
    expect(sent).toEqual([]);
    expect(loads()).toBe(0);
    expect(replaceState).not.toHaveBeenCalled();
  });

  it('writes a held touch anew, because some browsers forget it 7 days after it was written', () => {
    const seenAt = Date.now() - 5 * DAY_MS;
    Cookies.set('bothways', formatTouch({ code: 'ADA7', seenAt }));
    const cookies = watchCookies();
    const { sent } = start();
    cookies.stop();
    expect(cookies.writes.at(-1)).toContain(formatTouch({ code: 'ADA7', seenAt }));
    expect(sent).toEqual([]);
  });

  it.each(['', 'null', '%E0%A4%A', 'ADA7', '..', '<script>', 'A'.repeat(4_000)])(
    'takes the cookie %j for none',
    (value) => {
      document.cookie = `bothways=${value}`;
      const { bothways } = start();
      expect(bothways.referral()).toBeNull();
    },
  );

  it('forgets a touch whose window is over', () => {
    Cookies.set('bothways', formatTouch({ code: 'ADA7', seenAt: Date.now() - 31 * DAY_MS }));
    expect(start().bothways.referral()).toBeNull();
  });

  it('tells what another tab has stored since', () => {
    const { bothways } = start();
    expect(bothways.referral()).toBeNull();
    Cookies.set('bothways', formatTouch({ code: 'BEN2', seenAt: Date.now() }));
    expect(bothways.referral()?.code).toBe('BEN2');
  });
});

describe('consent', () => {
  it('that is required stores and reports nothing, and leaves the code in the address', async () => {
    goTo('?via=ADA7');
    const cookies = watchCookies();
    const { bothways, sent } = start({ consent: 'required' });
    await bothways.ready;
    cookies.stop();
    expect([cookies.reads, cookies.writes, sent]).toEqual([0, [], []]);
    expect(location.search).toBe('?via=ADA7');
    expect(bothways.referral()?.code).toBe('ADA7');
    expect(localStorage).toHaveLength(0);
  });

  it('that comes stores and reports what was waiting, once', () => {
    goTo('?via=ADA7');
    const { bothways, sent } = start({ consent: 'required' });
    bothways.consent('granted');
    bothways.consent('granted');
    expect(held()?.code).toBe('ADA7');
    expect(location.search).toBe('');
    expect(sent).toHaveLength(1);
  });

  it('that is refused deletes what was stored and cleans the address', async () => {
    goTo('?via=ADA7');
    start().bothways.destroy();
    goTo('?via=BEN2&page=2');
    const { bothways, sent, services } = start({ consent: 'required' });
    localStorage.setItem('bothways_own', '{}');
    await services();
    bothways.consent('denied');
    expect(document.cookie).toBe('');
    expect(localStorage).toHaveLength(0);
    expect(location.search).toBe('?page=2');
    expect(sent).toEqual([]);
  });

  it('is not taken for granted by a word that is none', () => {
    goTo('?via=ADA7');
    start({ consent: 'require' as 'required' });
    expect(document.cookie).toBe('');
  });

  it.each([
    [undefined, ''],
    ['granted', 'ADA7'],
  ] as const)('under Global Privacy Control, where the site says %s', (consent, stored) => {
    Object.defineProperty(navigator, 'globalPrivacyControl', { configurable: true, value: true });
    goTo('?via=ADA7');
    const { bothways, sent } = start({ consent });
    Reflect.deleteProperty(navigator, 'globalPrivacyControl');
    expect(held()?.code ?? '').toBe(stored);
    expect(sent).toHaveLength(stored === '' ? 0 : 1);
    // A link that the visitor has just followed counts all the same, for this page view.
    expect(bothways.referral()?.code).toBe('ADA7');
  });

  it('is told to the document', async () => {
    const heard: unknown[] = [];
    document.addEventListener('bothways:consent', ({ detail }) => heard.push(detail), { once: true });
    start({ consent: 'required' }).bothways.consent('granted');
    expect(heard).toEqual(['granted']);
  });
});

describe('a page that is prerendered', () => {
  const prerender = (value: boolean) => Object.defineProperty(document, 'prerendering', { configurable: true, value });
  afterEach(() => void Reflect.deleteProperty(document, 'prerendering'));

  it('stores, reports and loads nothing before somebody looks at it, and then once', async () => {
    prerender(true);
    goTo('?via=ADA7');
    const { bothways, sent, loads } = start({ widget: 'idle' });
    let isReady = false;
    void bothways.ready.then(() => (isReady = true));
    await tick(50);
    expect([document.cookie, sent, loads(), isReady, location.search]).toEqual(['', [], 0, false, '?via=ADA7']);
    prerender(false);
    document.dispatchEvent(new Event('prerenderingchange'));
    await bothways.ready;
    expect(held()?.code).toBe('ADA7');
    expect(sent).toHaveLength(1);
  });

  it('makes calls wait until then', async () => {
    prerender(true);
    const { bothways, loads } = start();
    const opened = bothways.open();
    await tick(20);
    expect(loads()).toBe(0);
    prerender(false);
    document.dispatchEvent(new Event('prerenderingchange'));
    await opened;
    expect(loads()).toBe(1);
  });
});
