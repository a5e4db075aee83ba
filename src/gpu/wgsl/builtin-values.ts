// Values of builtin functions on constants (WGSL section 17), for const- and override-expressions. What has no finite value throws
// ConstantError. Arguments are of the overload's types.

import { ConstantError, binaryScalar, isFloat, roundFloat, type Constant } from './constants';
import { scalarOf } from './type-rules';
import type { AnyScalar, Type } from './types';

type Numbers = (...args: number[]) => number;

const roundEven = (x: number): number => {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
};
const clamp01 = (x: number) => Math.min(1, Math.max(0, x));

/** On f64 numbers, component by component, rounded to the type after. */
const floats: Record<string, Numbers> = {
  acos: Math.acos, acosh: Math.acosh, asin: Math.asin, asinh: Math.asinh, atan: Math.atan, atanh: Math.atanh, atan2: Math.atan2,
  ceil: Math.ceil, cos: Math.cos, cosh: Math.cosh, exp: Math.exp, floor: Math.floor, log: Math.log, log2: Math.log2,
  sin: Math.sin, sinh: Math.sinh, sqrt: Math.sqrt, tan: Math.tan, tanh: Math.tanh, trunc: Math.trunc,
  degrees: (x) => (x * 180) / Math.PI,
  radians: (x) => (x * Math.PI) / 180,
  exp2: (x) => 2 ** x,
  fract: (x) => x - Math.floor(x),
  inverseSqrt: (x) => 1 / Math.sqrt(x),
  round: roundEven,
  saturate: clamp01,
  quantizeToF16: (x) => roundFloat(x, 'f16'),
  pow: (x, y) => (x < 0 || (x === 0 && y <= 0) ? NaN : x ** y),
  step: (edge, x) => (edge <= x ? 1 : 0),
  fma: (a, b, c) => a * b + c,
  mix: (a, b, t) => a * (1 - t) + b * t,
  smoothstep: (low, high, x) => {
    checkEdges(low, high);
    const t = clamp01((x - low) / (high - low));
    return t * t * (3 - 2 * t);
  },
  ldexp: (x, exponent) => x * 2 ** Math.max(-1000, Math.min(1000, exponent)) * 2 ** (exponent - Math.max(-1000, Math.min(1000, exponent))),
};

/** On the bits of i32 and u32, as u32. */
const bits: Record<string, Numbers> = {
  countLeadingZeros: (x) => Math.clz32(x),
  countTrailingZeros: (x) => (x === 0 ? 32 : 31 - Math.clz32(x & -x)),
  countOneBits: (x) => {
    let count = 0;
    for (let rest = x >>> 0; rest !== 0; rest = (rest & (rest - 1)) >>> 0) count++;
    return count;
  },
  reverseBits: (x) => {
    let reversed = 0;
    for (let i = 0; i < 32; i++) reversed = (reversed << 1) | ((x >>> i) & 1);
    return reversed;
  },
  firstTrailingBit: (x) => (x === 0 ? -1 : 31 - Math.clz32(x & -x)),
  insertBits: (x, insert, offset, count) => {
    checkBitRange(offset, count);
    const mask = count === 32 ? 0xffffffff : ((1 << count) - 1) << offset;
    return (x & ~mask) | ((insert << offset) & mask);
  },
};

export function checkBitRange(offset: number, count: number): void {
  if (offset + count > 32) throw new ConstantError(`offset ${offset} and count ${count} reach beyond 32 bits`);
}

type Compute = (of: AnyScalar, ...args: never[]) => Constant;
const plus = (of: AnyScalar, a: Constant, b: Constant) => binaryScalar('+', of, a, b);
const times = (of: AnyScalar, a: Constant, b: Constant) => binaryScalar('*', of, a, b);
const minus = (of: AnyScalar, a: Constant, b: Constant) => binaryScalar('-', of, a, b);
const dot = (of: AnyScalar, a: Constant[], b: Constant[]): Constant => a.map((x, i) => times(of, x, b[i]!)).reduce((sum, x) => plus(of, sum, x));
const vectorOf = (value: Constant): number[] => (Array.isArray(value) ? value : [value]) as number[];
const lengthOf = (of: AnyScalar, value: Constant): number => (Array.isArray(value) ? roundFloat(Math.sqrt(dot(of, value, value) as number), of) : Math.abs(value as number));
const less = (a: Constant, b: Constant) => a < b;

