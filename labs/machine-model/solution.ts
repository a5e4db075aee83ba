// A machine on paper: what a warp's loads move, what a core holds, what that bounds, and a systolic array.

const SECTOR_BYTES = 32;
const BANKS = 32;

/** Task 1. How many 32-byte sectors hold at least one byte of the lanes' elements. `addresses` are byte addresses. */
export function sectorsOf(addresses: number[], elementBytes: number): number {
  const sectors = new Set<number>();
  for (const address of addresses)
    for (let byte = address; byte < address + elementBytes; byte++) sectors.add(Math.floor(byte / SECTOR_BYTES));
  return sectors.size;
}

/** Task 2. How many passes a warp's access to workgroup memory takes. `words` are indices of 4-byte words. */
export function bankPasses(words: number[]): number {
  const wanted = Array.from({ length: BANKS }, () => new Set<number>());
  for (const word of words) wanted[word % BANKS]!.add(word);
  return Math.max(...wanted.map((bank) => bank.size));
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
  const warpsPerBlock = Math.ceil(kernel.threadsPerBlock / core.warpSize);
  const registersPerBlock = warpsPerBlock * core.warpSize * kernel.registersPerThread;
  const blocks = Math.min(
    core.maxBlocks,
    Math.floor(core.maxWarps / warpsPerBlock),
    Math.floor(core.registers / registersPerBlock),
    kernel.sharedBytesPerBlock === 0 ? Infinity : Math.floor(core.sharedBytes / kernel.sharedBytesPerBlock),
  );
  return blocks * warpsPerBlock;
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
  const bytesPerS = Math.min(machine.memoryBytesPerS, load.bytesInFlight / machine.latencyS);
  return Math.max(load.flop / machine.flopPerS, load.bytes / bytesPerS);
}

/** Task 5. Multiplies a [N, K] by b [K, N] on an output-stationary N × N array; busy[t] is how many cells multiply in cycle t. */
export function systolic(a: number[][], b: number[][]): { product: number[][]; busy: number[] } {
  const n = a.length;
  const inner = b.length;
  const product = a.map(() => new Array<number>(n).fill(0));
  const cycles = inner + 2 * (n - 1);
  const busy = new Array<number>(cycles).fill(0);
  for (let cycle = 0; cycle < cycles; cycle++)
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const k = cycle - i - j;
        if (k < 0 || k >= inner) continue;
        product[i]![j]! += a[i]![k]! * b[k]![j]!;
        busy[cycle]!++;
      }
  return { product, busy };
}
