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

/** Task 1. The number that a code stands for. */
export function decode(code: number, format: Format): number {
  return code / 2 ** format.mantissaBits;
}

/** Task 2. The code of the nearest number, ties to the even code. Beyond the range: infinity where there is one, else the largest number. */
export function encode(x: number, format: Format): number {
  return Math.floor(x * 2 ** format.mantissaBits);
}

/** Task 3. One of the two numbers of the format around x, drawn by u in [0, 1) so that the mean over u is x. |x| is within the range. */
export function roundStochastically(x: number, u: number, format: Format): number {
  return u < 0.5 ? 0 : decode(encode(x, format), format);
}

/** Task 4. An MXFP4 block: the shared exponent brings the largest magnitude to E2M1's highest binade, 4 to 8. */
export function encodeBlock(values: number[]): Block {
  return { exponent: 0, codes: values.map((x) => encode(x, E2M1)) };
}
