// Arithmetic on constants while the text is being checked: exact for whole numbers (abstract ones have 64 bits), rounded to the type
// for floats, and an error where a value does not fit its type. Scalars here; const-evaluation of whole expressions is in the checker.

import type { BinaryOperator, ConstValue } from './typed';
import type { AnyScalar, Type } from './types';
import { scalarOf } from './type-rules';

/** Like ConstValue, with abstract integers as bigint. */
export type Constant = number | bigint | boolean | Constant[];

/** What a constant cannot be; the checker adds the place. */
export class ConstantError extends Error {}

/** Largest finite numbers. */
const floatMax: Partial<Record<AnyScalar, number>> = { f16: 65504, f32: 3.4028234663852886e38 };

/** Rounds to the nearest f16, ties to even. */
export function roundToF16(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return value;
  const exponent = Math.max(-14, Math.floor(Math.log2(Math.abs(value))));
  // log2 may be off by one beside a power of two; the step of the larger exponent is right there too.
  const step = 2 ** ((Math.abs(value) < 2 ** exponent && exponent > -14 ? exponent - 1 : Math.abs(value) >= 2 ** (exponent + 1) ? exponent + 1 : exponent) - 10);
  const scaled = value / step;
  const floor = Math.floor(scaled);
  const rest = scaled - floor;
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor;
  const result = rounded * step;
  return Math.abs(result) > floatMax.f16! ? Math.sign(value) * Infinity : result;
}

/** Rounds a float to its type; NaN and what lies beyond the type's largest number are errors, though it might round to that. */
export function roundFloat(value: number, of: AnyScalar): number {
  const rounded = of === 'f32' ? Math.fround(value) : of === 'f16' ? roundToF16(value) : value;
  if (Number.isFinite(rounded) && Math.abs(value) <= (floatMax[of] ?? Infinity)) return rounded;
  const type = of === 'abstract-float' ? 'f64' : of;
  throw new ConstantError(Number.isNaN(value) ? 'the result is not a number' : `${Number.isFinite(value) ? value : 'the result'} is too large for ${type}`);
}

const limits: Record<string, [bigint, bigint]> = {
  'abstract-int': [-(2n ** 63n), 2n ** 63n - 1n],
  i32: [-(2n ** 31n), 2n ** 31n - 1n],
  u32: [0n, 2n ** 32n - 1n],
};

/** A whole number as a constant of an integer type, if it fits. */
export function fitInteger(value: bigint, of: AnyScalar): Constant {
  const [low, high] = limits[of]!;
  if (value < low || value > high) {
    const fix = of === 'i32' && value > 0n && value < 2n ** 32n ? ': write it as u32 with the suffix u' : of === 'u32' && value < 0n ? ': u32 has no negative numbers' : '';
    throw new ConstantError(`${value} does not fit ${of === 'abstract-int' ? 'the 64 bits of a whole number' : of}${fix}`);
  }
  return of === 'abstract-int' ? value : Number(value);
}

export const isInteger = (of: AnyScalar | undefined): boolean => of === 'abstract-int' || of === 'i32' || of === 'u32';
export const isFloat = (of: AnyScalar | undefined): boolean => of === 'abstract-float' || of === 'f32' || of === 'f16';

function wrap(value: bigint, of: AnyScalar): Constant {
  if (of === 'abstract-int') return fitInteger(value, of);
  return Number(of === 'i32' ? BigInt.asIntN(32, value) : BigInt.asUintN(32, value));
}

/** Automatic conversion of an abstract number. */
export function convertAbstract(value: Constant, from: AnyScalar, to: AnyScalar): Constant {
  if (from === to) return value;
  if (isInteger(to)) return fitInteger(BigInt(value as bigint), to);
  return roundFloat(Number(value as bigint), to);
}

