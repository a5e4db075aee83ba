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
  /** What limits it and what that means, in a sentence or two. */
  meaning: string;
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
  const fraction = warps / core.maxWarps;
  return { blocks, warps, fraction, allowed, binding, impossible, meaning: impossible ? `It cannot run: ${impossible}.` : meaningOf(blocks, warps, core, binding) };
}

const remedies: Record<Limit, string> = {
  warps: 'The core holds no more warps, whatever the kernel asks for.',
  blocks: 'Workgroups are so small that their number runs out first: larger ones would hold more warps.',
  registers: 'Fewer registers an invocation, that is fewer values alive at a time, would let more in.',
  'shared memory': 'Less workgroup memory for each workgroup would let more in.',
};

function meaningOf(blocks: number, warps: number, core: CoreLimits, binding: Limit[]): string {
  const held = `One core holds ${blocks} ${blocks === 1 ? 'workgroup' : 'workgroups'} at a time, ${warps} of the ${core.maxWarps} warps it has room for; ${binding.join(' and ')} ${binding.length === 1 && !binding[0]!.endsWith('s') ? 'sets' : 'set'} the limit.`;
  const short = binding.includes('warps') && warps < core.maxWarps ? ' Whole workgroups do not divide its room.' : '';
  return `${held} ${remedies[binding.find((limit) => limit !== 'warps') ?? 'warps']}${short}`;
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
