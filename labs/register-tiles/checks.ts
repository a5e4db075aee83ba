// Checks of the register-tiled products: results at sizes that fit no tile, counted loads, counted reads of workgroup memory.
// Inputs are small whole numbers, so every sum is exact in f32 in any order and is compared exactly.

import { check, defineChecks, expectClose, fail, judge, type Kernel, type ObservedRun, type Slip } from 'grader';
import type { Rng } from 'kit';

const T = 16;
const UNTOUCHED = -77777;
/** fp32 on an H100: 66.9 TFLOP/s over 3.352 TB/s. */
const RIDGE = 20;
const machines = [
  { name: 'H100', flopPerS: 66.9e12, bytesPerS: 3.352e12 },
  { name: 'Apple M1', flopPerS: 2.6e12, bytesPerS: 68.3e9 },
];

interface Sizes {
  m: number;
  n: number;
  k: number;
}

interface Seen extends Sizes {
  run: ObservedRun;
  a: Float32Array;
  b: Float32Array;
  c: Float32Array;
  tile: number;
  called: string;
}

const list = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i));
const numbers = (rng: Rng, length: number) => list(length, () => rng.integer(1, 9) * rng.pick([-1, 1]));
const size = (m: number, n: number, k: number): Sizes => ({ m, n, k });
const tiles = (length: number, tile: number) => Math.ceil(length / tile);

async function runProduct(kernel: Kernel, rng: Rng, entry: string, sizes: Sizes): Promise<Seen> {
  const { m, n, k } = sizes;
  const [x, y, z] = await kernel.workgroupSize(entry);
  if (x !== T || y !== T || z !== 1) fail({ message: `${entry} has a workgroup size of ${x} × ${y} × ${z}; leave @workgroup_size(T, T) and T as they are.`, called: entry });
  const tile = entry === 'wide' ? 128 : 64;
  const [a, b, c] = [numbers(rng, m * k), numbers(rng, k * n), list(m * n, () => 100 * rng.integer(1, 9) * rng.pick([-1, 1]))];
  const buffers = { shape: Uint32Array.of(m, n, k, 0), a, b, c, result: new Float32Array(m * n).fill(UNTOUCHED) };
  const run = await kernel.observe({ entry, workgroups: [tiles(n, tile), tiles(m, tile)], buffers });
  return { ...sizes, run, a, b, c, tile, called: `${entry} with m = ${m}, n = ${n}, k = ${k}` };
}

/** What was called, and what it left undone. */
function told({ run, m, n, called }: Seen): string {
  const missing = (run.buffers.result as Float32Array).filter((value) => value === UNTOUCHED).length;
  return missing > 0 ? `${called}, which left ${missing} of ${m * n} elements unwritten (${UNTOUCHED}),` : called;
}

const product = ({ m, n, k, a, b }: Seen): Float32Array => {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) out[i * n + j]! += a[i * k + p]! * b[p * n + j]!;
  return out;
};

const relu = (x: number) => Math.max(0, x);
const withEpilogue = (seen: Seen, value: (sum: number, c: number) => number) => product(seen).map((sum, i) => value(sum, seen.c[i]!));
const right = (seen: Seen) => withEpilogue(seen, (sum, c) => relu(sum) + c);

const countsOf = (seen: Seen, buffer: string) => {
  const counts = seen.run.counts?.buffers[buffer];
  return { loads: counts?.loads ?? 0, stores: counts?.stores ?? 0 };
};

/** Row (or column) y + r·T of a tile holds what belongs to y·R + r: two ways to share out a tile, mixed. */
const mixed = (seen: Seen, rows: boolean): Float32Array => {
  const per = seen.tile / T;
  const exact = product(seen);
  const from = (i: number) => i - (i % seen.tile) + ((i % seen.tile) % T) * per + Math.floor((i % seen.tile) / T);
  return list(seen.m * seen.n, (i) => {
    const [row, column] = [Math.floor(i / seen.n), i % seen.n];
    const [r, s] = rows ? [from(row), column] : [row, from(column)];
    return r < seen.m && s < seen.n ? exact[r * seen.n + s]! : 0;
  });
};

const layoutSlips = (seen: Seen): Slip[] =>
  [true, false].map((rows) => ({
    misconception: 'mixed-ownership',
    value: mixed(seen, rows),
    says: `The sums are right but stand in the wrong ${rows ? 'rows' : 'columns'}: they are computed for ${rows ? 'rows local.y' : 'columns local.x'} * R + r and stored as if they belonged to ${rows ? 'local.y' : 'local.x'} + r * T. Use one of the two throughout.`,
  }));

