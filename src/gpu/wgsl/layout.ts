// Where the bytes of a value lie in storage, uniform and workgroup memory (WGSL section 14.4): sizes, alignments, offsets, all in
// bytes, and the name of what lies at a byte. Types are concrete and storable.

import { typeName } from './type-rules';
import type { StructType, Type } from './types';

export const roundUp = (multiple: number, value: number): number => Math.ceil(value / multiple) * multiple;

const scalarBytes = (of: string): number => (of === 'f16' ? 2 : 4);
/** A vector of three takes the room of four in an array. */
const vectorAlign = (size: number, of: string): number => scalarBytes(of) * (size === 3 ? 4 : size);

export function alignOf(type: Type): number {
  switch (type.kind) {
    case 'vec':
      return vectorAlign(type.size, type.of);
    case 'mat':
      return vectorAlign(type.rows, type.of);
    case 'array':
      return alignOf(type.of);
    case 'struct':
      return layoutOf(type.struct).align;
    case 'scalar':
    case 'atomic':
      return scalarBytes(type.of);
    default:
      throw new Error(`${typeName(type)} lies in no memory`);
  }
}

/** An array without a count counts as one of one element. */
export function sizeOf(type: Type): number {
  switch (type.kind) {
    case 'vec':
      return type.size * scalarBytes(type.of);
    case 'mat':
      return type.columns * vectorAlign(type.rows, type.of);
    case 'array':
      return Math.max(1, type.count) * arrayStride(type);
    case 'struct':
      return layoutOf(type.struct).size;
    default:
      return alignOf(type);
  }
}

const sizeOfMember = (member: StructType['members'][number]): number => member.size ?? sizeOf(member.type);

/** Bytes from one element to the next. */
export const arrayStride = (type: Type & { kind: 'array' }): number => roundUp(alignOf(type.of), sizeOf(type.of));

/** Offset of every member. */
export const memberOffsets = (struct: StructType): number[] => layoutOf(struct).offsets;

interface Layout {
  align: number;
  size: number;
  offsets: number[];
}

const layouts = new WeakMap<StructType, Layout>();

function layoutOf(struct: StructType): Layout {
  let layout = layouts.get(struct);
  if (!layout) {
    let end = 0;
    let align = 1;
    const offsets = struct.members.map((member) => {
      const memberAlign = member.align ?? alignOf(member.type);
      const offset = roundUp(memberAlign, end);
      align = Math.max(align, memberAlign);
      end = offset + sizeOfMember(member);
      return offset;
    });
    layouts.set(struct, (layout = { align, size: roundUp(align, end), offsets }));
  }
  return layout;
}

/** What lies at a byte of a variable, e.g. "params.size", "a[3].position.y", "m[1].x"; the nearest thing before it where padding lies there. */
export function nameOf(name: string, type: Type, byte: number): string {
  switch (type.kind) {
    case 'array': {
      const stride = arrayStride(type);
      const element = Math.floor(byte / stride);
      return nameOf(`${name}[${element}]`, type.of, byte - element * stride);
    }
    case 'struct': {
      const offsets = memberOffsets(type.struct);
      const member = Math.max(0, offsets.findLastIndex((offset) => offset <= byte));
      const { name: memberName, type: memberType } = type.struct.members[member]!;
      return nameOf(`${name}.${memberName}`, memberType, byte - offsets[member]!);
    }
    case 'mat': {
      const stride = vectorAlign(type.rows, type.of);
      const column = Math.floor(byte / stride);
      return nameOf(`${name}[${column}]`, { kind: 'vec', size: type.rows, of: type.of }, byte - column * stride);
    }
    case 'vec':
      return `${name}.${'xyzw'[Math.min(type.size - 1, Math.floor(byte / scalarBytes(type.of)))]}`;
    default:
      return name;
  }
}

/** Why a type may not lie in a uniform buffer as it is; null where it may. The space asks for elements and structures at multiples of 16. */
export function uniformProblem(type: Type, seen = new Set<StructType>()): string | null {
  if (type.kind === 'array') {
    const stride = arrayStride(type);
    if (stride % 16 !== 0) return `the elements of ${typeName(type)} lie ${stride} bytes apart in it, and a uniform buffer needs a multiple of 16: use vec4 elements, or a storage buffer`;
    return uniformProblem(type.of, seen);
  }
  if (type.kind !== 'struct' || seen.has(type.struct)) return null;
  seen.add(type.struct);
  const { name, members } = type.struct;
  const offsets = memberOffsets(type.struct);
  for (const [i, member] of members.entries()) {
    const needed = member.type.kind === 'struct' || member.type.kind === 'array' ? roundUp(16, alignOf(member.type)) : alignOf(member.type);
    if (offsets[i]! % needed !== 0) return `"${name}.${member.name}" lies at byte ${offsets[i]}, and a uniform buffer needs a multiple of ${needed}: write @align(${needed}) before it`;
    const next = offsets[i + 1];
    if (member.type.kind === 'struct' && next !== undefined && next < offsets[i]! + roundUp(16, sizeOf(member.type)))
      return `"${name}.${members[i + 1]!.name}" follows a structure after ${next - offsets[i]!} bytes, and a uniform buffer needs ${roundUp(16, sizeOf(member.type))}: write @align(16) before it`;
    const inner = uniformProblem(member.type, seen);
    if (inner) return inner;
  }
  return null;
}
