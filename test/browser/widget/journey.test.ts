import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { BothwaysError } from '../../../sdk/errors.ts';
import type { JoinReply } from '../../../sdk/contract/visitor.ts';
import type { Part } from '../../../widget/context.ts';
import { mountPopup } from '../../../widget/popup/index.ts';
import type { Device } from '../../../widget/popup/options.ts';
import { contextOf, DESKTOP, ME, OWN, servicesOf, settingsOf } from './fixtures.ts';
import { button, find, focused, heading, listenForTrouble, rootOf, type } from './tools.ts';
import { PATIENTLY } from '../patiently.ts';

const JOINED: JoinReply = { outcome: 'joined', ...OWN };
const withLink = { record: { link: OWN } };

let popup: Part | undefined;
let trouble: ReturnType<typeof listenForTrouble>;

function open(
  services: Parameters<typeof servicesOf>[0] = {},
  {
    view = 'auto',
    settings = {},
    device = {},
    ...change
  }: {
    readonly view?: Parameters<Part['open']>[0];
    readonly settings?: Parameters<typeof settingsOf>[0];
    readonly device?: Partial<Device>;
    readonly openFriend?: () => void;
  } = {},
) {
  popup = mountPopup(contextOf({ services: servicesOf(services), settings: settingsOf(settings), ...change }), {
    ...DESKTOP,
    ...device,
  });
  void popup.open(view);
  return rootOf('popup');
}

const shows = (root: ShadowRoot, title: string) => vi.waitFor(() => expect(heading(root)).toBe(title), PATIENTLY);

beforeEach(async () => {
  await page.viewport(1280, 800);
  trouble = listenForTrouble();
});

afterEach(() => {
  popup?.remove();
  vi.restoreAllMocks();
  trouble.stop();
  expect(trouble.heard).toEqual([]);
});

describe('joining', () => {
  it('goes from the offer over the e-mail to the link, by keyboard alone', async () => {
    const join = vi.fn<(input: unknown) => JoinReply>(() => JOINED);
    const root = open({ answers: { join } });
    await userEvent.keyboard('{Tab}{Enter}');
    await shows(root, 'Where can we reach you?');
    expect(focused()).toBe(find(root, '[name=email]'));
    await userEvent.keyboard('ada@example.com{Enter}');
    await shows(root, 'Your link is ready');
    expect(focused()).toBe(find(root, 'h2'));
    expect(find<HTMLTextAreaElement>(root, 'textarea').value).toBe('https://shop.example/?via=ADA7K2.c');
    expect(find(root, '.code').innerText).toBe('ADA7K2');
    expect(join).toHaveBeenCalledTimes(1);
  });

  it('asks for the name that friends may see, and never ticks the box itself', async () => {
    const join = vi.fn<(input: unknown) => JoinReply>(() => JOINED);
    const root = open({ answers: { join } });
    button(root, 'Get my link').click();
    await shows(root, 'Where can we reach you?');
    const box = find<HTMLInputElement>(root, '[name=showName]');
    expect(box.checked).toBe(false);
    await type(find(root, '[name=email]'), 'ada@example.com');
    await type(find(root, '[name=firstName]'), 'Ada');
    box.click();
    button(root, 'Get my link').click();
    await shows(root, 'Your link is ready');
    expect(join.mock.calls[0]?.[0]).toMatchObject({
      body: { email: 'ada@example.com', firstName: 'Ada', showName: true },
    });
  });

  it('says at the field what is wrong with an address, and keeps what was typed', async () => {
    const root = open();
    button(root, 'Get my link').click();
    await shows(root, 'Where can we reach you?');
    const field = find<HTMLInputElement>(root, '[name=email]');
    await type(field, 'ada@example');
    button(root, 'Get my link').click();
    await vi.waitFor(() => expect(field.ariaInvalid).toBe('true'), PATIENTLY);
    const words = root.getElementById(field.getAttribute('aria-describedby') ?? '');
    expect(words?.innerText).toContain('Check the email address.');
    expect(words?.role).toBe('alert');
    expect(field.value).toBe('ada@example');
  });

  it('keeps the form when the call fails, says why, and sends the same again', async () => {
    const answers = [new BothwaysError('network', ''), new BothwaysError('rate_limited', ''), undefined];
    const join = vi.fn<(input: unknown) => JoinReply>(() => {
      const error = answers.shift();
      if (error) throw error;
      return JOINED;
    });
    const root = open({ answers: { join } });
    button(root, 'Get my link').click();
    await shows(root, 'Where can we reach you?');
    const field = find<HTMLInputElement>(root, '[name=email]');
    await type(field, 'ada@example.com');
    button(root, 'Get my link').click();
    await vi.waitFor(() => expect(find(root, '[role=alert]').innerText).toContain('Nothing came through.'), PATIENTLY);
    button(root, 'Get my link').click();
    await vi.waitFor(() => expect(find(root, '[role=alert]').innerText).toContain('Too many tries.'), PATIENTLY);
    expect(find(root, '[name=email]')).toBe(field);
    expect(field.value).toBe('ada@example.com');
    button(root, 'Get my link').click();
    await shows(root, 'Your link is ready');
  });

  it('sends once, however often the button is pressed meanwhile', async () => {
    let answer: (reply: JoinReply) => void = () => undefined;
    const join = vi.fn<() => Promise<JoinReply>>(() => new Promise((resolve) => (answer = resolve)));
    const root = open({ answers: { join } });
    button(root, 'Get my link').click();
    await shows(root, 'Where can we reach you?');
    await type(find(root, '[name=email]'), 'ada@example.com');
    for (let press = 0; press < 3; press += 1) button(root, 'Get my link').click();
    await vi.waitFor(() => expect(button(root, 'Get my link').ariaBusy).toBe('true'), PATIENTLY);
    button(root, 'Get my link').click();
    answer(JOINED);
    await shows(root, 'Your link is ready');
    expect(join).toHaveBeenCalledTimes(1);
  });

  it('shows the owner’s own words', () => {
    const root = open({}, { settings: { texts: { headline: 'Tea for two: {give} each', join: 'I am in' } } });
    expect(heading(root)).toBe('Tea for two: $10 each');
    expect(button(root, 'I am in')).toBeTruthy();
  });

  it('leads a friend with a code to the banner', () => {
    const openFriend = vi.fn<() => void>();
    button(open({}, { openFriend }), 'I have a friend’s code').click();
    expect(openFriend).toHaveBeenCalledTimes(1);
  });
});

