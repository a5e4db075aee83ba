// Calls: of the text's own functions, of constructors, and of builtin functions on values and on memory.

import type { Expression, IdentifierExpression } from './ast';
import { bitcastValue, canBitcast } from './bitcast';
import { builtinValue, checkBitRange, checkClamp, checkEdges, checkExponent } from './builtin-values';
import { chooseOverload, isSubgroupBuiltin, valueBuiltins } from './builtins';
import { ConstructorChecker } from './check-constructors';
import { notCompute } from './check-types';
import type { Constant } from './constants';
import { Stage, canConvert, concrete, constant, convert, evaluate, latest, load, runtime, toExpr, type Operand } from './operands';
import type { FunctionInfo } from './scopes';
import type { Expr, Func, Span } from './typed';
import { abstractFloat, bool, builtinStruct, isConstructible, mat, sameType, scalar, scalarOf, typeName, u32, voidType, withScalar } from './type-rules';
import type { Type } from './types';

export type Severity = 'off' | 'info' | 'warning' | 'error';

const barriers = new Set(['workgroupBarrier', 'storageBarrier', 'textureBarrier']);
const atomicOperations = /^atomic(Load|Store|Add|Sub|Max|Min|And|Or|Xor|Exchange|CompareExchangeWeak)$/;
const otherStages = /^(dpd[xy](Coarse|Fine)?|fwidth(Coarse|Fine)?|texture[A-Z]\w*)$/;
const memoryBuiltins = new Set([...barriers, 'arrayLength', 'workgroupUniformLoad', 'determinant', 'transpose']);

export const isBuiltinFunction = (name: string): boolean => valueBuiltins.has(name) || memoryBuiltins.has(name) || atomicOperations.test(name) || name === 'bitcast' || otherStages.test(name);

export abstract class CallChecker extends ConstructorChecker {
  /** The function whose body is being checked. */
  protected current: { func: Func; calls: { func: Func; args: Expr[]; span: Span }[] } | null = null;
  /** What `diagnostic(…, subgroup_uniformity)` says at this place. */
  protected subgroupSeverity: Severity = 'error';
  /** For calls of subgroup functions: what to do where they are not in uniform control flow. */
  readonly severities = new Map<Expr, Severity>();

  /** The value of an expression: loaded, not void. */
  protected value(expression: Expression): Operand {
    const operand = load(this.operand(expression));
    if (operand.type.kind === 'void') this.fail(operand.span, 'This call gives no value.');
    return operand;
  }

  /** `statement`: the call stands alone, its value unused. */
  protected call(callee: IdentifierExpression, args: Expression[], span: Span, statement = false): Operand {
    const { name } = callee;
    const entity = this.lookUp(name, callee.span);
    if (entity && entity.kind !== 'type') {
      if (entity.kind !== 'function') this.fail(callee.span, `"${name}" is no function.`);
      if (callee.template) this.fail(callee.span, `"${name}" takes no list of types.`);
      return this.#callFunction(entity.info, args, span, statement);
    }
    const type = this.typeOrIncomplete(callee);
    if (type) {
      if (statement) this.fail(span, `The value of ${name}(…) is not used: assign it, or take the line out.`);
      const values = args.map((arg) => this.value(arg));
      return 'incomplete' in type ? this.constructInferred(type.incomplete, values, span) : this.construct(type, values, span);
    }
    if (!isBuiltinFunction(name)) this.fail(callee.span, `There is no function "${name}".${this.suggestion(name, [...valueBuiltins, ...memoryBuiltins])}`);
    if (otherStages.test(name)) this.fail(callee.span, `"${name}" belongs to fragment shaders or needs textures: ${notCompute}.`);
    const result = this.#callBuiltin(callee, args, span);
    if (statement && result.type.kind !== 'void' && !/^atomic/.test(name)) this.fail(span, `The value of ${name}(…) is not used: assign it, or take the line out.`);
    return result;
  }

