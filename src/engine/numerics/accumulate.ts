// Sums in a narrow accumulator: every partial sum is rounded to a format, as a register of that format would. The order of
// the additions is the caller's choice, and it matters. (Higham, Accuracy and Stability of Numerical Algorithms, chapter 4.)

import { rounder, type RoundOptions } from './minifloat';
import type { FloatFormat } from './formats';

type Values = ArrayLike<number>;

/** One after the other: error at most about n·ε/2 of the sum of sizes. `watch` sees each partial sum. */
export function sumSequential(values: Values, format: FloatFormat, options?: RoundOptions, watch?: (sum: number, index: number) => void): number {
  const round = rounder(format, options);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum = round(sum + values[i]!);
    watch?.(sum, i);
  }
  return sum;
}

/** Halves, quarters, …: log2 n additions on any path, so the error grows with log n at worst. */
export function sumPairwise(values: Values, format: FloatFormat, options?: RoundOptions): number {
  const round = rounder(format, options);
  const sum = (from: number, to: number): number => {
    if (to - from === 0) return 0;
    if (to - from === 1) return round(values[from]!);
    const middle = from + Math.ceil((to - from) / 2);
    return round(sum(from, middle) + sum(middle, to));
  };
  return sum(0, values.length);
}

/** With a second register that keeps what each addition lost (Kahan 1965). */
export function sumKahan(values: Values, format: FloatFormat, options?: RoundOptions, watch?: (sum: number, index: number) => void): number {
  const round = rounder(format, options);
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const term = round(values[i]! - lost);
    const next = round(sum + term);
    lost = round(round(next - sum) - term);
    sum = next;
    watch?.(sum, i);
  }
  return sum;
}

/** Runs of `run` terms in a narrow accumulator, each then added to a wide one. */
export function sumInRuns(values: Values, run: number, { inner, outer }: { inner: FloatFormat; outer: FloatFormat }, options?: RoundOptions): number {
  if (!Number.isInteger(run) || run < 1) throw new RangeError(`a run must be a whole number of terms, not ${run}`);
  const all = Array.from(values);
  const runs = Array.from({ length: Math.ceil(all.length / run) }, (_, r) => sumSequential(all.slice(r * run, (r + 1) * run), inner, options));
  return sumSequential(runs, outer);
}

/** The sum of the doubles, rounded once: partial sums that do not overlap (Shewchuk 1997). Finite values only. */
export function sumExact(values: Values): number {
  const parts: number[] = [];
  for (let i = 0; i < values.length; i++) {
    let x = values[i]!;
    if (!Number.isFinite(x)) throw new RangeError(`value ${i} is ${x}; an exact sum needs finite numbers`);
    let kept = 0;
    for (const part of [...parts]) {
      const [large, small] = Math.abs(x) >= Math.abs(part) ? [x, part] : [part, x];
      const high = large + small;
      if (!Number.isFinite(high)) throw new RangeError('the sum does not fit a double');
      const low = small - (high - large);
      if (low !== 0) parts[kept++] = low;
      x = high;
    }
    parts.length = kept;
    parts.push(x);
  }
  return roundParts(parts);
}

/** Adds non-overlapping parts, smallest first in the list, from the largest down; mends a tie that a later part decides. */
function roundParts(parts: number[]): number {
  if (parts.length === 0) return 0;
  let i = parts.length - 1;
  let sum = parts[i]!;
  while (i > 0) {
    const before = sum;
    const part = parts[--i]!;
    sum = before + part;
    const rest = part - (sum - before);
    if (rest === 0) continue;
    const further = i > 0 ? parts[i - 1]! : 0;
    const twice = 2 * rest;
    // Exactly half a step was cut off, and what follows has the same sign: the tie went the wrong way.
    if (further !== 0 && rest < 0 === further < 0 && sum + twice - sum === twice) sum += twice;
    break;
  }
  return sum;
}

export interface DotOptions extends RoundOptions {
  accumulator: FloatFormat;
  /** Rounds each product first; without it a product enters exactly, as in a fused multiply-add or a matrix unit. */
  product?: FloatFormat;
}

/** Σ a·b in order, each partial sum rounded. A product of two numbers of at most 26 bits is exact in a double. */
export function dot(a: Values, b: Values, { accumulator, product, ...options }: DotOptions): number {
  if (a.length !== b.length) throw new RangeError(`a dot product needs two lists of one length, not ${a.length} and ${b.length}`);
  const round = rounder(accumulator, options);
  const roundProduct = product ? rounder(product, options) : undefined;
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    const term = a[i]! * b[i]!;
    sum = round(sum + (roundProduct ? roundProduct(term) : term));
  }
  return sum;
}
