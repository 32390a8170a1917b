import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import type { Part, WidgetContext } from '../../../widget/context.ts';
import { mountPopup } from '../../../widget/popup/index.ts';
import type { Device } from '../../../widget/popup/options.ts';
import { contextOf, DESKTOP, ME, OWN, servicesOf, settingsOf } from './fixtures.ts';
import { button, emulate, find, focused, heading, listenForTrouble, rootOf, settle, type } from './tools.ts';
import { PATIENTLY } from '../patiently.ts';

let popup: Part | undefined;
let trouble: ReturnType<typeof listenForTrouble>;

function open(
  change: Partial<WidgetContext> = {},
  view: Parameters<Part['open']>[0] = 'auto',
  device: Partial<Device> = {},
) {
  popup = mountPopup(contextOf(change), { ...DESKTOP, ...device });
  void popup.open(view);
  return rootOf('popup');
}

beforeEach(async () => {
  await page.viewport(1280, 800);
  trouble = listenForTrouble();
  document.body.innerHTML =
    '<button id="opener">Refer a friend</button><a href="#x">Tea</a><p style="height:3000px">Long</p>';
});

afterEach(async () => {
  popup?.remove();
  popup = undefined;
  document.body.innerHTML = '';
  document.documentElement.removeAttribute('style');
  await emulate({});
  trouble.stop();
  expect(trouble.heard).toEqual([]);
});

