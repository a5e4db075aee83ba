// Bits as the reader knows them: numbers by format, short enough for a cell. And names of invocations.

import type { TracedMemory } from '@site/src/gpu/microscope/results';

type Format = TracedMemory['format'];

const scratch = new DataView(new ArrayBuffer(4));

/** The number that 32 bits (f16: the low 16) mean; 'bits' are taken as u32. */
export function numberOf(bits: number, format: Format): number {
  scratch.setUint32(0, bits);
  if (format === 'f32') return scratch.getFloat32(0);
  if (format === 'i32') return scratch.getInt32(0);
  if (format === 'f16') return halfOf(bits & 0xffff);
  return bits >>> 0;
}

/** IEEE 754 binary16. */
function halfOf(h: number): number {
  const sign = h & 0x8000 ? -1 : 1;
  const exponent = (h >> 10) & 31;
  const fraction = h & 1023;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** In full: what the number prints as, floats to the digits that tell them apart. */
export function textOf(bits: number | undefined, format: Format): string {
  if (bits === undefined) return 'unknown';
  if (format === 'bits') return `0x${(bits >>> 0).toString(16).padStart(8, '0')}`;
  const value = numberOf(bits, format);
  if (format === 'f32' || format === 'f16') return shortestFloat(value, format === 'f32' ? 9 : 5);
  return withMinus(String(value));
}

/** Fewest significant digits that read back as the same float. */
function shortestFloat(value: number, most: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? '∞' : '−∞';
  if (Object.is(value, -0)) return '−0';
  for (let digits = 1; digits < most; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if ((most === 9 ? Math.fround(rounded) : rounded) === value) return withMinus(String(rounded));
  }
  return withMinus(String(Number(value.toPrecision(most))));
}

const withMinus = (text: string) => text.replace(/^-/, '−').replace('e-', 'e−').replace('e+', 'e');

/** At most `width` characters, rounded where it must be; '' where the bits are not known. */
export function cellText(bits: number | undefined, format: Format, width: number): string {
  if (bits === undefined) return '';
  const value = numberOf(bits, format);
  const full = format === 'bits' ? `${bits >>> 0}` : textOf(bits, format);
  if (full.length <= width) return full;
  if (!Number.isFinite(value)) return full.slice(0, width);
  const whole = format === 'f32' || format === 'f16' ? [5, 4, 3, 2, 1, 0].map((d) => value.toFixed(d)) : [];
  const told = whole.filter((t) => Number(t) !== 0 || value === 0);
  const unled = told.map((t) => t.replace(/^(-?)0\./, '$1.'));
  const fits = [...told, ...unled, ...[2, 1, 0].map((d) => value.toExponential(d))].map(tidy).find((t) => t.length <= width);
  return fits ?? '…';
}

/** '0.50' → '0.5', '-3' → '−3', '1.0e+5' → '1e5'. */
const tidy = (text: string) => withMinus(text.replace(/(\.\d*?)0+(?=e|$)/, '$1').replace(/\.(?=e|$)/, ''));

export const idText = (id: readonly number[]): string => `(${id.join(', ')})`;

/** local_invocation_id of a local_invocation_index, written as the workgroup's shape has it: (3, 2) in 16 × 16, 35 in 256. */
export function invocationName(index: number, size: readonly [number, number, number]): string {
  const [x, y, z] = size;
  if (y === 1 && z === 1) return String(index);
  const id = [index % x, Math.floor(index / x) % y, Math.floor(index / (x * y))];
  return idText(z === 1 ? id.slice(0, 2) : id);
}

/** Lines of a text with WGSL's line breaks (WGSL, 3.2). */
export const linesOf = (source: string): string[] => source.split(/\r\n|[\n\v\f\r\u0085\u2028\u2029]/);
