// How values and memories are laid out for generated code. A value is a list of leaves (scalars: vector components,
// matrix entries by column, array elements, members, in order); a memory is typed arrays. Not here: WGSL's byte layout (../../wgsl/layout).

import { arrayStride, memberOffsets, sizeOf } from '../../wgsl/layout';
import type { Scalar, StructType, Type } from '../../wgsl/types';

/** A memory that generated code indexes. */
export interface Mem {
  kind: 'frame' | 'constants' | 'buffer' | 'workgroup';
  /** Names of its views in generated code end in this: f3 (Float32Array), i3 (Int32Array), h3 (Uint16Array); n3 is its runtime element count. */
  id: number;
  /** Bytes of one unit of an offset. Frame and constants hold one leaf a word; the others have WGSL's layout, in halves where f16 occurs. */
  unit: 2 | 4;
  packed: boolean;
  /** Index into Plan.memories, -1 where nobody watches. */
  plan: number;
}

/** More leaves than this live in memory, never in JavaScript locals. */
const mostLeaves = 32;

const counts = new WeakMap<Type, number>();

/** Number of leaves; a runtime-sized array has none. */
export function leafCount(type: Type): number {
  const known = counts.get(type);
  if (known !== undefined) return known;
  const count = countLeaves(type);
  counts.set(type, count);
  return count;
}

function countLeaves(type: Type): number {
  switch (type.kind) {
    case 'void':
      return 0;
    case 'vec':
      return type.size;
    case 'mat':
      return type.columns * type.rows;
    case 'array':
      return type.count * leafCount(type.of);
    case 'struct':
      return type.struct.members.reduce((sum, member) => sum + leafCount(member.type), 0);
    default:
      return 1;
  }
}

export const isLarge = (type: Type): boolean => type.kind !== 'ptr' && leafCount(type) > mostLeaves;

/** Scalar type of a scalar, atomic, vector or matrix. */
export function scalarOf(type: Type): Scalar {
  if (type.kind === 'scalar' || type.kind === 'vec' || type.kind === 'mat' || type.kind === 'atomic') {
    if (type.of === 'abstract-int' || type.of === 'abstract-float') throw new Error('abstract type in a typed program');
    return type.of;
  }
  throw new Error(`no scalar type: ${type.kind}`);
}

/** Scalar types of all leaves. Only for small types. */
export function leafTypes(type: Type): Scalar[] {
  switch (type.kind) {
    case 'void':
      return [];
    case 'array':
      return Array.from({ length: type.count }, () => leafTypes(type.of)).flat();
    case 'struct':
      return type.struct.members.flatMap((member) => leafTypes(member.type));
    default:
      return Array.from({ length: leafCount(type) }, () => scalarOf(type));
  }
}

/** First leaf of a member. */
export const memberLeaf = (struct: StructType, member: number): number =>
  struct.members.slice(0, member).reduce((sum, { type }) => sum + leafCount(type), 0);

/** Units between two elements of an array. */
export const elementUnits = (mem: Mem, type: Type & { kind: 'array' }): number => (mem.packed ? leafCount(type.of) : arrayStride(type) / mem.unit);

/** Units from a struct's start to a member. */
export const memberUnits = (mem: Mem, struct: StructType, member: number): number =>
  mem.packed ? memberLeaf(struct, member) : memberOffsets(struct)[member]! / mem.unit;

/** Units of one scalar. */
export const scalarUnits = (mem: Mem, of: Scalar): number => (mem.packed || of === 'f16' ? 1 : 4 / mem.unit);

/** Units between two columns of a matrix. */
export const columnUnits = (mem: Mem, type: Type & { kind: 'mat' }): number =>
  mem.packed ? type.rows : (scalarUnits(mem, scalarOf(type)) * (type.rows === 3 ? 4 : type.rows));

/** Units that a value takes. */
export const sizeUnits = (mem: Mem, type: Type): number => (mem.packed ? leafCount(type) : sizeOf(type) / mem.unit);

export interface LeafOffset {
  of: Scalar;
  /** In units from the value's start. */
  offset: number;
}

/** Where the leaves of a small type stand in a memory. */
export function leafOffsets(mem: Mem, type: Type, at = 0): LeafOffset[] {
  switch (type.kind) {
    case 'array':
      return Array.from({ length: type.count }, (_, i) => leafOffsets(mem, type.of, at + i * elementUnits(mem, type))).flat();
    case 'struct':
      return type.struct.members.flatMap((member, i) => leafOffsets(mem, member.type, at + memberUnits(mem, type.struct, i)));
    case 'mat':
      return Array.from({ length: type.columns * type.rows }, (_, i) => ({
        of: type.of as Scalar,
        offset: at + Math.floor(i / type.rows) * columnUnits(mem, type) + (i % type.rows) * scalarUnits(mem, scalarOf(type)),
      }));
    default: {
      const of = scalarOf(type);
      return Array.from({ length: leafCount(type) }, (_, i) => ({ of, offset: at + i * scalarUnits(mem, of) }));
    }
  }
}

/** True where f16 occurs in a type. */
export function hasHalf(type: Type): boolean {
  if (type.kind === 'array') return hasHalf(type.of);
  if (type.kind === 'struct') return type.struct.members.some((member) => hasHalf(member.type));
  return type.kind !== 'void' && type.kind !== 'ptr' && type.of === 'f16';
}
