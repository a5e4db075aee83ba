// WGSL's numeric, logical and packing builtins on leaves. Not here: atomics, barriers, subgroups (collective.ts).
// Where WGSL defines a function by an expression, the code is that expression, rounded after every operation; what is left to
// the implementation is correctly rounded from a double.

import type { Expr } from '../../wgsl/typed';
import type { Scalar, Type } from '../../wgsl/types';
import type { Context } from './context';
import { leafCount, scalarOf } from './shape';
import { isFloat, round } from './values';

export interface Call {
  ctx: Context;
  expr: Expr & { kind: 'builtin' };
  /** Leaves of each argument: names, safe to use more than once. */
  args: string[][];
  /** Scalar type of the first argument. */
  of: Scalar;
}

type Builtin = (call: Call) => string[];

const each = (args: string[][], f: (...leaves: string[]) => string): string[] => {
  const n = Math.max(...args.map((leaves) => leaves.length));
  return Array.from({ length: n }, (_, i) => f(...args.map((leaves) => leaves[leaves.length === 1 ? 0 : i]!)));
};

/** Per component, computed in double and rounded once. */
const rounded =
  (write: (...leaves: string[]) => string): Builtin =>
  ({ args, of }) =>
    each(args, (...leaves) => round(of, write(...leaves)));

/** Per component, exact. */
const exact =
  (write: (...leaves: string[]) => string): Builtin =>
  ({ args }) =>
    each(args, write);

const byRuntime = (name: string): Builtin => rounded((...leaves) => `R.${name}(${leaves.join(',')})`);
const byMath = (name: string): Builtin => rounded((...leaves) => `Math.${name}(${leaves.join(',')})`);
const integer = (name: string): Builtin => exact((...leaves) => `R.${name}(${leaves.join(',')})`);

/** Different code for floats, i32 and u32. */
const byType =
  (float: Builtin, i32: Builtin, u32: Builtin = i32): Builtin =>
  (call) =>
    (isFloat(call.of) ? float : call.of === 'u32' ? u32 : i32)(call);

const minMax = (name: 'min' | 'max'): Builtin => byType(exact((a, b) => `Math.${name}(${a},${b})`), exact((a, b) => `Math.${name}(${a},${b})`), exact((a, b) => `(Math.${name}(${a}>>>0,${b}>>>0)|0)`));

/** Evaluates an expression of WGSL's operators, rounding after each: what "inherited from" means. */
class Rounding {
  constructor(
    readonly ctx: Context,
    readonly of: Scalar,
  ) {}
  op(a: string, operator: '+' | '-' | '*' | '/', b: string): string {
    return this.ctx.code.short(isFloat(this.of) ? round(this.of, `${a}${operator}${b}`) : operator === '*' ? `Math.imul(${a},${b})` : `(${a}${operator}${b}|0)`);
  }
  add = (a: string, b: string) => this.op(a, '+', b);
  sub = (a: string, b: string) => this.op(a, '-', b);
  mul = (a: string, b: string) => this.op(a, '*', b);
  div = (a: string, b: string) => this.op(a, '/', b);
  sqrt = (a: string) => round(this.of, `Math.sqrt(${a})`);
  dot = (a: readonly string[], b: readonly string[]) => a.map((x, i) => this.mul(x, b[i]!)).reduce((sum, product) => this.add(sum, product));
  length = (a: readonly string[]) => (a.length === 1 ? `Math.abs(${a[0]})` : this.sqrt(this.dot(a, a)));
  keep = (a: string) => this.ctx.code.atom(a);
}

const rounding = ({ ctx, of }: Call) => new Rounding(ctx, of);

function cross(call: Call): string[] {
  const [a, b] = call.args as [string[], string[]];
  const r = rounding(call);
  return [1, 2, 0].map((j, i) => {
    const k = 3 - i - j;
    return r.sub(r.mul(a[j]!, b[k]!), r.mul(a[k]!, b[j]!));
  });
}

function determinant(call: Call): string[] {
  const n = call.args[0]!.length === 4 ? 2 : call.args[0]!.length === 9 ? 3 : 4;
  const r = rounding(call);
  const entry = (column: number, row: number) => call.args[0]![column * n + row]!;
  const minor = (columns: number[], row: number): string => {
    if (columns.length === 1) return entry(columns[0]!, row);
    return columns
      .map((column, i) => ({ sign: i % 2, term: r.mul(entry(column, row), r.keep(minor(columns.filter((c) => c !== column), row + 1))) }))
      .reduce((sum, { sign, term }) => (sum === '' ? term : sign ? r.sub(sum, term) : r.add(sum, term)), '');
  };
  return [minor(Array.from({ length: n }, (_, i) => i), 0)];
}

