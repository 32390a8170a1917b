import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { PageSettings } from '../../../sdk/contract/visitor.ts';
import type { BothwaysEvents, EventName, FirstLoad, OwnRecord, PageCalls } from '../../../sdk/guest.ts';
import { startPage } from '../../../widget/page.ts';
import { NOW, OWN, settingsOf } from './fixtures.ts';
import { button, find, heading, listenForTrouble, rootOf, settle } from './tools.ts';
import { PATIENTLY } from '../patiently.ts';

const OFFER = { outcome: 'open', advocateName: 'Grace', give: '$10', minimumOrder: null, claimDays: 14 };

let ended: AbortController;
let calls: PageCalls;
let asked: string[];
let trouble: ReturnType<typeof listenForTrouble>;

interface Start {
  readonly settings?: Partial<PageSettings>;
  readonly record?: OwnRecord;
  readonly answers?: Readonly<Record<string, () => object>>;
  readonly guest?: Partial<FirstLoad>;
}

/** Starts the page chunk as the first load does, the network answered by hand. */
function start({ settings, record, answers = {}, guest }: Start = {}): void {
  if (record) localStorage.setItem('bothways_own', JSON.stringify(record));
  const replies: Readonly<Record<string, () => object>> = {
    settings: () => settingsOf(settings),
    offers: () => OFFER,
    visits: () => ({}),
    ...answers,
  };
  const answer = async (input: RequestInfo | URL, init?: RequestInit) => {
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const name = pathname.split('/').at(-1) ?? '';
    asked.push(`${init?.method ?? 'GET'} ${name}${name === 'settings' ? search : ''}`);
    return Response.json(replies[name]?.() ?? {});
  };
  const firstLoad = {
    shop: 'pk_test_0123456789abcdef',
    api: 'https://api.example',
    param: 'via',
    signal: ended.signal,
    fetch: answer,
    now: () => Date.now(),
    referral: () => null,
    consentState: () => 'granted',
    capture: () => null,
    emit: <N extends EventName>(name: N, detail: BothwaysEvents[N]) =>
      document.dispatchEvent(new CustomEvent(`bothways:${name}`, { detail })),
    ...guest,
  };
  calls = startPage(firstLoad as unknown as FirstLoad);
}

const host = (part: string) => document.querySelector(`[data-bothways=${part}]`);
const shows = (part: 'popup' | 'banner' | 'launcher') =>
  vi.waitFor(() => expect(host(part)).not.toBeNull(), { timeout: 4_000 });
const launcher = async () => {
  await shows('launcher');
  return find(rootOf('launcher'), 'button');
};
const followed = { referral: () => ({ code: 'ADA7K2', seenAt: NOW }) };

beforeEach(async () => {
  await page.viewport(1280, 800);
  ended = new AbortController();
  asked = [];
  localStorage.clear();
  trouble = listenForTrouble();
  document.body.innerHTML = '<input id="search"><p style="height:4000px">Tea</p>';
  scrollTo(0, 0);
});

afterEach(async () => {
  ended.abort();
  await settle();
  expect(host('popup') ?? host('banner') ?? host('launcher')).toBeNull();
  document.body.innerHTML = '';
  document.documentElement.lang = '';
  localStorage.clear();
  trouble.stop();
  expect(trouble.heard).toEqual([]);
});

