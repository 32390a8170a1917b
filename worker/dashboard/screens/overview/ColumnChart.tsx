import { useSignal, useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { axis, columnsPath } from './scale.ts';

interface Series {
  readonly name: string;
  readonly values: readonly number[];
}

interface ColumnChartProps {
  /** The chart in one sentence. */
  readonly title: string;
  readonly labels: readonly string[];
  readonly now: Series;
  readonly before: Series;
  readonly format: (value: number) => string;
  /** One day in a sentence. */
  readonly tell: (day: string, now: string, before: string) => string;
}

const HEIGHT = 240;
const PAD = { top: 20, right: 4, bottom: 28, left: 52 } as const;

/**
 * A column a day from the zero line, in front of the same day of the period before; a line would draw what happened between
 * two days. Drawn in real pixels, so that type keeps its size at any width. A range input lies over it: the pointer and the
 * arrow keys read one day after the other, and so does a screen reader.
 */
export function ColumnChart({ title, labels, now, before, format, tell }: ColumnChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const width = useSignal(640);
  const read = useSignal<number | null>(null);
  useSignalEffect(() => {
    if (!box.current) return undefined;
    const observer = new ResizeObserver(([entry]) => (width.value = Math.max(220, entry?.contentRect.width ?? 640)));
    observer.observe(box.current);
    return () => observer.disconnect();
  });

  const last = labels.length - 1;
  const plot = plotOf(width.value, labels.length, Math.max(...now.values, ...before.values));
  const at = read.value === null ? null : Math.min(read.value, last);
  const tellDay = (index: number) =>
    tell(labels[index] ?? '', format(now.values[index] ?? 0), format(before.values[index] ?? 0));

  return (
    <figure class="chart">
      <figcaption>
        {/* What the pointer or the arrow keys are at stands in the caption, where nothing jumps and nothing is covered. */}
        <span>{at === null ? title : tellDay(at)}</span>
        <span class="legend" aria-hidden="true">
          <i class="swatch-now" /> {now.name} <i class="swatch-before" /> {before.name}
        </span>
      </figcaption>
      <div ref={box} class="chart-box" onPointerLeave={() => (read.value = null)}>
        <svg width={width.value} height={HEIGHT} aria-hidden="true">
          <Columns plot={plot} now={now.values} before={before.values} at={at} format={format} />
          <DayLabels labels={labels} plot={plot} />
        </svg>
        <input
          type="range"
          class="chart-reader"
          min={0}
          max={last}
          value={at ?? last}
          aria-label={title}
          aria-valuetext={tellDay(at ?? last)}
          onInput={(event) => (read.value = event.currentTarget.valueAsNumber)}
          onFocus={() => (read.value ??= last)}
          onBlur={() => (read.value = null)}
          onPointerMove={(event) => {
            const index = Math.floor((event.offsetX - PAD.left) / plot.band);
            read.value = Math.max(0, Math.min(last, index));
          }}
        />
      </div>
    </figure>
  );
}

/** Where a day and a value are on the drawing, in pixels. */
interface Plot {
  readonly ticks: readonly number[];
  readonly right: number;
  /** The width of a day. */
  readonly band: number;
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
}

function plotOf(width: number, days: number, max: number): Plot {
  const { top, ticks } = axis(max);
  const right = width - PAD.right;
  const band = (right - PAD.left) / days;
  return {
    ticks,
    right,
    band,
    x: (index) => PAD.left + (index + 0.5) * band,
    y: (value) => PAD.top + (1 - value / top) * (HEIGHT - PAD.top - PAD.bottom),
  };
}

interface ColumnsProps {
  readonly plot: Plot;
  readonly now: readonly number[];
  readonly before: readonly number[];
  /** The day that is being read. */
  readonly at: number | null;
  readonly format: (value: number) => string;
}

function Columns({ plot: { ticks, right, band, x, y }, now, before, at, format }: ColumnsProps) {
  const highest = Math.max(...now);
  const peak = now.indexOf(highest);
  return (
    <>
      {at !== null && <rect class="cursor" x={x(at) - band / 2} y={PAD.top} width={band} height={y(0) - PAD.top} />}
      {ticks.map((tick) => (
        <g key={tick}>
          <line class={tick === 0 ? 'zero' : 'grid'} x1={PAD.left} x2={right} y1={y(tick)} y2={y(tick)} />
          <text class="tick" x={PAD.left - 8} y={y(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
      <path class="columns-before" d={columnsPath(before, band * 0.86, x, y)} />
      <path class="columns-now" d={columnsPath(now, band * 0.5, x, y)} />
      {at === null && highest > 0 && (
        <text class="peak" x={x(peak)} y={y(highest) - 6} text-anchor="middle">
          {format(highest)}
        </text>
      )}
    </>
  );
}

/** As many days as there is room for, the last one always. */
function DayLabels({ labels, plot: { x, band } }: { readonly labels: readonly string[]; readonly plot: Plot }) {
  const step = Math.max(1, Math.ceil(84 / band));
  const last = labels.length - 1;
  return (
    <>
      {labels.map((label, index) =>
        (last - index) % step === 0 && index * band > 30 ? (
          <text
            key={label}
            class="tick"
            x={index === last ? x(last) + band / 2 : x(index)}
            y={HEIGHT - 8}
            text-anchor={index === last ? 'end' : 'middle'}
          >
            {label}
          </text>
        ) : null,
      )}
    </>
  );
}
