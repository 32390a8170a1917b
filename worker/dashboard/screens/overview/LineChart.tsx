import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { axis, linePath } from './scale.ts';

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

interface LineChartProps {
  /** The chart in one sentence. */
  readonly title: string;
  readonly labels: readonly string[];
  readonly now: Series;
  readonly before: Series;
  readonly format: (value: number) => string;
}

const HEIGHT = 240;
const PAD = { top: 16, right: 12, bottom: 28, left: 52 } as const;

/**
 * Two lines from a zero line: the period, and quieter the one before. Drawn in real pixels, so that type keeps its size at any
 * width. A range input lies over it: the pointer and the arrow keys read one day after the other, and so does a screen reader.
 */
export function LineChart({ title, labels, now, before, format }: LineChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  const read = useSignal<number | null>(null);
  useSignalEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => (width.value = Math.max(240, entry?.contentRect.width ?? 640)));
    observer.observe(box.current);
    return () => observer.disconnect();
  });

  const last = labels.length - 1;
  const { top, ticks } = axis(Math.max(...now.values, ...before.values));
  const inner = width.value - PAD.left - PAD.right;
  const x = (index: number) => PAD.left + (last === 0 ? inner / 2 : (index / last) * inner);
  const y = (value: number) => PAD.top + (1 - value / top) * (HEIGHT - PAD.top - PAD.bottom);
  const at = read.value === null ? null : Math.min(read.value, last);
  const tell = (index: number) =>
    `${labels[index] ?? ''}: ${format(now.values[index] ?? 0)} (${before.name.toLocaleLowerCase()}: ${format(before.values[index] ?? 0)})`;

  return (
    <figure class="chart">
      <figcaption>
        {/* What the pointer or the arrow keys are at stands in the caption, where nothing jumps and nothing is covered. */}
        <span>{at === null ? title : tell(at)}</span>
        <span class="legend" aria-hidden="true">
          <i class="swatch-now" /> {now.name} <i class="swatch-before" /> {before.name}
        </span>
      </figcaption>
      <div ref={box} class="chart-box" onPointerLeave={() => (read.value = null)}>
        <svg width={width.value} height={HEIGHT} aria-hidden="true">
          {ticks.map((tick) => (
            <g key={tick}>
              <line
                class={tick === 0 ? 'zero' : 'grid'}
                x1={PAD.left}
                x2={width.value - PAD.right}
                y1={y(tick)}
                y2={y(tick)}
              />
              <text class="tick" x={PAD.left - 8} y={y(tick) + 4} text-anchor="end">
                {format(tick)}
              </text>
            </g>
          ))}
          <path class="line-before" d={linePath(before.values, x, y)} />
          <path class="area-now" d={`${linePath(now.values, x, y)}L${x(last)} ${y(0)}L${x(0)} ${y(0)}Z`} />
          <path class="line-now" d={linePath(now.values, x, y)} />
          <text class="tick" x={x(0)} y={HEIGHT - 8}>
            {labels[0]}
          </text>
          <text class="tick" x={x(last)} y={HEIGHT - 8} text-anchor="end">
            {labels[last]}
          </text>
          {at !== null && (
            <g>
              <line class="cursor" x1={x(at)} x2={x(at)} y1={PAD.top} y2={y(0)} />
              <circle class="dot-before" cx={x(at)} cy={y(before.values[at] ?? 0)} r="3.5" />
              <circle class="dot-now" cx={x(at)} cy={y(now.values[at] ?? 0)} r="4.5" />
            </g>
          )}
        </svg>
        <input
          type="range"
          class="chart-reader"
          min={0}
          max={last}
          value={at ?? last}
          aria-label={title}
          aria-valuetext={tell(at ?? last)}
          onInput={(event) => (read.value = event.currentTarget.valueAsNumber)}
          onFocus={() => (read.value ??= last)}
          onBlur={() => (read.value = null)}
          onPointerMove={(event) => {
            const share = (event.offsetX - PAD.left) / inner;
            read.value = Math.max(0, Math.min(last, Math.round(share * last)));
          }}
        />
      </div>
    </figure>
  );
}
