import Cookies from 'js-cookie';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createWith } from '../../../sdk/create.ts';
import { isBothwaysError } from '../../../sdk/errors.ts';
import { watchHistory } from '../../../sdk/old-navigation.ts';
import { goTo, shop, start, strike, tick, watchCookies } from './stage.ts';
import { PATIENTLY } from '../patiently.ts';

afterEach(() => {
  vi.restoreAllMocks();
  strike();
});

/** Every listener that is added with `addEventListener` and neither removed nor aborted. */
function watchListeners() {
  const alive = new Set<string>();
  const add = EventTarget.prototype.addEventListener;
  const remove = EventTarget.prototype.removeEventListener;
  vi.spyOn(EventTarget.prototype, 'addEventListener').mockImplementation(function (this: EventTarget, ...input) {
    const [type, , options] = input;
    const signal = typeof options === 'object' ? options.signal : undefined;
    const isOurs = this === document || this === window || this === window.navigation;
    if (isOurs) alive.add(type);
    if (isOurs) signal?.addEventListener('abort', () => alive.delete(type));
    return add.apply(this, input);
  });
  vi.spyOn(EventTarget.prototype, 'removeEventListener').mockImplementation(function (this: EventTarget, ...input) {
    alive.delete(input[0]);
    return remove.apply(this, input);
  });
  return alive;
}

