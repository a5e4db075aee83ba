// Integer quantizers: value ≈ scale · (code − zero).

export type Scheme = 'symmetric' | 'affine';

export interface Quantized {
  codes: number[];
  scale: number;
  /** The code that means 0. */
  zero: number;
}

/** What shares a scale: the whole matrix, each row (an output channel), or each run of so many neighbours in a row. */
export type Granularity = 'tensor' | 'row' | number;

export interface Layout {
  /** Of each code. */
  bits: number;
  /** Values in a row that share a scale; the last group of a row may be shorter. */
  groupSize: number;
  scaleBits: number;
  /** Of each group's zero point; 0 where there is none. */
  zeroBits: number;
  /** So many scales of the matrix, in order, share one scale of their own; 0: none of that. The last run may be shorter. */
  scalesPerSecondScale: number;
  secondScaleBits: number;
}

const largestMagnitude = (values: ArrayLike<number>) => Array.from(values).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
const clamp = (x: number, low: number, high: number) => Math.min(Math.max(x, low), high);

/** Symmetric codes for a given scale: from −(2^(bits−1) − 1) to 2^(bits−1) − 1. */
function codesFor(values: ArrayLike<number>, scale: number, bits: number): number[] {
  const top = 2 ** (bits - 1) - 1;
  return Array.from(values, (x) => clamp(Math.round(x / scale), -top, top));
}

/** Task 1. The largest magnitude gets the largest code; zero is 0. A scale of 1 where all values are 0. */
export function symmetric(values: ArrayLike<number>, bits: number): Quantized {
  const scale = largestMagnitude(values) / (2 ** (bits - 1) - 1) || 1;
  return { codes: codesFor(values, scale, bits), scale, zero: 0 };
}

/** Task 1. Codes 0 to 2^bits − 1 span the range of the values, widened to hold 0, which has a code of its own. A scale of 1 where all values are 0. */
export function affine(values: ArrayLike<number>, bits: number): Quantized {
  const low = Array.from(values).reduce((least, x) => Math.min(least, x), 0);
  const high = Array.from(values).reduce((most, x) => Math.max(most, x), 0);
  const top = 2 ** bits - 1;
  const scale = (high - low) / top || 1;
  const zero = clamp(Math.round(-low / scale), 0, top);
  return { codes: Array.from(values, (x) => clamp(Math.round(x / scale) + zero, 0, top)), scale, zero };
}

/** Task 1. The values that the codes stand for. */
export function dequantize({ codes, scale, zero }: Quantized): number[] {
  return codes.map((code) => scale * (code - zero));
}

/** Task 2. A row-major matrix after going through the codes and back. */
export function throughCodes(matrix: Float32Array, columns: number, bits: number, scheme: Scheme, granularity: Granularity): Float32Array {
  const quantize = scheme === 'symmetric' ? symmetric : affine;
  const result = new Float32Array(matrix.length);
  const replace = (from: number, to: number) => result.set(dequantize(quantize(matrix.subarray(from, to), bits)), from);
  if (granularity === 'tensor') {
    replace(0, matrix.length);
    return result;
  }
  const size = granularity === 'row' ? columns : granularity;
  for (let row = 0; row < matrix.length; row += columns)
    for (let first = 0; first < columns; first += size) replace(row + first, row + Math.min(first + size, columns));
  return result;
}

/** Task 3. All bits that a quantized matrix occupies: codes, scales, zero points, scales of scales. */
export function storedBits(rows: number, columns: number, layout: Layout): number {
  const groups = rows * Math.ceil(columns / layout.groupSize);
  const second = layout.scalesPerSecondScale > 0 ? Math.ceil(groups / layout.scalesPerSecondScale) : 0;
  return rows * columns * layout.bits + groups * (layout.scaleBits + layout.zeroBits) + second * layout.secondScaleBits;
}

/** Task 4. Of `ratios`, the one (the first of equals) for which codes with the scale ratio · largest magnitude / (2^(bits−1) − 1) give the least sum of squared errors. */
export function bestRatio(values: ArrayLike<number>, bits: number, ratios: number[]): number {
  const full = symmetric(values, bits).scale;
  let best = { ratio: NaN, error: Infinity };
  for (const ratio of ratios) {
    const scale = ratio * full;
    const error = codesFor(values, scale, bits).reduce((sum, code, i) => sum + (values[i]! - scale * code) ** 2, 0);
    if (error < best.error) best = { ratio, error };
  }
  return best.ratio;
}
