import Cookies from 'js-cookie';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatTouch } from '../../../sdk/contract/attribution.ts';
import { goTo, shop, start, strike } from './stage.ts';
import { PATIENTLY } from '../patiently.ts';

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  strike();
});

const touch = formatTouch({ code: 'ADA7', seenAt: Date.now(), channel: 'w' });
const order = { orderId: '1001', amount: '49.90', currency: 'USD' };
const orderReply = () => Response.json({ outcome: 'recorded' });
const stored = () => JSON.parse(localStorage.getItem('bothways_own') ?? '{}') as Record<string, unknown>;

describe('convert()', () => {
  it('reports an order with the touch, once in this browser', async () => {
    Cookies.set('bothways', touch);
    const { bothways, sent } = start({}, orderReply);
    await expect(bothways.convert(order)).resolves.toBe('recorded');
    await expect(bothways.convert(order)).resolves.toBe('known');
    bothways.destroy();
    await expect(start({}, orderReply).bothways.convert(order)).resolves.toBe('known');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({
      path: '/v1/page-orders',
      body: { shop, orderId: '1001', amountMinor: 4_990, currency: 'USD', touch },
    });
  });

  it('sends nothing of an order that nobody referred', async () => {
    const { bothways, sent } = start({}, orderReply);
    await expect(bothways.convert(order)).resolves.toBe('unattributed');
    expect(sent).toEqual([]);
  });

  it('sends the code claimed here, until it expires', async () => {
    const { bothways, services, sent } = start({}, orderReply);
    const { own } = await services();
    const claim = { code: 'FRIEND1', give: '$10', minimumOrder: null };
    own.update({ claim: { ...claim, expiresAt: Date.now() - 1 } });
    await expect(bothways.convert(order)).resolves.toBe('unattributed');
    own.update({ claim: { ...claim, expiresAt: Date.now() + 1_000 } });
    await bothways.convert(order);
    expect(sent.map(({ body }) => body)).toEqual([
      { shop, orderId: '1001', amountMinor: 4_990, currency: 'USD', code: 'FRIEND1' },
    ]);
  });

  it('takes whole minor units as they are, also as text of a tag', async () => {
    Cookies.set('bothways', touch);
    const { bothways, sent } = start({}, orderReply);
    await bothways.convert({ orderId: 'a', amountMinor: 4_990, currency: 'usd' });
    await bothways.convert({ orderId: 'b', amountMinor: '4990' as unknown as number, currency: 'USD' });
    expect(sent.map(({ body }) => body)).toMatchObject([
      { amountMinor: 4_990, currency: 'USD' },
      { amountMinor: 4_990, currency: 'USD' },
    ]);
  });

  it.each([
    ['an amount that may be two', { ...order, amount: '1,234' }, 'amount'],
    ['no amount', { orderId: '1', currency: 'USD' }, 'amount'],
    ['a fraction of a cent', { orderId: '1', currency: 'USD', amountMinor: 49.9 }, 'amountMinor'],
    ['a negative amount', { orderId: '1', currency: 'USD', amountMinor: -1 }, 'amountMinor'],
    ['no order number', { ...order, orderId: ' ' }, 'orderId'],
    ['a currency that is a sign', { ...order, currency: '$' }, 'currency'],
  ])('refuses %s, says which field, and sends nothing', async (_, given, field) => {
    Cookies.set('bothways', touch);
    const { bothways, sent } = start({}, orderReply);
    const told = new Promise((resolve) => bothways.on('error', resolve));
    const error = await bothways.convert(given).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ name: 'BothwaysError', code: 'bad_input', details: { field } });
    expect(await told).toBe(error);
    expect(sent).toEqual([]);
  });

  it('tells a failure and reports the order at the next try', async () => {
    Cookies.set('bothways', touch);
    let isDown = true;
    const { bothways } = start({}, () => (isDown ? Promise.reject(new TypeError('down')) : orderReply()));
    await expect(bothways.convert(order)).rejects.toMatchObject({ code: 'network' });
    isDown = false;
    await expect(bothways.convert(order)).resolves.toBe('recorded');
  });

  it('says in the console what was refused, only where the site asks', async () => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    await start()
      .bothways.convert({ ...order, amount: 'x' })
      .catch(() => {});
    expect(warned).not.toHaveBeenCalled();
    strike();
    await start({ debug: true })
      .bothways.convert({ ...order, amount: 'x' })
      .catch(() => {});
    await vi.waitFor(() => expect(warned).toHaveBeenCalledOnce(), PATIENTLY);
    expect(warned.mock.calls[0]![0]).toMatch(/^bothways: Cannot tell for certain how much "x" USD is/);
  });
});

