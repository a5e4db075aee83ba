// WebGPU's default limits, which every device has: what a pipeline may not exceed, though the shader is well formed.

import { roundUp, sizeOf } from './layout';
import type { EntryPoint, Span, Variable } from './typed';

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
} as const;

/** The first limit that an entry point and the variables it reaches exceed. */
export function checkLimits({ workgroupSize: size, span }: EntryPoint, variables: readonly Variable[]): { message: string; span: Span } | null {
  const sides = [limits.maxComputeWorkgroupSizeX, limits.maxComputeWorkgroupSizeY, limits.maxComputeWorkgroupSizeZ];
  const side = size.findIndex((extent, i) => extent > sides[i]!);
  if (side >= 0) return { span, message: `A workgroup has at most ${sides[side]} invocations in ${'xyz'[side]} (limit maxComputeWorkgroupSize${'XYZ'[side]}); this one has ${size[side]}.` };
  const invocations = size[0] * size[1] * size[2];
  if (invocations > limits.maxComputeInvocationsPerWorkgroup)
    return { span, message: `A workgroup has at most ${limits.maxComputeInvocationsPerWorkgroup} invocations (limit maxComputeInvocationsPerWorkgroup); this one has ${size.join(' × ')} = ${invocations}.` };
  let bytes = 0;
  const counts = { storage: 0, uniform: 0 };
  for (const { space, type, binding, name, span: place } of variables) {
    if (space === 'workgroup') bytes += roundUp(16, sizeOf(type));
    if (bytes > limits.maxComputeWorkgroupStorageSize)
      return { span: place, message: `Workgroup memory holds at most ${limits.maxComputeWorkgroupStorageSize} bytes (limit maxComputeWorkgroupStorageSize); with "${name}" it would need ${bytes}.` };
    if (space !== 'storage' && space !== 'uniform') continue;
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
