import type { PageSettings } from '../sdk/contract/visitor.ts';
import { inkOn } from '../sdk/contract/color.ts';

/** The program's own look, which the styles fall back to where the page sets no `--bothways-*`. */
export function themeCss({ brandColor, cornerRadius }: PageSettings['widget']): string {
  return `:host{--own-brand:${brandColor};--own-ink:${inkOn(brandColor)};--own-radius:${cornerRadius}px}`;
}
