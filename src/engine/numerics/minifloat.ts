// Rounds numbers to a format and converts them to bits and back, exactly. Values are JavaScript doubles, which hold every
// number of every format here; so there is one rounding, never two.

import type { Rng } from '../random';
import { formatBits, limits, type FloatFormat } from './formats';

/** Takes a number ≥ 0, counted in steps of the format, to one of its two neighbouring integers. */
export type RoundingRule = (steps: number) => number;

export const nearestEven: RoundingRule = (steps) => {
  const low = Math.floor(steps);
  const rest = steps - low;
  return rest > 0.5 || (rest === 0.5 && low % 2 === 1) ? low + 1 : low;
};
export const towardZero: RoundingRule = Math.floor;
/** Up with a chance equal to the part cut off, so that the mean of many roundings is the number itself. */
export const stochastic =
  (rng: Pick<Rng, 'uniform'>): RoundingRule =>
  (steps) => {
    const low = Math.floor(steps);
    return rng.uniform() < steps - low ? low + 1 : low;
  };

export interface RoundOptions {
  /** Default: nearest, ties to even. */
  rule?: RoundingRule;
  /** Too large becomes the largest finite number instead of infinity or NaN. Always so toward zero (but for infinity itself), and where a format has neither. */
  saturate?: boolean;
}

// Powers of two by repeated halving and doubling: exact by construction, and faster than **.
const LOWEST = -1074;
const powers = new Float64Array(1023 - LOWEST + 1);
powers[-LOWEST] = 1;
for (let e = 1; e <= 1023; e++) powers[e - LOWEST] = powers[e - 1 - LOWEST]! * 2;
for (let e = -1; e >= LOWEST; e--) powers[e - LOWEST] = powers[e + 1 - LOWEST]! / 2;
const powerOfTwo = (exponent: number): number => powers[exponent - LOWEST]!;

const asDouble = new Float64Array(1);
const asWords = new Uint32Array(asDouble.buffer);

/** floor(log2 |value|) of a finite number other than 0; −1023 for anything below 2^−1022. (Every machine that runs JavaScript is little-endian.) */
export function exponentOf(value: number): number {
  asDouble[0] = value;
  return ((asWords[1]! >>> 20) & 0x7ff) - 1023;
}

/** A function that rounds to the format. It throws RangeError on NaN where the format has none. */
export function rounder(format: FloatFormat, { rule = nearestEven, saturate = false }: RoundOptions = {}): (value: number) => number {
  if (format.id === 'fp32' && rule === nearestEven && !saturate) return Math.fround;
  const { mantissaBits, specials, name } = format;
  const { minExponent, maxFinite } = limits(format);
  const infinity = saturate || specials === 'none' ? maxFinite : specials === 'ieee' ? Infinity : NaN;
  const tooLarge = rule === towardZero ? maxFinite : infinity;
  return (value) => {
    if (value === 0) return value;
    if (Number.isNaN(value)) {
      if (specials === 'none') throw new RangeError(`${name} has no NaN`);
      return NaN;
    }
    const size = Math.abs(value);
    let rounded = infinity;
    if (size !== Infinity) {
      const step = powerOfTwo(Math.max(exponentOf(size), minExponent) - mantissaBits);
      rounded = rule(size / step) * step;
      if (rounded > maxFinite) rounded = tooLarge;
    }
    return value < 0 ? -rounded : rounded;
  };
}

/** One number rounded; for many, keep the function that `rounder` makes. */
export const round = (format: FloatFormat, value: number, options?: RoundOptions): number => rounder(format, options)(value);

export function roundAll(format: FloatFormat, values: ArrayLike<number>, options?: RoundOptions): Float64Array {
  return Float64Array.from(values, rounder(format, options));
}

/** The three fields of a code, as unsigned integers. */
export interface Fields {
  sign: 0 | 1;
  exponent: number;
  mantissa: number;
}

