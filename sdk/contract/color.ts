/** Text contrast is computed, not hoped for; widget and mails reach the same answer. Pure. */

/** Relative luminance of `#rrggbb` by WCAG 2.2, from 0 (black) to 1 (white). */
export function luminance(hex: string): number {
  const channel = (from: number) => {
    const value = Number.parseInt(hex.slice(from, from + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/**
 * White where its contrast on the color is 4.5 or more, which is what WCAG 2.2 asks of text; else black, whose contrast is
 * then higher still, because the two multiply to 21.
 */
export function inkOn(hex: string): '#fff' | '#000' {
  return 1.05 / (luminance(hex) + 0.05) >= 4.5 ? '#fff' : '#000';
}
