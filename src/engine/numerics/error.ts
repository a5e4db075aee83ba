// How far an approximation is from what it stands for.

import { ulp } from './minifloat';
import type { FloatFormat } from './formats';

type Values = ArrayLike<number>;

function sameLength(a: Values, b: Values): void {
  if (a.length !== b.length) throw new RangeError(`${a.length} numbers cannot be compared with ${b.length}`);
}

/** Σ (a − b)². */
export function squaredError(exact: Values, approximate: Values): number {
  sameLength(exact, approximate);
  let sum = 0;
  for (let i = 0; i < exact.length; i++) sum += (exact[i]! - approximate[i]!) ** 2;
  return sum;
}

/** √Σ (a − b)²: the Frobenius norm of the difference of two matrices. */
export const frobeniusError = (exact: Values, approximate: Values): number => Math.sqrt(squaredError(exact, approximate));

/** Signal-to-quantization-noise ratio in decibels: 10·log10 of Σ a² over Σ (a − b)². Infinite where nothing is lost. */
export function sqnrDb(exact: Values, approximate: Values): number {
  let signal = 0;
  for (let i = 0; i < exact.length; i++) signal += exact[i]! ** 2;
  return 10 * Math.log10(signal / squaredError(exact, approximate));
}

/** |approximate − exact| in units of the last place of the format at the exact value. */
export const errorInUlps = (format: FloatFormat, exact: number, approximate: number): number => Math.abs(approximate - exact) / ulp(format, exact);
