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

/** A column from the zero line for each value that is one, as a single SVG path. */
export function columnsPath(
  values: readonly number[],
  width: number,
  x: (index: number) => number,
  y: (value: number) => number,
): string {
  const column = (value: number, index: number) =>
    `M${(x(index) - width / 2).toFixed(1)} ${y(0).toFixed(1)}V${y(value).toFixed(1)}h${width.toFixed(1)}V${y(0).toFixed(1)}Z`;
  return values.map((value, index) => (value > 0 ? column(value, index) : '')).join('');
}