describe('the popup as a dialog', () => {
  it('is modal, named by its heading, and says it first', () => {
    const root = open();
    const dialog = find<HTMLDialogElement>(root, 'dialog');
    expect(dialog.matches(':modal')).toBe(true);
    expect(root.getElementById(dialog.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Give $10, get $10');
    expect(focused()).toBe(find(root, 'h2'));
  });

  it('keeps the keyboard inside, both ways', async () => {
    const root = open();
    const reached = new Set<Element | null>();
    for (let presses = 0; presses < 12; presses += 1) {
      await userEvent.keyboard(presses < 6 ? '{Tab}' : '{Shift>}{Tab}{/Shift}');
      reached.add(focused());
    }
    const outside = [...reached].filter((element) => element && element !== document.body && !root.contains(element));
    expect(outside).toEqual([]);
    expect(reached).toContain(button(root, 'Get my link'));
    expect(reached).toContain(button(root, 'Close'));
  });

  it.each([
    ['Escape', async () => userEvent.keyboard('{Escape}')],
    ['the close button', async (root: ShadowRoot) => button(root, 'Close').click()],
    ['a press beside the box', async () => press(20, 20)],
  ])('closes by %s and gives the focus back', async (_, act) => {
    const opener = document.querySelector<HTMLElement>('#opener');
    opener?.focus();
    const emit = vi.fn<(name: string, detail: unknown) => void>();
    const root = open({ services: servicesOf({ guest: { emit } }) });
    await act(root);
    await vi.waitFor(() => expect(find<HTMLDialogElement>(root, 'dialog').open).toBe(false), PATIENTLY);
    await settle();
    expect(focused()).toBe(opener);
    expect(emit.mock.calls).toEqual([
      ['opened', { view: 'auto' }],
      ['closed', { view: 'auto' }],
    ]);
  });

  it('stays when a press begins inside the box and ends beside it', async () => {
    const root = open();
    const { left, top } = find(root, 'h2').getBoundingClientRect();
    await mouse('mousePressed', left + 5, top + 5);
    await mouse('mouseMoved', 20, 20);
    await mouse('mouseReleased', 20, 20);
    await settle();
    expect(find<HTMLDialogElement>(root, 'dialog').open).toBe(true);
  });

  it('leaves the page behind where it is when the wheel turns over it', async () => {
    scrollTo(0, 400);
    const root = open();
    for (const [x, y] of [
      [20, 20],
      [640, 400],
    ] as const) {
      await cdp().send('Input.dispatchMouseEvent', { type: 'mouseWheel', ...inFrame(x, y), deltaX: 0, deltaY: 300 });
      await settle();
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(scrollY).toBe(400);
    button(root, 'Close').click();
    expect(scrollY).toBe(400);
  });

  it('opens again where the visitor can go on', async () => {
    const root = open();
    button(root, 'Get my link').click();
    await vi.waitFor(() => expect(heading(root)).toBe('Where can we reach you?'), PATIENTLY);
    popup?.close();
    void popup?.open('offer');
    expect(heading(root)).toBe('Give $10, get $10');
    expect(document.querySelectorAll('[data-bothways]')).toHaveLength(1);
  });

  it('comes back after a site has swapped its body', () => {
    open();
    popup?.close();
    document.body.replaceWith(document.createElement('body'));
    void popup?.open('auto');
    expect(find<HTMLDialogElement>(rootOf('popup'), 'dialog').open).toBe(true);
  });
});

describe('the page as a host', () => {
  it('is afterwards as it was before: nodes, attributes, listeners, scroll, focus', async () => {
    scrollTo(0, 250);
    document.querySelector<HTMLElement>('#opener')?.focus({ preventScroll: true });
    const before = document.documentElement.outerHTML;
    const listeners = countListeners();
    const root = open();
    button(root, 'Get my link').click();
    await settle();
    popup?.remove();
    await settle();
    expect(document.documentElement.outerHTML).toBe(before);
    expect(listeners.left()).toEqual([]);
    expect(scrollY).toBe(250);
    expect(focused()?.id).toBe('opener');
  });

  it('never moves: no layout shift, and the box keeps its place from step to step', async () => {
    const shifts: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    });
    observer.observe({ type: 'layout-shift' });
    const services = servicesOf({
      isSignedIn: () => document.documentElement.hasAttribute('data-signed-in'),
      answers: { join: () => ({ outcome: 'joined', ...OWN }) },
    });
    const root = open({ services });
    await new Promise((resolve) => setTimeout(resolve, 250));
    const boxes = [rect(root)];
    button(root, 'Get my link').click();
    await type(find(root, '[name=email]'), 'ada@example.com');
    boxes.push(rect(root));
    button(root, 'Get my link').click();
    await vi.waitFor(() => expect(heading(root)).toBe('Your link is ready'), PATIENTLY);
    boxes.push(rect(root));
    document.documentElement.dataset['signedIn'] = '';
    button(root, 'Your rewards').click();
    boxes.push(rect(root));
    await vi.waitFor(() => expect(heading(root)).toBe('4 friends joined'), PATIENTLY);
    boxes.push(rect(root));
    delete document.documentElement.dataset['signedIn'];
    expect(new Set(boxes.map((box) => JSON.stringify(box))).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 100));
    observer.disconnect();
    expect(shifts).toEqual([]);
  });

  it('may set any size on its root: nothing of ours is measured by it', async () => {
    const root = open();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const sizes = () =>
      ['.box', 'h2', '.main', '.stub b'].map((part) => {
        const { width, height } = find(root, part).getBoundingClientRect();
        return [part, width, height, getComputedStyle(find(root, part)).fontSize];
      });
    const before = sizes();
    document.documentElement.style.fontSize = '62.5%';
    expect(sizes()).toEqual(before);
  });

  it('may be hostile: its `!important` on everything reaches nothing of ours', async () => {
    const root = open();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const looks = () =>
      [...root.querySelectorAll<HTMLElement>('dialog, dialog *')].map((element) => {
        const { width, height, left, top } = element.getBoundingClientRect();
        const { color, backgroundColor, fontSize, display, opacity } = getComputedStyle(element);
        return [element.className, width, height, left, top, color, backgroundColor, fontSize, display, opacity];
      });
    const before = looks();
    const style = document.createElement('style');
    style.textContent = `
      * { all: unset !important }
      div, dialog, button, input { display: none !important; visibility: hidden !important; opacity: 0.1 !important }
      html, body { font: 40px fantasy !important; letter-spacing: 9px; text-transform: uppercase; line-height: 3; color: red }
      div:empty { display: none !important }`;
    document.head.append(style);
    const after = looks();
    style.remove();
    expect(after).toEqual(before);
  });

  it('lends its font', () => {
    document.body.style.fontFamily = 'Georgia, serif';
    const root = open();
    expect(getComputedStyle(find(root, 'h2')).fontFamily).toBe('Georgia, serif');
    expect(getComputedStyle(find(root, '.main')).fontFamily).toBe('Georgia, serif');
    document.body.removeAttribute('style');
  });

  it('may set our tokens, and style our parts', () => {
    const style = document.createElement('style');
    style.textContent =
      ':root { --bothways-brand: rgb(200, 0, 0); --bothways-radius: 3px } [data-bothways]::part(heading) { color: rgb(0, 0, 250) }';
    document.head.append(style);
    const root = open();
    const { backgroundColor, borderTopLeftRadius } = getComputedStyle(find(root, '.main'));
    expect([backgroundColor, borderTopLeftRadius]).toEqual(['rgb(200, 0, 0)', '3px']);
    expect(getComputedStyle(find(root, 'h2')).color).toBe('rgb(0, 0, 250)');
    style.remove();
  });

  it.each([
    ['data-theme on <html>', () => (document.documentElement.dataset['theme'] = 'dark')],
    ['a class on <body>', () => document.body.classList.add('dark')],
  ])('switches us to dark by %s', (_, act) => {
    act();
    const root = open();
    expect(getComputedStyle(find(root, '.box')).backgroundColor).toBe('rgb(28, 29, 33)');
    delete document.documentElement.dataset['theme'];
    document.body.classList.remove('dark');
  });

  it('says light where the system says dark', async () => {
    await emulate({ 'prefers-color-scheme': 'dark' });
    document.documentElement.dataset['theme'] = 'light';
    expect(getComputedStyle(find(open(), '.box')).backgroundColor).toBe('rgb(255, 255, 255)');
    popup?.close();
    delete document.documentElement.dataset['theme'];
    void popup?.open('auto');
    expect(getComputedStyle(find(rootOf('popup'), '.box')).backgroundColor).toBe('rgb(28, 29, 33)');
  });
});