describe('a magic link', () => {
  const session = { session: 'ses-1', expiresAt: Date.now() + 60_000 };
  const me = { verified: true, links: [], joinedCount: 2, orderedCount: 1, balance: [], friends: [] };
  const answer = (path: string) => Response.json(path === '/v1/sessions' ? session : me, { status: 200 });

  it('opens a session when it is first needed; its token leaves the address before', async () => {
    goTo('?bothways_token=tok-1&page=2');
    const { services, sent } = start({}, answer);
    const { me: readMe, guest, isSignedIn } = await services();
    expect(location.search).toBe('?page=2');
    expect([guest.token, isSignedIn(), sent.length]).toEqual(['tok-1', true, 0]);
    await expect(Promise.all([readMe('en'), readMe('en')])).resolves.toEqual([me, me]);
    expect(sent.map(({ path }) => path)).toEqual([
      '/v1/sessions',
      `/v1/me?shop=${shop}&locale=en`,
      `/v1/me?shop=${shop}&locale=en`,
    ]);
    expect(sent[0]!.body).toEqual({ shop, token: 'tok-1' });
    expect(sent[1]!.init.headers).toEqual({ authorization: 'Bearer ses-1' });
    expect(stored()).toEqual({ session });
    expect(guest.token).toBeUndefined();
  });

  it('that is used or old means that nobody is signed in', async () => {
    goTo('?bothways_token=tok-1');
    const problem = { code: 'unauthorized', detail: 'Used.' };
    const { services } = start({}, () => Response.json(problem, { status: 401 }));
    const { me: readMe, isSignedIn } = await services();
    await expect(readMe()).resolves.toBeNull();
    expect(isSignedIn()).toBe(false);
  });

  it('is kept for another try where the network failed', async () => {
    goTo('?bothways_token=tok-1');
    let isDown = true;
    const { services } = start({}, (path) => (isDown ? Promise.reject(new TypeError('down')) : answer(path)));
    const { me: readMe } = await services();
    await expect(readMe()).rejects.toMatchObject({ code: 'network' });
    isDown = false;
    await expect(readMe()).resolves.toEqual(me);
  });

  it('leaves a session that ends when the API no longer takes it', async () => {
    goTo('?bothways_token=tok-1');
    let isOver = false;
    const over = () => Response.json({ code: 'unauthorized', detail: 'Over.' }, { status: 401 });
    const { services } = start({}, (path) => (isOver ? over() : answer(path)));
    const { me: readMe, isSignedIn } = await services();
    await readMe();
    isOver = true;
    await expect(readMe()).resolves.toBeNull();
    expect([isSignedIn(), stored()]).toEqual([false, {}]);
  });
});

describe("the shop's own sign-in", () => {
  const session = () => ({ session: 'ses-2', expiresAt: Date.now() + 60_000 });
  const answer = (path: string) => Response.json(path === '/v1/sessions' ? session() : { verified: true });

  it('is exchanged when first needed, and its session kept in memory alone', async () => {
    const { bothways, services, sent } = start({ identity: 'jwt-1' }, answer);
    const { me, isSignedIn } = await services();
    expect([isSignedIn(), sent]).toEqual([true, []]);
    await me();
    expect(sent[0]!.body).toEqual({ shop, identity: 'jwt-1' });
    expect(localStorage).toHaveLength(0);
    await bothways.identify(null);
    expect(isSignedIn()).toBe(false);
    await expect(me()).resolves.toBeNull();
  });

  it('that comes later counts from then on', async () => {
    const { bothways, services, sent } = start({ identity: 'jwt-1' }, answer);
    const { me, guest } = await services();
    await me();
    await bothways.identify('jwt-2');
    expect(guest.identity).toBe('jwt-2');
    await me();
    expect(sent.filter(({ path }) => path.startsWith('/v1/sessions')).map(({ body }) => body)).toEqual([
      { shop, identity: 'jwt-1' },
      { shop, identity: 'jwt-2' },
    ]);
  });
});

