// A sample of a model's gradients by power of two, and what a format keeps of them at a scale.

import { exponentOf, formats, lossesAt, limits, type FloatFormat, type Losses } from '@site/src/engine/numerics';

export interface State {
  when: string;
  format: string;
  /** The scale is 2 to this power. */
  scale: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { when: 'trained', format: 'fp16', scale: 0 };
export const choices = ['fp16', 'bf16', 'e5m2', 'e4m3'] as const;

export interface Sample {
  model: string;
  /** Gradients in all, of which `values` are drawn at random (those that are 0 left out); base64 of little-endian fp32. */
  count: number;
  zeros: number;
  values: string;
}
export interface Samples {
  tokens: number;
  trained: Sample;
  start: Sample;
}

export function decodeSample({ values }: Pick<Sample, 'values'>): Float32Array {
  const bytes = Uint8Array.from(atob(values), (c) => c.charCodeAt(0));
  return new Float32Array(bytes.buffer);
}

/** Exponents at the ends of the drawing. */
export const [LOWEST, HIGHEST] = [-40, 20];

export interface GradientRange {
  format: FloatFormat;
  /** Share of the values whose size times the scale lies in [2^e, 2^(e+1)), for e from LOWEST up; the ends take the rest. */
  bins: number[];
  losses: Losses;
  /** Exponents of the smallest subnormal, the smallest normal and the largest number. */
  band: { subnormal: number; normal: number; largest: number };
  /** The largest scale, a power of two, at which nothing of the sample overflows. */
  largestSafeScale: number;
}

export function gradientRange(values: Float32Array, state: Pick<State, 'format' | 'scale'>): GradientRange {
  const format = formats[choices.find((id) => id === state.format) ?? 'fp16'];
  const bins = new Array<number>(HIGHEST - LOWEST).fill(0);
  let largest = 0;
  for (const value of values) {
    const bin = exponentOf(value) + state.scale - LOWEST;
    bins[Math.max(0, Math.min(bins.length - 1, bin))]! += 1 / values.length;
    largest = Math.max(largest, Math.abs(value));
  }
  const { minExponent, maxExponent, maxFinite } = limits(format);
  return {
    format,
    bins,
    losses: lossesAt(values, 2 ** state.scale, format),
    band: { subnormal: minExponent - format.mantissaBits, normal: minExponent, largest: maxExponent },
    largestSafeScale: Math.floor(Math.log2(maxFinite / largest)),
  };
}