describe('the popup for everybody', () => {
  it('offers no target smaller than 44 px', async () => {
    await page.viewport(375, 812);
    const root = open({ services: servicesOf({ record: { link: OWN } }) }, 'auto', {
      isPhone: true,
      share: async () => undefined,
    });
    const small = [...root.querySelectorAll<HTMLElement>('button, a, input:not([type=checkbox]), label.check')].filter(
      (element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 44 || height < 44;
      },
    );
    expect(small.map((element) => element.innerText)).toEqual([]);
  });

  it('says nothing in less than 13 px', () => {
    const root = open({ services: servicesOf({ record: { link: OWN } }) });
    const sizes = [...root.querySelectorAll('dialog *')].map((element) =>
      Number.parseFloat(getComputedStyle(element).fontSize),
    );
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(13);
  });

  it('rises from below on a phone, as wide as the phone', async () => {
    await page.viewport(375, 812);
    const root = open();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const { left, right, bottom } = find(root, '.box').getBoundingClientRect();
    expect([left, right, bottom]).toEqual([0, 375, 812]);
  });

  it('is pulled down to close, and springs back when let go early', async () => {
    await page.viewport(375, 812);
    const root = open();
    await new Promise((resolve) => setTimeout(resolve, 250));
    const { top } = find(root, '.grab').getBoundingClientRect();
    await drag(180, top + 10, top + 60);
    expect(find<HTMLDialogElement>(root, 'dialog').open).toBe(true);
    expect(find(root, '.box').style.translate).toBe('');
    await drag(180, top + 10, top + 200);
    await vi.waitFor(() => expect(find<HTMLDialogElement>(root, 'dialog').open).toBe(false), PATIENTLY);
  });

  it('fits the smallest phone, lying on its side', async () => {
    await page.viewport(568, 320);
    const root = open();
    const dialog = find(root, 'dialog');
    expect(dialog.scrollWidth).toBe(dialog.clientWidth);
    dialog.scrollTop = dialog.scrollHeight;
    const { bottom } = button(root, 'Your rewards').getBoundingClientRect();
    expect(bottom).toBeLessThanOrEqual(320);
  });

  it('moves nothing where the visitor asks for less motion', async () => {
    await emulate({ 'prefers-reduced-motion': 'reduce' });
    const root = open();
    expect(getComputedStyle(find(root, '.box')).animationName).toBe('none');
    expect(getComputedStyle(find(root, 'section')).animationName).toBe('none');
  });

  it('draws its edges where the system forces its own colors', async () => {
    await emulate({ 'forced-colors': 'active' });
    const root = open();
    expect(matchMedia('(forced-colors: active)').matches).toBe(true);
    expect(getComputedStyle(find(root, '.box')).borderTopStyle).toBe('solid');
    expect(getComputedStyle(find(root, '.main')).borderTopStyle).toBe('solid');
  });

  it('reads from right to left where the language does, the link staying as it is', () => {
    const plural = () => 0;
    const language = {
      page: { launcher: '', blocked: '' },
      shared: [],
      banner: [],
      popup: [],
      plural,
      dir: 'rtl',
    } as const;
    const root = open({ language, services: servicesOf({ record: { link: OWN } }) });
    const close = find(root, '.close').getBoundingClientRect();
    const box = find(root, '.box').getBoundingClientRect();
    expect(close.left - box.left).toBeLessThan(20);
    expect(getComputedStyle(find(root, 'textarea')).direction).toBe('ltr');
    const [give, get] = [...root.querySelectorAll('.stub')].map((stub) => stub.getBoundingClientRect().left);
    expect(give).toBeGreaterThan(get ?? 0);
  });
});

