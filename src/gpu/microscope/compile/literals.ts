// Numbers as JavaScript text. Every constant of a reader's program passes through here as a parsed number: no text of theirs does.

import type { ConstValue } from '../../wgsl/typed';
import type { Scalar, Type } from '../../wgsl/types';
import { leafTypes } from './shape';

/** Any double, in parentheses where it is negative. */
export function number(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return 'Infinity';
  if (value === -Infinity) return '(-Infinity)';
  const text = String(Math.abs(value));
  return value < 0 || Object.is(value, -0) ? `(-${text})` : text;
}

/** A scalar constant as generated code holds it: bool as boolean, u32 as the int32 with the same bits. */
export function scalar(value: number | boolean, of: Scalar): string {
  if (of === 'bool') return value ? 'true' : 'false';
  const n = Number(value);
  return number(of === 'u32' || of === 'i32' ? n | 0 : n);
}

export const zero = (of: Scalar): string => (of === 'bool' ? 'false' : '0');

/** The scalars of a nested constant, in leaf order. */
export function flatten(value: ConstValue): (number | boolean)[] {
  return Array.isArray(value) ? value.flatMap(flatten) : [value];
}

export function constantLeaves(value: ConstValue, type: Type): string[] {
  const types = leafTypes(type);
  return flatten(value).map((v, i) => scalar(v, types[i]!));
}
