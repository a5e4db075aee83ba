// What can be said of a type without the text: equality, names, shapes, feasible automatic conversions and their ranks
// (WGSL section 6.1.2), and what may be constructed, stored, shared with the host.

import type { AnyScalar, StructType, Type } from './types';

export const voidType: Type = { kind: 'void' };
const scalars = new Map<AnyScalar, Type>();
export function scalar(of: AnyScalar): Type {
  let type = scalars.get(of);
  if (!type) scalars.set(of, (type = { kind: 'scalar', of }));
  return type;
}
export const [bool, i32, u32, f32, abstractInt, abstractFloat] = (['bool', 'i32', 'u32', 'f32', 'abstract-int', 'abstract-float'] as const).map(scalar) as [Type, Type, Type, Type, Type, Type];
export const vec = (size: number, of: AnyScalar): Type => ({ kind: 'vec', size: size as 2, of });
export const mat = (columns: number, rows: number, of: AnyScalar): Type => ({ kind: 'mat', columns: columns as 2, rows: rows as 2, of: of as 'f32' });

/** A scalar (size 1) or a vector. */
export const shaped = (size: number, of: AnyScalar): Type => (size === 1 ? scalar(of) : vec(size, of));
/** 1 for a scalar, the size of a vector, 0 for all else. */
export const shapeOf = (type: Type): number => (type.kind === 'scalar' ? 1 : type.kind === 'vec' ? type.size : 0);
export const scalarOf = (type: Type): AnyScalar | undefined => (type.kind === 'scalar' || type.kind === 'vec' || type.kind === 'mat' ? type.of : undefined);

export function sameType(a: Type, b: Type): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case 'void':
      return b.kind === 'void';
    case 'scalar':
      return b.kind === 'scalar' && a.of === b.of;
    case 'vec':
      return b.kind === 'vec' && a.of === b.of && a.size === b.size;
    case 'mat':
      return b.kind === 'mat' && a.of === b.of && a.columns === b.columns && a.rows === b.rows;
    case 'atomic':
      return b.kind === 'atomic' && a.of === b.of;
    case 'array':
      return b.kind === 'array' && a.count === b.count && sameType(a.of, b.of);
    case 'struct':
      return b.kind === 'struct' && a.struct === b.struct;
    case 'ptr':
      return b.kind === 'ptr' && a.space === b.space && a.access === b.access && sameType(a.of, b.of);
  }
}

/** As the reader would write it. */
export function typeName(type: Type): string {
  switch (type.kind) {
    case 'void':
      return 'nothing';
    case 'scalar':
      return scalarName(type.of);
    case 'vec':
      return `vec${type.size}<${scalarName(type.of)}>`;
    case 'mat':
      return `mat${type.columns}x${type.rows}<${scalarName(type.of)}>`;
    case 'atomic':
      return `atomic<${type.of}>`;
    case 'array':
      return type.count > 0 ? `array<${typeName(type.of)}, ${type.count}>` : type.count < 0 ? `array<${typeName(type.of)}, (set by override)>` : `array<${typeName(type.of)}>`;
    case 'struct':
      return type.struct.name;
    case 'ptr': {
      const access = type.space === 'storage' ? `, ${type.access}` : '';
      return `ptr<${type.space}, ${typeName(type.of)}${access}>`;
    }
  }
}

const scalarName = (of: AnyScalar) => (of === 'abstract-int' ? 'whole number' : of === 'abstract-float' ? 'decimal number' : of);

// ---- Conversions

const ranks: Partial<Record<`${AnyScalar}>${AnyScalar}`, number>> = {
  'abstract-float>f32': 1,
  'abstract-float>f16': 2,
  'abstract-int>i32': 3,
  'abstract-int>u32': 4,
  'abstract-int>abstract-float': 5,
  'abstract-int>f32': 6,
  'abstract-int>f16': 7,
};

/** Rank of the automatic conversion between scalars: 0 for none needed, Infinity where there is none. */
export const scalarRank = (from: AnyScalar, to: AnyScalar): number => (from === to ? 0 : (ranks[`${from}>${to}`] ?? Infinity));

/** The same between any types: composites convert as their scalars do. */
export function conversionRank(from: Type, to: Type): number {
  if (sameType(from, to)) return 0;
  if (from.kind === 'array' && to.kind === 'array') return from.count === to.count ? conversionRank(from.of, to.of) : Infinity;
  if (from.kind === 'struct' && to.kind === 'struct') {
    if (!from.struct.builtin || !to.struct.builtin || from.struct.members.length !== to.struct.members.length) return Infinity;
    return Math.max(...from.struct.members.map(({ type }, i) => conversionRank(type, to.struct.members[i]!.type)));
  }
  const [a, b] = [scalarOf(from), scalarOf(to)];
  return a && b && sameType(withScalar(from, b), to) ? scalarRank(a, b) : Infinity;
}

/** The same scalar, vector or matrix of another scalar. */
export function withScalar(type: Type, of: AnyScalar): Type {
  if (type.kind === 'scalar') return scalar(of);
  return type.kind === 'vec' ? vec(type.size, of) : type.kind === 'mat' ? mat(type.columns, type.rows, of) : type;
}

