import axe from 'axe-core';
import { expect } from 'vitest';
import { cdp, userEvent } from 'vitest/browser';

/** The shadow root of a part of the widget; fails where it is not on the page. */
export function rootOf(part: 'popup' | 'banner' | 'launcher'): ShadowRoot {
  const root = document.querySelector(`[data-bothways=${part}]`)?.shadowRoot;
  if (!root) throw new Error(`The ${part} is not on the page.`);
  return root;
}

export function find<E extends HTMLElement = HTMLElement>(root: ShadowRoot, selector: string): E {
  const found = root.querySelector<E>(selector);
  if (!found) throw new Error(`There is no ${selector}.`);
  return found;
}

/** The button that says just this. */
export function button(root: ShadowRoot, label: string): HTMLButtonElement {
  const named = [...root.querySelectorAll('button')].find(
    (one) => one.innerText.trim() === label || one.ariaLabel === label,
  );
  if (!named) throw new Error(`There is no button ${label}: ${root.textContent}`);
  return named;
}

export const heading = (root: ShadowRoot) => find(root, 'h2').textContent;

/** What has the focus, however deep in shadow roots. */
export function focused(): Element | null {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active;
}

export const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

export async function type(field: HTMLInputElement, text: string): Promise<void> {
  field.focus();
  await userEvent.keyboard(text);
}

/** Fails with what axe found, a line each. */
export async function expectAccessible(): Promise<void> {
  const { violations } = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // The test page has no landmarks and no heading of its own.
    rules: {
      region: { enabled: false },
      'page-has-heading-one': { enabled: false },
      'landmark-one-main': { enabled: false },
    },
  });
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
}

/** Turns a media feature on for the whole page, as the browser's own settings would. */
export async function emulate(features: Readonly<Record<string, string>>): Promise<void> {
  await cdp().send('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
}

/** Hears all that a page should not say: errors, rejected promises, console errors and warnings. */
export function listenForTrouble(): { readonly heard: readonly string[]; readonly stop: () => void } {
  const heard: string[] = [];
  const { error, warn } = console;
  const onError = (event: ErrorEvent) => heard.push(event.message);
  const onRejection = (event: PromiseRejectionEvent) => heard.push(String(event.reason));
  console.error = (...words: unknown[]) => heard.push(words.join(' '));
  console.warn = console.error;
  addEventListener('error', onError);
  addEventListener('unhandledrejection', onRejection);
  return {
    heard,
    stop() {
      Object.assign(console, { error, warn });
      removeEventListener('error', onError);
      removeEventListener('unhandledrejection', onRejection);
    },
  };
}