describe('the page chunk', () => {
  // A frame among many is given an idle moment when the browser likes; that real pages get theirs is held by the e2e tests.
  beforeEach(() => {
    vi.stubGlobal('requestIdleCallback', (callback: () => void) => setTimeout(callback));
    vi.spyOn(document, 'readyState', 'get').mockReturnValue('complete');
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  it('is loaded at idle, once, however many calls need it', async () => {
    const { bothways, loads } = start({ widget: 'idle' });
    await vi.waitFor(() => expect(loads()).toBe(1), PATIENTLY);
    await Promise.all([bothways.open(), bothways.close(), bothways.track({ kind: 'share' })]);
    expect(loads()).toBe(1);
  });

  it('is not loaded by itself where the site asks for none', async () => {
    const { loads } = start();
    await tick(100);
    expect(loads()).toBe(0);
  });

  it('that is blocked rejects calls, is told by an event, and leaves the rest at work', async () => {
    goTo('?via=ADA7');
    const told: unknown[] = [];
    document.addEventListener('bothways:error', ({ detail }) => told.push(detail.message), { once: true });
    const fetch = async () => Response.json({});
    const bothways = createWith({ shop, api: 'https://refer.example', fetch }, () =>
      Promise.reject(new TypeError('Failed to fetch dynamically imported module')),
    );
    const error = await bothways.open().catch((cause: unknown) => cause);
    expect(isBothwaysError(error) && [error.code, error.message]).toEqual([
      'blocked',
      'TypeError: Failed to fetch dynamically imported module',
    ]);
    await vi.waitFor(() => expect(told).toEqual(['Failed to fetch dynamically imported module']), PATIENTLY);
    expect(bothways.referral()?.code).toBe('ADA7');
    bothways.destroy();
  });
});

describe('on()', () => {
  it('hears until its off-function is called', async () => {
    const { bothways } = start();
    const heard: string[] = [];
    const off = bothways.on('consent', (state) => heard.push(state));
    bothways.consent('denied');
    off();
    bothways.consent('granted');
    expect(heard).toEqual(['denied']);
  });

  it('of the page chunk tells also those who ask for ready when it is over', async () => {
    goTo('?via=ADA7');
    const { services } = start();
    const { on } = await services();
    const ready = await new Promise((resolve) => on('ready', resolve));
    expect(ready).toMatchObject({ referral: { code: 'ADA7' } });
  });

  it('keeps a listener that throws from the others', async () => {
    const { bothways } = start();
    const heard: string[] = [];
    // The page's own error goes where its errors go; here it is expected.
    const thrown = new Promise<ErrorEvent>((resolve) =>
      addEventListener('error', (event) => (event.preventDefault(), event.stopImmediatePropagation(), resolve(event)), {
        once: true,
        capture: true,
      }),
    );
    bothways.on('consent', () => {
      throw new Error('A fault of the page');
    });
    bothways.on('consent', (state) => heard.push(state));
    bothways.consent('denied');
    expect(heard).toEqual(['denied']);
    expect((await thrown).message).toContain('A fault of the page');
  });
});

describe('a navigation inside the page', () => {
  it('to an address with a code captures it', async () => {
    const { services, bothways, sent } = start();
    await services();
    const referred = new Promise((resolve) => bothways.on('referred', resolve));
    history.pushState(null, '', '?via=BEN2&page=3');
    expect(await referred).toMatchObject({ code: 'BEN2' });
    expect(location.search).toBe('?page=3');
    expect(sent.map(({ path }) => path)).toEqual(['/v1/visits']);
  });

  it('to an address without one costs nothing', async () => {
    const { services, sent } = start();
    await services();
    const cookies = watchCookies();
    history.pushState(null, '', '?page=3');
    await tick(20);
    cookies.stop();
    expect([cookies.reads, sent]).toEqual([0, []]);
  });

  it('in an older browser is seen by one wrapper, which is put back', () => {
    const ended = new AbortController();
    const original = history.pushState;
    let count = 0;
    watchHistory(() => count++, ended.signal);
    history.pushState(null, '', '?page=4');
    dispatchEvent(new PopStateEvent('popstate'));
    expect(count).toBe(2);
    ended.abort();
    expect(history.pushState).toBe(original);
    dispatchEvent(new PopStateEvent('popstate'));
    expect(count).toBe(2);
  });

  it('in an older browser leaves a wrapper of somebody else in its place', () => {
    const ended = new AbortController();
    const original = history.pushState;
    let count = 0;
    watchHistory(() => count++, ended.signal);
    const wrapped = history.pushState;
    const theirs: typeof original = (...entry) => wrapped.apply(history, entry);
    history.pushState = theirs;
    ended.abort();
    expect(history.pushState).toBe(theirs);
    history.pushState(null, '', '?page=5');
    expect([count, location.search]).toEqual([0, '?page=5']);
    history.pushState = original;
  });
});

describe('destroy()', () => {
  it('leaves no listener, and no node, behind', async () => {
    const nodes = document.querySelectorAll('*').length;
    const alive = watchListeners();
    const { bothways, services } = start({ widget: 'idle' });
    bothways.on('joined', () => {});
    await services();
    expect(alive).toContain('bothways:joined');
    bothways.destroy();
    expect([...alive]).toEqual([]);
    expect(document.querySelectorAll('*')).toHaveLength(nodes);
  });

  it('writes no cookie and no storage, and sends nothing, afterwards', async () => {
    goTo('?via=ADA7');
    const { bothways, services, sent } = start({ consent: 'required' });
    const { own, track } = await services();
    bothways.destroy();
    const cookies = watchCookies();
    bothways.consent('granted');
    own.update({ quietUntil: 1 });
    await track({ kind: 'impression' });
    history.pushState(null, '', '?via=BEN2');
    await tick(20);
    cookies.stop();
    expect([cookies.writes, localStorage.length, sent]).toEqual([[], 0, []]);
    expect(location.search).toBe('?via=BEN2');
  });

  it('before the page is idle loads nothing any more', async () => {
    const { bothways, loads } = start({ widget: 'idle' });
    bothways.destroy();
    await tick(100);
    await expect(bothways.open()).rejects.toMatchObject({ name: 'BothwaysError' });
    expect(loads()).toBe(0);
  });

  it('makes later calls reject', async () => {
    const { bothways, services } = start();
    await services();
    bothways.destroy();
    await expect(bothways.open()).rejects.toMatchObject({ code: 'destroyed' });
    await expect(bothways.convert({ orderId: '1', amountMinor: 1, currency: 'USD' })).rejects.toMatchObject({
      code: 'destroyed',
    });
  });

  it('keeps what was stored', () => {
    goTo('?via=ADA7');
    start().bothways.destroy();
    expect(Cookies.get('bothways')).toMatch(/^ADA7\./);
  });

  it('while prerendering settles ready and starts nothing', async () => {
    Object.defineProperty(document, 'prerendering', { configurable: true, value: true });
    goTo('?via=ADA7');
    const { bothways, sent } = start();
    bothways.destroy();
    Reflect.deleteProperty(document, 'prerendering');
    document.dispatchEvent(new Event('prerenderingchange'));
    await bothways.ready;
    expect([document.cookie, sent]).toEqual(['', []]);
  });
});
