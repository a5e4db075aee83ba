// Checks of the paper machine: every expected value is found by brute force, not by the formula that is asked for.

import { check, defineChecks, expectClose, expectEqual } from 'grader';
import type { Rng } from 'kit';

const lanes = (count: number, value: (lane: number) => number) => Array.from({ length: count }, (_, lane) => value(lane));

/** Marks every byte on a long strip of memory, then counts sectors with a mark. */
function markedSectors(addresses: number[], elementBytes: number): number {
  const marks = new Uint8Array(1 << 16);
  for (const address of addresses) marks.fill(1, address, address + elementBytes);
  let count = 0;
  for (let sector = 0; sector * 32 < marks.length; sector++) if (marks.subarray(sector * 32, sector * 32 + 32).includes(1)) count++;
  return count;
}

function accesses(rng: Rng): { name: string; addresses: number[]; bytes: number }[] {
  const stride = rng.integer(3, 40);
  const first = rng.integer(1, 50);
  return [
    { name: '32 neighbouring floats', addresses: lanes(32, (l) => 4 * l), bytes: 4 },
    { name: `32 floats at stride ${stride}, from element ${first}`, addresses: lanes(32, (l) => 4 * (first + stride * l)), bytes: 4 },
    { name: '32 times the same float', addresses: lanes(32, () => 4 * first), bytes: 4 },
    { name: '32 bf16 values at random places', addresses: lanes(32, () => 2 * rng.integer(0, 2000)), bytes: 2 },
    { name: '16 elements of 12 bytes, each for two lanes, 96 bytes apart', addresses: lanes(32, (l) => 96 * Math.floor(l / 2) + 28), bytes: 12 },
    { name: '32 elements of 12 bytes, packed', addresses: lanes(32, (l) => 12 * l + 4 * first), bytes: 12 },
    { name: 'no active lane', addresses: [], bytes: 4 },
  ];
}

const sectors = check('sectors', 'Sectors of strided, packed, shared and scattered loads', async ({ reader, rng }) => {
  for (const { name, addresses, bytes } of accesses(rng)) {
    const called = `sectorsOf of ${name} (byte addresses ${addresses.slice(0, 3).join(', ')}${addresses.length > 3 ? ', …' : ''})`;
    const firstBytes = new Set(addresses.map((a) => Math.floor(a / 32))).size;
    expectClose(await reader.call('sectorsOf', addresses, bytes), markedSectors(addresses, bytes), {
      called,
      relative: 0,
      floor: 1,
      slips: [
        { misconception: 'packed-bytes', value: Math.ceil((addresses.length * bytes) / 32), says: 'That is the number of bytes asked for, over 32. Sectors are counted by where the bytes lie: gaps between lanes move too, and shared bytes move once.' },
        { misconception: 'one-sector-each', value: addresses.length, says: 'That is one sector a lane. Lanes whose bytes lie in one sector share it.' },
        { misconception: 'first-byte-only', value: firstBytes, says: 'That looks at the first byte of each element alone. An element may end in the next sector.' },
      ],
    });
  }
});

function passesByQueue(words: number[]): number {
  const waiting = new Set(words);
  let passes = 0;
  while (waiting.size > 0) {
    const busy = new Set<number>();
    for (const word of [...waiting])
      if (!busy.has(word % 32)) {
        busy.add(word % 32);
        waiting.delete(word);
      }
    passes++;
  }
  return passes;
}

const banks = check('passes', 'Strides, columns, broadcasts and scattered words', async ({ reader, rng }) => {
  const stride = 2 * rng.integer(1, 12);
  const cases: { name: string; words: number[] }[] = [
    { name: 'neighbouring words', words: lanes(32, (l) => l) },
    { name: `words at stride ${stride}`, words: lanes(32, (l) => stride * l) },
    { name: 'a column of a 32 × 32 tile', words: lanes(32, (l) => 32 * l + 5) },
    { name: 'a column of a 32 × 33 tile', words: lanes(32, (l) => 33 * l + 5) },
    { name: 'one word for all lanes', words: lanes(32, () => 77) },
    { name: 'words at random places', words: lanes(32, () => rng.integer(0, 500)) },
  ];
  for (const { name, words } of cases) {
    const perBank = lanes(32, (bank) => words.filter((w) => w % 32 === bank).length);
    expectClose(await reader.call('bankPasses', words), passesByQueue(words), {
      called: `bankPasses of ${name}`,
      relative: 0,
      slips: [
        { misconception: 'broadcast-as-conflict', value: Math.max(...perBank), says: 'That counts lanes for each bank. Lanes that want the very same word are served together; only different words of a bank wait for each other.' },
        { misconception: 'banks-of-bytes', value: Math.max(...lanes(32, (bank) => new Set(words.filter((w) => Math.floor(w / 4) % 32 === bank)).size)), says: 'That divides by 4 first, but the words are already counted in 4-byte units: word w is in bank w % 32.' },
      ],
    });
  }
});

