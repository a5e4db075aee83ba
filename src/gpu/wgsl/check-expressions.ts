// Expressions: literals, names, operators, access to members and elements, pointers (WGSL section 8).

import type { Expression } from './ast';
import { CallChecker, isBuiltinFunction } from './check-calls';
import { binaryOperands } from './operators';
import { binaryScalar, complement, mapScalars, negate, parseNumber, type Constant } from './constants';
import { Stage, canConvert, concrete, constant, convert, evaluate, latest, load, reference, runtime, toExpr, type Operand } from './operands';
import type { BinaryOperator, Ref, Span } from './typed';
import { bool, i32, scalar, scalarOf, shapeOf, shaped, typeName, u32, vec } from './type-rules';
import type { Type } from './types';

const componentSets = ['xyzw', 'rgba'];

export abstract class ExpressionChecker extends CallChecker {
  /** Above 0 inside what a short circuit leaves out: there constants have no value, so no value is wrong. */
  #unevaluated = 0;

  operand(expression: Expression): Operand {
    const operand = this.#operand(expression);
    if (this.#unevaluated > 0 && operand.stage !== Stage.runtime) operand.value = undefined;
    return operand;
  }

  #operand(expression: Expression): Operand {
    const { span } = expression;
    switch (expression.kind) {
      case 'number': {
        const { of, value } = evaluate(span, 'This number cannot be', () => parseNumber(expression.text));
        if (of === 'f16') this.needF16(span);
        return constant(scalar(of), value, span);
      }
      case 'boolean':
        return constant(bool, expression.value, span);
      case 'identifier':
        return this.#name(expression.name, expression.template !== null, span);
      case 'call':
        return this.call(expression.callee, expression.args, span);
      case 'unary':
        if (expression.operator === '&') return this.#address(expression.operand, span);
        if (expression.operator === '*') return this.#indirection(this.value(expression.operand), span);
        return this.#unary(expression.operator, this.value(expression.operand), span);
      case 'binary':
        return this.#binaryExpression(expression.operator, expression.left, expression.right, span);
      case 'index':
        return this.#index(this.base(expression.base), expression.index, span);
      case 'member':
        return this.#member(this.base(expression.base), expression.member.text, expression.member.span, span);
    }
  }