/** Cuts a code into its fields. Throws RangeError on what is no code of the format. */
export function fieldsOf(format: FloatFormat, code: number): Fields {
  if (!Number.isInteger(code) || code < 0 || code >= 2 ** formatBits(format)) throw new RangeError(`${code} is not a code of ${format.name}, which has ${formatBits(format)} bits`);
  const mantissaCodes = 2 ** format.mantissaBits;
  const rest = Math.floor(code / mantissaCodes);
  const exponentCodes = 2 ** format.exponentBits;
  return { sign: rest >= exponentCodes ? 1 : 0, exponent: rest % exponentCodes, mantissa: code % mantissaCodes };
}

export type Kind = 'zero' | 'subnormal' | 'normal' | 'infinite' | 'nan';

export function kindOf(format: FloatFormat, { exponent, mantissa }: Omit<Fields, 'sign'>): Kind {
  const top = exponent === 2 ** format.exponentBits - 1;
  if (top && format.specials === 'ieee') return mantissa === 0 ? 'infinite' : 'nan';
  if (top && format.specials === 'nan' && mantissa === 2 ** format.mantissaBits - 1) return 'nan';
  if (exponent > 0) return 'normal';
  return mantissa === 0 ? 'zero' : 'subnormal';
}

/** The number that a code stands for. */
export function decode(format: FloatFormat, code: number): number {
  const fields = fieldsOf(format, code);
  const kind = kindOf(format, fields);
  if (kind === 'nan') return NaN;
  const sign = fields.sign === 1 ? -1 : 1;
  if (kind === 'infinite') return sign * Infinity;
  const { minExponent, minSubnormal, epsilon } = limits(format);
  if (fields.exponent === 0) return sign * fields.mantissa * minSubnormal;
  return sign * (1 + fields.mantissa * epsilon) * powerOfTwo(fields.exponent - 1 + minExponent);
}

/** The code of a number after rounding. NaN becomes the positive quiet one. */
export function encode(format: FloatFormat, value: number, options?: RoundOptions): number {
  const rounded = round(format, value, options);
  const { exponentBits, mantissaBits, bias, specials } = format;
  const mantissaCodes = 2 ** mantissaBits;
  const exponentCodes = 2 ** exponentBits;
  const special = (exponentCodes - 1) * mantissaCodes;
  if (Number.isNaN(rounded)) return special + (specials === 'ieee' ? mantissaCodes / 2 : mantissaCodes - 1);
  const negative = rounded < 0 || Object.is(rounded, -0);
  const signed = (code: number) => (negative ? exponentCodes * mantissaCodes + code : code);
  const size = Math.abs(rounded);
  if (size === Infinity) return signed(special);
  const { minNormal, minSubnormal } = limits(format);
  // Below the smallest normal number the exponent field is 0 and the mantissa counts steps.
  if (size < minNormal) return signed(size / minSubnormal);
  const exponent = exponentOf(size);
  return signed((exponent + bias) * mantissaCodes + (size / powerOfTwo(exponent) - 1) * mantissaCodes);
}

/** Distance between neighbouring numbers of the format where `value` lies (Goldberg 1991: one unit in the last place). */
export function ulp(format: FloatFormat, value: number): number {
  const { minExponent, maxExponent } = limits(format);
  const exponent = value === 0 ? minExponent : Math.min(maxExponent, Math.max(minExponent, exponentOf(value)));
  return powerOfTwo(exponent - format.mantissaBits);
}

/** Every finite number of a small format, ascending, 0 once. Throws RangeError above 16 bits. */
export function allFinite(format: FloatFormat): number[] {
  const bits = formatBits(format);
  if (bits > 16) throw new RangeError(`${format.name} has 2^${bits} codes; list those of 16 bits and fewer`);
  const positive = Array.from({ length: 2 ** (bits - 1) }, (_, code) => decode(format, code)).filter(Number.isFinite);
  return [...positive.slice(1).reverse().map((x) => -x), ...positive];
}
