// f16 (IEEE binary16) on JavaScript numbers: rounding to nearest even, and the 16-bit patterns.

const words = new Uint32Array(1);
const asFloat = new Float32Array(words.buffer);
const doubles = new Float64Array(1);
const doubleWords = new Uint32Array(doubles.buffer);

/** The f16 nearest to a double (ties to even); beyond 65504 infinity, as IEEE rounds. */
export function roundHalf(x: number): number {
  const size = Math.abs(x);
  // Below 2^-14 an f16 is a multiple of 2^-24; adding 2^28 leaves exactly those bits of the sum (its ulp is 2^-24).
  if (size < 0.00006103515625) return x < 0 ? -(size + 268435456 - 268435456) : x === 0 ? x : size + 268435456 - 268435456;
  if (!(size < 65520)) return Number.isNaN(x) ? NaN : x < 0 ? -Infinity : Infinity;
  // 2^42 · 2^exponent has an ulp of 2^(exponent - 10): the place of an f16's last bit.
  doubles[0] = size;
  doubleWords[1] = (doubleWords[1]! & 0x7ff00000) + (42 << 20);
  doubleWords[0] = 0;
  const shift = doubles[0];
  const rounded = size + shift - shift;
  return x < 0 ? -rounded : rounded;
}

/** The pattern of a number rounded to f16, in the low 16 bits. */
export function toHalf(x: number): number {
  const half = roundHalf(x);
  // Exact in f32, with the exponent three bits wider and the fraction 13 bits longer.
  asFloat[0] = half;
  const bits = words[0]!;
  const sign = (bits >>> 16) & 0x8000;
  const size = bits & 0x7fffffff;
  if (size > 0x7f800000) return sign | 0x7e00;
  if (size === 0x7f800000) return sign | 0x7c00;
  if (size < 0x38800000) return sign | (Math.abs(half) * 16777216);
  return sign | ((size - 0x38000000) >>> 13);
}

/** Every f16 by its pattern. */
export const halves: Float32Array = Float32Array.from({ length: 65536 }, (_, bits) => {
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction === 0 ? Infinity : NaN) : (1024 + fraction) * 2 ** (exponent - 25);
  return bits & 0x8000 ? -size : size;
});