describe("the visitor's own things", () => {
  const link = { code: 'ADA7', link: 'https://shop.example/r/ADA7' };

  it('are kept in one place, and merged with what another tab has written', async () => {
    const { services } = start();
    const { own } = await services();
    own.update({ link });
    localStorage.setItem('bothways_own', JSON.stringify({ ...stored(), quietUntil: 5 }));
    own.update({ impressionAt: 7 });
    expect(own.read()).toEqual({ link, quietUntil: 5, impressionAt: 7 });
    own.update({ link: undefined });
    expect(stored()).toEqual({ quietUntil: 5, impressionAt: 7 });
  });

  it('stay in memory before consent, are stored with it, and deleted where it is refused', async () => {
    const { bothways, services } = start({ consent: 'required' });
    const { own } = await services();
    own.update({ link });
    expect([own.read(), localStorage.length]).toEqual([{ link }, 0]);
    bothways.consent('granted');
    expect(stored()).toEqual({ link });
    bothways.consent('denied');
    expect(localStorage).toHaveLength(0);
  });

  it.each(['', 'null', '5', '"text"', '[1]', '{broken'])('are none where storage holds %j', async (text) => {
    localStorage.setItem('bothways_own', text);
    const { services } = start();
    const { own } = await services();
    own.update({ link });
    expect(own.read().link).toEqual(link);
  });

  it('stay in memory where storage is full', async () => {
    const { services } = start();
    const { own } = await services();
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    own.update({ link });
    expect(own.read()).toEqual({ link });
  });
});

describe('track()', () => {
  it('counts one impression a visit', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 2_000_000_000_000 });
    const { bothways, sent } = start();
    await bothways.track({ kind: 'impression' });
    await bothways.track({ kind: 'impression' });
    vi.setSystemTime(2_000_000_000_000 + 31 * 60_000);
    await bothways.track({ kind: 'impression' });
    expect(sent).toHaveLength(2);
    expect(sent[0]!.body).toMatchObject({ shop, kind: 'impression' });
  });

  it("counts a share of the visitor's own link by its channel", async () => {
    const { bothways, services, sent } = start();
    (await services()).own.update({ link: { code: 'ADA7', link: 'https://x' } });
    await bothways.track({ kind: 'share', channel: 'whatsapp' });
    expect(sent[0]!.body).toMatchObject({ kind: 'share', code: 'ADA7', channel: 'whatsapp' });
  });

  it('says nothing without consent, and fails in silence', async () => {
    const { bothways, sent } = start({ consent: 'required' });
    await bothways.track({ kind: 'share' });
    expect(sent).toEqual([]);
    strike();
    const broken = start({}, () => Promise.reject(new TypeError('down')));
    await expect(broken.bothways.track({ kind: 'share' })).resolves.toBeUndefined();
  });
});

describe('link()', () => {
  it('writes the touch, with its time, into an address of the shop', async () => {
    Cookies.set('bothways', touch);
    const { bothways } = start({ param: 'ref,via' });
    await expect(bothways.link('https://checkout.example/cart?a=1#pay')).resolves.toBe(
      `https://checkout.example/cart?a=1&ref=${touch}#pay`,
    );
  });

  it('leaves an address as it is without a touch, or where it is none', async () => {
    const { bothways } = start();
    await expect(bothways.link('/cart')).resolves.toBe('/cart');
    Cookies.set('bothways', touch);
    await expect(bothways.link('https://[')).resolves.toBe('https://[');
  });
});