it.each(['#000000', '#0f766e', '#ffe600', '#ffffff', '#7f7f7f', '#1c1d21', '#ff0000', '#0000ff'])(
  'shows the edge of a ticket in %s at 3 : 1, on light and on dark',
  (brandColor) => {
    for (const theme of ['light', 'dark'] as const) {
      document.documentElement.dataset['theme'] = theme;
      const root = open({ settings: settingsOf({ widget: { ...settingsOf().widget, brandColor } }) });
      const edge = luminanceOf(getComputedStyle(find(root, '.stub')).borderTopColor);
      const surface = luminanceOf(getComputedStyle(find(root, '.box')).backgroundColor);
      const contrast = (Math.max(edge, surface) + 0.05) / (Math.min(edge, surface) + 0.05);
      expect(contrast, theme).toBeGreaterThan(2.95);
      popup?.remove();
    }
    delete document.documentElement.dataset['theme'];
  },
);

/** Points of the test's frame, as the browser's own window counts them. */
function inFrame(x: number, y: number): { x: number; y: number } {
  const frame = window.frameElement?.getBoundingClientRect();
  const scale = frame ? frame.width / innerWidth : 1;
  return { x: (frame?.left ?? 0) + x * scale, y: (frame?.top ?? 0) + y * scale };
}

async function mouse(kind: 'mousePressed' | 'mouseMoved' | 'mouseReleased', x: number, y: number): Promise<void> {
  await cdp().send('Input.dispatchMouseEvent', {
    type: kind,
    ...inFrame(x, y),
    button: 'left',
    buttons: 1,
    clickCount: 1,
  });
}

async function press(x: number, y: number): Promise<void> {
  await mouse('mousePressed', x, y);
  await mouse('mouseReleased', x, y);
}

async function drag(x: number, from: number, to: number): Promise<void> {
  await mouse('mousePressed', x, from);
  for (const share of [0.25, 0.5, 0.75, 1]) await mouse('mouseMoved', x, from + (to - from) * share);
  await mouse('mouseReleased', x, to);
  await settle();
}

function rect(root: ShadowRoot) {
  const { left, top, width, height } = find(root, '.box').getBoundingClientRect();
  return { left, top, width, height };
}

/** Counts what is listened to on everything that outlives the popup. */
function countListeners(): { readonly left: () => readonly string[] } {
  const open: string[] = [];
  const spies = [window, document, document.documentElement, document.body, visualViewport].flatMap((target) => {
    if (!target) return [];
    const name = target.constructor.name;
    return [
      vi.spyOn(target, 'addEventListener').mockImplementation((kind: string, ...rest: unknown[]) => {
        open.push(`${name} ${kind}`);
        Reflect.apply(EventTarget.prototype.addEventListener, target, [kind, ...rest]);
      }),
      vi.spyOn(target, 'removeEventListener').mockImplementation((kind: string, ...rest: unknown[]) => {
        const at = open.indexOf(`${name} ${kind}`);
        if (at >= 0) open.splice(at, 1);
        Reflect.apply(EventTarget.prototype.removeEventListener, target, [kind, ...rest]);
      }),
    ];
  });
  return {
    left() {
      for (const spy of spies) spy.mockRestore();
      return open;
    },
  };
}

/** Relative luminance of a computed color, whether written as rgb() or as color(srgb-linear …). */
function luminanceOf(color: string): number {
  const numbers = (color.match(/[\d.]+(?:e-?\d+)?/g) ?? []).map(Number);
  const linear = color.includes('srgb-linear')
    ? numbers.slice(0, 3)
    : numbers.slice(0, 3).map((channel) => {
        const value = channel / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
      });
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

it('has a story to tell in the fixture', () => {
  expect(ME.friends).toHaveLength(4);
});
