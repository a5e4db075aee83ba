// The memories of one run: copies of the buffers that were bound, workgroup memory, each as typed arrays over the same bytes,
// and what their words are called in messages.

import type { GpuArray } from '../../kernel';
import { arrayStride, memberOffsets, nameOf, sizeOf } from '../../wgsl/layout';
import type { Variable } from '../../wgsl/typed';
import type { Type } from '../../wgsl/types';
import type { Compiled } from '../compile/compile';
import { hasHalf } from '../compile/shape';
import type { Memory } from '../watch';

export interface BoundMemory {
  variable: Variable;
  f: Float32Array;
  i: Int32Array;
  u: Uint32Array;
  h: Uint16Array;
  /** Elements of the runtime-sized array in it, or 0. */
  n: number;
}

/** Views of each memory; buffers are copied, since a run must not change what went in. They fit (check-dispatch.ts). */
export function bindMemories({ memories }: Compiled, buffers: Record<string, GpuArray>): BoundMemory[] {
  return memories.map(({ variable }) => {
    if (variable.space === 'workgroup') return viewsOf(variable, new ArrayBuffer(wholeWords(sizeOf(variable.type))));
    const data = buffers[variable.name]!;
    return viewsOf(variable, data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer);
  });
}

const wholeWords = (bytes: number): number => Math.ceil(bytes / 4) * 4;

function viewsOf(variable: Variable, bytes: ArrayBuffer): BoundMemory {
  return { variable, f: new Float32Array(bytes), i: new Int32Array(bytes), u: new Uint32Array(bytes), h: new Uint16Array(bytes), n: runtimeCount(variable.type, bytes.byteLength) };
}

/** The runtime-sized array in a type and its offset in bytes. */
function runtimeArray(type: Type): { array: Type & { kind: 'array' }; offset: number } | null {
  if (type.kind === 'array') return type.count === 0 ? { array: type, offset: 0 } : null;
  if (type.kind !== 'struct') return null;
  const last = type.struct.members.at(-1)!.type;
  return last.kind === 'array' && last.count === 0 ? { array: last, offset: memberOffsets(type.struct).at(-1)! } : null;
}

function runtimeCount(type: Type, bytes: number): number {
  const found = runtimeArray(type);
  return found ? Math.floor((bytes - found.offset) / arrayStride(found.array)) : 0;
}

/** How a watcher knows a memory. */
export function describe({ variable, u }: BoundMemory): Memory {
  const { type, name, space } = variable;
  return {
    name,
    space: space as Memory['space'],
    words: u.length,
    halves: hasHalf(type),
    format: formatOf(type) ?? 'bits',
    nameOf: (byte) => nameOf(name, type, byte),
    formatOf: (byte) => formatAt(type, byte),
  };
}

/** What stands at a byte of a value; 'bits' for bool and for padding. */
function formatAt(type: Type, byte: number): Memory['format'] {
  if (type.kind === 'array') return formatAt(type.of, byte % arrayStride(type));
  if (type.kind === 'struct') {
    const offsets = memberOffsets(type.struct);
    const member = offsets.findLastIndex((offset) => offset <= byte);
    return formatAt(type.struct.members[member]!.type, byte - offsets[member]!);
  }
  const format = formatOf(type) ?? 'bits';
  const bytes = format === 'f16' ? 2 : 4;
  const column = type.kind === 'mat' ? (type.rows === 3 ? 4 : type.rows) * bytes : Infinity;
  const rows = type.kind === 'mat' ? type.rows : type.kind === 'vec' ? type.size : 1;
  const inside = byte < sizeOf(type) && byte % column < rows * bytes;
  return inside ? format : 'bits';
}

/** The scalar type that all of a type is made of; undefined where they differ. */
export function formatOf(type: Type): Memory['format'] | undefined {
  if (type.kind === 'array') return formatOf(type.of);
  if (type.kind === 'struct') {
    const formats = new Set(type.struct.members.map((member) => formatOf(member.type)));
    return formats.size === 1 ? [...formats][0] : undefined;
  }
  if (type.kind === 'void' || type.kind === 'ptr') return undefined;
  return type.of === 'f32' || type.of === 'i32' || type.of === 'u32' || type.of === 'f16' ? type.of : 'bits';
}

/** Buffers after a run, as the types that went in. */
export function results(memories: readonly BoundMemory[], buffers: Record<string, GpuArray>): Record<string, GpuArray> {
  const out: Record<string, GpuArray> = {};
  for (const { variable, f, i, u } of memories) {
    if (variable.space !== 'storage' || variable.access === 'read') continue;
    const given = buffers[variable.name]!;
    out[variable.name] = given instanceof Float32Array ? f : given instanceof Int32Array ? i : u;
  }
  return out;
}