function refract(call: Call): string[] {
  const [e1, e2, [eta]] = call.args as [string[], string[], [string]];
  const r = rounding(call);
  const d = r.keep(r.dot(e2, e1));
  const k = r.keep(r.sub('1', r.mul(r.mul(eta, eta), r.sub('1', r.mul(d, d)))));
  const s = r.keep(r.add(r.mul(eta, d), r.sqrt(`Math.max(${k},0)`)));
  return e1.map((x, i) => `(${k}<0?0:${r.sub(r.mul(eta, x), r.mul(s, e2[i]!))})`);
}

function smoothstep(call: Call): string[] {
  const r = rounding(call);
  return each(call.args, (low, high, x) => {
    const t = r.keep(`Math.min(Math.max(${r.div(r.sub(x, low), r.keep(r.sub(high, low)))},0),1)`);
    return r.mul(r.mul(t, t), r.sub('3', r.mul('2', t)));
  });
}

function transpose({ expr, args }: Call): string[] {
  const type = expr.args[0]!.type as Type & { kind: 'mat' };
  return Array.from({ length: type.rows * type.columns }, (_, i) => args[0]![(i % type.columns) * type.rows + Math.floor(i / type.columns)]!);
}

/** modf and frexp give a struct: first members, then second members. */
const pair =
  (first: (a: string, of: Scalar) => string, second: (a: string, of: Scalar) => string): Builtin =>
  ({ args, of }) => [...args[0]!.map((a) => first(a, of)), ...args[0]!.map((a) => second(a, of))];

const whole =
  (write: (leaves: readonly string[]) => string): Builtin =>
  ({ args }) => [write(args[0]!)];

const pack = (name: string): Builtin => ({ args }) => [`R.${name}(${args.flat().join(',')})`];
const unpack =
  (name: string, lanes: number): Builtin =>
  ({ args }) =>
    Array.from({ length: lanes }, (_, lane) => `R.${name}(${args[0]![0]},${lane})`);

export const builtins: Record<string, Builtin> = {
  // Logical
  all: whole((leaves) => `(${leaves.join('&&')})`),
  any: whole((leaves) => `(${leaves.join('||')})`),
  select: ({ args: [no, yes, condition] }) => no!.map((a, i) => `(${condition![condition!.length === 1 ? 0 : i]}?${yes![i]}:${a})`),
  // Exact on floats; integer forms beside them
  abs: byType(exact((a) => `Math.abs(${a})`), exact((a) => `(Math.abs(${a})|0)`), exact((a) => a)),
  ceil: byMath('ceil'),
  floor: byMath('floor'),
  trunc: byMath('trunc'),
  round: byRuntime('roundEven'),
  sign: byType(exact((a) => `Math.sign(${a})`), exact((a) => `Math.sign(${a})`)),
  min: minMax('min'),
  max: minMax('max'),
  clamp: byType(
    exact((x, low, high) => `Math.min(Math.max(${x},${low}),${high})`),
    exact((x, low, high) => `Math.min(Math.max(${x},${low}),${high})`),
    exact((x, low, high) => `(Math.min(Math.max(${x}>>>0,${low}>>>0),${high}>>>0)|0)`),
  ),
  saturate: exact((x) => `Math.min(Math.max(${x},0),1)`),
  step: exact((edge, x) => `(${edge}<=${x}?1:0)`),
  // From a double, rounded once
  acos: byMath('acos'),
  acosh: byMath('acosh'),
  asin: byMath('asin'),
  asinh: byMath('asinh'),
  atan: byMath('atan'),
  atan2: byMath('atan2'),
  atanh: byMath('atanh'),
  cos: byMath('cos'),
  cosh: byMath('cosh'),
  exp: byMath('exp'),
  exp2: byRuntime('exp2'),
  inverseSqrt: rounded((x) => `1/Math.sqrt(${x})`),
  log: byMath('log'),
  log2: byMath('log2'),
  pow: byRuntime('pow'),
  sin: byMath('sin'),
  sinh: byMath('sinh'),
  sqrt: byMath('sqrt'),
  tan: byMath('tan'),
  tanh: byMath('tanh'),
  degrees: rounded((x) => `${x}*57.29577951308232`),
  radians: rounded((x) => `${x}*0.017453292519943295`),
  fma: rounded((a, b, c) => `R.fma(${a},${b},${c})`),
  ldexp: byRuntime('ldexp'),
  fract: (call) => call.args[0]!.map((x) => rounding(call).sub(x, `Math.floor(${x})`)),
  quantizeToF16: exact((x) => `R.quantize(${x})`),
  // By WGSL's expression
  mix: (call) => {
    const r = rounding(call);
    return each(call.args, (x, y, t) => r.add(r.mul(x, r.sub('1', t)), r.mul(y, t)));
  },
  smoothstep,
  dot: (call) => [rounding(call).dot(call.args[0]!, call.args[1]!)],
  cross,
  length: (call) => [rounding(call).length(call.args[0]!)],
  distance: (call) => {
    const r = rounding(call);
    return [r.length(call.args[0]!.map((x, i) => r.keep(r.sub(x, call.args[1]![i]!))))];
  },
  normalize: (call) => {
    const r = rounding(call);
    const length = r.keep(r.length(call.args[0]!));
    return call.args[0]!.map((x) => r.div(x, length));
  },
  faceForward: (call) => {
    const [e1, e2, e3] = call.args as [string[], string[], string[]];
    const r = rounding(call);
    const towards = r.keep(`(${r.dot(e2, e3)}<0)`);
    return e1.map((x) => `(${towards}?${x}:(-${x}))`);
  },
  reflect: (call) => {
    const [e1, e2] = call.args as [string[], string[]];
    const r = rounding(call);
    const twice = r.keep(r.mul('2', r.dot(e2, e1)));
    return e1.map((x, i) => r.sub(x, r.mul(twice, e2[i]!)));
  },
  refract,
  determinant,
  transpose,
  modf: pair((x, of) => round(of, `${x}-Math.trunc(${x})`), (x) => `Math.trunc(${x})`),
  frexp: pair((x) => `R.fraction(${x})`, (x) => `R.exponent(${x})`),
  // Bits
  countLeadingZeros: exact((a) => `Math.clz32(${a})`),
  countOneBits: integer('countOneBits'),
  countTrailingZeros: integer('countTrailingZeros'),
  firstLeadingBit: byType(integer('firstLeadingBitSigned'), integer('firstLeadingBitSigned'), integer('firstLeadingBit')),
  firstTrailingBit: integer('firstTrailingBit'),
  reverseBits: integer('reverseBits'),
  extractBits: byType(integer('extractBitsSigned'), integer('extractBitsSigned'), integer('extractBits')),
  insertBits: integer('insertBits'),
  dot4U8Packed: integer('dot4U8Packed'),
  dot4I8Packed: integer('dot4I8Packed'),
  // Packing
  pack4x8snorm: pack('pack4x8snorm'),
  pack4x8unorm: pack('pack4x8unorm'),
  pack4xI8: pack('pack4x8'),
  pack4xU8: pack('pack4x8'),
  pack4xI8Clamp: pack('pack4xI8Clamp'),
  pack4xU8Clamp: pack('pack4xU8Clamp'),
  pack2x16snorm: pack('pack2x16snorm'),
  pack2x16unorm: pack('pack2x16unorm'),
  pack2x16float: pack('pack2x16float'),
  unpack4x8snorm: unpack('unpack8snorm', 4),
  unpack4x8unorm: unpack('unpack8unorm', 4),
  unpack4xI8: unpack('unpackI8', 4),
  unpack4xU8: unpack('unpackU8', 4),
  unpack2x16snorm: unpack('unpack16snorm', 2),
  unpack2x16unorm: unpack('unpack16unorm', 2),
  unpack2x16float: unpack('unpack16float', 2),
};

