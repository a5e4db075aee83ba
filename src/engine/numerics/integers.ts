// Integer quantization of a matrix: value ≈ scale · (code − zero point), with one scale for the tensor, for each row or for
// each run of a row. Rows of weights `[out, in]` are output channels; rows of activations `[tokens, features]` are tokens.
// (Jacob et al. 2018, section 2.1.) Not here: methods that use data or gradients to choose codes.

import { formatBits, formats, type FloatFormat } from './formats';
import { nearestEven, rounder, type RoundingRule } from './minifloat';

/** One scale for all, one for each row, or one for each group of so many neighbours in a row. */
export type Granularity = 'tensor' | 'row' | { group: number };

/** Which values the codes span: all of them; all but a share of the largest sizes; or the range with the least squared error of 64 tried. */
export type Clip = 'absmax' | 'mse' | { outside: number };

export interface Quantizer {
  /** 2 to 8. */
  bits: number;
  /** Symmetric: codes −(2^(b−1) − 1) … 2^(b−1) − 1 around 0 and no zero point. Affine: 0 … 2^b − 1 from smallest to largest value. */
  scheme: 'symmetric' | 'affine';
  granularity: Granularity;
  clip?: Clip;
  /** What scales are stored in; default fp32. */
  scaleFormat?: FloatFormat;
  rule?: RoundingRule;
}

export interface QuantizedMatrix {
  quantizer: Quantizer;
  rows: number;
  columns: number;
  codes: Int16Array;
  /** By span: the whole, or rows in order, or the groups of each row in order. */
  scales: Float32Array;
  /** By span; undefined when symmetric. */
  zeroPoints: Uint8Array | undefined;
}

/** Length of the stretches of the flat matrix that share a scale; a row's last group may be shorter. Throws RangeError. */
export function spansOf(rows: number, columns: number, granularity: Granularity): { from: number; to: number }[] {
  if (granularity === 'tensor') return [{ from: 0, to: rows * columns }];
  const group = granularity === 'row' ? columns : granularity.group;
  if (!Number.isInteger(group) || group < 1) throw new RangeError(`a group must be a whole number of values, not ${group}`);
  const perRow = Math.ceil(columns / group);
  return Array.from({ length: rows * perRow }, (_, i) => {
    const start = Math.floor(i / perRow) * columns;
    const first = (i % perRow) * group;
    return { from: start + first, to: start + Math.min(columns, first + group) };
  });
}

interface Range {
  low: number;
  high: number;
}

/** The range that holds every value and 0, so that 0 has a code of its own. */
function fullRange(values: ArrayLike<number>): Range {
  let [low, high] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new RangeError(`value ${i} is ${value}; a quantizer needs finite numbers`);
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return { low, high };
}

const shrink = ({ low, high }: Range, factor: number): Range => ({ low: low * factor, high: high * factor });

interface Grid {
  scale: number;
  zeroPoint: number;
  lowest: number;
  highest: number;
}

/** Scale and zero point that put the range on the codes. A span of zeros has scale 1. */
function gridOf({ low, high }: Range, { bits, scheme, scaleFormat = formats.fp32 }: Quantizer): Grid {
  const levels = 2 ** bits - 1;
  const half = 2 ** (bits - 1) - 1;
  const store = rounder(scaleFormat, { saturate: true });
  const wanted = scheme === 'symmetric' ? Math.max(-low, high) / half : (high - low) / levels;
  const scale = store(wanted) || 1;
  if (scheme === 'symmetric') return { scale, zeroPoint: 0, lowest: -half, highest: half };
  return { scale, zeroPoint: Math.max(0, Math.min(levels, Math.round(-low / scale))), lowest: 0, highest: levels };
}

function codeOf(value: number, { scale, zeroPoint, lowest, highest }: Grid, rule: RoundingRule): number {
  const steps = value / scale;
  const rounded = steps < 0 ? -rule(-steps) : rule(steps);
  return Math.max(lowest, Math.min(highest, rounded + zeroPoint));
}

function chooseRange(values: ArrayLike<number>, quantizer: Quantizer): Range {
  const full = fullRange(values);
  const { clip = 'absmax' } = quantizer;
  if (clip === 'absmax') return full;
  if (clip !== 'mse') {
    if (!(clip.outside >= 0 && clip.outside < 1)) throw new RangeError(`the share outside must be at least 0 and less than 1, not ${clip.outside}`);
    const sizes = Float64Array.from(values, Math.abs).sort();
    const limit = sizes[Math.max(0, Math.ceil(sizes.length * (1 - clip.outside)) - 1)] ?? 0;
    return { low: Math.max(full.low, -limit), high: Math.min(full.high, limit) };
  }
  let best = { range: full, error: Infinity };
  for (let step = 0; step < 64; step++) {
    const range = shrink(full, 1 - step / 80);
    const grid = gridOf(range, quantizer);
    let error = 0;
    for (let i = 0; i < values.length; i++) error += (values[i]! - (codeOf(values[i]!, grid, nearestEven) - grid.zeroPoint) * grid.scale) ** 2;
    if (error < best.error) best = { range, error };
  }
  return best.range;
}

/** Codes, scales and zero points of a row-major matrix. Throws RangeError on a bit width outside 2 to 8, a wrong length or values that are not finite. */
export function quantize(values: ArrayLike<number>, rows: number, columns: number, quantizer: Quantizer): QuantizedMatrix {
  const { bits, scheme, granularity, rule = nearestEven } = quantizer;
  if (!Number.isInteger(bits) || bits < 2 || bits > 8) throw new RangeError(`codes have 2 to 8 bits, not ${bits}`);
  if (values.length !== rows * columns) throw new RangeError(`${values.length} values are no ${rows} × ${columns} matrix`);
  const flat = Float64Array.from(values);
  const spans = spansOf(rows, columns, granularity);
  const codes = new Int16Array(flat.length);
  const scales = new Float32Array(spans.length);
  const zeroPoints = scheme === 'affine' ? new Uint8Array(spans.length) : undefined;
  spans.forEach(({ from, to }, span) => {
    const grid = gridOf(chooseRange(flat.subarray(from, to), quantizer), quantizer);
    scales[span] = grid.scale;
    if (zeroPoints) zeroPoints[span] = grid.zeroPoint;
    for (let i = from; i < to; i++) codes[i] = codeOf(flat[i]!, grid, rule);
  });
  return { quantizer, rows, columns, codes, scales, zeroPoints };
}

/** scale · (code − zero point), row-major. */
export function dequantize({ quantizer, rows, columns, codes, scales, zeroPoints }: QuantizedMatrix): Float32Array {
  const values = new Float32Array(codes.length);
  spansOf(rows, columns, quantizer.granularity).forEach(({ from, to }, span) => {
    const zero = zeroPoints?.[span] ?? 0;
    for (let i = from; i < to; i++) values[i] = scales[span]! * (codes[i]! - zero);
  });
  return values;
}

/** What the values become by going through the codes and back. */
export const throughCodes = (values: ArrayLike<number>, rows: number, columns: number, quantizer: Quantizer): Float32Array =>
  dequantize(quantize(values, rows, columns, quantizer));

/** Bits of each value with its share of scales and zero points (which take as many bits as a code). */
export function bitsPerValue(rows: number, columns: number, { bits, scheme, granularity, scaleFormat = formats.fp32 }: Quantizer): number {
  const perSpan = formatBits(scaleFormat) + (scheme === 'affine' ? bits : 0);
  return bits + (perSpan * spansOf(rows, columns, granularity).length) / (rows * columns);
}