/** Explicit conversion, e.g. `u32(x)`: floats are truncated and clamped, integers keep their bits. */
export function convertValue(value: Constant, from: AnyScalar, to: AnyScalar): Constant {
  if (from === to) return value;
  if (to === 'bool') return Number(value as number) !== 0;
  const number = typeof value === 'boolean' ? Number(value) : value;
  if (isFloat(to)) return roundFloat(Number(number as number), to);
  if (isFloat(from)) {
    const [low, high] = to === 'i32' ? [-(2 ** 31), from === 'f32' ? 2147483520 : 2 ** 31 - 1] : [0, from === 'f32' ? 4294967040 : 2 ** 32 - 1];
    return Math.min(high, Math.max(low, Math.trunc(number as number))) + 0;
  }
  return from === 'abstract-int' ? fitInteger(number as bigint, to) : wrap(BigInt(number as number), to);
}

/** `left operator right` of one scalar type (for shifts, `right` is u32). */
export function binaryScalar(operator: BinaryOperator, of: AnyScalar, left: Constant, right: Constant): Constant {
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '&&':
      return (left as boolean) && (right as boolean);
    case '||':
      return (left as boolean) || (right as boolean);
  }
  if (of === 'bool') return operator === '&' ? (left as boolean) && (right as boolean) : (left as boolean) || (right as boolean);
  if (isFloat(of)) return roundFloat(floatArithmetic(operator, left as number, right as number), of);
  return integerArithmetic(operator, of, BigInt(left as bigint), BigInt(right as bigint));
}

function floatArithmetic(operator: BinaryOperator, left: number, right: number): number {
  if ((operator === '/' || operator === '%') && right === 0) throw new ConstantError('it divides by zero');
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    default:
      return left % right;
  }
}

function integerArithmetic(operator: BinaryOperator, of: AnyScalar, left: bigint, right: bigint): Constant {
  if (operator === '/' || operator === '%') {
    if (right === 0n) throw new ConstantError('it divides by zero');
    if (right === -1n && of !== 'u32' && left === limits[of]![0]) throw new ConstantError(`${left} ${operator} -1 does not fit its type`);
  }
  switch (operator) {
    case '+':
      return wrap(left + right, of);
    case '-':
      return wrap(left - right, of);
    case '*':
      return wrap(left * right, of);
    case '/':
      return wrap(left / right, of);
    case '%':
      return wrap(left % right, of);
    case '&':
      return wrap(left & right, of);
    case '|':
      return wrap(left | right, of);
    case '^':
      return wrap(left ^ right, of);
    case '<<':
      return shiftLeft(of, left, right);
    default:
      return shiftRight(of, left, right);
  }
}

const bitsOf = (of: AnyScalar): bigint => (of === 'abstract-int' ? 64n : 32n);

function shiftLeft(of: AnyScalar, left: bigint, right: bigint): Constant {
  if (of === 'abstract-int' && left === 0n) return left;
  if (right >= bitsOf(of)) throw new ConstantError(`it shifts by ${right} bits, and ${of === 'abstract-int' ? 'a whole number' : of} has ${bitsOf(of)}`);
  const [low, high] = limits[of]!;
  const shifted = left << right;
  if (shifted < low || shifted > high) throw new ConstantError(`${left} << ${right} shifts out bits that matter`);
  return wrap(shifted, of);
}

function shiftRight(of: AnyScalar, left: bigint, right: bigint): Constant {
  if (of === 'abstract-int') return left >> (right > 64n ? 64n : right);
  if (right >= 32n) throw new ConstantError(`it shifts by ${right} bits, and ${of} has 32`);
  return wrap(left >> right, of);
}

export function negate(of: AnyScalar, value: Constant): Constant {
  return isFloat(of) ? -(value as number) : wrap(-BigInt(value as bigint), of);
}

export function complement(of: AnyScalar, value: Constant): Constant {
  return of === 'u32' ? Number(BigInt.asUintN(32, ~BigInt(value as number))) : wrap(~BigInt(value as bigint), of);
}

// ---- Composites

const zeros = new WeakSet<Constant[]>();

