import { formatTouch, type Touch } from './contract/attribution.ts';
import { quietly } from './quietly.ts';

/**
 * Writes a touch into an address as the parameter that the other page reads. It carries its time, so that the window does not
 * begin anew there. An address that is none comes back as it was.
 */
export function linkWith(url: string, touch: Touch | null, [param = 'via']: readonly string[]): string {
  if (!touch) return url;
  return (
    quietly(() => {
      const target = new URL(url, location.href);
      target.searchParams.set(param, formatTouch(touch));
      return target.href;
    }) ?? url
  );
}
