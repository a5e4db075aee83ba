// Small floating-point formats: what their bits mean, and which bits a number gets.

/** Sign, exponent and mantissa bits from the left. The bias is 2^(exponentBits − 1) − 1. */
export interface Format {
  exponentBits: number;
  mantissaBits: number;
  /**
   * 'inf-nan': an exponent of all ones means infinity (mantissa 0) or NaN, as in fp16, bf16 and E5M2.
   * 'nan': all ones in exponent and mantissa is NaN, every other code is a number, as in E4M3.
   * 'none': every code is a number, as in E2M1.
   */
  specials: 'inf-nan' | 'nan' | 'none';
}

export interface Block {
  /** The shared scale is 2^exponent. */
  exponent: number;
  /** One E2M1 code for each value. */
  codes: number[];
}

const E2M1: Format = { exponentBits: 2, mantissaBits: 1, specials: 'none' };

/** The exponent of the smallest normal numbers, which the subnormal ones share. */
const lowestExponent = ({ exponentBits }: Format) => 2 - 2 ** (exponentBits - 1);

/** The code of the largest finite number. */
function largestCode({ exponentBits, mantissaBits, specials }: Format): number {
  const codes = 2 ** (exponentBits + mantissaBits);
  return specials === 'inf-nan' ? codes - 2 ** mantissaBits - 1 : specials === 'nan' ? codes - 2 : codes - 1;
}

/** Task 1. The number that a code stands for. */
export function decode(code: number, format: Format): number {
  const { exponentBits, mantissaBits, specials } = format;
  const mantissa = code % 2 ** mantissaBits;
  const exponent = Math.floor(code / 2 ** mantissaBits) % 2 ** exponentBits;
  const sign = code >= 2 ** (exponentBits + mantissaBits) ? -1 : 1;
  if (exponent === 2 ** exponentBits - 1) {
    if (specials === 'inf-nan') return mantissa === 0 ? sign * Infinity : NaN;
    if (specials === 'nan' && mantissa === 2 ** mantissaBits - 1) return NaN;
  }
  const fraction = mantissa / 2 ** mantissaBits;
  if (exponent === 0) return sign * fraction * 2 ** lowestExponent(format);
  return sign * (1 + fraction) * 2 ** (exponent - 1 + lowestExponent(format));
}

/** Exponent of the power of two at or below |x|, but no lower than the format's lowest. */
function exponentOf(x: number, format: Format): number {
  return Math.max(Math.floor(Math.log2(Math.abs(x))), lowestExponent(format));
}

function roundHalfToEven(x: number): number {
  const below = Math.floor(x);
  const rest = x - below;
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below;
}

/** Task 2. The code of the nearest number, ties to the even code. Beyond the range: infinity where there is one, else the largest number. */
export function encode(x: number, format: Format): number {
  const { exponentBits, mantissaBits, specials } = format;
  const signBit = 2 ** (exponentBits + mantissaBits);
  if (Number.isNaN(x)) return signBit - 1;
  const sign = x < 0 || Object.is(x, -0) ? signBit : 0;
  const largest = largestCode(format);
  const beyond = specials === 'inf-nan' ? largest + 1 : largest;
  if (Math.abs(x) === Infinity) return sign + beyond;
  const exponent = exponentOf(x, format);
  // Steps of this exponent; 2^mantissaBits of them are the hidden one. Rounding up past the last begins the next exponent.
  const steps = roundHalfToEven(Math.abs(x) / 2 ** (exponent - mantissaBits));
  const magnitude = (exponent - lowestExponent(format)) * 2 ** mantissaBits + steps;
  return sign + (magnitude > largest ? beyond : magnitude);
}

/** Task 3. One of the two numbers of the format around x, drawn by u in [0, 1) so that the mean over u is x. |x| is within the range. */
export function roundStochastically(x: number, u: number, format: Format): number {
  const step = 2 ** (exponentOf(x, format) - format.mantissaBits);
  const steps = Math.abs(x) / step;
  const below = Math.floor(steps);
  return Math.sign(x) * step * (u < steps - below ? below + 1 : below);
}

/** Task 4. An MXFP4 block: the shared exponent brings the largest magnitude to E2M1's highest binade, 4 to 8. */
export function encodeBlock(values: number[]): Block {
  const largest = Math.max(...values.map(Math.abs));
  const exponent = Math.max(Math.floor(Math.log2(largest)) - 2, -127);
  return { exponent, codes: values.map((x) => encode(x / 2 ** exponent, E2M1)) };
}
