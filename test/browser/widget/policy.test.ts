import { afterEach, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { SCENES } from './scenes.ts';

// The strictest policy a shop may have: scripts by nonce, no inline style, no string turned into markup or code.
const policy = [
  "default-src 'none'",
  "script-src 'nonce-shop' 'strict-dynamic'",
  "style-src 'nonce-shop'",
  "connect-src 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

interface Told {
  readonly scene: string;
  readonly violations: readonly string[];
  readonly isThere: boolean;
}

afterEach(() => {
  for (const frame of document.querySelectorAll('iframe.shop')) frame.remove();
});

/** Runs a scene in a frame whose document has the policy, and tells what the browser refused. */
function underPolicy(scene: string, first = ''): Promise<Told> {
  const scenes = new URL('./scenes.ts', import.meta.url).href;
  const frame = document.createElement('iframe');
  frame.className = 'shop';
  Object.assign(frame.style, { width: '900px', height: '760px' });
  const told = new Promise<Told>((resolve) => {
    addEventListener('message', ({ data, source }: MessageEvent<Told>) => {
      if (source === frame.contentWindow && data.scene === scene) resolve(data);
    });
  });
  frame.srcdoc = `<!doctype html><meta http-equiv="Content-Security-Policy" content="${policy}">
    <script nonce="shop" type="module">
      const violations = [];
      addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sample + event.blockedURI));
      addEventListener('error', (event) => violations.push(event.message));
      addEventListener('unhandledrejection', (event) => violations.push(String(event.reason)));
      ${first}
      const { showScene } = await import('${scenes}');
      await showScene('${scene}');
      const host = document.querySelector('[data-bothways]');
      const box = host.shadowRoot.querySelector('.box, .card, button').getBoundingClientRect();
      parent.postMessage({ scene: '${scene}', violations, isThere: box.width > 100 }, '*');
    </script>`;
  document.body.append(frame);
  return told;
}

it('meets a policy that refuses what it should', async () => {
  const bad =
    "document.documentElement.setAttribute('style', 'color: red'); await new Promise((done) => setTimeout(done, 50));";
  const { violations } = await underPolicy('offer', bad);
  expect(violations.join()).toContain('style-src');
});

it.each(SCENES)('%s needs nothing that a strict policy refuses', async (scene) => {
  await page.viewport(1000, 800);
  expect(await underPolicy(scene)).toEqual({ scene, violations: [], isThere: true });
});
