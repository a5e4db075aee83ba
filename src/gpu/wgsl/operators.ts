// Which types the binary operators take and give (WGSL sections 8.7 to 8.9), after automatic conversions.

import { isFloat, isInteger } from './constants';
import { Stage, type Operand } from './operands';
import type { BinaryOperator } from './typed';
import { commonScalar, isAbstractScalar, mat, scalarOf, shapeOf, shaped, typeName, vec, withScalar } from './type-rules';
import type { AnyScalar, Type } from './types';

export interface OperatorTypes {
  left: Type;
  right: Type;
  result: Type;
}

/** The types to convert both sides to, or in words why the operator does not take them. */
export function binaryOperands(operator: BinaryOperator, left: Operand, right: Operand): OperatorTypes | string {
  const [a, b] = [left.type, right.type];
  const [ofA, ofB] = [scalarOf(a), scalarOf(b)];
  if (!ofA || !ofB) return refuse(operator, a, b);
  if (operator === '<<' || operator === '>>') return shift(operator, left, right);
  const of = commonScalar(ofA, ofB);
  if (!of) return mixed(operator, a, b, ofA, ofB);
  const convertedLeft = withScalar(a, of);
  const convertedRight = withScalar(b, of);
  const result = resultType(operator, convertedLeft, convertedRight, of);
  return result ? { left: convertedLeft, right: convertedRight, result } : refuse(operator, a, b);
}

function resultType(operator: BinaryOperator, a: Type, b: Type, of: AnyScalar): Type | undefined {
  const [sizeA, sizeB] = [shapeOf(a), shapeOf(b)];
  const same = sizeA > 0 && sizeA === sizeB;
  switch (operator) {
    case '&&':
    case '||':
      return of === 'bool' && same && sizeA === 1 ? a : undefined;
    case '==':
    case '!=':
      return same ? shaped(sizeA, 'bool') : undefined;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return same && of !== 'bool' ? shaped(sizeA, 'bool') : undefined;
    case '&':
    case '|':
      return same && !isFloat(of) ? a : undefined;
    case '^':
      return same && isInteger(of) ? a : undefined;
    default:
      return of === 'bool' ? undefined : arithmetic(operator, a, b, of);
  }
}

function arithmetic(operator: BinaryOperator, a: Type, b: Type, of: AnyScalar): Type | undefined {
  const [sizeA, sizeB] = [shapeOf(a), shapeOf(b)];
  if (sizeA > 0 && sizeB > 0) return sizeA === sizeB || sizeA === 1 || sizeB === 1 ? (sizeA > sizeB ? a : b) : undefined;
  if (operator === '+' || operator === '-') return a.kind === 'mat' && b.kind === 'mat' && a.columns === b.columns && a.rows === b.rows ? a : undefined;
  if (operator !== '*') return undefined;
  if (a.kind === 'mat' && b.kind === 'mat') return a.columns === b.rows ? mat(b.columns, a.rows, of) : undefined;
  if (a.kind === 'mat') return sizeB === 1 ? a : sizeB === a.columns ? vec(a.rows, of) : undefined;
  return b.kind === 'mat' ? (sizeA === 1 ? b : sizeA === b.rows ? vec(b.columns, of) : undefined) : undefined;
}

/** The right side is u32 of the left's size. A whole number on the left stays one only while both sides are constants. */
function shift(operator: BinaryOperator, { type: a, stage }: Operand, { type: b, stage: stageB }: Operand): OperatorTypes | string {
  const [ofA, ofB] = [scalarOf(a)!, scalarOf(b)!];
  const size = shapeOf(a);
  if (size === 0 || size !== shapeOf(b) || !isInteger(ofA)) return refuse(operator, a, b);
  if (ofB !== 'u32' && ofB !== 'abstract-int') return `"${operator}" shifts by a u32, not by ${typeName(b)}: write u32(…).`;
  const of = isAbstractScalar(ofA) && (stage !== Stage.const || stageB !== Stage.const) ? 'i32' : ofA;
  return { left: shaped(size, of), right: shaped(size, 'u32'), result: shaped(size, of) };
}

function refuse(operator: BinaryOperator, a: Type, b: Type): string {
  const hint = /^&&|\|\|$/.test(operator) && scalarOf(a) !== 'bool' ? ': both sides must be bool, so compare with 0' : '';
  return `"${operator}" does not apply to ${typeName(a)} and ${typeName(b)}${hint}.`;
}

function mixed(operator: BinaryOperator, a: Type, b: Type, ofA: AnyScalar, ofB: AnyScalar): string {
  const convertible = ofA !== 'bool' && ofB !== 'bool';
  const named = (of: AnyScalar): AnyScalar => (isAbstractScalar(of) ? 'f32' : of);
  const write = (type: Type, to: AnyScalar) => `${typeName(withScalar(type, named(to)))}(…)`;
  // A literal is better rewritten than converted.
  const fixes = [isAbstractScalar(ofA) ? '' : `${write(a, ofB)} on the left`, isAbstractScalar(ofB) ? '' : `${write(b, ofA)} on the right`].filter(Boolean);
  return `"${operator}" needs one type on both sides, and ${typeName(a)} is not ${typeName(b)}${convertible ? `: write ${fixes.join(' or ')}` : ''}.`;
}