interface Needs {
  threadsPerBlock: number;
  registersPerThread: number;
  sharedBytesPerBlock: number;
}

const core = { warpSize: 32, maxWarps: 64, maxBlocks: 32, registers: 65_536, sharedBytes: 233_472 };

/** Places one block after another until something is used up. */
function placeBlocks({ threadsPerBlock, registersPerThread, sharedBytesPerBlock }: Needs): number {
  const warps = Math.ceil(threadsPerBlock / 32);
  let blocks = 0;
  const fits = (count: number) => count <= core.maxBlocks && count * warps <= core.maxWarps && count * warps * 32 * registersPerThread <= core.registers && count * sharedBytesPerBlock <= core.sharedBytes;
  while (fits(blocks + 1)) blocks++;
  return blocks * warps;
}

const occupancy = check('warps', 'Resident warps under each limit', async ({ reader, rng }) => {
  const kernels: Needs[] = [
    { threadsPerBlock: 512, registersPerThread: 40, sharedBytesPerBlock: 0 },
    { threadsPerBlock: 32, registersPerThread: 16, sharedBytesPerBlock: 0 },
    { threadsPerBlock: 128, registersPerThread: 32, sharedBytesPerBlock: 50_000 },
    { threadsPerBlock: 100, registersPerThread: 64, sharedBytesPerBlock: 1000 },
    { threadsPerBlock: 1024, registersPerThread: 128, sharedBytesPerBlock: 0 },
    { threadsPerBlock: rng.integer(33, 1024), registersPerThread: rng.integer(16, 128), sharedBytesPerBlock: rng.integer(0, 60_000) },
  ];
  for (const kernel of kernels) {
    const { threadsPerBlock, registersPerThread, sharedBytesPerBlock } = kernel;
    const warps = Math.ceil(threadsPerBlock / 32);
    const byRegisters = Math.floor(core.registers / (32 * registersPerThread));
    expectClose(await reader.call('residentWarps', kernel, core), placeBlocks(kernel), {
      called: `residentWarps of ${threadsPerBlock} threads, ${registersPerThread} registers a thread and ${sharedBytesPerBlock} bytes a block`,
      relative: 0,
      floor: 1,
      slips: [
        { misconception: 'blocks-are-divisible', value: Math.min(core.maxWarps, byRegisters, warps * core.maxBlocks), says: `That many warps would fit one by one, but they come in blocks of ${warps}, and a block is placed whole or not at all.` },
        { misconception: 'block-limit-forgotten', value: placeBlocks({ ...kernel, threadsPerBlock: 32 * warps }) === core.maxBlocks * warps ? Math.min(core.maxWarps, byRegisters) : NaN, says: `A core holds at most ${core.maxBlocks} blocks, however small they are.` },
        { misconception: 'threads-not-warps', value: Math.min(core.maxBlocks, Math.floor(core.maxWarps / warps), Math.floor(core.registers / (threadsPerBlock * registersPerThread)), sharedBytesPerBlock === 0 ? Infinity : Math.floor(core.sharedBytes / sharedBytesPerBlock)) * warps, says: 'Registers are given to whole warps: the idle lanes of a block’s last warp have theirs too.' },
      ],
    });
  }
});