  #callFunction({ func, mustUse, isEntry }: FunctionInfo, args: Expression[], span: Span, statement: boolean): Operand {
    if (isEntry) this.fail(span, `"${func.name}" is an entry point, which only a dispatch calls: put the shared part into a function of its own.`);
    if (!this.current) this.fail(span, `A constant cannot call "${func.name}": only builtin functions have values before the kernel runs.`);
    if (args.length !== func.params.length) this.fail(span, `"${func.name}" takes ${func.params.length} arguments, not ${args.length}.`);
    if (statement && mustUse) this.fail(span, `The value of "${func.name}" must be used (@must_use).`);
    const values = args.map((arg, i) => {
      const param = func.params[i]!;
      const operand = this.value(arg);
      if (!canConvert(operand, param.type)) this.fail(operand.span, `"${func.name}" takes ${typeName(param.type)} for "${param.name}", not ${typeName(operand.type)}${this.conversionHint(operand.type, param.type)}.`);
      return toExpr(convert(operand, param.type));
    });
    this.current.calls.push({ func, args: values, span });
    if (func.barriers) this.current.func.barriers = true;
    return runtime({ kind: 'call', of: func, args: values, type: func.returns, span });
  }

  #callBuiltin({ name, template, span: nameSpan }: IdentifierExpression, args: Expression[], span: Span): Operand {
    if (name === 'bitcast') return this.#bitcast(template, args, span);
    if (template) this.fail(nameSpan, `"${name}" takes no list of types.`);
    if (isSubgroupBuiltin(name) && !this.extensions.has('subgroups')) this.fail(nameSpan, `"${name}" is an extension: write "enable subgroups;" as the first line.`);
    const values = args.map((arg) => this.value(arg));
    if (barriers.has(name)) return this.#barrier(name, values, span);
    if (name === 'workgroupUniformLoad') return this.#uniformLoad(values, span);
    if (name === 'arrayLength') return this.#arrayLength(values, span);
    if (atomicOperations.test(name)) return this.#atomic(name, values, span);
    if (name === 'determinant' || name === 'transpose') return this.#onMatrix(name, values, span);
    const chosen = chooseOverload(name, values);
    if (typeof chosen === 'string') this.fail(span, `${chosen.startsWith(name) ? chosen : chosen[0]!.toUpperCase() + chosen.slice(1)}.`);
    const converted = values.map((arg, i) => convert(arg, chosen.params[i]!));
    return this.#builtin(name, converted, chosen.result, span);
  }

  #builtin(name: string, args: Operand[], result: Type, span: Span): Operand {
    const runs = isSubgroupBuiltin(name);
    if (runs) this.#laneArgument(name, args);
    const stage = runs ? Stage.runtime : latest(...args);
    if (stage === Stage.runtime) {
      this.#partialArguments(name, args, span);
      return this.#runtimeCall(name, args, result, span);
    }
    const values = args.map(({ value }) => value);
    const known = values.every((value) => value !== undefined);
    const value = known ? evaluate(span, `This ${name} has no value`, () => builtinValue(name, args.map(({ type }) => type), result, values as Constant[])) : undefined;
    return constant(result, value, span, stage);
  }

  #runtimeCall(name: string, args: Operand[], type: Type, span: Span): Operand {
    if (!this.current) this.fail(span, `"${name}" has no value before the kernel runs: call it inside a function.`);
    const expr: Expr = { kind: 'builtin', name, args: args.map(toExpr), type, span };
    if (isSubgroupBuiltin(name)) this.severities.set(expr, this.subgroupSeverity);
    return runtime(expr);
  }

  /** What is wrong with the arguments that are constant, when others are not. */
  #partialArguments(name: string, args: Operand[], span: Span): void {
    const [a, b, c, d] = args.map(({ value }) => value);
    evaluate(span, `This ${name} cannot be`, () => {
      if (name === 'clamp' && b !== undefined && c !== undefined) pairs(b, c, checkClamp);
      if (name === 'smoothstep' && a !== undefined && b !== undefined) pairs(a, b, checkEdges);
      if (name === 'extractBits' && b !== undefined && c !== undefined) checkBitRange(b as number, c as number);
      if (name === 'insertBits' && c !== undefined && d !== undefined) checkBitRange(c as number, d as number);
      if (name === 'ldexp' && b !== undefined) pairs(b, b, (exponent) => checkExponent(exponent, scalarOf(args[0]!.type)!));
    });
  }

  #laneArgument(name: string, args: Operand[]): void {
    const [, lane] = args;
    if (!lane || !/Broadcast|Shuffle/.test(name)) return;
    const most = name === 'quadBroadcast' ? 3 : 127;
    if (/Broadcast/.test(name) && lane.stage !== Stage.const) this.fail(lane.span, `The lane that ${name} reads must be known when the shader is made: use a literal or a "const".`);
    if (lane.value !== undefined && ((lane.value as number) < 0 || (lane.value as number) > most)) this.fail(lane.span, `The lane must lie from 0 to ${most}; it is ${lane.value}.`);
  }

  #bitcast(template: Expression[] | null, args: Expression[], span: Span): Operand {
    if (template?.length !== 1 || args.length !== 1) this.fail(span, 'bitcast names the type it gives: bitcast<u32>(x).');
    const to = this.type(template[0]!);
    const from = bitcastOperand(this.value(args[0]!), to);
    if (!canBitcast(from.type, to)) this.fail(span, `${typeName(from.type)} and ${typeName(to)} have not the same number of bits, or are not numbers.`);
    if (from.stage === Stage.runtime) return runtime({ kind: 'bitcast', operand: toExpr(from), type: to, span });
    const { value } = from;
    const bits = value === undefined ? undefined : evaluate(span, 'This bitcast cannot be', () => bitcastValue(value, from.type, to));
    return constant(to, bits, span, from.stage);
  }

  #onMatrix(name: string, args: Operand[], span: Span): Operand {
    const type = args[0]?.type;
    if (args.length !== 1 || type?.kind !== 'mat') this.fail(span, `${name} takes one matrix.`);
    if (name === 'transpose') return this.#builtin(name, args, mat(type.rows, type.columns, type.of), span);
    if (type.rows !== type.columns) this.fail(span, `determinant takes a square matrix, not ${typeName(type)}.`);
    return this.#builtin(name, args, sameType(type, mat(type.columns, type.rows, 'abstract-float')) ? abstractFloat : scalar(type.of), span);
  }

  // ---- On memory

  #barrier(name: string, args: Operand[], span: Span): Operand {
    if (args.length > 0) this.fail(span, `${name} takes no arguments.`);
    const operand = this.#runtimeCall(name, args, voidType, span);
    if (name === 'textureBarrier') this.fail(span, `textureBarrier orders textures: ${notCompute}.`);
    this.current!.func.barriers = true;
    return operand;
  }

  #uniformLoad(args: Operand[], span: Span): Operand {
    const type = args[0]?.type;
    if (args.length !== 1 || type?.kind !== 'ptr' || type.space !== 'workgroup') this.fail(span, 'workgroupUniformLoad takes a pointer to workgroup memory: workgroupUniformLoad(&x).');
    const of = type.of.kind === 'atomic' ? scalar(type.of.of) : type.of;
    if (!isConstructible(of)) this.fail(span, `A value of type ${typeName(of)} cannot be read as a whole.`);
    const operand = this.#runtimeCall('workgroupUniformLoad', args, of, span);
    this.current!.func.barriers = true;
    return operand;
  }

  #arrayLength(args: Operand[], span: Span): Operand {
    const type = args[0]?.type;
    if (args.length !== 1 || type?.kind !== 'ptr' || type.of.kind !== 'array' || type.of.count !== 0)
      this.fail(span, `arrayLength takes a pointer to an array without a count, in storage: arrayLength(&x)${type?.kind === 'ptr' && type.of.kind === 'array' ? '. The count of this array is in its type' : ''}.`);
    return this.#runtimeCall('arrayLength', args, u32, span);
  }

  #atomic(name: string, args: Operand[], span: Span): Operand {
    const wanted = name === 'atomicLoad' ? 1 : name === 'atomicCompareExchangeWeak' ? 3 : 2;
    if (args.length !== wanted) this.fail(span, `${name} takes ${wanted} argument${wanted > 1 ? 's' : ''}, not ${args.length}.`);
    const [pointer] = args;
    const { type } = pointer!;
    if (type.kind !== 'ptr' || type.of.kind !== 'atomic') this.fail(pointer!.span, `${name} takes a pointer to an atomic, not ${typeName(type)}${type.kind === 'scalar' || type.kind === 'ptr' ? ': declare it atomic<u32> or atomic<i32>, and write & before it' : ''}.`);
    if (type.access !== 'read_write') this.fail(pointer!.span, `${name} needs memory that it may write: declare the buffer var<storage, read_write>.`);
    const of = scalar(type.of.of);
    const rest = args.slice(1).map((arg, i) => {
      if (!canConvert(arg, of)) this.fail(arg.span, `Argument ${i + 2} of ${name} should be ${typeName(of)}, not ${typeName(arg.type)}${this.conversionHint(arg.type, of)}.`);
      return convert(arg, of);
    });
    const result = name === 'atomicStore' ? voidType : name === 'atomicCompareExchangeWeak' ? builtinStruct(name, [['old_value', of], ['exchanged', bool]]) : of;
    return this.#runtimeCall(name, [pointer!, ...rest], result, span);
  }
}

/** Whole numbers are i32, except that as u32 they may be larger. */
function bitcastOperand(operand: Operand, to: Type): Operand {
  const large = scalarOf(operand.type) === 'abstract-int' && scalarOf(to) === 'u32' && [operand.value].flat().some((component) => (component as bigint) > 2147483647n);
  return large ? convert(operand, withScalar(operand.type, 'u32')) : concrete(operand);
}

/** Applies a check to two constants, component by component. */
function pairs(a: Constant, b: Constant, check: (a: Constant, b: Constant) => void): void {
  if (Array.isArray(a) && Array.isArray(b)) a.forEach((component, i) => check(component, b[i]!));
  else check(a, b);
}