describe('a page', () => {
  it('asks for the settings once, in the language of the page, and for nothing else', async () => {
    document.documentElement.lang = 'fr-CA';
    start();
    expect((await launcher()).innerText).toBe('Offrez $10, recevez $10');
    await settle();
    expect(asked).toEqual(['GET settings?shop=pk_test_0123456789abcdef&locale=fr-CA']);
  });

  it('opens the popup by its launcher, and reports one impression a visit', async () => {
    start();
    (await launcher()).click();
    await shows('popup');
    await vi.waitFor(() => expect(asked).toContain('POST visits'), PATIENTLY);
    await calls.close();
    (await launcher()).click();
    await vi.waitFor(() => expect(find<HTMLDialogElement>(rootOf('popup'), 'dialog').open).toBe(true), PATIENTLY);
    await settle();
    expect(asked.filter((call) => call === 'POST visits')).toHaveLength(1);
  });

  it('fetches the popup when the pointer or the keyboard comes near, and shows nothing yet', async () => {
    start();
    const { y, x } = (await launcher()).getBoundingClientRect();
    expect([x, y].every((place) => place > 0)).toBe(true);
    await userEvent.hover(await launcher());
    await settle();
    expect(host('popup')).toBeNull();
  });

  it('has no launcher where the owner wants none, and opens all the same', async () => {
    start({ settings: { widget: { ...settingsOf().widget, launcher: 'none' } } });
    await calls.open();
    expect(host('launcher')).toBeNull();
    expect(heading(rootOf('popup'))).toBe('Give $10, get $10');
  });

  it('does nothing by itself where the site says so', async () => {
    start({ guest: { widget: 'off' } });
    await settle();
    expect(asked).toEqual([]);
    await calls.open();
    expect(heading(rootOf('popup'))).toBe('Give $10, get $10');
    expect(host('launcher')).toBeNull();
  });

  it('stays as it is where the API cannot be reached, says so to who asks, and tries again', async () => {
    let isDown = true;
    const settings = () => {
      if (isDown) throw new TypeError('Failed to fetch');
      return settingsOf();
    };
    start({ answers: { settings } });
    await settle();
    expect(document.querySelector('[data-bothways]')).toBeNull();
    await expect(calls.open()).rejects.toMatchObject({ code: 'network' });
    isDown = false;
    await calls.open();
    expect(heading(rootOf('popup'))).toBe('Give $10, get $10');
  });

  it('shows no launcher for a program that is not open, but to those who joined', async () => {
    start({ settings: { state: 'paused' } });
    await settle();
    expect(host('launcher')).toBeNull();
    ended.abort();
    ended = new AbortController();
    start({ settings: { state: 'paused' }, record: { link: OWN } });
    (await launcher()).click();
    await shows('popup');
    expect(heading(rootOf('popup'))).toBe('Your link is ready');
  });

  it('is left without a trace when the instance is destroyed, whatever is open', async () => {
    const before = document.documentElement.outerHTML;
    start();
    (await launcher()).click();
    await shows('popup');
    ended.abort();
    await settle();
    expect(document.documentElement.outerHTML).toBe(before);
  });

  it('shows nothing any more when it is destroyed before the settings came', async () => {
    start();
    ended.abort();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(document.querySelector('[data-bothways]')).toBeNull();
  });
});

