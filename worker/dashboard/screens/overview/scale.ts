/**
 * The top of an axis that begins at zero and its steps, in round numbers: 1, 2 or 5 times a power of ten.
 *
 * @example axis(37) // { top: 40, ticks: [0, 10, 20, 30, 40] }
 */
export function axis(max: number): { readonly top: number; readonly ticks: readonly number[] } {
  // Counts are whole: an axis of 0, 0.5, 1 would speak of half an order.
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power);
  const top = Math.ceil(Math.max(max, 1) / step) * step;
  return { top, ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step) };
}

/** The points of a line through values, left to right, as an SVG path. */
export function linePath(
  values: readonly number[],
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  return values
    .map((value, index) => `${index === 0 ? 'M' : 'L'}${x(index).toFixed(1)} ${y(value).toFixed(1)}`)
    .join('');
}
