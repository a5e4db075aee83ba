// WGSL's builtin functions on values (section 17): which there are, and which overload some arguments choose. Declared as text:
//   class : parameters > result, alternatives by |
// T is a scalar or vector of the class, V a vector of it with T's size, V3 one of size 3, S its scalar; B, I are T's form of bool and i32.
// Not here: atomics, barriers and other functions on memory (check-memory-calls.ts), nor constant values (builtin-values.ts).

import { Stage, type Operand } from './operands';
import { bool, builtinStruct, commonScalar, i32, isAbstractScalar, scalar, scalarOf, scalarRank, shapeOf, shaped, typeName, u32, vec } from './type-rules';
import type { AnyScalar, Type } from './types';

const classes: Record<string, AnyScalar[]> = {
  num: ['abstract-int', 'i32', 'u32', 'abstract-float', 'f32', 'f16'],
  float: ['abstract-float', 'f32', 'f16'],
  signed: ['abstract-int', 'i32', 'abstract-float', 'f32', 'f16'],
  int: ['i32', 'u32'],
  any: ['bool', 'abstract-int', 'i32', 'u32', 'abstract-float', 'f32', 'f16'],
  concrete: ['i32', 'u32', 'f32', 'f16'],
  f32: ['f32'],
  bool: ['bool'],
};

const declarations: Record<string, string> = {
  'acos acosh asin asinh atan atanh ceil cos cosh degrees exp exp2 floor fract inverseSqrt log log2 radians round saturate sin sinh sqrt tan tanh trunc': 'float:T>T',
  abs: 'num:T>T',
  sign: 'signed:T>T',
  'atan2 pow step': 'float:T T>T',
  'max min': 'num:T T>T',
  clamp: 'num:T T T>T',
  'fma smoothstep': 'float:T T T>T',
  mix: 'float:T T T>T|float:V V S>V',
  'countLeadingZeros countOneBits countTrailingZeros firstLeadingBit firstTrailingBit reverseBits': 'int:T>T',
  extractBits: 'int:T u32 u32>T',
  insertBits: 'int:T T u32 u32>T',
  quantizeToF16: 'f32:T>T',
  ldexp: 'float:T I>T',
  frexp: 'float:T>frexp',
  modf: 'float:T>modf',
  cross: 'float:V3 V3>V3',
  distance: 'float:T T>S',
  length: 'float:T>S',
  dot: 'num:V V>S',
  normalize: 'float:V>V',
  faceForward: 'float:V V V>V',
  reflect: 'float:V V>V',
  refract: 'float:V V S>V',
  'all any': 'bool:T>S',
  select: 'any:T T bool>T|any:V V B>V',
  'dot4U8Packed': 'bool:u32 u32>u32',
  'dot4I8Packed': 'bool:u32 u32>i32',
  'pack4x8snorm pack4x8unorm': 'bool:vec4f>u32',
  'pack2x16snorm pack2x16unorm pack2x16float': 'bool:vec2f>u32',
  'pack4xI8 pack4xI8Clamp': 'bool:vec4i>u32',
  'pack4xU8 pack4xU8Clamp': 'bool:vec4u>u32',
  'unpack4x8snorm unpack4x8unorm': 'bool:u32>vec4f',
  'unpack2x16snorm unpack2x16unorm unpack2x16float': 'bool:u32>vec2f',
  unpack4xI8: 'bool:u32>vec4i',
  unpack4xU8: 'bool:u32>vec4u',
  'subgroupAdd subgroupExclusiveAdd subgroupInclusiveAdd subgroupMul subgroupExclusiveMul subgroupInclusiveMul subgroupMax subgroupMin subgroupBroadcastFirst quadSwapDiagonal quadSwapX quadSwapY': 'concrete:T>T',
  'subgroupAnd subgroupOr subgroupXor': 'int:T>T',
  'subgroupAll subgroupAny': 'bool:S>S',
  subgroupBallot: 'bool:S>vec4u',
  subgroupElect: 'bool:>S',
  'subgroupBroadcast quadBroadcast subgroupShuffle': 'concrete:T i32>T|concrete:T u32>T',
  'subgroupShuffleDown subgroupShuffleUp subgroupShuffleXor': 'concrete:T u32>T',
};

interface Overload {
  class: AnyScalar[];
  params: string[];
  result: string;
}

const table = new Map<string, Overload[]>();
for (const [names, text] of Object.entries(declarations)) {
  const overloads = text.split('|').map((alternative): Overload => {
    const [, of, params, result] = /^(\w+):(.*)>(\w+)$/.exec(alternative)!;
    return { class: classes[of!]!, params: params!.split(' ').filter(Boolean), result: result! };
  });
  for (const name of names.split(' ')) table.set(name, overloads);
}