describe('the popup by itself', () => {
  const triggers = (change: Partial<PageSettings['widget']['triggers']>) => {
    const { widget } = settingsOf();
    return { widget: { ...widget, triggers: { ...widget.triggers, ...change } } };
  };
  const isQuiet = async () => {
    await new Promise((resolve) => setTimeout(resolve, 150));
    return host('popup') === null;
  };

  it('opens after some seconds, and then is quiet for the owner’s days', async () => {
    start({ settings: triggers({ afterSeconds: 0, quietDays: 30 }) });
    await shows('popup');
    const record: OwnRecord = JSON.parse(localStorage.getItem('bothways_own') ?? '{}');
    expect(record.quietUntil).toBeGreaterThan(Date.now() + 29 * 86_400_000);
    ended.abort();
    ended = new AbortController();
    start({ settings: triggers({ afterSeconds: 0 }) });
    await launcher();
    expect(await isQuiet()).toBe(true);
  });

  it('opens so far down the page', async () => {
    start({ settings: triggers({ scrollPercent: 50 }) });
    await launcher();
    scrollTo(0, 400);
    expect(await isQuiet()).toBe(true);
    scrollTo(0, 2_000);
    await shows('popup');
  });

  it('opens when the mouse leaves by the top, and not by a side', async () => {
    start({ settings: triggers({ exitIntent: true }) });
    await launcher();
    const leave = (clientY: number) =>
      document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY }));
    leave(300);
    expect(await isQuiet()).toBe(true);
    leave(-1);
    await shows('popup');
  });

  it.each<[string, Start, () => void]>([
    ['a friend', { guest: followed, settings: { widget: { ...settingsOf().widget, banner: false } } }, () => undefined],
    ['an advocate', { record: { link: OWN } }, () => undefined],
    ['whoever gave no consent yet', { guest: { consentState: () => 'required' } }, () => undefined],
    ['whoever is typing', {}, () => document.querySelector<HTMLElement>('#search')?.focus()],
    ['whoever looks at a dialog', {}, () => document.body.appendChild(document.createElement('dialog')).showModal()],
  ])('never disturbs %s', async (_, how, prepare) => {
    prepare();
    const { widget } = triggers({ afterSeconds: 0 });
    start({
      ...how,
      settings: { ...how.settings, widget: { ...widget, ...(how.settings?.widget && { banner: false }) } },
    });
    await launcher();
    expect(await isQuiet()).toBe(true);
  });

  it('never takes the place of what the visitor has opened', async () => {
    start({ settings: triggers({ scrollPercent: 50 }) });
    (await launcher()).click();
    await shows('popup');
    button(rootOf('popup'), 'Get my link').click();
    await vi.waitFor(() => expect(heading(rootOf('popup'))).toBe('Where can we reach you?'), PATIENTLY);
    scrollTo(0, 3_000);
    await settle();
    await settle();
    expect(heading(rootOf('popup'))).toBe('Where can we reach you?');
  });
});

describe('a friend', () => {
  it('is met by the banner, the launcher stepping aside', async () => {
    start({ guest: followed });
    await shows('banner');
    expect(find(rootOf('banner'), 'strong').innerText).toBe('Grace gives you $10');
    expect(host('launcher')).toBeNull();
    button(rootOf('banner'), 'Close').click();
    await shows('launcher');
    expect(host('banner')).toBeNull();
  });

  it('is not met again for a code put away, but finds it where it was asked for', async () => {
    start({ guest: followed, record: { dismissed: { code: 'ADA7K2', at: NOW } } });
    await launcher();
    await settle();
    expect(host('banner')).toBeNull();
    await calls.open('friend');
    expect(find(rootOf('banner'), 'strong').innerText).toBe('Grace gives you $10');
  });

  it('comes from the popup’s offer to the banner, for a code typed by hand', async () => {
    start();
    await calls.open('offer');
    button(rootOf('popup'), 'I have a friend’s code').click();
    await shows('banner');
    expect(find<HTMLDialogElement>(rootOf('popup'), 'dialog').open).toBe(false);
    expect(find(rootOf('banner'), 'strong').innerText).toBe('Your friend’s code');
  });

  it('is met on a later navigation inside the page', async () => {
    let code: string | null = null;
    start({ guest: { referral: () => (code === null ? null : { code, seenAt: NOW }) } });
    await launcher();
    expect(host('banner')).toBeNull();
    code = 'ADA7K2';
    document.dispatchEvent(new CustomEvent('bothways:referred', { detail: { code, seenAt: NOW } }));
    await shows('banner');
  });

  it('who comes by a magic link sees the rewards alone', async () => {
    history.replaceState(null, '', `${location.pathname}?bothways_token=mgc_0123456789`);
    start({
      guest: followed,
      answers: {
        sessions: () => ({ session: 'ses_1', expiresAt: Date.now() + 60_000 }),
        me: () => ({ verified: true, links: [OWN], joinedCount: 0, orderedCount: 0, balance: [], friends: [] }),
      },
    });
    await shows('popup');
    await vi.waitFor(() => expect(heading(rootOf('popup'))).toBe('Your rewards'), PATIENTLY);
    expect(location.search).not.toContain('bothways_token');
    expect(host('banner')).toBeNull();
  });
});