const firstOnly = (seen: Seen): Slip => ({
  misconception: 'one-sum-stored',
  value: product(seen).map((v, i) => (Math.floor(i / seen.n) % seen.tile < T && (i % seen.n) % seen.tile < T ? v : UNTOUCHED)),
  says: 'Only one element of each invocation was stored; it has R × R of them.',
});

/** Wide, tall, exact, small. */
const sizesFor = (rng: Rng) => [size(rng.integer(65, 75), rng.integer(20, 50), rng.integer(33, 40)), size(rng.integer(5, 30), rng.integer(66, 90), rng.integer(17, 31)), size(64, 64, 16), size(1, 1, 1)];

const values = check('values', 'The product at sizes that fit no tile', async ({ kernel, rng }) => {
  for (const sizes of sizesFor(rng)) {
    const seen = await runProduct(kernel, rng, 'blocked', sizes);
    judge(seen.run, ({ result }) => expectClose(result, product(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n], slips: [...layoutSlips(seen), firstOnly(seen)] }));
  }
});

/** a once for each column of tiles, b once for each row of tiles. */
function expectTileLoads(seen: Seen): void {
  const { m, n, k, tile, called } = seen;
  const most = { a: m * k * tiles(n, tile), b: k * n * tiles(m, tile) };
  for (const name of ['a', 'b'] as const) {
    const { loads } = countsOf(seen, name);
    if (loads > most[name])
      fail({
        message: `${called} loaded ${name} ${loads} times; tiles of ${tile} × ${tile} need at most ${most[name]}. In each step the workgroup’s 256 invocations together load each element of a tile once, and what they multiply comes from there.`,
        misconception: 'loads-past-the-tile',
        called,
        returned: `${loads} loads of ${name}`,
        expected: `at most ${most[name]}`,
      });
  }
}

const loads = check('loads', 'At most m·k·⌈n/64⌉ + k·n·⌈m/64⌉ loads', async ({ kernel, rng }) => {
  for (const sizes of sizesFor(rng).slice(0, 3)) {
    const seen = await runProduct(kernel, rng, 'blocked', sizes);
    judge(seen.run, ({ result }) => expectClose(result, product(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n] }));
    expectTileLoads(seen);
  }
});

const reads = check('reads', 'Half a read of workgroup memory for each multiply-add', async ({ kernel, rng }) => {
  const seen = await runProduct(kernel, rng, 'blocked', size(rng.integer(65, 75), rng.integer(20, 50), rng.integer(33, 40)));
  judge(seen.run, ({ result }) => expectClose(result, product(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n] }));
  // Whole tiles are multiplied, zeros included, and the last step along k may be as deep as the others.
  const multiplies = tiles(seen.m, 64) * tiles(seen.n, 64) * 64 * 64 * Math.ceil(seen.k / 16) * 16;
  const done = seen.run.counts?.workgroup.loads ?? 0;
  if (done > multiplies / 2)
    fail({
      message: `${seen.called} read workgroup memory ${done} times for ${multiplies} multiply-adds, ${Number((done / multiplies).toPrecision(3))} each; at most half a read each is the aim. For one p, read R words of tileA and R of tileB into variables first, then multiply each with each.`,
      misconception: 'no-register-reuse',
      called: seen.called,
      returned: `${done} reads`,
      expected: `at most ${multiplies / 2}`,
    });
});

const epilogueSlips = (seen: Seen): Slip[] => [
  { misconception: 'relu-after-addition', value: withEpilogue(seen, (sum, c) => relu(sum + c)), says: 'This is max(0, a × b + c). ReLU comes first here, and then c is added: negative values of c must survive.' },
  { misconception: 'relu-forgotten', value: withEpilogue(seen, (sum, c) => sum + c), says: 'This is a × b + c, without ReLU.' },
  { misconception: 'addition-forgotten', value: withEpilogue(seen, relu), says: 'This is max(0, a × b): c was not added.' },
  ...[1, 8, 16].map((every) => ({ misconception: 'relu-too-early', value: tooEarly(seen, every), says: 'ReLU was applied to partial sums. A sum that is negative now may still end positive: apply it once, when the loop along k has ended.' })),
];

/** max(0, …) after every so many terms: each one, or each step along k. */
const tooEarly = ({ m, n, k, a, b, c }: Seen, every: number) =>
  list(m * n, (i) => {
    let sum = 0;
    for (let p = 0; p < k; p++) {
      sum += a[Math.floor(i / n) * k + p]! * b[p * n + (i % n)]!;
      if ((p + 1) % every === 0 || p === k - 1) sum = relu(sum);
    }
    return sum + c[i]!;
  });

