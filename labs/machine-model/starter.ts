// A machine on paper: what a warp's loads move, what a core holds, what that bounds, and a systolic array.
// Each function runs as it stands, and gives a wrong answer.

/** Task 1. How many 32-byte sectors hold at least one byte of the lanes' elements. `addresses` are byte addresses. */
export function sectorsOf(addresses: number[], elementBytes: number): number {
  return addresses.length * elementBytes;
}

/** Task 2. How many passes a warp's access to workgroup memory takes. `words` are indices of 4-byte words. */
export function bankPasses(words: number[]): number {
  return words.length + 1;
}

export interface KernelNeeds {
  threadsPerBlock: number;
  registersPerThread: number;
  sharedBytesPerBlock: number;
}

export interface Core {
  warpSize: number;
  maxWarps: number;
  maxBlocks: number;
  registers: number;
  sharedBytes: number;
}

/** Task 3. How many warps of this kernel can be resident on a core at a time. */
export function residentWarps(kernel: KernelNeeds, core: Core): number {
  return core.maxWarps + kernel.threadsPerBlock;
}

export interface Load {
  flop: number;
  bytes: number;
  bytesInFlight: number;
}

export interface Machine {
  flopPerS: number;
  memoryBytesPerS: number;
  latencyS: number;
}

/** Task 4. The least time in which a kernel can finish: by its arithmetic, or by what it keeps in flight and the memory's peak. */
export function kernelSeconds(load: Load, machine: Machine): number {
  return load.flop + machine.latencyS;
}

/** Task 5. Multiplies a [N, K] by b [K, N] on an output-stationary N × N array; busy[t] is how many cells multiply in cycle t. */
export function systolic(a: number[][], b: number[][]): { product: number[][]; busy: number[] } {
  return { product: a.map(() => b.map(() => 0)), busy: [] };
}
