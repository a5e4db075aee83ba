// Whether a dispatch fits what the text declares: the reader's fault is a KernelError, the lab's a plain Error.

import { KernelError, type Dispatch, type GpuArray } from '../kernel';
import { sizeOf } from '../wgsl/layout';
import { placeOf } from '../wgsl/problem';
import { typeName } from '../wgsl/type-rules';
import type { Variable } from '../wgsl/typed';
import type { Type } from '../wgsl/types';
import { formatOf } from './machine/memory';

/** WebGPU's limit maxComputeWorkgroupsPerDimension. */
export const mostWorkgroups = 65535;

const scalarOfArray = (data: GpuArray): string => (data instanceof Float32Array ? 'f32' : data instanceof Int32Array ? 'i32' : 'u32');
const isGpuArray = (data: unknown): data is GpuArray => data instanceof Float32Array || data instanceof Int32Array || data instanceof Uint32Array;

const hasStruct = (type: Type): boolean => type.kind === 'struct' || (type.kind === 'array' && hasStruct(type.of));

/** `declared`: all buffers of the text; `used`: those that the entry point reaches. */
export function checkDispatch(source: string, declared: readonly Variable[], used: readonly Variable[], { buffers, workgroups }: Dispatch): void {
  for (const count of workgroups)
    if (count !== undefined && (!Number.isInteger(count) || count < 0 || count > mostWorkgroups))
      throw new Error(`workgroups must be whole numbers from 0 to ${mostWorkgroups}, not [${workgroups.join(', ')}]`);
  const lineOf = (variable: Variable) => placeOf(source, variable.span.start).line;
  const byName = new Map(declared.map((variable) => [variable.name, variable]));
  for (const [name, data] of Object.entries(buffers)) {
    if (!isGpuArray(data)) throw new Error(`buffer "${name}" must be a Float32Array, Int32Array or Uint32Array`);
    if (data.length === 0) throw new Error(`buffer "${name}" is empty: WebGPU binds no buffer of size 0`);
    const variable = byName.get(name);
    if (!variable)
      throw new KernelError(`This lab gives your kernel a buffer "${name}", which your code does not declare. It declares ${[...byName.keys()].join(', ') || 'none'}: keep the names of the starter.`);
    // A Uint32Array may fill a structure word by word, whatever its members are.
    const format = data instanceof Uint32Array && hasStruct(variable.type) ? undefined : formatOf(variable.type);
    if (format && format !== 'f16' && format !== 'bits' && format !== scalarOfArray(data))
      throw new KernelError(`This lab fills "${name}" with ${scalarOfArray(data)} numbers, but your code declares it as ${typeName(variable.type)}: keep the type of the starter.`, lineOf(variable));
    if (data.byteLength < sizeOf(variable.type))
      throw new KernelError(`The buffer for "${name}" has ${data.byteLength} bytes, and its declaration needs at least ${sizeOf(variable.type)}.`, lineOf(variable));
  }
  for (const variable of used)
    if (!(variable.name in buffers)) throw new KernelError(`Your code uses the buffer "${variable.name}", which this lab does not fill here: take it out.`, lineOf(variable));
}