const epilogueValues = check('values', 'max(0, a × b) + c', async ({ kernel, rng }) => {
  for (const sizes of sizesFor(rng)) {
    const seen = await runProduct(kernel, rng, 'fused', sizes);
    judge(seen.run, ({ result }) => expectClose(result, right(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n], slips: epilogueSlips(seen) }));
  }
});

function expectOnePass(seen: Seen): void {
  const { m, n, called } = seen;
  const [ofC, ofResult] = [countsOf(seen, 'c'), countsOf(seen, 'result')];
  if (ofResult.loads === 0 && ofResult.stores <= m * n && ofC.loads <= m * n) return;
  fail({
    message: `${called} stored result ${ofResult.stores} times, loaded it ${ofResult.loads} times and c ${ofC.loads} times. In an epilogue each of the ${m * n} elements is stored once, finished, and never read back; c is loaded once.`,
    misconception: 'second-pass',
    called,
    returned: `${ofResult.loads} loads of result`,
    expected: 'none',
  });
}

const onePass = check('one-pass', 'result is stored once and never loaded', async ({ kernel, rng }) => {
  const seen = await runProduct(kernel, rng, 'fused', size(rng.integer(65, 75), rng.integer(30, 50), rng.integer(17, 31)));
  judge(seen.run, ({ result }) => expectClose(result, right(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n] }));
  expectOnePass(seen);
  expectTileLoads(seen);
});

const wideSizes = (rng: Rng) => size(rng.integer(235, 255), rng.integer(235, 255), rng.integer(9, 15));

const wideValues = check('values', 'max(0, a × b) + c in tiles of 128', async ({ kernel, rng }) => {
  for (const sizes of [wideSizes(rng), size(rng.integer(20, 60), rng.integer(129, 150), rng.integer(17, 20)), size(1, 1, 1)]) {
    const seen = await runProduct(kernel, rng, 'wide', sizes);
    judge(seen.run, ({ result }) => expectClose(result, right(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n], slips: epilogueSlips(seen) }));
  }
});

/** Useful operations over bytes loaded from a and b. */
const intensity = (seen: Seen) => (2 * seen.m * seen.n * seen.k) / (4 * (countsOf(seen, 'a').loads + countsOf(seen, 'b').loads));

const wideIntensity = check('intensity', `At least ${RIDGE} FLOP for each byte loaded`, async ({ kernel, rng }) => {
  const seen = await runProduct(kernel, rng, 'wide', wideSizes(rng));
  judge(seen.run, ({ result }) => expectClose(result, right(seen), { called: told(seen), relative: 0, shape: [seen.m, seen.n] }));
  const reached = intensity(seen);
  if (reached < RIDGE)
    fail({
      message: `${seen.called} does ${Number(reached.toPrecision(3))} FLOP for each byte that it loads from a and b; the ridge is at ${RIDGE}. A tile of 128 × 128 gives 2 / (4 · (1/128 + 1/128)) = 32 when it is full, if each of its operands is loaded once in a step.`,
      misconception: 'below-the-ridge',
      called: seen.called,
      returned: `${Number(reached.toPrecision(3))} FLOP per byte`,
      expected: `at least ${RIDGE}`,
    });
  expectOnePass(seen);
});

export default defineChecks({
  demo: async ({ kernel, rng, show }) => {
    const rows: (string | number)[][] = [];
    for (const entry of ['blocked', 'fused', 'wide']) {
      const seen = await runProduct(kernel, rng, entry, size(140, 132, 16));
      const wanted = entry === 'blocked' ? product(seen) : right(seen);
      const isRight = wanted.every((value, i) => value === (seen.run.buffers.result as Float32Array)[i]);
      const reached = isRight ? intensity(seen) : NaN;
      const attainable = machines.map(({ flopPerS, bytesPerS }) => (isRight ? `${Number((Math.min(flopPerS, reached * bytesPerS) / 1e12).toPrecision(3))}` : ''));
      rows.push([entry, isRight ? 'right' : 'wrong', isRight ? Number(reached.toPrecision(3)) : '', ...attainable]);
    }
    show({ kind: 'table', id: 'roofline', columns: ['kernel', 'result', 'FLOP per byte loaded', ...machines.map(({ name }) => `TFLOP/s allowed on ${name}`)], rows, caption: 'm = 140, n = 132, k = 16, fp32, by the roofline from the counted loads of a and b' });
  },
  tasks: { 'register-tile': [values, loads, reads], epilogue: [epilogueValues, onePass], ridge: [wideValues, wideIntensity] },
});
