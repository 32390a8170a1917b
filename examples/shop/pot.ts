import { html } from 'hono/html';
import type { Page } from './layout.ts';
import type { Product } from './products.ts';

/** Outlines on a field of 100 × 100, drawn with a foot at the same height, so that the four stand on one shelf. */
const OUTLINES: Readonly<Record<string, readonly string[]>> = {
  'morning-cup': [
    'M30 38H66V66C66 75 60 80 48 80S30 75 30 66Z',
    'M66 46H72C82 46 82 64 70 64H65V58H70C74 58 74 52 71 52H66Z',
  ],
  'supper-bowl': ['M16 46H84C84 64 72 78 58 80H42C28 78 16 64 16 46Z'],
  'tall-jug': [
    'M40 20H62L58 32C66 42 68 52 66 68C65 76 60 80 50 80S35 76 34 68C32 52 36 42 44 33Z',
    'M60 34C76 34 78 58 66 64V57C72 53 70 41 61 41Z',
  ],
  'salt-dish': ['M26 58H74C74 72 66 80 58 80H42C34 80 26 72 26 58Z'],
};

export function pot({ slug }: Product): Page {
  return html`<svg class="pot ${slug}" viewBox="0 0 100 100" aria-hidden="true">
    <ellipse class="shade" cx="50" cy="81" rx="30" ry="3" />
    ${(OUTLINES[slug] ?? []).map((outline) => html`<path d="${outline}" />`)}
  </svg>`;
}