const bound = check('seconds', 'Bound by arithmetic, by bandwidth and by latency', async ({ reader, rng }) => {
  const machine = { flopPerS: 66.9e12, memoryBytesPerS: 3.352e12, latencyS: 272.8e-9 };
  const bytes = rng.integer(1, 20) * 1e9;
  const loads = [
    { flop: bytes / 12, bytes, bytesInFlight: 2e6 },
    { flop: bytes / 12, bytes, bytesInFlight: 1e5 },
    { flop: bytes * 100, bytes, bytesInFlight: 2e6 },
    { flop: bytes * 15, bytes, bytesInFlight: 3e5 },
  ];
  for (const load of loads) {
    const compute = load.flop / machine.flopPerS;
    const littleRate = load.bytesInFlight / machine.latencyS;
    const move = Math.max(load.bytes / machine.memoryBytesPerS, load.bytes / littleRate);
    expectClose(await reader.call('kernelSeconds', load, machine), compute > move ? compute : move, {
      called: `kernelSeconds of ${load.flop.toExponential(2)} FLOP, ${load.bytes.toExponential(2)} bytes and ${load.bytesInFlight} bytes in flight`,
      // A few roundings of f64.
      relative: 1e-12,
      slips: [
        { misconception: 'times-add', value: compute + move, says: 'That adds the time of the arithmetic to the time of the traffic. They overlap: the longer one decides.' },
        { misconception: 'latency-free', value: Math.max(compute, load.bytes / machine.memoryBytesPerS), says: 'That grants the memory’s peak. With so few bytes in flight the memory delivers only bytesInFlight / latencyS.' },
        { misconception: 'peak-exceeded', value: Math.max(compute, load.bytes / littleRate), says: 'That lets the memory go faster than its peak when there is more in flight than it needs.' },
      ],
    });
  }
});

const matrix = (rng: Rng, rows: number, columns: number) => lanes(rows, () => 0).map(() => lanes(columns, () => rng.integer(-9, 9)));

interface Run {
  product: number[][];
  busy: number[];
}

const systolicSizes = (rng: Rng): [number, number][] => [[rng.integer(3, 5), rng.integer(6, 9)], [rng.integer(4, 6), rng.integer(2, 3)], [2, 1], [1, rng.integer(2, 5)]];

const product = check('product', 'The product', async ({ reader, rng }) => {
  for (const [n, k] of systolicSizes(rng)) {
    const [a, b] = [matrix(rng, n, k), matrix(rng, k, n)];
    const run = await reader.call<Run>('systolic', a, b);
    expectEqual(run.product, a.map((row) => lanes(n, (j) => row.reduce((sum, x, i) => sum + x * b[i]![j]!, 0) + 0)), { called: `product of systolic, N = ${n}, K = ${k},` });
  }
});

const wave = check('wave', 'Busy cells, cycle by cycle', async ({ reader, rng }) => {
  for (const [n, k] of systolicSizes(rng)) {
    const run = await reader.call<Run>('systolic', matrix(rng, n, k), matrix(rng, k, n));
    // Count meetings of A[i][p] and B[p][j], in cycle i + j + p, into a list that grows as far as it must.
    const busy: number[] = [];
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) for (let p = 0; p < k; p++) busy[i + j + p] = (busy[i + j + p] ?? 0) + 1;
    const fullFrom = (cycles: number) => lanes(cycles, () => n * n);
    expectClose(run.busy, busy, {
      called: `busy of systolic, N = ${n}, K = ${k},`,
      relative: 0,
      slips: [
        { misconception: 'no-skew', value: fullFrom(k), says: 'That has all cells start at once. Cell (i, j) cannot start before its operands have walked i rows and j columns: i + j cycles.' },
        { misconception: 'one-skew', value: lanes(k + n - 1, (t) => lanes(n, (i) => (t - i >= 0 && t - i < k ? n : 0)).reduce((x, y) => x + y, 0)), says: 'That delays the rows but not the columns. Operands from above need time to walk as well.' },
      ],
    });
  }
});

export default defineChecks({
  demo: async ({ reader, show }) => {
    const rows = await Promise.all([0, 1, 2, 4, 8, 16].map(async (stride) => [stride, await reader.call<number>('sectorsOf', lanes(32, (l) => 4 * stride * l), 4), await reader.call<number>('bankPasses', lanes(32, (l) => stride * l))]));
    show({ kind: 'table', id: 'strides', columns: ['stride (floats)', 'sectors', 'bank passes'], rows: rows.map((r) => r.map((v) => v ?? '')), caption: 'One load of 32 lanes, by your functions' });
  },
  tasks: { sectors: [sectors], banks: [banks], occupancy: [occupancy], bound: [bound], systolic: [product, wave] },
});