/** On scalars, component by component. */
const scalars: Record<string, Compute> = {
  abs: (of, x: number | bigint) => (isFloat(of) ? Math.abs(x as number) : x < 0 && x !== -(2n ** 63n) ? minus(of, typeof x === 'bigint' ? 0n : 0, x) : x),
  sign: (_, x: number | bigint) => (typeof x === 'bigint' ? (x > 0n ? 1n : x < 0n ? -1n : 0n) : Math.sign(x)),
  max: (_, a: Constant, b: Constant) => (less(a, b) ? b : a),
  min: (_, a: Constant, b: Constant) => (less(b, a) ? b : a),
  clamp: (_, x: Constant, low: Constant, high: Constant) => {
    checkClamp(low, high);
    return less(x, low) ? low : less(high, x) ? high : x;
  },
  firstLeadingBit: (of, x: number) => {
    const pattern = of === 'i32' && x < 0 ? ~x : x;
    return of === 'i32' ? 31 - Math.clz32(pattern) : (31 - Math.clz32(pattern)) >>> 0;
  },
  extractBits: (of, x: number, offset: number, count: number) => {
    checkBitRange(offset, count);
    if (count === 0) return 0;
    const shifted = x << (32 - offset - count);
    return of === 'i32' ? shifted >> (32 - count) : shifted >>> (32 - count);
  },
};

export function checkClamp(low: Constant, high: Constant): void {
  if (high < low) throw new ConstantError(`the low end ${low} is above the high end ${high}`);
}

export function checkEdges(low: Constant, high: Constant): void {
  if (low === high) throw new ConstantError(`the two edges are the same, ${low}`);
}

/** 2 to the power of this must not be beyond the type's exponents, whatever it is multiplied with. */
export function checkExponent(exponent: Constant, of: AnyScalar): void {
  const most = of === 'f16' ? 16 : of === 'f32' ? 128 : 1024;
  if (Number(exponent as number) > most) throw new ConstantError(`the exponent ${exponent} is above ${most}`);
}

/** On whole vectors. */
const wholes: Record<string, Compute> = {
  all: (_, x: boolean | boolean[]) => vectorOf(x).every(Boolean),
  any: (_, x: boolean | boolean[]) => vectorOf(x).some(Boolean),
  select: (_, no: Constant, yes: Constant, condition: boolean | boolean[]) =>
    Array.isArray(condition) ? condition.map((flag, i) => (flag ? yes : no as Constant[])[i as never] as Constant) : condition ? yes : no,
  cross: (of, a: number[], b: number[]) => [[1, 2], [2, 0], [0, 1]].map(([i, j]) => minus(of, times(of, a[i!]!, b[j!]!), times(of, a[j!]!, b[i!]!))),
  dot,
  length: lengthOf,
  distance: (of, a: Constant, b: Constant) => lengthOf(of, vectorOf(a).map((x, i) => minus(of, x, vectorOf(b)[i]!))),
  normalize: (of, x: number[]) => {
    const length = lengthOf(of, x);
    return x.map((component) => roundFloat(component / length, of));
  },
  faceForward: (of, a: number[], b: number[], c: number[]) => ((dot(of, b, c) as number) < 0 ? a : a.map((x) => -x)),
  reflect: (of, a: number[], normal: number[]) => {
    const twice = times(of, 2, dot(of, normal, a));
    return a.map((x, i) => minus(of, x, times(of, twice, normal[i]!)));
  },
  refract: (of, a: number[], normal: number[], ratio: number) => {
    const along = dot(of, normal, a) as number;
    const square = (x: Constant) => times(of, x, x);
    const k = minus(of, 1, times(of, square(ratio), minus(of, 1, square(along)))) as number;
    if (k < 0) return a.map(() => 0);
    const by = plus(of, times(of, ratio, along), Math.sqrt(k));
    return a.map((x, i) => minus(of, times(of, ratio, x), times(of, by, normal[i]!)));
  },
  transpose: (_, x: Constant[][]) => x[0]!.map((_row, i) => x.map((column) => column[i]!)),
  determinant: (of, x: number[][]) => roundFloat(determinant(x), of),
  modf: (of, x: Constant) => split(x, (value) => [value - Math.trunc(value), Math.trunc(value)].map((part) => roundFloat(part, of))),
  frexp: (of, x: Constant) => split(x, (value) => frexp(value).map((part, i) => (i === 1 && of === 'abstract-float' ? BigInt(part) : part))),
};

/** A function that gives two parts, applied to each component: one value for each part. */
function split(value: Constant, parts: (value: number) => Constant[]): Constant[] {
  if (!Array.isArray(value)) return parts(value as number);
  const each = value.map((component) => parts(component as number));
  return [0, 1].map((part) => each.map((pair) => pair[part]!));
}

function frexp(value: number): [number, number] {
  if (value === 0) return [value, 0];
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(value))) + 1);
  let fraction = value * 2 ** -exponent;
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    exponent++;
  }
  return [fraction, exponent];
}

function determinant(columns: number[][]): number {
  if (columns.length === 1) return columns[0]![0]!;
  return columns.reduce((sum, column, i) => {
    const minor = columns.filter((_, j) => j !== i).map((other) => other.slice(1));
    return sum + (i % 2 === 0 ? 1 : -1) * column[0]! * determinant(minor);
  }, 0);
}

// ---- Packing: little-endian bytes of one u32