describe('sharing', () => {
  it('copies the link as shown, says so, and keeps the width of the button', async () => {
    const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
    const track = vi.fn<(event: unknown) => Promise<void>>().mockResolvedValue();
    const root = open({ ...withLink, track });
    const copy = button(root, 'Copy');
    const { width } = copy.getBoundingClientRect();
    copy.click();
    await vi.waitFor(() => expect(copy.innerText).toBe('Copied'), PATIENTLY);
    expect(copy.getBoundingClientRect().width).toBe(width);
    expect(write).toHaveBeenCalledWith('https://shop.example/?via=ADA7K2.c');
    expect(find(root, 'output').innerText).toBe('Copied');
    expect(track).toHaveBeenCalledWith({ kind: 'share', code: 'ADA7K2', channel: 'copy' });
    await vi.waitFor(() => expect(copy.innerText).toBe('Copy'), { timeout: 4_000 });
  });

  it('selects the link where the browser copies nothing, and says to copy it by hand', async () => {
    vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('', 'NotAllowedError'));
    vi.spyOn(document, 'execCommand').mockReturnValue(false);
    const root = open(withLink);
    button(root, 'Copy').click();
    await vi.waitFor(() => expect(root.textContent).toContain('Selected: copy it by hand.'), PATIENTLY);
    const field = find<HTMLTextAreaElement>(root, 'textarea');
    expect(focused()).toBe(field);
    expect(field.value.slice(field.selectionStart, field.selectionEnd)).toBe('https://shop.example/?via=ADA7K2.c');
  });

  it('selects the whole link on focus', async () => {
    const root = open(withLink);
    const field = find<HTMLTextAreaElement>(root, 'textarea');
    await userEvent.keyboard('{Tab}');
    expect(focused()).toBe(field);
    expect(field.selectionEnd - field.selectionStart).toBe(field.value.length);
  });

  it('shows a long link in full', async () => {
    await page.viewport(375, 812);
    const link = `https://a-rather-long-name-of-a-shop.example/tea?via=${OWN.code}`;
    const root = open({ record: { link: { ...OWN, link } } }, { device: { isPhone: true } });
    const field = find(root, 'textarea');
    expect(field.scrollHeight).toBeLessThanOrEqual(field.clientHeight);
  });

  it('offers three channels as real links, and the rest behind one button', async () => {
    const track = vi.fn<(event: unknown) => Promise<void>>().mockResolvedValue();
    const root = open({ ...withLink, track });
    const links = () => [...root.querySelectorAll<HTMLAnchorElement>('.shares a')];
    expect(links().map((link) => link.innerText.trim())).toEqual(['Email', 'WhatsApp', 'X']);
    expect(links().every((link) => link.target === '_blank' && link.relList.contains('noopener'))).toBe(true);
    expect(decodeURIComponent(links()[1]?.href ?? '')).toContain(
      'Here is $10 off at a shop I like: https://shop.example/?via=ADA7K2.w',
    );
    button(root, 'More').click();
    await vi.waitFor(() => expect(links()).toHaveLength(7), PATIENTLY);
    links()[1]?.addEventListener('click', (event) => event.preventDefault());
    links()[1]?.click();
    expect(track).toHaveBeenCalledWith({ kind: 'share', code: 'ADA7K2', channel: 'whatsapp' });
  });

  it('offers the native sheet first where there is one', async () => {
    const share = vi.fn<(data: ShareData) => Promise<void>>().mockResolvedValue();
    const root = open(withLink, { device: { share, isPhone: true } });
    button(root, 'Share').click();
    await vi.waitFor(() =>
      expect(share).toHaveBeenCalledWith({
        text: 'Here is $10 off at a shop I like:',
        url: 'https://shop.example/?via=ADA7K2.n',
      }),
    );
    expect(button(root, 'Share').matches('.main')).toBe(true);
    expect(button(root, 'Copy').matches('.main')).toBe(false);
  });
});

