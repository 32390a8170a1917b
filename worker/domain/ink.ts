/** Black or white, whichever can be read on a color (`#rrggbb`): one of them always reaches WCAG's 4.5 : 1. */
export function inkOn(fill: string): '#ffffff' | '#000000' {
  // 1.05 / (L + 0.05) >= 4.5 for white on the color.
  return luminance(fill) <= 1.05 / 4.5 - 0.05 ? '#ffffff' : '#000000';
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}