/** A composite made by `zeroOf`: typed programs construct it rather than list its numbers. */
export const isZero = (value: Constant): boolean => Array.isArray(value) && zeros.has(value);

/** The zero value; of a type whose size is not yet known, as far as it is. */
export function zeroOf(type: Type): Constant {
  const value = makeZero(type);
  if (Array.isArray(value)) zeros.add(value);
  return value;
}

function makeZero(type: Type): Constant {
  switch (type.kind) {
    case 'vec':
      return Array.from({ length: type.size }, () => zeroScalar(type.of));
    case 'mat':
      return Array.from({ length: type.columns }, () => Array.from({ length: type.rows }, () => 0));
    case 'array':
      return new Array<Constant>(Math.max(0, type.count)).fill(zeroOf(type.of));
    case 'struct':
      return type.struct.members.map((member) => zeroOf(member.type));
    default:
      return zeroScalar(scalarOf(type) ?? 'i32');
  }
}

const zeroScalar = (of: AnyScalar): Constant => (of === 'bool' ? false : of === 'abstract-int' ? 0n : 0);

/** Applies a conversion of scalars at every scalar of a value, from one type to the type of the same form. */
export function mapScalars(value: Constant, from: Type, to: Type, convert: (value: Constant, from: AnyScalar, to: AnyScalar) => Constant): Constant {
  if (!Array.isArray(value)) return convert(value, scalarOf(from)!, scalarOf(to)!);
  const inner = (type: Type, i: number): Type => {
    if (type.kind === 'array') return type.of;
    if (type.kind === 'struct') return type.struct.members[i]!.type;
    return type.kind === 'mat' ? { kind: 'vec', size: type.rows, of: type.of } : { kind: 'scalar', of: scalarOf(type)! };
  };
  return value.map((item, i) => mapScalars(item, inner(from, i), inner(to, i), convert));
}

/** Of a concrete type. */
export const concreteValue = (value: Constant): ConstValue => (Array.isArray(value) ? value.map(concreteValue) : typeof value === 'bigint' ? Number(value) : value);

// ---- Literals

export interface Literal {
  of: AnyScalar;
  value: Constant;
}

/** The value of a number as written. Throws ConstantError. */
export function parseNumber(text: string): Literal {
  const hex = /^0[xX]/.test(text);
  const floating = hex ? /[.pP]/.test(text) : /[.eEfh]/.test(text);
  const suffix = (hex && !floating ? /[ui]$/ : hex && !/[pP]/.test(text) ? /$^/ : /[uifh]$/).exec(text)?.[0];
  const digits = suffix ? text.slice(0, -1) : text;
  if (!floating) {
    if (/^0\d/.test(digits)) throw new ConstantError(`${text} begins with a 0: leave it out`);
    const of = suffix === 'u' ? 'u32' : suffix === 'i' ? 'i32' : 'abstract-int';
    return { of, value: fitInteger(BigInt(digits), of) };
  }
  if (!hex && /^0\d+$/.test(digits)) throw new ConstantError(`${text} begins with a 0: leave it out`);
  const of = suffix === 'f' ? 'f32' : suffix === 'h' ? 'f16' : 'abstract-float';
  const exact = hex ? parseHexFloat(digits) : Number(digits);
  const value = roundFloat(exact, of);
  if (hex && value !== exact) throw new ConstantError(`${text} is not exactly a number of ${of}`);
  return { of, value };
}

function parseHexFloat(text: string): number {
  const [, whole = '', fraction = '', exponent = '0'] = /^0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)(?:[pP]([+-]?\d+))?$/.exec(text)!;
  let mantissa = BigInt(`0x0${whole}${fraction}`);
  let power = Number(exponent) - 4 * fraction.length;
  if (mantissa === 0n) return 0;
  while (mantissa % 2n === 0n) {
    mantissa /= 2n;
    power++;
  }
  // In two steps, since 2 ** power alone may be 0 or infinite where the product is not.
  const half = Math.trunc(power / 2);
  return Number(mantissa) * 2 ** half * 2 ** (power - half);
}
