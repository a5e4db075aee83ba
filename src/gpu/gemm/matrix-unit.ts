// Matrix units by their throughput, and what the width of an accumulator does to a sum. Not here: formats in general (a later chapter).

/** Dense FLOP/s of a chip: a multiply-add counts as two. */
export function matrixPeak(cores: number, fmaPerCyclePerCore: number, clockHz: number): number {
  return 2 * cores * fmaPerCyclePerCore * clockHz;
}

/** The clock at which a stated peak would be reached. */
export function impliedClockHz(flopPerS: number, cores: number, fmaPerCyclePerCore: number): number {
  return flopPerS / (2 * cores * fmaPerCyclePerCore);
}

/** Multiply-adds over words read for one product of tiles m × k and k × n. */
export function fmaPerWord({ m, n, k }: { m: number; n: number; k: number }): number {
  return (m * n * k) / (m * k + k * n);
}

/** Rounds to the nearest number of `precision` significant bits, ties to even; below `leastExponent` in steps of the smallest subnormal, above `largest` to infinity. */
function roundTo(x: number, { precision, leastExponent, largest }: { precision: number; leastExponent: number; largest: number }): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), leastExponent);
  const step = 2 ** (exponent - precision + 1);
  const quotient = x / step;
  const floor = Math.floor(quotient);
  const rest = quotient - floor;
  const nearest = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  const rounded = nearest * step;
  return Math.abs(rounded) > largest ? Math.sign(x) * Infinity : rounded;
}

export type Accumulator = 'fp16' | 'bf16' | 'fp32';

const formats = {
  fp16: { precision: 11, leastExponent: -14, largest: 65_504 },
  bf16: { precision: 8, leastExponent: -126, largest: (2 - 2 ** -7) * 2 ** 127 },
} as const;

export function roundToFormat(x: number, format: Accumulator): number {
  return format === 'fp32' ? Math.fround(x) : roundTo(x, formats[format]);
}

/** A dot product whose products are exact and whose running sum is rounded to the accumulator's format after each addition. */
export function dotProduct(a: ArrayLike<number>, b: ArrayLike<number>, accumulator: Accumulator): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum = roundToFormat(sum + a[i]! * b[i]!, accumulator);
  return sum;
}

/** Where a sum of ones stops that is rounded to so many significant bits after each addition: one more is then half of a step, and goes to even. */
export function countsTo(significantBits: number): number {
  const format = { precision: significantBits, leastExponent: -1022, largest: Number.MAX_VALUE };
  let sum = 0;
  while (roundTo(sum + 1, format) !== sum) sum = roundTo(sum + 1, format);
  return sum;
}