/** Floating-point operations of one call (conversions, comparisons, sign changes and rounding to whole numbers are none). */
export function builtinFlops(expr: Expr & { kind: 'builtin' }): number {
  const first = expr.args[0]?.type;
  if (!first || !['scalar', 'vec', 'mat'].includes(first.kind) || !isFloat(scalarOf(first))) return 0;
  const n = leafCount(first);
  switch (expr.name) {
    case 'dot':
      return 2 * n - 1;
    case 'length':
      return n === 1 ? 0 : 2 * n;
    case 'distance':
      return n === 1 ? 1 : 3 * n;
    case 'normalize':
      return 3 * n;
    case 'cross':
      return 9;
    case 'mix':
      return 4 * n;
    case 'fma':
      return 2 * n;
    case 'smoothstep':
      return 7 * n;
    case 'reflect':
      return 4 * n;
    case 'refract':
      return 2 * n - 1 + 7 + 3 * n;
    case 'faceForward':
      return 2 * n - 1;
    case 'inverseSqrt':
      return 2 * n;
    case 'determinant':
      return n === 4 ? 3 : n === 9 ? 14 : 63;
    case 'fract':
    case 'modf':
      return n;
    default:
      return oneFlop.has(expr.name) ? n : 0;
  }
}

const oneFlop = new Set(
  'acos acosh asin asinh atan atan2 atanh cos cosh exp exp2 log log2 pow sin sinh sqrt tan tanh degrees radians min max clamp saturate'.split(' '),
);

/** Integer operations of one call. */
export function builtinIntegerOps(expr: Expr & { kind: 'builtin' }): number {
  const first = expr.args[0]?.type;
  if (!first || !['scalar', 'vec'].includes(first.kind) || !['i32', 'u32'].includes(scalarOf(first))) return 0;
  const n = leafCount(first);
  if (expr.name === 'dot') return 2 * n - 1;
  if (/^dot4/.test(expr.name)) return 7;
  return /^(?:abs|min|max|clamp|count|first|reverseBits|extractBits|insertBits|sign)/.test(expr.name) ? n : 0;
}