/** Functions on values alone; see check-memory-calls.ts for the others. */
export const valueBuiltins: ReadonlySet<string> = new Set(table.keys());
export const isSubgroupBuiltin = (name: string): boolean => /^(subgroup|quad)[A-Z]/.test(name);

export interface Chosen {
  params: Type[];
  result: Type;
}

/** The overload for these arguments, or in words why there is none. */
export function chooseOverload(name: string, args: readonly Operand[]): Chosen | string {
  const overloads = table.get(name)!;
  const fitting = overloads.filter(({ params }) => params.length === args.length);
  if (fitting.length === 0) return `${name} takes ${overloads[0]!.params.length} arguments, not ${args.length}`;
  const abstract = !isSubgroupBuiltin(name) && args.every(({ stage }) => stage === Stage.const);
  let why = '';
  for (const overload of fitting) {
    const chosen = match(name, overload, args, abstract);
    if (typeof chosen !== 'string') return chosen;
    why ||= chosen;
  }
  return why;
}

const fixed: Record<string, Type> = { u32, i32, bool, vec2f: vec(2, 'f32'), vec4f: vec(4, 'f32'), vec4i: vec(4, 'i32'), vec4u: vec(4, 'u32') };
const isGeneric = (param: string) => /^[TVS]3?$/.test(param);

function match(name: string, overload: Overload, args: readonly Operand[], abstract: boolean): Chosen | string {
  let common: AnyScalar | undefined;
  let size = 0;
  for (const [i, param] of overload.params.entries()) {
    const { type } = args[i]!;
    const shape = shapeOf(type);
    if (!isGeneric(param) && param !== 'B' && param !== 'I') continue;
    if (shape === 0) return `${name} does not take ${typeName(type)}`;
    if (param === 'S' ? shape !== 1 : param[0] === 'V' ? shape === 1 : false) return `argument ${i + 1} of ${name} should be a ${param === 'S' ? 'scalar' : 'vector'}, not ${typeName(type)}`;
    if (param === 'V3' && shape !== 3) return `${name} takes vectors of size 3, not ${typeName(type)}`;
    if (param !== 'S') {
      if (size > 0 && shape !== size) return `the arguments of ${name} should have one size, and ${args.map((arg) => typeName(arg.type)).join(', ')} have not`;
      size = shape;
    }
    if (!isGeneric(param)) continue;
    const of = scalarOf(type)!;
    const before = common;
    common = before ? commonScalar(before, of) : of;
    if (!common) return `the arguments of ${name} should have one type, and ${before} is not ${of}: write ${before}(…) or ${of}(…)`;
  }
  const of = common && overload.class.find((candidate) => (abstract || !isAbstractScalar(candidate)) && scalarRank(common, candidate) < Infinity);
  if (common && !of) return `${name} takes ${overload.class.filter((candidate) => !isAbstractScalar(candidate) && candidate !== 'f16').join(', ')}, not ${typeName(scalar(common))}${overload.class.includes('i32') || common === 'bool' ? '' : ': write f32(…)'}`;
  const typeOf = (code: string): Type => resolve(code, of ?? overload.class[0]!, size || 1, abstract);
  const params = overload.params.map(typeOf);
  const wrong = params.findIndex((param, i) => !fits(args[i]!.type, param));
  if (wrong >= 0) return `argument ${wrong + 1} of ${name} should be ${typeName(params[wrong]!)}, not ${typeName(args[wrong]!.type)}`;
  return { params, result: typeOf(overload.result) };
}

const fits = (from: Type, to: Type): boolean => shapeOf(from) === shapeOf(to) && scalarRank(scalarOf(from)!, scalarOf(to)!) < Infinity;

function resolve(code: string, of: AnyScalar, size: number, abstract: boolean): Type {
  switch (code) {
    case 'T':
    case 'V':
    case 'V3':
      return shaped(size, of);
    case 'S':
      return scalar(of);
    case 'B':
      return shaped(size, 'bool');
    case 'I':
      return shaped(size, of === 'abstract-float' && abstract ? 'abstract-int' : 'i32');
    case 'frexp':
      return builtinStruct('frexp', [['fract', shaped(size, of)], ['exp', shaped(size, of === 'abstract-float' ? 'abstract-int' : 'i32')]]);
    case 'modf':
      return builtinStruct('modf', [['fract', shaped(size, of)], ['whole', shaped(size, of)]]);
    default:
      return fixed[code]!;
  }
}
