import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { SCENES, showScene } from './scenes.ts';
import { emulate, expectAccessible, listenForTrouble } from './tools.ts';

let leave: (() => void) | undefined;
let trouble: ReturnType<typeof listenForTrouble>;

beforeAll(async () => {
  // Colors are measured when nothing fades in.
  await emulate({ 'prefers-reduced-motion': 'reduce' });
});

beforeEach(() => {
  trouble = listenForTrouble();
});

afterEach(() => {
  leave?.();
  leave = undefined;
  delete document.documentElement.dataset['theme'];
  trouble.stop();
  expect(trouble.heard).toEqual([]);
});

describe.each([
  { theme: 'light', width: 375, height: 812 },
  { theme: 'dark', width: 1280, height: 800 },
])('in $theme, $width px wide', ({ theme, width, height }) => {
  it.each(SCENES)('%s is accessible', async (scene) => {
    document.documentElement.dataset['theme'] = theme;
    await page.viewport(width, height);
    leave = await showScene(scene, { isFrench: theme === 'dark' });
    await expectAccessible();
  });
});

it.each(SCENES)('%s never scrolls sideways on the narrowest phone, in French', async (scene) => {
  await page.viewport(320, 568);
  leave = await showScene(scene, { isFrench: true });
  for (const host of document.querySelectorAll('[data-bothways]')) {
    for (const element of host.shadowRoot?.querySelectorAll<HTMLElement>('dialog, section, .card, button') ?? []) {
      expect(element.scrollWidth, element.outerHTML.slice(0, 80)).toBeLessThanOrEqual(
        Math.ceil(element.clientWidth) + 1,
      );
      expect(element.getBoundingClientRect().right).toBeLessThanOrEqual(321);
    }
  }
});