/** What both convert to at the least rank; undefined where there is no such scalar. */
export function commonScalar(a: AnyScalar, b: AnyScalar): AnyScalar | undefined {
  if (scalarRank(a, b) < Infinity) return b;
  return scalarRank(b, a) < Infinity ? a : undefined;
}

export const isAbstractScalar = (of: AnyScalar | undefined): boolean => of === 'abstract-int' || of === 'abstract-float';

export function isAbstract(type: Type): boolean {
  if (type.kind === 'array') return isAbstract(type.of);
  if (type.kind === 'struct') return type.struct.builtin === true && type.struct.members.some((member) => isAbstract(member.type));
  return isAbstractScalar(scalarOf(type));
}

const builtinStructs = new Map<string, StructType>();

/** The structure that frexp, modf and atomicCompareExchangeWeak give: one object for each name and member types. */
export function builtinStruct(name: string, members: [string, Type][]): Type {
  const key = `${name} ${members.map(([, type]) => typeName(type)).join(' ')}`;
  let struct = builtinStructs.get(key);
  if (!struct) builtinStructs.set(key, (struct = { name: `the result of ${name}`, members: members.map(([member, type]) => ({ name: member, type })), builtin: true }));
  return { kind: 'struct', struct };
}

/** The concrete type that an abstract one becomes where nothing else is asked: i32 and f32. */
export function concreteType(type: Type): Type {
  if (!isAbstract(type)) return type;
  if (type.kind === 'array') return { ...type, of: concreteType(type.of) };
  if (type.kind === 'struct') {
    const [name] = /\w+$/.exec(type.struct.name)!;
    return builtinStruct(name, type.struct.members.map((member) => [member.name, concreteType(member.type)]));
  }
  return withScalar(type, scalarOf(type) === 'abstract-int' ? 'i32' : 'f32');
}

// ---- What a type may be used for

interface Traits {
  atomic: boolean;
  bool: boolean;
  /** A pointer, or nothing: what has no bytes. */
  bodiless: boolean;
  runtimeArray: boolean;
  /** An array whose count an override sets, before overrides have values. */
  overrideSized: boolean;
  /** Of the longest array. */
  count: number;
  /** Arrays and structures within one another. */
  depth: number;
  /** Numbers and bools in a value. */
  scalars: number;
}

const structTraits = new WeakMap<StructType, Traits>();

/** What a type holds at any depth. Remembered for structures: a few of them within one another can have any number of members. */
export function traitsOf(type: Type): Traits {
  const none: Traits = { atomic: type.kind === 'atomic', bool: scalarOf(type) === 'bool', bodiless: type.kind === 'ptr' || type.kind === 'void', runtimeArray: false, overrideSized: false, count: 0, depth: 0, scalars: 1 };
  if (type.kind === 'vec') return { ...none, scalars: type.size };
  if (type.kind === 'mat') return { ...none, scalars: type.columns * type.rows };
  if (type.kind === 'array') {
    const of = traitsOf(type.of);
    return { ...of, runtimeArray: of.runtimeArray || type.count === 0, overrideSized: of.overrideSized || type.count < 0, count: Math.max(of.count, type.count), depth: of.depth + 1, scalars: of.scalars * Math.max(0, type.count) };
  }
  if (type.kind !== 'struct') return none;
  let traits = structTraits.get(type.struct);
  if (!traits) {
    const all = type.struct.members.map((member) => traitsOf(member.type));
    const any = (of: (traits: Traits) => boolean) => all.some(of);
    traits = {
      atomic: any(({ atomic }) => atomic),
      bool: any((inner) => inner.bool),
      bodiless: any(({ bodiless }) => bodiless),
      runtimeArray: any(({ runtimeArray }) => runtimeArray),
      overrideSized: any(({ overrideSized }) => overrideSized),
      count: Math.max(...all.map(({ count }) => count)),
      depth: 1 + Math.max(...all.map(({ depth }) => depth)),
      scalars: all.reduce((sum, { scalars: more }) => sum + more, 0),
    };
    structTraits.set(type.struct, traits);
  }
  return traits;
}

export const hasRuntimeArray = (type: Type): boolean => traitsOf(type).runtimeArray;
export const hasAtomic = (type: Type): boolean => traitsOf(type).atomic;
export const hasOverrideSize = (type: Type): boolean => traitsOf(type).overrideSized;

/** May be made, loaded, passed and returned. */
export function isConstructible(type: Type): boolean {
  const { atomic, bodiless, runtimeArray, overrideSized } = traitsOf(type);
  return !(atomic || bodiless || runtimeArray || overrideSized);
}

/** Has a size that is known when the pipeline is made. */
export function hasFixedSize(type: Type): boolean {
  const { bodiless, runtimeArray } = traitsOf(type);
  return !(bodiless || runtimeArray);
}

/** Storage and uniform buffers may hold it. */
export function isHostShareable(type: Type): boolean {
  const { bodiless, bool: bools } = traitsOf(type);
  return !(bodiless || bools);
}

export const isStorable = (type: Type): boolean => type.kind !== 'void' && type.kind !== 'ptr';
