// Functions that generated code calls for what JavaScript has no operator for: `R` in its environment. Floats come and go as
// doubles, i32 and u32 as int32 (u32 by its bits). Rounding to f32 or f16 is the caller's, except where it is said.

import { halves, roundHalf, toHalf } from './half';

const floats = new Float32Array(1);
const ints = new Int32Array(floats.buffer);

export { roundHalf, toHalf };

export const bitsOf = (x: number): number => {
  floats[0] = x;
  return ints[0]!;
};

export const floatOf = (bits: number): number => {
  ints[0] = bits;
  return floats[0]!;
};

// ---- Floats

// Out of range: the nearest value that both types hold (WGSL section 15.7.6). NaN gives 0.
export const toI32 = (x: number): number => (x >= 2147483648 ? 2147483520 : x <= -2147483648 ? -2147483648 : x | 0);
/** 4294967040 is -256 by its bits. */
export const toU32 = (x: number): number => (x >= 4294967296 ? -256 : x > 0 ? x | 0 : 0);
export const halfToI32 = (x: number): number => Math.min(Math.max(x, -65504), 65504) | 0;
export const halfToU32 = (x: number): number => Math.min(Math.max(x, 0), 65504) | 0;

export const roundEven = (x: number): number => {
  const low = Math.floor(x);
  const rest = x - low;
  if (rest < 0.5) return rest === 0 ? x : low === 0 && x < 0 ? -0 : low;
  if (rest > 0.5) return low === -1 ? -0 : low + 1;
  return low % 2 === 0 ? low : low === -1 ? -0 : low + 1;
};

export const exp2 = (x: number): number => Math.pow(2, x);
/** WGSL: exp2(y · log2(x)), which no negative x has. */
export const pow = (x: number, y: number): number => (x < 0 ? NaN : Math.pow(x, y));

/** Exact product, one double sum, rounded to odd where it is inexact: the caller's rounding to f32 is then that of the exact value. */
export const fma = (a: number, b: number, c: number): number => {
  const product = a * b;
  const sum = product + c;
  const back = sum - product;
  const error = product - (sum - back) + (c - back);
  if (error === 0 || !(error - error === 0)) return sum;
  odd[0] = sum;
  if (oddWords[0]! & 1) return sum;
  // Even and inexact: the neighbour on the side of the error is odd.
  const away = error > 0 === sum > 0;
  if (away) oddWords[0]! += 1;
  else if (oddWords[0]! === 0) {
    oddWords[0] = 0xffffffff;
    oddWords[1]! -= 1;
  } else oddWords[0]! -= 1;
  return odd[0]!;
};
const odd = new Float64Array(1);
const oddWords = new Uint32Array(odd.buffer);

export const ldexp = (x: number, exponent: number): number => {
  const e = Math.max(-2000, Math.min(2000, exponent));
  const first = Math.trunc(e / 2);
  return x * Math.pow(2, first) * Math.pow(2, e - first);
};

/** frexp's fraction: 0, or in [0.5, 1) by size. */
export const fraction = (x: number): number => (x === 0 || !(x - x === 0) ? x : x * Math.pow(2, -exponent(x)));
export const exponent = (x: number): number => {
  if (x === 0 || !(x - x === 0)) return 0;
  // Normal as a double, so the exponent field says it all.
  odd[0] = x;
  return ((oddWords[1]! >>> 20) & 2047) - 1022;
};

/** To f16 and back, as an f32. */
export const quantize = (x: number): number => roundHalf(x);

// ---- Bits

