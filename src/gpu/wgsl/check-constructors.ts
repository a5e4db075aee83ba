// Constructors and conversions written as calls: `f32(x)`, `vec3(a, b)`, `array<i32, 2>(1, 2)`, `Params(…)` (WGSL section 17.1).

import { TypeChecker, type Incomplete } from './check-types';
import { convertValue, mapScalars, zeroOf, type Constant } from './constants';
import { Stage, canConvert, constant, convert, evaluate, latest, runtime, toExpr, type Operand } from './operands';
import type { Span } from './typed';
import { commonScalar, concreteType, conversionRank, isConstructible, mat, scalar, scalarOf, scalarRank, shapeOf, shaped, traitsOf, typeName, vec } from './type-rules';
import type { AnyScalar, Type } from './types';

type VectorType = Type & { kind: 'vec' };
type MatrixType = Type & { kind: 'mat' };

/** Numbers in all zero values of a text: a few words can ask for any amount of memory. */
const maxZeros = 2 ** 22;

export abstract class ConstructorChecker extends TypeChecker {
  #zeros = 0;

  protected construct(type: Type, args: Operand[], span: Span): Operand {
    if (!isConstructible(type)) this.fail(span, `A value of type ${typeName(type)} cannot be made.`);
    this.limitCounts(type, span);
    if (args.length === 0) return this.#zero(type, span);
    switch (type.kind) {
      case 'scalar':
        if (args.length > 1) this.fail(span, `${typeName(type)}(…) converts one value, not ${args.length}.`);
        return this.#convertExplicitly(args[0]!, type, span);
      case 'vec':
        return this.#vector(type, args, span, true);
      case 'mat':
        return this.#matrix(type, args, span);
      case 'array':
        if (args.length !== type.count) this.fail(span, `${typeName(type)} takes ${type.count} elements, not ${args.length}.`);
        return this.#combine(type, args.map((arg, i) => this.#part(arg, type.of, `element ${i}`)), span);
      case 'struct': {
        const { members, name } = type.struct;
        if (args.length !== members.length) this.fail(span, `${name}(…) takes ${members.length} members (${members.map((member) => member.name).join(', ')}), not ${args.length}.`);
        return this.#combine(type, args.map((arg, i) => this.#part(arg, members[i]!.type, `member "${members[i]!.name}"`)), span);
      }
    }
    return this.fail(span, `A value of type ${typeName(type)} cannot be made.`);
  }

  /** `vec2(1, 2)`, `array(1, 2)`: the arguments decide the element type. */
  protected constructInferred(incomplete: Incomplete, args: Operand[], span: Span): Operand {
    if (incomplete.kind === 'array') {
      if (args.length === 0) this.fail(span, 'array() needs its elements, or its type: array<f32, 4>().');
      const of = this.#commonType(args, span);
      return this.construct({ kind: 'array', of, count: args.length }, args, span);
    }
    if (args.length === 0) {
      if (incomplete.kind === 'mat') this.fail(span, 'This matrix needs its elements or its element type.');
      return this.#zero(vec(incomplete.size, 'abstract-int'), span);
    }
    const of = this.#commonScalar(args, span);
    if (incomplete.kind === 'vec') return this.#vector(vec(incomplete.size, of) as VectorType, args, span, false);
    const element = of === 'abstract-int' ? 'abstract-float' : of;
    if (scalarRank(element, 'f32') === Infinity && element !== 'f16') this.fail(span, `A matrix has elements of f32 or f16, not ${of}.`);
    return this.#matrix(mat(incomplete.columns, incomplete.rows, element) as MatrixType, args, span);
  }