  #name(name: string, template: boolean, span: Span): Operand {
    const entity = this.lookUp(name, span);
    if (!entity) {
      if (isBuiltinFunction(name)) this.fail(span, `"${name}" is a function: call it with ( ).`);
      if (this.isTypeName(name)) this.fail(span, `"${name}" is a type, and here a value should be.`);
      return this.fail(span, `Nothing is called "${name}" here: declare it first.${this.suggestion(name)}`);
    }
    if (template) this.fail(span, `"${name}" takes no list in < >: put spaces and parentheses around a comparison.`);
    switch (entity.kind) {
      case 'variable': {
        const { variable } = entity;
        if (!this.current) this.fail(span, `A constant cannot read the variable "${name}".`);
        this.useVariable(variable);
        return reference({ kind: 'variable', variable, type: variable.type, space: variable.space, access: variable.access, span });
      }
      case 'value':
        return runtime({ kind: 'value', of: entity.value, type: entity.value.type, span });
      case 'const':
        return constant(entity.type, entity.value, span);
      case 'override':
        return constant(entity.type, entity.value, span, Stage.override);
      case 'function':
        return this.fail(span, `"${name}" is a function: call it with ( ).`);
      default:
        return this.fail(span, `"${name}" is a type, and here a value should be.`);
    }
  }

  protected abstract useVariable(variable: (Ref & { kind: 'variable' })['variable']): void;

  // ---- Pointers

  #address(expression: Expression, span: Span): Operand {
    const { ref, type } = this.operand(expression);
    if (!ref) this.fail(span, 'Only a variable has an address: "&" stands before a var, a member or an element of one.');
    if (ref.kind === 'lane' || (ref.kind === 'index' && ref.base.type.kind === 'vec')) this.fail(span, 'A component of a vector has no address: take that of the vector.');
    return runtime({ kind: 'address', of: ref, type: { kind: 'ptr', space: ref.space, of: type, access: ref.access }, span });
  }

  #indirection(pointer: Operand, span: Span): Operand {
    const { type } = pointer;
    if (type.kind !== 'ptr') this.fail(span, `"*" stands before a pointer, not before ${typeName(type)}.`);
    const expr = toExpr(pointer);
    if (expr.kind === 'address') return reference({ ...expr.of, span });
    return reference({ kind: 'deref', pointer: expr, type: type.of, space: type.space, access: type.access, span });
  }

  /** What stands before `.` or `[`: a pointer there means what it points to. */
  protected base(expression: Expression): Operand {
    const operand = this.operand(expression);
    if (operand.type.kind === 'void') this.fail(operand.span, 'This call gives no value.');
    return operand.type.kind === 'ptr' && !operand.ref ? this.#indirection(operand, operand.span) : operand;
  }

  // ---- Elements and members

  #index(base: Operand, expression: Expression, span: Span): Operand {
    const { type, ref } = base;
    const of = elementType(type);
    if (!of) this.fail(base.span, `${typeName(type)} has no elements to index.`);
    const index = concrete(this.value(expression));
    if (index.type !== i32 && index.type !== u32) this.fail(index.span, `An index is i32 or u32, not ${typeName(index.type)}.`);
    const count = elementCount(type);
    const at = index.value === undefined ? undefined : Number(index.value as number);
    if (at !== undefined && (at < 0 || (count > 0 && at >= count))) this.fail(index.span, `The index ${at} lies outside ${typeName(type)}${count > 0 ? `, whose elements are 0 to ${count - 1}` : ''}.`);
    if (ref) return reference({ kind: 'index', base: ref, index: toExpr(index), type: of, space: ref.space, access: ref.access, span });
    const stage = latest(base, index);
    if (stage !== Stage.runtime) return constant(of, base.value !== undefined && at !== undefined ? (base.value as Constant[])[at] : undefined, span, stage);
    const whole = toExpr(base);
    return runtime({ kind: 'index', base: whole, index: toExpr(index), type: elementType(whole.type)!, span });
  }

  #member(base: Operand, name: string, nameSpan: Span, span: Span): Operand {
    const { type, ref } = base;
    if (type.kind === 'vec') return this.swizzle(base, type, name, nameSpan, span);
    if (type.kind !== 'struct') this.fail(nameSpan, `${typeName(type)} has no members, so no "${name}".`);
    const member = type.struct.members.findIndex((candidate) => candidate.name === name);
    if (member < 0) this.fail(nameSpan, `${type.struct.name} has no member "${name}": it has ${type.struct.members.map((candidate) => candidate.name).join(', ')}.`);
    const of = type.struct.members[member]!.type;
    if (ref) return reference({ kind: 'member', base: ref, member, type: of, space: ref.space, access: ref.access, span });
    if (base.stage !== Stage.runtime) return constant(of, base.value === undefined ? undefined : (base.value as Constant[])[member], span, base.stage);
    return runtime({ kind: 'member', base: toExpr(base), member, type: of, span });
  }

  protected swizzle(base: Operand, type: Type & { kind: 'vec' }, name: string, nameSpan: Span, span: Span): Operand {
    const set = componentSets.find((letters) => [...name].every((letter) => letters.includes(letter)));
    const lanes = [...name].map((letter) => set?.indexOf(letter) ?? -1);
    if (!set || lanes.length > 4 || lanes.some((lane) => lane >= type.size)) this.fail(nameSpan, `${typeName(type)} has no component "${name}": it has ${componentSets.map((letters) => letters.slice(0, type.size)).join(' or ')}.`);
    const [lane] = lanes;
    const { ref } = base;
    if (ref && lanes.length === 1) return reference({ kind: 'lane', base: ref, lane: lane!, type: scalar(type.of), space: ref.space, access: ref.access, span });
    const of = shaped(lanes.length, type.of);
    const vector = load(base);
    if (vector.stage !== Stage.runtime) {
      const components = vector.value as Constant[] | undefined;
      return constant(of, components && (lanes.length === 1 ? components[lane!] : lanes.map((i) => components[i]!)), span, vector.stage);
    }
    return runtime({ kind: 'swizzle', base: toExpr(vector), lanes, type: of, span });
  }

  // ---- Operators

  #unary(operator: '-' | '!' | '~', operand: Operand, span: Span): Operand {
    const { type, value, stage } = operand;
    const of = shapeOf(type) > 0 ? scalarOf(type)! : undefined;
    const fits = operator === '!' ? of === 'bool' : operator === '~' ? of !== undefined && /int|[iu]32/.test(of) : of !== undefined && of !== 'bool' && of !== 'u32';
    if (!fits) {
      const hint = operator === '-' && of === 'u32' ? ': u32 has no negative numbers, write -i32(…)' : operator === '!' && of ? ': compare with 0' : '';
      this.fail(span, `"${operator}" does not apply to ${typeName(type)}${hint}.`);
    }
    if (stage === Stage.runtime) return runtime({ kind: 'unary', operator, operand: toExpr(operand), type, span });
    const compute = (item: Constant): Constant => (operator === '!' ? !item : operator === '-' ? negate(of!, item) : complement(of!, item));
    return constant(type, value === undefined ? undefined : evaluate(span, 'This has no value', () => mapScalars(value, type, type, compute)), span, stage);
  }

  #binaryExpression(operator: BinaryOperator, left: Expression, right: Expression, span: Span): Operand {
    const a = this.value(left);
    const shortCircuit = a.stage !== Stage.runtime && a.value === (operator === '||') && (operator === '&&' || operator === '||');
    if (!shortCircuit) return this.binary(operator, a, this.value(right), span);
    this.#unevaluated++;
    try {
      const b = this.value(right);
      if (b.type !== bool || a.type !== bool) return this.binary(operator, a, b, span);
      if (b.stage === Stage.runtime) return runtime({ kind: 'binary', operator, left: toExpr(a), right: toExpr(b), type: bool, span });
      return constant(bool, a.value, span, latest(a, b));
    } finally {
      this.#unevaluated--;
    }
  }

  /** Both sides are values. */
  protected binary(operator: BinaryOperator, left: Operand, right: Operand, span: Span): Operand {
    const types = binaryOperands(operator, left, right);
    if (typeof types === 'string') this.fail(span, types);
    const [a, b] = [convert(left, types.left), convert(right, types.right)];
    const { result } = types;
    const stage = latest(a, b);
    if (stage === Stage.runtime) {
      this.#checkRight(operator, a.type, b, span);
      return runtime({ kind: 'binary', operator, left: toExpr(a), right: toExpr(b), type: result, span });
    }
    if (a.value === undefined || b.value === undefined) {
      if (this.#unevaluated === 0) this.#checkRight(operator, a.type, b, span);
      return constant(result, undefined, span, stage);
    }
    const [x, y] = [a.value, b.value];
    return constant(result, evaluate(span, 'This has no value', () => binaryValue(operator, a.type, b.type, x, y)), span, stage);
  }

  /** A constant divisor or shift that is wrong whatever the left side. */
  #checkRight(operator: BinaryOperator, left: Type, { value, type }: Operand, span: Span): void {
    if (value === undefined || !/^[iu]32$/.test(scalarOf(type) ?? '')) return;
    const components = (Array.isArray(value) ? value : [value]) as number[];
    if ((operator === '/' || operator === '%') && components.includes(0)) this.fail(span, 'This divides by zero: for whole numbers that is an error.');
    if ((operator === '<<' || operator === '>>') && components.some((shift) => shift >= 32)) this.fail(span, `${typeName(left)} has 32 bits, and this shifts by ${Math.max(...components)}.`);
  }

  // ---- Conversions that statements ask for

  /** The operand as a value of the type, or an error that says how to convert. */
  protected as(operand: Operand, type: Type, what: string): Operand {
    if (!canConvert(operand, type)) this.fail(operand.span, `${what} should be ${typeName(type)}, not ${typeName(operand.type)}${this.conversionHint(operand.type, type)}.`);
    return convert(operand, type);
  }
}