describe('rewards', () => {
  it('never open for a typed address: a link is mailed, and the words are the same for everybody', async () => {
    const signIn = vi.fn<(input: unknown) => object>(() => ({ done: true }));
    const me = vi.fn<() => Promise<null>>().mockResolvedValue(null);
    const root = open({ ...withLink, answers: { signIn }, me });
    button(root, 'Your rewards').click();
    await shows(root, 'Your rewards are private');
    await type(find(root, '[name=email]'), 'grace@example.com');
    button(root, 'Email me the link').click();
    await shows(root, 'Check your inbox.');
    expect(root.textContent).toContain('If grace@example.com has joined, a link is on its way.');
    expect(signIn.mock.calls[0]?.[0]).toMatchObject({
      body: { email: 'grace@example.com', returnUrl: 'https://shop.example/' },
    });
    expect(me).not.toHaveBeenCalled();
  });

  it('read as a story: who, what happened, what is coming and when, and why not', async () => {
    const root = open({ isSignedIn: () => true }, { view: 'mine' });
    await shows(root, '4 friends joined');
    const rows = [...root.querySelectorAll('li')].map((row) => row.innerText.replaceAll(/\s+/g, ' '));
    expect(rows).toEqual([
      'Grace $10 Bought, Nov 19 On Dec 3',
      'A friend $10 Bought, Oct 22 Ready to use',
      'Linus No order yet, Nov 20',
      'A friend Not counted, Nov 12 The order was under the $30 that the offer asks for.',
    ]);
    const balance = [...root.querySelectorAll<HTMLElement>('.stub')].map((stub) =>
      stub.innerText.replaceAll(/\s+/g, ' '),
    );
    expect(balance).toEqual(['On the way $10', 'Ready to use $20']);
    button(root, 'Share my link').click();
    await shows(root, 'Your link is ready');
  });

  it.each([
    [1, '1 friend joined'],
    [2, '2 friends joined'],
  ])('count %i as people do', async (joinedCount, words) => {
    const root = open({ isSignedIn: () => true, me: async () => ({ ...ME, joinedCount }) });
    await shows(root, words);
  });

  it('show nothing of what takes no time, then a skeleton of the same size', async () => {
    const root = open({ isSignedIn: () => true, me: () => new Promise(() => undefined) }, { view: 'mine' });
    const section = find(root, '[aria-busy=true]');
    expect(getComputedStyle(section).opacity).toBe('0');
    expect(focused()).toBe(find(root, 'h2'));
    await vi.waitFor(() => expect(getComputedStyle(section).opacity).toBe('1'), { timeout: 1_000 });
  });

  it('can be asked for again when nothing came', async () => {
    const replies = [new BothwaysError('timeout', ''), undefined];
    const me = async () => {
      const error = replies.shift();
      if (error) throw error;
      return ME;
    };
    const root = open({ isSignedIn: () => true, me }, { view: 'mine', device: { isOnline: () => false } });
    await shows(root, 'You are offline.');
    button(root, 'Try again').click();
    await shows(root, '4 friends joined');
  });
});

describe('a program that is not open', () => {
  it.each([
    ['paused', 'The offer is taking a break.'],
    ['over', 'The offer has ended.'],
    ['not_started', 'The offer has not started yet.'],
    ['exhausted', 'All rewards are taken for now.'],
  ] as const)('%s: says so, and leads those who joined to their rewards', async (state, words) => {
    const root = open({}, { settings: { state } });
    expect(heading(root)).toBe(words);
    button(root, 'Your rewards').click();
    await shows(root, 'Your rewards are private');
  });
});
