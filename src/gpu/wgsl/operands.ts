// What the checker knows of an expression while it goes through it: type, value if constant, and the typed node to come of it.

import { ConstantError, concreteValue, convertAbstract, isZero, mapScalars, zeroOf, type Constant } from './constants';
import { Fault } from './problem';
import type { Expr, Ref, Span } from './typed';
import { concreteType, conversionRank, isAbstract, isConstructible, sameType, typeName } from './type-rules';
import type { Type } from './types';

/** When the value is known: as the shader is made, as the pipeline is made, or never before it runs. */
export const Stage = { const: 0, override: 1, runtime: 2 } as const;
export type Stage = (typeof Stage)[keyof typeof Stage];

export interface Operand {
  /** Of a reference: of what stands there. */
  type: Type;
  span: Span;
  stage: Stage;
  /** Of a constant; unknown for an override before it has its value, and where a short circuit leaves an expression out. */
  value?: Constant;
  /** Of a runtime value. */
  expr?: Expr;
  /** Set where the expression is a place in memory, not a value. */
  ref?: Ref;
}

export const latest = (...operands: readonly Operand[]): Stage => operands.reduce<Stage>((stage, operand) => (operand.stage > stage ? operand.stage : stage), Stage.const);

export const constant = (type: Type, value: Constant | undefined, span: Span, stage: Stage = Stage.const): Operand => ({ type, value, span, stage });
export const runtime = (expr: Expr): Operand => ({ type: expr.type, span: expr.span, stage: Stage.runtime, expr });
export const reference = (ref: Ref): Operand => ({ type: ref.type, span: ref.span, stage: Stage.runtime, ref });

/** Runs arithmetic on constants; what cannot be becomes an error at the place. */
export function evaluate<T>(span: Span, what: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (error instanceof ConstantError) throw new Fault(span, `${what}: ${error.message}.`);
    throw error;
  }
}

/** The value that stands at a place (the load rule of WGSL); other operands as they are. */
export function load(operand: Operand): Operand {
  const { ref, span, type } = operand;
  if (!ref) return operand;
  if (ref.access === 'write') throw new Fault(span, 'This variable may only be written: its access is "write".');
  if (type.kind === 'atomic') throw new Fault(span, 'An atomic is read and written only by atomic functions: use atomicLoad(&…).');
  if (!isConstructible(type)) throw new Fault(span, `A value of type ${typeName(type)} cannot be read as a whole: read the elements that you need.`);
  return runtime({ kind: 'load', from: ref, type, span });
}

/** Converts by WGSL's automatic conversions, which must be feasible. */
export function convert(operand: Operand, type: Type): Operand {
  if (sameType(operand.type, type)) return operand;
  const { value, span } = operand;
  const converted = value === undefined ? undefined : evaluate(span, 'This number does not fit', () => mapScalars(value, operand.type, type, convertAbstract));
  return { ...operand, type, value: converted };
}

export const canConvert = (operand: Operand, type: Type): boolean => conversionRank(operand.type, type) < Infinity;

/** Gives an abstract number its concrete type. */
export const concrete = (operand: Operand): Operand => (isAbstract(operand.type) ? convert(operand, concreteType(operand.type)) : operand);

/** The typed node of a value. */
export function toExpr(operand: Operand): Expr {
  const { type, span, value, expr } = concrete(operand);
  if (value !== undefined && type.kind === 'array' && isZero(value)) return { kind: 'construct', parts: [], type, span };
  if (value !== undefined) return { kind: 'const', value: concreteValue(value), type, span };
  return expr ?? { kind: 'const', value: concreteValue(zeroOf(type)), type, span };
}
