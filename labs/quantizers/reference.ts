// Quantizers once more, in terms of grids: a quantized value is the nearest point of an evenly spaced list. `Wrong` variants give what
// each known mistake computes. Not here: comparisons and words (checks.ts).

export type Scheme = 'symmetric' | 'affine';
export type Granularity = 'tensor' | 'row' | number;

export interface Quantized {
  codes: number[];
  scale: number;
  zero: number;
}

export function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return most;
}

const range = (values: ArrayLike<number>) => {
  const all = [0, ...Array.from(values)];
  return { low: all.reduce((a, b) => Math.min(a, b)), high: all.reduce((a, b) => Math.max(a, b)) };
};

/** Index of the point nearest to x in the list first, first + step, …, of so many points. */
function nearestPoint(x: number, first: number, step: number, count: number): number {
  const below = Math.min(Math.max(Math.floor((x - first) / step), 0), count - 1);
  const above = Math.min(below + 1, count - 1);
  return Math.abs(first + above * step - x) < Math.abs(first + below * step - x) ? above : below;
}

export function symmetric64(values: ArrayLike<number>, bits: number): Quantized {
  const top = 2 ** (bits - 1) - 1;
  const scale = largest(values) / top || 1;
  return { codes: Array.from(values, (x) => nearestPoint(x, -top * scale, scale, 2 * top + 1) - top), scale, zero: 0 };
}

export function affine64(values: ArrayLike<number>, bits: number): Quantized {
  const { low, high } = range(values);
  const count = 2 ** bits;
  const scale = (high - low) / (count - 1) || 1;
  // The zero point is whole, so the grid of values goes through 0.
  const zero = nearestPoint(-low, 0, scale, count);
  return { codes: Array.from(values, (x) => nearestPoint(x, -zero * scale, scale, count)), scale, zero };
}

export const quantize64 = (values: ArrayLike<number>, bits: number, scheme: Scheme) => (scheme === 'symmetric' ? symmetric64 : affine64)(values, bits);
const through = (values: ArrayLike<number>, bits: number, scheme: Scheme) => {
  const { codes, scale, zero } = quantize64(values, bits, scheme);
  return codes.map((code) => scale * (code - zero));
};

/** How far the nearest x / scale is from a tie, where the last bit of a scale may decide. */
export const distanceFromTies = (values: ArrayLike<number>, scale: number) => Array.from(values).reduce((least, x) => Math.min(least, Math.abs(Math.abs((x / scale) % 1) - 0.5)), 0.5);

/** The matrix with every so many neighbours quantized by themselves, beginning anew every `period` values. */
function byRuns(matrix: ArrayLike<number>, period: number, size: number, bits: number, scheme: Scheme): number[] {
  const all = Float64Array.from(matrix);
  const result: number[] = [];
  for (let start = 0; start < all.length; start += period)
    for (let first = start; first < Math.min(start + period, all.length); first += size) for (const value of through(all.subarray(first, Math.min(first + size, start + period, all.length)), bits, scheme)) result.push(value);
  return result;
}

const transposed = (matrix: ArrayLike<number>, columns: number) => Array.from(matrix, (_, i) => matrix[(i % (matrix.length / columns)) * columns + Math.floor(i / (matrix.length / columns))]!);

export type GranularityMistake = 'scale-by-column' | 'groups-across-rows' | 'one-scale-for-all' | 'rest-dropped' | 'group-count-for-size';

export function through64(matrix: ArrayLike<number>, columns: number, bits: number, scheme: Scheme, granularity: Granularity, mistake?: GranularityMistake): number[] {
  const n = matrix.length;
  if (granularity === 'tensor' || mistake === 'one-scale-for-all') return byRuns(matrix, n, n, bits, scheme);
  if (mistake === 'scale-by-column') return transposed(byRuns(transposed(matrix, columns), n / columns, n / columns, bits, scheme), n / columns);
  if (granularity === 'row') return byRuns(matrix, columns, columns, bits, scheme);
  if (mistake === 'groups-across-rows') return byRuns(matrix, n, granularity, bits, scheme);
  if (mistake === 'group-count-for-size') return byRuns(matrix, columns, Math.ceil(columns / granularity), bits, scheme);
  const result = byRuns(matrix, columns, granularity, bits, scheme);
  return mistake === 'rest-dropped' ? result.map((value, i) => (i % columns >= columns - (columns % granularity) ? 0 : value)) : result;
}

export function frobenius(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let squares = 0;
  for (let i = 0; i < a.length; i++) squares += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(squares);
}

/** An error of each ratio; the best ratio has the least. */
export function errorsOf(values: ArrayLike<number>, bits: number, ratios: readonly number[], kind: 'squares' | 'magnitudes' | 'largest' | 'squares-unclipped'): number[] {
  const top = 2 ** (bits - 1) - 1;
  return ratios.map((ratio) => {
    const scale = (ratio * largest(values)) / top;
    const points = kind === 'squares-unclipped' ? 1e6 : top;
    const errors = Array.from(values, (x) => Math.abs(x - scale * (nearestPoint(x, -points * scale, scale, 2 * points + 1) - points)));
    if (kind === 'largest') return Math.max(...errors);
    return errors.reduce((sum, e) => sum + (kind === 'magnitudes' ? e : e * e), 0);
  });
}
