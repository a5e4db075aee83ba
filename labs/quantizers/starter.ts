// Integer quantizers: value ≈ scale · (code − zero).
// Each function runs as it stands, and gives a wrong answer.

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

/** Task 1. The largest magnitude gets the largest code; zero is 0. A scale of 1 where all values are 0. */
export function symmetric(values: ArrayLike<number>, bits: number): Quantized {
  return { codes: Array.from(values, () => bits), scale: 0, zero: 0 };
}

/** Task 1. Codes 0 to 2^bits − 1 span the range of the values, widened to hold 0, which has a code of its own. A scale of 1 where all values are 0. */
export function affine(values: ArrayLike<number>, bits: number): Quantized {
  return { codes: Array.from(values, () => bits), scale: 0, zero: 0 };
}

/** Task 1. The values that the codes stand for. */
export function dequantize({ codes, scale, zero }: Quantized): number[] {
  return codes;
}

/** Task 2. A row-major matrix after going through the codes and back. */
export function throughCodes(matrix: Float32Array, columns: number, bits: number, scheme: Scheme, granularity: Granularity): Float32Array {
  return new Float32Array(matrix.length);
}

/** Task 3. All bits that a quantized matrix occupies: codes, scales, zero points, scales of scales. */
export function storedBits(rows: number, columns: number, layout: Layout): number {
  return rows * columns;
}

/** Task 4. Of `ratios`, the one (the first of equals) for which codes with the scale ratio · largest magnitude / (2^(bits−1) − 1) give the least sum of squared errors. */
export function bestRatio(values: ArrayLike<number>, bits: number, ratios: number[]): number {
  return NaN;
}