const view = new DataView(new ArrayBuffer(4));
/** In f32, as the devices compute it: 0.7 × 65535 lies that close to a half. */
const normal = (x: number, low: number, scale: number) => Math.floor(Math.fround(0.5 + Math.fround(scale * Math.min(1, Math.max(low, x)))));

/** The 16 bits of a value rounded to f16. */
export function halfBits(value: number): number {
  const half = roundFloat(value, 'f16');
  const sign = half < 0 || Object.is(half, -0) ? 0x8000 : 0;
  const size = Math.abs(half);
  if (size < 2 ** -14) return sign | (size * 2 ** 24);
  const exponent = Math.floor(Math.log2(size));
  return sign | ((exponent + 15) << 10) | ((size / 2 ** exponent - 1) * 1024);
}

export function halfFromBits(pattern: number): number {
  const exponent = (pattern >> 10) & 31;
  const fraction = pattern & 1023;
  const size = exponent === 0 ? fraction * 2 ** -24 : exponent === 31 ? (fraction ? NaN : Infinity) : (1 + fraction / 1024) * 2 ** (exponent - 15);
  return pattern & 0x8000 ? -size : size;
}

type Lane = { bytes: 1 | 2; put: (x: number) => number; take: (pattern: number) => number };
const signed8 = (x: number) => (x << 24) >> 24;
const signed16 = (x: number) => (x << 16) >> 16;
const lanes: Record<string, Lane> = {
  '4x8snorm': { bytes: 1, put: (x) => normal(x, -1, 127), take: (x) => Math.max(-1, signed8(x) / 127) },
  '4x8unorm': { bytes: 1, put: (x) => normal(x, 0, 255), take: (x) => x / 255 },
  '2x16snorm': { bytes: 2, put: (x) => normal(x, -1, 32767), take: (x) => Math.max(-1, signed16(x) / 32767) },
  '2x16unorm': { bytes: 2, put: (x) => normal(x, 0, 65535), take: (x) => x / 65535 },
  '2x16float': { bytes: 2, put: halfBits, take: halfFromBits },
  '4xI8': { bytes: 1, put: (x) => x, take: signed8 },
  '4xU8': { bytes: 1, put: (x) => x, take: (x) => x },
  '4xI8Clamp': { bytes: 1, put: (x) => Math.min(127, Math.max(-128, x)), take: signed8 },
  '4xU8Clamp': { bytes: 1, put: (x) => Math.min(255, x), take: (x) => x },
};

function pack(name: string, values: number[]): Constant {
  const { bytes, put } = lanes[name]!;
  values.forEach((value, i) => (bytes === 1 ? view.setUint8(i, put(value)) : view.setUint16(2 * i, put(value), true)));
  return view.getUint32(0, true);
}

function unpack(name: string, word: number): Constant {
  const { bytes, take } = lanes[name]!;
  view.setUint32(0, word, true);
  return Array.from({ length: 4 / bytes }, (_, i) => {
    const value = take(bytes === 1 ? view.getUint8(i) : view.getUint16(2 * i, true));
    return /I8|U8/.test(name) ? value : roundFloat(value, 'f32');
  });
}

function dotPacked(name: string, a: number, b: number): Constant {
  const take = lanes[name === 'dot4I8Packed' ? '4xI8' : '4xU8']!.take;
  const products = [0, 8, 16, 24].map((shift) => take((a >>> shift) & 255) * take((b >>> shift) & 255));
  return products.reduce((sum, product) => sum + product, 0);
}

// ---- Any builtin

/** The value; undefined for a function that has none before the kernel runs. */
export function builtinValue(name: string, types: readonly Type[], result: Type, args: readonly Constant[]): Constant | undefined {
  const packing = /^(un)?pack(.*)$/.exec(name);
  if (packing) return packing[1] ? unpack(packing[2]!, args[0] as number) : pack(packing[2]!, args[0] as number[]);
  if (/^dot4[IU]8Packed$/.test(name)) return dotPacked(name, args[0] as number, args[1] as number);
  const of = scalarOf(types[0]!) ?? 'i32';
  const whole = wholes[name];
  if (whole) return whole(of, ...(args as never[]));
  const component = componentFunction(name, of);
  if (!component) return undefined;
  if (result.kind !== 'vec') return component(...args);
  return Array.from({ length: result.size }, (_, i) => component(...args.map((arg) => (Array.isArray(arg) ? arg[i]! : arg))));
}

function componentFunction(name: string, of: AnyScalar): ((...args: Constant[]) => Constant) | undefined {
  const float = floats[name];
  if (float)
    return (...args) => {
      if (name === 'ldexp') checkExponent(args[1]!, of);
      return roundFloat(float(...args.map(Number)), of);
    };
  const bit = bits[name];
  if (bit) return (...args) => (of === 'i32' ? bit(...(args as number[])) | 0 : bit(...(args as number[])) >>> 0);
  const compute = scalars[name];
  return compute && ((...args) => compute(of, ...(args as never[])));
}
