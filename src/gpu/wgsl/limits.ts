// WebGPU's default limits, which every device has: what a pipeline may not exceed, though the shader is well formed.

import { roundUp, sizeOf } from './layout';
import type { Block, EntryPoint, Program, Span, Variable } from './typed';
import { walkBlock } from './walk';

export const limits = {
  maxComputeInvocationsPerWorkgroup: 256,
  maxComputeWorkgroupSizeX: 256,
  maxComputeWorkgroupSizeY: 256,
  maxComputeWorkgroupSizeZ: 64,
  /** Bytes. */
  maxComputeWorkgroupStorageSize: 16384,
  maxBindGroups: 4,
  maxBindingsPerBindGroup: 1000,
  maxStorageBuffersPerShaderStage: 8,
  maxUniformBuffersPerShaderStage: 12,
  /** Bytes. */
  maxUniformBufferBindingSize: 65536,
  /** Bytes. */
  maxStorageBufferBindingSize: 134217728,
} as const;

/** Bytes of one variable outside buffers: no limit of WebGPU, but each of a million invocations has its own. */
const maxPrivateBytes = 2 ** 20;

export interface Exceeded {
  message: string;
  span: Span;
}

/** The first limit that a program exceeds. */
export function checkLimits({ entry, functions, variables }: Program): Exceeded | null {
  return sizeExceeded(entry) ?? variablesExceed(variables) ?? [...functions, entry].reduce<Exceeded | null>((found, { body }) => found ?? localsExceed(body), null);
}

function localsExceed(body: Block): Exceeded | null {
  let exceeded: Exceeded | null = null;
  walkBlock(body, {
    stmt(stmt) {
      if (stmt.kind === 'var' && !exceeded) exceeded = privateExceeds(stmt.variable);
    },
  });
  return exceeded;
}

function privateExceeds({ name, type, span }: Variable): Exceeded | null {
  const bytes = sizeOf(type);
  return bytes > maxPrivateBytes ? { span, message: `"${name}" would take ${bytes} bytes in every invocation; here such a variable has at most ${maxPrivateBytes}.` } : null;
}

function sizeExceeded({ workgroupSize: size, span }: EntryPoint): Exceeded | null {
  const sides = [limits.maxComputeWorkgroupSizeX, limits.maxComputeWorkgroupSizeY, limits.maxComputeWorkgroupSizeZ];
  const side = size.findIndex((extent, i) => extent > sides[i]!);
  if (side >= 0) return { span, message: `A workgroup has at most ${sides[side]} invocations in ${'xyz'[side]} (limit maxComputeWorkgroupSize${'XYZ'[side]}); this one has ${size[side]}.` };
  const invocations = size[0] * size[1] * size[2];
  if (invocations > limits.maxComputeInvocationsPerWorkgroup)
    return { span, message: `A workgroup has at most ${limits.maxComputeInvocationsPerWorkgroup} invocations (limit maxComputeInvocationsPerWorkgroup); this one has ${size.join(' × ')} = ${invocations}.` };
  return null;
}

function variablesExceed(variables: readonly Variable[]): Exceeded | null {
  let bytes = 0;
  const counts = { storage: 0, uniform: 0 };
  for (const variable of variables) {
    const { space, type, binding, name, span: place } = variable;
    if (space === 'workgroup') bytes += roundUp(16, sizeOf(type));
    if (bytes > limits.maxComputeWorkgroupStorageSize)
      return { span: place, message: `Workgroup memory holds at most ${limits.maxComputeWorkgroupStorageSize} bytes (limit maxComputeWorkgroupStorageSize); with "${name}" it would need ${bytes}.` };
    const tooLarge = space === 'private' ? privateExceeds(variable) : null;
    if (tooLarge) return tooLarge;
    if (space !== 'storage' && space !== 'uniform') continue;
    if (space === 'storage' && sizeOf(type) > limits.maxStorageBufferBindingSize)
      return { span: place, message: `A storage buffer holds at most ${limits.maxStorageBufferBindingSize} bytes (limit maxStorageBufferBindingSize); "${name}" has ${sizeOf(type)}.` };
    counts[space]++;
    const most = space === 'storage' ? limits.maxStorageBuffersPerShaderStage : limits.maxUniformBuffersPerShaderStage;
    if (counts[space] > most) return { span: place, message: `A kernel uses at most ${most} ${space} buffers (a limit of WebGPU); "${name}" is one more.` };
    if (binding!.group >= limits.maxBindGroups) return { span: place, message: `@group is at most ${limits.maxBindGroups - 1} (limit maxBindGroups); that of "${name}" is ${binding!.group}.` };
    if (binding!.binding >= limits.maxBindingsPerBindGroup) return { span: place, message: `@binding is at most ${limits.maxBindingsPerBindGroup - 1} (limit maxBindingsPerBindGroup); that of "${name}" is ${binding!.binding}.` };
    if (space === 'uniform' && sizeOf(type) > limits.maxUniformBufferBindingSize)
      return { span: place, message: `A uniform buffer holds at most ${limits.maxUniformBufferBindingSize} bytes (limit maxUniformBufferBindingSize); "${name}" has ${sizeOf(type)}.` };
  }
  return null;
}
