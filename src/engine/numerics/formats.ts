// Binary floating-point formats as data: how many bits for what, and which codes are special. Numbers only; rounding and
// bits are in minifloat.ts. (IEEE 754-2019, section 3; OCP 8-bit Floating Point Specification 1.0; OCP Microscaling Formats 1.0.)

export interface FloatFormat {
  id: string;
  name: string;
  exponentBits: number;
  /** Stored fraction bits; a normal number has one more, which is always 1. */
  mantissaBits: number;
  bias: number;
  /**
   * What the codes with the largest exponent mean. `ieee`: infinity and NaN. `nan`: ordinary numbers, but all ones is NaN, and
   * there is no infinity. `none`: ordinary numbers all.
   */
  specials: 'ieee' | 'nan' | 'none';
}

const format = (id: string, name: string, exponentBits: number, mantissaBits: number, specials: FloatFormat['specials'] = 'ieee'): FloatFormat => ({
  id,
  name,
  exponentBits,
  mantissaBits,
  bias: 2 ** (exponentBits - 1) - 1,
  specials,
});

export const formats = {
  fp32: format('fp32', 'FP32', 8, 23),
  tf32: format('tf32', 'TF32', 8, 10),
  fp16: format('fp16', 'FP16', 5, 10),
  bf16: format('bf16', 'BF16', 8, 7),
  e5m2: format('e5m2', 'FP8 E5M2', 5, 2),
  e4m3: format('e4m3', 'FP8 E4M3', 4, 3, 'nan'),
  e3m2: format('e3m2', 'FP6 E3M2', 3, 2, 'none'),
  e2m3: format('e2m3', 'FP6 E2M3', 2, 3, 'none'),
  e2m1: format('e2m1', 'FP4 E2M1', 2, 1, 'none'),
} as const satisfies Record<string, FloatFormat>;

export type FormatId = keyof typeof formats;
export const formatIds = Object.keys(formats) as FormatId[];

/** Bits of a code, the sign included. (A TF32 number has 19 and is stored in 32.) */
export const formatBits = ({ exponentBits, mantissaBits }: FloatFormat): number => 1 + exponentBits + mantissaBits;

export interface FormatLimits {
  maxFinite: number;
  minNormal: number;
  minSubnormal: number;
  /** Distance from 1 to the next larger number. Half of it bounds the relative error of rounding to nearest. */
  epsilon: number;
  /** Exponents of the smallest and largest normal numbers. */
  minExponent: number;
  maxExponent: number;
}

export function limits({ exponentBits, mantissaBits, bias, specials }: FloatFormat): FormatLimits {
  const minExponent = 1 - bias;
  const maxExponent = 2 ** exponentBits - (specials === 'ieee' ? 2 : 1) - bias;
  const epsilon = 2 ** -mantissaBits;
  return {
    maxFinite: (2 - epsilon * (specials === 'nan' ? 2 : 1)) * 2 ** maxExponent,
    minNormal: 2 ** minExponent,
    minSubnormal: 2 ** (minExponent - mantissaBits),
    epsilon,
    minExponent,
    maxExponent,
  };
}
