// IEEE binary16 by its definition: rounding to nearest, ties to even, subnormals kept. The reference for f16 kernels.

const largest = 65504;

/** The f16 nearest to x. */
export function half(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return x;
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -14);
  // Corrects Math.log2 where it rounds across a power of two.
  const grain = 2 ** (Math.abs(x) < 2 ** exponent && exponent > -14 ? exponent - 11 : exponent - 10);
  const steps = x / grain;
  const down = Math.floor(steps);
  const rest = steps - down;
  const rounded = (rest > 0.5 || (rest === 0.5 && down % 2 !== 0) ? down + 1 : down) * grain;
  return Math.abs(rounded) > largest ? Math.sign(x) * Infinity : rounded;
}

/** The 16 bits of an f16 number. */
export function halfBits(x: number): number {
  const value = half(x);
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === Infinity) return sign | 0x7c00;
  if (size < 2 ** -14) return sign | (size / 2 ** -24);
  let exponent = -14;
  while (size >= 2 ** (exponent + 1)) exponent++;
  return sign | ((exponent + 15) << 10) | ((size / 2 ** exponent - 1) * 1024);
}

/** The number that 16 bits stand for. */
export function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Two to a word, the first in the low half. */
export const packHalves = (values: ArrayLike<number>): Uint32Array =>
  Uint32Array.from({ length: Math.ceil(values.length / 2) }, (_, i) => (halfBits(values[2 * i]!) | (halfBits(values[2 * i + 1] ?? 0) << 16)) >>> 0);

export const unpackHalves = (packed: ArrayLike<number>): number[] => Array.from(packed).flatMap((word) => [halfOf(word & 0xffff), halfOf(word >>> 16)]);
