// Values with one outlier through an integer quantizer: the grid, the codes in use, the error and what the model of uniform noise says of it.

import { createRng } from '@site/src/engine/random';
import { bitsPerValue, dequantize, formats, quantize, sqnrDb, type Clip, type Quantizer } from '@site/src/engine/numerics';

export interface State {
  shape: string;
  bits: number;
  scheme: string;
  clip: string;
  /** 0 = one scale for all; otherwise the size of a group. */
  group: number;
  /** Size of the outlier in standard deviations of the rest. */
  outlier: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { shape: 'normal', bits: 4, scheme: 'symmetric', clip: 'absmax', group: 0, outlier: 12 };
export const COUNT = 1024;
export const groupSizes = [0, 256, 64, 32] as const;
const OUTLIER_AT = 500;

export function valuesOf({ shape, outlier }: State): Float64Array {
  const rng = createRng(32);
  const values = Float64Array.from({ length: COUNT }, () => (shape === 'relu' ? Math.max(0, rng.normal()) : rng.normal()));
  if (outlier > 0) values[OUTLIER_AT] = outlier;
  return values;
}

const clipOf = (id: string): Clip => (id === 'mse' ? 'mse' : id === 'percentile' ? { outside: 0.005 } : 'absmax');

export interface Quantization {
  values: Float64Array;
  /** What codes of the span with the outlier stand for, ascending. */
  levels: number[];
  usedLevels: number;
  step: number;
  sqnrDb: number;
  /** Without the outlier in signal or error: how the thousand fare. */
  restDb: number;
  /** What Δ²/12 for each value would give, for the whole. */
  modelDb: number;
  zeroShare: number;
  bitsPerValue: number;
  spans: number;
}

export function quantization(state: State): Quantization {
  const values = valuesOf(state);
  const quantizer: Quantizer = {
    bits: state.bits,
    scheme: state.scheme === 'affine' ? 'affine' : 'symmetric',
    clip: clipOf(state.clip),
    granularity: state.group === 0 ? 'tensor' : { group: state.group },
    scaleFormat: formats.fp16,
  };
  const q = quantize(values, 1, COUNT, quantizer);
  const back = dequantize(q);
  const size = state.group === 0 ? COUNT : state.group;
  const span = Math.floor(OUTLIER_AT / size);
  const step = q.scales[span]!;
  const zero = q.zeroPoints?.[span] ?? 0;
  const half = 2 ** (state.bits - 1) - 1;
  const codes = quantizer.scheme === 'affine' ? Array.from({ length: 2 ** state.bits }, (_, c) => c) : Array.from({ length: 2 * half + 1 }, (_, c) => c - half);
  const rest = (list: ArrayLike<number>) => Array.from(list).filter((_, i) => i !== OUTLIER_AT);
  const power = values.reduce((sum, x) => sum + x * x, 0);
  const noise = q.scales.reduce((sum, s) => sum + (size * s * s) / 12, 0);
  return {
    values,
    levels: codes.map((code) => step * (code - zero)),
    usedLevels: new Set(q.codes).size,
    step,
    sqnrDb: sqnrDb(values, back),
    restDb: sqnrDb(rest(values), rest(back)),
    modelDb: 10 * Math.log10(power / noise),
    zeroShare: rest(back).filter((x) => x === 0).length / (COUNT - 1),
    bitsPerValue: bitsPerValue(1, COUNT, quantizer),
    spans: q.scales.length,
  };
}

/** Counts of the values in `bins` equal bins from low to high. */
export function histogram(values: ArrayLike<number>, low: number, high: number, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor(((values[i]! - low) / (high - low)) * bins);
    if (bin >= 0 && bin < bins) counts[bin]!++;
    else if (values[i] === high) counts[bins - 1]!++;
  }
  return counts;
}