  #commonScalar(args: Operand[], span: Span): AnyScalar {
    let common = scalarOf(args[0]!.type);
    for (const { type } of args) {
      const of = scalarOf(type);
      if (!of || !common) this.fail(span, `This cannot be made from ${typeName(type)}.`);
      const next: AnyScalar | undefined = commonScalar(common, of);
      if (!next) this.fail(span, `These parts should have one type, and ${common} is not ${of}: write ${common}(…) or ${of}(…), or name the type.`);
      common = next;
    }
    return common!;
  }

  #commonType(args: Operand[], span: Span): Type {
    let common = args[0]!.type;
    for (const { type } of args) {
      if (conversionRank(common, type) < Infinity) common = type;
      else if (conversionRank(type, common) === Infinity) this.fail(span, `The elements of an array have one type, and ${typeName(common)} is not ${typeName(type)}.`);
    }
    if (!args.every(({ stage }) => stage === Stage.const)) common = concreteType(common);
    return common;
  }

  #part(arg: Operand, type: Type, what: string): Operand {
    if (!canConvert(arg, type)) this.fail(arg.span, `${what[0]!.toUpperCase()}${what.slice(1)} should be ${typeName(type)}, not ${typeName(arg.type)}${this.conversionHint(arg.type, type)}.`);
    return convert(arg, type);
  }

  /** How to write the conversion that WGSL does not make by itself. */
  protected conversionHint(from: Type, to: Type): string {
    return shapeOf(from) > 0 && shapeOf(from) === shapeOf(to) ? `: write ${typeName(to)}(…)` : '';
  }

  #zero(type: Type, span: Span): Operand {
    this.#zeros += traitsOf(type).scalars;
    if (this.#zeros > maxZeros) this.fail(span, `The constants of this text have more than ${maxZeros} numbers together: too many to check here.`);
    return constant(type, zeroOf(type), span);
  }

  #convertExplicitly(arg: Operand, type: Type, span: Span): Operand {
    if (shapeOf(arg.type) !== shapeOf(type) && !(arg.type.kind === 'mat' && type.kind === 'mat')) this.fail(span, `${typeName(arg.type)} does not convert to ${typeName(type)}.`);
    if (arg.stage !== Stage.runtime) {
      const { value } = arg;
      const converted = value === undefined ? undefined : evaluate(span, 'This conversion cannot be', () => mapScalars(value, arg.type, type, convertValue));
      return constant(type, converted, span, arg.stage);
    }
    if (scalarOf(arg.type) === scalarOf(type)) return { ...arg, span };
    return runtime({ kind: 'convert', operand: toExpr(arg), type, span });
  }

  /** `explicit`: the element type is named, so that `vec3<u32>(v)` of another vector converts. */
  #vector(type: VectorType, args: Operand[], span: Span, explicit: boolean): Operand {
    const [first] = args;
    if (args.length === 1 && first!.type.kind === 'vec' && first!.type.size === type.size) return explicit ? this.#convertExplicitly(first!, type, span) : { ...first!, span };
    const size = args.reduce((sum, arg) => {
      const shape = shapeOf(arg.type);
      if (shape === 0) this.fail(arg.span, `A vector cannot be made from ${typeName(arg.type)}.`);
      return sum + shape;
    }, 0);
    const splat = args.length === 1 && size === 1;
    if (size !== type.size && !splat) this.fail(span, `${typeName(type)} needs ${type.size} components (or one for all), and ${size} are given.`);
    return this.#combine(type, args.map((arg) => this.#part(arg, shaped(shapeOf(arg.type), type.of), 'this component')), span);
  }

  #matrix(type: MatrixType, args: Operand[], span: Span): Operand {
    const [first] = args;
    if (args.length === 1 && first!.type.kind === 'mat') {
      if (first!.type.columns !== type.columns || first!.type.rows !== type.rows) this.fail(span, `${typeName(first!.type)} does not convert to ${typeName(type)}.`);
      return this.#convertExplicitly(first!, type, span);
    }
    const byColumn = args.length === type.columns && args.every((arg) => arg.type.kind === 'vec');
    if (!byColumn && args.length !== type.columns * type.rows) this.fail(span, `${typeName(type)} takes ${type.columns} columns of ${type.rows}, or ${type.columns * type.rows} numbers; ${args.length} are given.`);
    const part = byColumn ? vec(type.rows, type.of) : scalar(type.of);
    return this.#combine(type, args.map((arg) => this.#part(arg, part, byColumn ? 'this column' : 'this element')), span);
  }

  #combine(type: Type, parts: Operand[], span: Span): Operand {
    const stage = latest(...parts);
    if (stage === Stage.runtime) return runtime({ kind: 'construct', parts: parts.map(toExpr), type, span });
    const values = parts.map(({ value }) => value);
    const known = values.every((value): value is Constant => value !== undefined);
    return constant(type, known ? assemble(type, values as Constant[]) : undefined, span, stage);
  }
}

function assemble(type: Type, parts: Constant[]): Constant {
  if (type.kind === 'vec') {
    const flat = parts.flat() as Constant[];
    return flat.length === 1 ? Array.from({ length: type.size }, () => flat[0]!) : flat;
  }
  if (type.kind !== 'mat' || Array.isArray(parts[0])) return parts;
  return Array.from({ length: type.columns }, (_, column) => parts.slice(column * type.rows, (column + 1) * type.rows));
}
