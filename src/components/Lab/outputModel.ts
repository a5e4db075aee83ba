// What a run has shown so far, within limits that keep the page light. Pure; drawn by Output.tsx.

import type { ConsoleLine, ShowItem } from '@site/src/formats';

export const longestConsole = 500;
export const longestLine = 2_000;
export const longestSeries = 2_000;
export const mostSeries = 12;
export const mostItems = 200;

export interface Series {
  name: string;
  xLabel: string;
  yLabel: string;
  points: { x: number; y: number }[];
  /** Points seen, of which `points` holds an even selection. */
  seen: number;
  /** One point in `stride` is kept. */
  stride: number;
}

export interface Output {
  lines: ConsoleLine[];
  /** Earlier lines that were let go. */
  dropped: number;
  series: Series[];
  items: Exclude<ShowItem, { kind: 'point' }>[];
  /** Series and pictures beyond the limits. */
  refused: number;
}

export const emptyOutput: Output = { lines: [], dropped: 0, series: [], items: [], refused: 0 };

const shorten = (line: ConsoleLine): ConsoleLine =>
  line.text.length <= longestLine ? line : { ...line, text: `${line.text.slice(0, longestLine)}… (${line.text.length} characters)` };

export function addLines(output: Output, lines: readonly ConsoleLine[]): Output {
  const all = [...output.lines, ...lines.slice(-longestConsole).map(shorten)];
  const kept = all.slice(-longestConsole);
  return { ...output, lines: kept, dropped: output.dropped + output.lines.length + lines.length - kept.length };
}

type Point = Extract<ShowItem, { kind: 'point' }>;

/** Adds a point; when the series is full every other point goes, and from then on one in twice as many is kept. */
function addPoint(series: Series, { x, y }: Point): Series {
  const seen = series.seen + 1;
  if (!Number.isFinite(x) || !Number.isFinite(y) || (seen - 1) % series.stride !== 0) return { ...series, seen };
  const points = [...series.points, { x, y }];
  if (points.length <= longestSeries) return { ...series, points, seen };
  return { ...series, points: points.filter((_, i) => i % 2 === 0), seen, stride: series.stride * 2 };
}

export function addItems(output: Output, items: readonly ShowItem[]): Output {
  const series = new Map(output.series.map((s) => [s.name, s]));
  const shown = new Map(output.items.map((item) => [`${item.kind}:${item.id}`, item]));
  let refused = output.refused;
  for (const item of items) {
    if (item.kind === 'point') {
      const before = series.get(item.series);
      if (!before && series.size >= mostSeries) refused++;
      else
        series.set(
          item.series,
          addPoint(before ?? { name: item.series, xLabel: item.xLabel ?? '', yLabel: item.yLabel ?? '', points: [], seen: 0, stride: 1 }, item),
        );
      continue;
    }
    const key = `${item.kind}:${item.id}`;
    if (!shown.has(key) && shown.size >= mostItems) refused++;
    else shown.set(key, item);
  }
  return { ...output, series: [...series.values()], items: [...shown.values()], refused };
}

/** A rounded step of 1, 2 or 5 times a power of ten, and the ticks within the range. */
export function ticks(low: number, high: number, about = 5): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const rough = span / about;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((m) => m * power >= rough) ?? 10) * power;
  if (!(step > 0)) return [low];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(((first + i) * step).toPrecision(15)));
}

export const brief = (value: number): string => {
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) return value.toExponential(2).replace(/\.?0+e/, 'e').replace('e+', 'e');
  return String(Number(value.toPrecision(4)));
};

/** One sentence on a series, for whoever does not see the chart. */
export function summarize(series: Series): string {
  const { points, name, seen } = series;
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return `${name}: no points.`;
  let low = first;
  let high = first;
  for (const point of points) {
    if (point.y < low.y) low = point;
    if (point.y > high.y) high = point;
  }
  return `${name}: ${seen} ${seen === 1 ? 'point' : 'points'}, from ${brief(first.y)} to ${brief(last.y)}; lowest ${brief(low.y)}, highest ${brief(high.y)}.`;
}
