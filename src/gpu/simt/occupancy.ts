// Occupancy: how many warps of a kernel one core can hold at a time, from four limits. Not here: whether that is fast.

import type { CoreLimits } from '../devices';

export interface KernelResources {
  threadsPerBlock: number;
  registersPerThread: number;
  sharedBytesPerBlock: number;
}

export type Limit = 'warps' | 'blocks' | 'registers' | 'shared memory';

export interface Occupancy {
  blocks: number;
  warps: number;
  /** warps / core.maxWarps. */
  fraction: number;
  /** Blocks that each limit alone would allow; Infinity where the kernel uses none of it. */
  allowed: Record<Limit, number>;
  /** The limits that bind (those with the smallest allowance). */
  binding: Limit[];
  /** Set when the kernel cannot be launched at all. */
  impossible?: string;
}

const roundUp = (value: number, unit: number) => Math.ceil(value / unit) * unit;

export function occupancyOf(kernel: KernelResources, core: CoreLimits): Occupancy {
  const warpsPerBlock = Math.ceil(kernel.threadsPerBlock / core.warpSize);
  const registersPerWarp = roundUp(kernel.registersPerThread * core.warpSize, core.registerAllocationUnit);
  const warpsByRegisters = registersPerWarp === 0 ? Infinity : Math.floor(core.registers / registersPerWarp);
  const sharedPerBlock = roundUp(kernel.sharedBytesPerBlock, core.sharedAllocationUnit) + core.sharedBytesReservedPerBlock;
  const allowed: Record<Limit, number> = {
    warps: Math.floor(core.maxWarps / warpsPerBlock),
    blocks: core.maxBlocks,
    registers: Math.floor(warpsByRegisters / warpsPerBlock),
    'shared memory': sharedPerBlock === 0 ? Infinity : Math.floor(core.sharedBytes / sharedPerBlock),
  };
  const impossible = whyImpossible(kernel, core);
  const blocks = impossible ? 0 : Math.min(...Object.values(allowed));
  const warps = blocks * warpsPerBlock;
  const least = Math.min(...Object.values(allowed));
  const binding = (Object.keys(allowed) as Limit[]).filter((limit) => allowed[limit] === least);
  return { blocks, warps, fraction: warps / core.maxWarps, allowed, binding, impossible };
}

function whyImpossible(kernel: KernelResources, core: CoreLimits): string | undefined {
  if (kernel.threadsPerBlock > core.maxThreadsPerBlock) return `a block may have ${core.maxThreadsPerBlock} threads at most`;
  if (kernel.registersPerThread > core.maxRegistersPerThread) return `a thread may have ${core.maxRegistersPerThread} registers at most`;
  if (kernel.sharedBytesPerBlock > core.sharedBytesPerBlock) return `a block may have ${core.sharedBytesPerBlock} bytes of shared memory at most`;
  const warps = Math.ceil(kernel.threadsPerBlock / core.warpSize);
  if (warps * roundUp(kernel.registersPerThread * core.warpSize, core.registerAllocationUnit) > core.registers)
    return 'one block needs more registers than the core has';
  return undefined;
}
