// Block formats: short runs of narrow floats that share a scale. MX formats (OCP Microscaling Formats 1.0, section 6.3) have
// 32 elements and a power of two; NVFP4 has 16 elements, an E4M3 scale and one fp32 scale for the tensor (NVIDIA 2025).

import { formatBits, formats, limits, type FloatFormat } from './formats';
import { decode, encode, exponentOf, rounder, type RoundOptions } from './minifloat';

/** E8M0: eight bits of exponent and nothing else. Code c is 2^(c − 127); 255 is NaN. There is no zero and no sign. */
export const e8m0 = { name: 'E8M0', bits: 8, bias: 127, nan: 255 } as const;

export function decodeE8m0(code: number): number {
  if (!Number.isInteger(code) || code < 0 || code > e8m0.nan) throw new RangeError(`${code} is not a code of E8M0`);
  return code === e8m0.nan ? NaN : 2 ** (code - e8m0.bias);
}

/** The code of a power of two, clamped to 2^−127 … 2^127. Throws RangeError on anything else. */
export function encodeE8m0(scale: number): number {
  if (Number.isNaN(scale)) return e8m0.nan;
  const exponent = Math.log2(scale);
  if (!Number.isInteger(exponent)) throw new RangeError(`E8M0 holds powers of two, and ${scale} is none`);
  return Math.max(0, Math.min(254, exponent + e8m0.bias));
}

export interface BlockFormat {
  id: string;
  name: string;
  element: FloatFormat;
  blockSize: number;
  scale: 'e8m0' | 'e4m3';
}

const mx = (id: string, name: string, element: FloatFormat): BlockFormat => ({ id, name, element, blockSize: 32, scale: 'e8m0' });
export const blockFormats = {
  mxfp8: mx('mxfp8', 'MXFP8 (E4M3)', formats.e4m3),
  mxfp6: mx('mxfp6', 'MXFP6 (E2M3)', formats.e2m3),
  mxfp4: mx('mxfp4', 'MXFP4', formats.e2m1),
  nvfp4: { id: 'nvfp4', name: 'NVFP4', element: formats.e2m1, blockSize: 16, scale: 'e4m3' },
} as const satisfies Record<string, BlockFormat>;
export type BlockFormatId = keyof typeof blockFormats;

export interface Blocks {
  format: BlockFormat;
  /** One code for each element, in order. */
  codes: Uint8Array;
  /** One code for each block: E8M0 or E4M3. */
  scales: Uint8Array;
  /** Multiplies every block; 1 where the format has no scale for the tensor. */
  tensorScale: number;
}

const largest = (values: ArrayLike<number>, from: number, to: number): number => {
  let max = 0;
  for (let i = from; i < to; i++) {
    if (!Number.isFinite(values[i])) throw new RangeError(`value ${i} is ${values[i]}; a block needs finite numbers`);
    max = Math.max(max, Math.abs(values[i]!));
  }
  return max;
};

/**
 * Cuts the values into blocks (the last may be short), chooses each scale and rounds each element to nearest, saturating.
 * MX: the largest power of two ≤ the largest size, over the largest power of two of the element format.
 * NVFP4: the largest size over 6 (over the tensor's scale), rounded to E4M3.
 */
export function quantizeBlocks(values: ArrayLike<number>, format: BlockFormat, options: Pick<RoundOptions, 'rule'> = {}): Blocks {
  const { element, blockSize } = format;
  const { maxFinite, maxExponent } = limits(element);
  const blockCount = Math.ceil(values.length / blockSize);
  const codes = new Uint8Array(values.length);
  const scales = new Uint8Array(blockCount);
  const max = largest(values, 0, values.length);
  // A tensor whose scale underflows, as that of zeros does, is all zeros.
  const tensorScale = format.scale === 'e8m0' ? 1 : Math.fround(max / (maxFinite * limits(formats.e4m3).maxFinite)) || 1;
  for (let block = 0; block < blockCount; block++) {
    const [from, to] = [block * blockSize, Math.min(values.length, (block + 1) * blockSize)];
    const size = largest(values, from, to);
    scales[block] =
      format.scale === 'e8m0'
        ? Math.max(0, Math.min(254, (size === 0 ? -e8m0.bias : exponentOf(size) - maxExponent) + e8m0.bias))
        : encode(formats.e4m3, size / maxFinite / tensorScale, { saturate: true });
    const scale = scaleOf(format, scales[block]!) * tensorScale;
    for (let i = from; i < to; i++) codes[i] = scale === 0 ? 0 : encode(element, values[i]! / scale, { ...options, saturate: true });
  }
  return { format, codes, scales, tensorScale };
}

const scaleOf = (format: BlockFormat, code: number): number => (format.scale === 'e8m0' ? decodeE8m0(code) : decode(formats.e4m3, code));

/** The numbers that the blocks stand for. */
export function dequantizeBlocks({ format, codes, scales, tensorScale }: Blocks): Float32Array {
  const table = Float64Array.from({ length: 2 ** formatBits(format.element) }, (_, code) => decode(format.element, code));
  return Float32Array.from(codes, (code, i) => table[code]! * scaleOf(format, scales[Math.floor(i / format.blockSize)]!) * tensorScale);
}

/** Bits for each element with its share of the block's scale. (A tensor's own scale is 32 bits in all.) */
export const bitsPerElement = ({ element, blockSize }: Pick<BlockFormat, 'element' | 'blockSize'>): number => formatBits(element) + e8m0.bits / blockSize;

/** Values rounded to a plain format after division by one scale that takes their largest size to the format's largest number. */
export function scaledRound(values: ArrayLike<number>, format: FloatFormat): Float32Array {
  const size = largest(values, 0, values.length);
  const scale = size === 0 ? 1 : size / limits(format).maxFinite;
  const round = rounder(format, { saturate: true });
  return Float32Array.from(values, (value) => round(value / scale) * scale);
}