export const countOneBits = (x: number): number => {
  let n = x - ((x >>> 1) & 0x55555555);
  n = (n & 0x33333333) + ((n >>> 2) & 0x33333333);
  return Math.imul((n + (n >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};
export const countTrailingZeros = (x: number): number => (x === 0 ? 32 : 31 - Math.clz32(x & -x));
export const firstTrailingBit = (x: number): number => (x === 0 ? -1 : 31 - Math.clz32(x & -x));
export const firstLeadingBit = (x: number): number => 31 - Math.clz32(x);
export const firstLeadingBitSigned = (x: number): number => 31 - Math.clz32(x < 0 ? ~x : x);
export const reverseBits = (x: number): number => {
  let n = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  n = ((n >>> 2) & 0x33333333) | ((n & 0x33333333) << 2);
  n = ((n >>> 4) & 0x0f0f0f0f) | ((n & 0x0f0f0f0f) << 4);
  n = ((n >>> 8) & 0x00ff00ff) | ((n & 0x00ff00ff) << 8);
  return (n >>> 16) | (n << 16);
};

const least = (a: number, b: number): number => ((a >>> 0) < (b >>> 0) ? a : b);

/** WGSL: offset and count are first cut so that they lie within 32 bits. */
export const extractBits = (x: number, offset: number, count: number): number => {
  const o = least(offset, 32);
  const c = least(count, 32 - o);
  return c === 0 ? 0 : ((x << (32 - c - o)) >>> (32 - c)) | 0;
};
export const extractBitsSigned = (x: number, offset: number, count: number): number => {
  const o = least(offset, 32);
  const c = least(count, 32 - o);
  return c === 0 ? 0 : (x << (32 - c - o)) >> (32 - c);
};
export const insertBits = (x: number, bits: number, offset: number, count: number): number => {
  const o = least(offset, 32);
  const c = least(count, 32 - o);
  if (c === 0) return x;
  const mask = (c === 32 ? -1 : (1 << c) - 1) << o;
  return (x & ~mask) | ((bits << o) & mask);
};

const byte = (x: number, i: number): number => (x >>> (8 * i)) & 255;
const signedByte = (x: number, i: number): number => (x << (24 - 8 * i)) >> 24;
export const dot4U8Packed = (a: number, b: number): number => byte(a, 0) * byte(b, 0) + byte(a, 1) * byte(b, 1) + byte(a, 2) * byte(b, 2) + byte(a, 3) * byte(b, 3);
export const dot4I8Packed = (a: number, b: number): number =>
  (signedByte(a, 0) * signedByte(b, 0) + signedByte(a, 1) * signedByte(b, 1) + signedByte(a, 2) * signedByte(b, 2) + signedByte(a, 3) * signedByte(b, 3)) | 0;

// ---- Packing: the first component in the lowest bits

const clampTo = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high);
const snorm = (x: number, scale: number): number => Math.floor(0.5 + scale * clampTo(x, -1, 1)) | 0;
const unorm = (x: number, scale: number): number => Math.floor(0.5 + scale * clampTo(x, 0, 1)) | 0;

export const pack4x8 = (a: number, b: number, c: number, d: number): number => (a & 255) | ((b & 255) << 8) | ((c & 255) << 16) | (d << 24);
export const pack4x8snorm = (a: number, b: number, c: number, d: number): number => pack4x8(snorm(a, 127), snorm(b, 127), snorm(c, 127), snorm(d, 127));
export const pack4x8unorm = (a: number, b: number, c: number, d: number): number => pack4x8(unorm(a, 255), unorm(b, 255), unorm(c, 255), unorm(d, 255));
export const pack4xI8Clamp = (a: number, b: number, c: number, d: number): number => pack4x8(clampTo(a, -128, 127), clampTo(b, -128, 127), clampTo(c, -128, 127), clampTo(d, -128, 127));
export const pack4xU8Clamp = (a: number, b: number, c: number, d: number): number => pack4x8(least(a, 255), least(b, 255), least(c, 255), least(d, 255));
const pack2x16 = (a: number, b: number): number => (a & 65535) | (b << 16);
export const pack2x16snorm = (a: number, b: number): number => pack2x16(snorm(a, 32767), snorm(b, 32767));
export const pack2x16unorm = (a: number, b: number): number => pack2x16(unorm(a, 65535), unorm(b, 65535));
export const pack2x16float = (a: number, b: number): number => pack2x16(toHalf(a), toHalf(b));

const signedHalf = (x: number, lane: number): number => (x << (16 - 16 * lane)) >> 16;
const halfWord = (x: number, lane: number): number => (x >>> (16 * lane)) & 65535;
// Rounded to f32 here.
export const unpack8snorm = (x: number, lane: number): number => Math.fround(Math.max(signedByte(x, lane) / 127, -1));
export const unpack8unorm = (x: number, lane: number): number => Math.fround(byte(x, lane) / 255);
export const unpackI8 = signedByte;
export const unpackU8 = byte;
export const unpack16snorm = (x: number, lane: number): number => Math.fround(Math.max(signedHalf(x, lane) / 32767, -1));
export const unpack16unorm = (x: number, lane: number): number => Math.fround(halfWord(x, lane) / 65535);
export const unpack16float = (x: number, lane: number): number => halves[halfWord(x, lane)]!;
