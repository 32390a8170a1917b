import type { PageSettings } from '../sdk/contract/visitor.ts';
import { inkOn } from './color.ts';

/**
 * The program's own look, as a style for a host: what `host.css` falls back to where the page sets no `--bothways-*`. The
 * color scheme stands here because the minifier of style sheets would rewrite it for older browsers.
 */
export function themeCss({ brandColor, cornerRadius }: PageSettings['widget']): string {
  return `:host{--own-brand:${brandColor};--own-ink:${inkOn(brandColor)};--own-radius:${cornerRadius}px}:host([data-theme=dark]){color-scheme:dark!important}`;
}