function elementType(type: Type): Type | undefined {
  if (type.kind === 'vec') return scalar(type.of);
  if (type.kind === 'mat') return vec(type.rows, type.of);
  return type.kind === 'array' ? type.of : undefined;
}

const elementCount = (type: Type): number => (type.kind === 'vec' ? type.size : type.kind === 'mat' ? type.columns : type.kind === 'array' ? type.count : 0);

/** Value of an operator on constants: by component, or the products of linear algebra. */
function binaryValue(operator: BinaryOperator, left: Type, right: Type, a: Constant, b: Constant): Constant {
  const of = scalarOf(left)!;
  const compute = (x: Constant, y: Constant): Constant => {
    if (Array.isArray(x)) return x.map((item, i) => compute(item, Array.isArray(y) ? y[i]! : y));
    return Array.isArray(y) ? y.map((item) => compute(x, item)) : binaryScalar(operator, of, x, y);
  };
  if (operator !== '*' || left.kind === 'scalar' || right.kind === 'scalar' || (left.kind === 'vec' && right.kind === 'vec')) return compute(a, b);
  const sum = (products: Constant[]) => products.reduce((total, product) => binaryScalar('+', of, total, product));
  const rowTimes = (columns: Constant[][], row: number, by: Constant[]) => sum(columns.map((column, i) => compute(column[row]!, by[i]!)));
  const columnsOfA = a as Constant[][];
  const matrixTimes = (by: Constant[]) => columnsOfA[0]!.map((_, row) => rowTimes(columnsOfA, row, by));
  if (left.kind === 'vec') return (b as Constant[][]).map((column) => sum(column.map((item, i) => compute((a as Constant[])[i]!, item))));
  return right.kind === 'vec' ? matrixTimes(b as Constant[]) : (b as Constant[][]).map(matrixTimes);
}

