// Checks of the three products: results at sizes that fit no tile, the barriers, and the counted loads and sectors.
// Inputs are small whole numbers, so every sum is exact in f32 in any order (it stays far below 2^24) and is compared exactly.

import { check, defineChecks, expectClose, fail, judge, type Kernel, type ObservedRun, type Slip } from 'grader';
import type { Rng } from 'kit';
import triton from './fixtures/triton.json';
import { integers, recorded } from './vectors';

const T = 16;
/** What a word of `result` holds before the kernel runs: no kernel computes it from these inputs. */
const UNTOUCHED = -77777;

interface Sizes {
  m: number;
  n: number;
  k: number;
}

interface Seen extends Sizes {
  run: ObservedRun;
  a: Float32Array;
  b: Float32Array;
  called: string;
}

const list = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i));
/** Whole numbers from -9 to 9 without 0, which would hide a term. */
const numbers = (rng: Rng, length: number) => list(length, () => rng.integer(1, 9) * rng.pick([-1, 1]));
const tiles = (length: number) => Math.max(1, Math.ceil(length / T));

async function runProduct(kernel: Kernel, entry: string, sizes: Sizes, a: Float32Array, b: Float32Array): Promise<Seen> {
  const { m, n, k } = sizes;
  const [x, y, z] = await kernel.workgroupSize(entry);
  if (x !== T || y !== T || z !== 1)
    fail({ message: `${entry} has a workgroup size of ${x} × ${y} × ${z}. The loads are counted for 16 × 16 invocations: leave @workgroup_size(T, T) and T as they are.`, called: entry });
  // A buffer has at least one word, even when k is 0.
  const filled = (data: Float32Array) => (data.length > 0 ? data : new Float32Array(1));
  const buffers = { shape: Uint32Array.of(m, n, k, 0), a: filled(a), b: filled(b), result: new Float32Array(m * n).fill(UNTOUCHED) };
  const run = await kernel.observe({ entry, workgroups: [tiles(n), tiles(m)], buffers });
  return { ...sizes, run, a, b, called: `${entry} with m = ${m}, n = ${n}, k = ${k}` };
}

const runRandom = (kernel: Kernel, rng: Rng, entry: string, sizes: Sizes) => runProduct(kernel, entry, sizes, numbers(rng, sizes.m * sizes.k), numbers(rng, sizes.k * sizes.n));

/** The sum over k of `term`, for every element of the result. */
const sums = ({ m, n, k }: Sizes, term: (row: number, column: number, p: number) => number, from = 0, end = k) =>
  list(m * n, (i) => {
    let sum = 0;
    for (let p = from; p < end; p++) sum += term(Math.floor(i / n), i % n, p);
    return sum;
  });

const product = (seen: Seen, from = 0, end = seen.k) => sums(seen, (i, j, p) => seen.a[i * seen.k + p]! * seen.b[p * seen.n + j]!, from, end);

const countsOf = (seen: Seen, buffer: string) => {
  const counts = seen.run.counts?.buffers[buffer];
  return { loads: counts?.loads ?? 0, stores: counts?.stores ?? 0 };
};

const outOfBounds = (seen: Seen, buffers: readonly string[]) => seen.run.findings.find(({ kind, address }) => kind === 'out-of-bounds' && buffers.some((name) => address?.startsWith(`${name}[`)));

/** Writes outside of the result, by where they went. */
function expectGuarded(seen: Seen): void {
  const { m, n, run, called } = seen;
  const { loads, stores } = countsOf(seen, 'result');
  const elsewhere = outOfBounds(seen, ['result']);
  // A sum that is kept in result stores it often too, and so does a store inside the loop: the loads and the last row tell them apart.
  if (stores > m * n && loads === 0 && elsewhere)
    fail({
      message: `${called} stored ${stores} times; result has ${m * n} elements. Invocations to the right of the last column store into the next row: column < shape.n is not guarded.`,
      misconception: 'missing-column-guard',
      called,
      returned: `${stores} stores`,
      expected: `${m * n} stores`,
    });
  if (elsewhere)
    fail({ message: `${called}: invocations below the last row store too: row < shape.m is not guarded. ${elsewhere.message}`, misconception: 'missing-row-guard', called });
  const missed = [...(run.buffers.result as Float32Array)].indexOf(UNTOUCHED);
  if (stores > 0 && missed >= 0 && stores < m * n && missed >= T * n && stores === Math.min(m, T) * Math.min(n, T))
    fail({ message: `${called} stored only the first ${T} × ${T} elements: every workgroup wrote the same tile. Where a workgroup’s tile begins is group.y * T and group.x * T.`, misconception: 'first-tile-for-all', called, where: `[${Math.floor(missed / n)}, ${missed % n}]` });
}

/** What was called, and what it left undone. */
function told({ run, m, n, called }: Seen): string {
  const missing = (run.buffers.result as Float32Array).filter((value) => value === UNTOUCHED).length;
  return missing > 0 ? `${called}, which left ${missing} of ${m * n} elements unwritten (${UNTOUCHED}),` : called;
}

function expectProduct(seen: Seen, slips: Slip[] = []): void {
  const { m, n } = seen;
  judge(seen.run, ({ result }) => {
    expectGuarded(seen);
    expectClose(result, product(seen), { called: told(seen), relative: 0, shape: [m, n], slips });
  });
}

const size = (m: number, n: number, k: number): Sizes => ({ m, n, k });

// ---- Task 1

/** Wide, tall and deep; one of each that fits exactly; ones; and a sum of nothing. */
const anySizes = (rng: Rng) => [
  size(rng.integer(3, 9), rng.integer(35, 44), rng.integer(45, 60)),
  size(rng.integer(33, 45), rng.integer(17, 29), rng.integer(46, 55)),
  size(16, 32, 48),
  size(rng.integer(17, 31), 1, rng.integer(2, 9)),
  size(1, 1, 1),
  size(rng.integer(2, 7), rng.integer(18, 25), 0),
];

const naiveValues = check('values', 'The product, at any sizes', async ({ kernel, rng }) => {
  for (const sizes of anySizes(rng)) {
    const seen = await runRandom(kernel, rng, 'naive', sizes);
    const { m, n, k, a, b } = seen;
    const at = (data: Float32Array, i: number) => data[i] ?? 0;
    const right = product(seen);
    expectProduct(seen, [
      { misconception: 'transposed-operand', value: sums(sizes, (i, j, p) => a[i * k + p]! * b[j * k + p]!), says: 'This is what b[column * shape.k + p] gives: rows of a times rows of b, as if b were stored transposed. Down a column of b the row p changes, and one row is shape.n elements.' },
      { misconception: 'stride-of-result', value: sums(sizes, (i, j, p) => at(a, i * n + p) * b[p * n + j]!), says: 'This is what a[row * shape.n + p] gives. A row of a has shape.k elements; shape.n is the row of b and of result.' },
      { misconception: 'stride-of-inner', value: sums(sizes, (i, j, p) => a[i * k + p]! * at(b, p * k + j)), says: 'This is what b[p * shape.k + column] gives. A row of b has shape.n elements.' },
      {
        misconception: 'swapped-axes',
        value: list(m * n, (i) => (Math.floor(i / n) < tiles(n) * T && i % n < tiles(m) * T ? right[i]! : UNTOUCHED)),
        says: 'What is written is right, but part of result is left as it was: rows and columns are exchanged. The grid has x along a row of result, so id.x is the column and id.y the row.',
      },
    ]);
  }
});

const naiveLoads = check('loads', 'Two loads for each multiply-add, and no load of the result', async ({ kernel, rng }) => {
  const seen = await runRandom(kernel, rng, 'naive', size(rng.integer(17, 25), rng.integer(33, 40), rng.integer(20, 30)));
  expectProduct(seen);
  const { m, n, k, called } = seen;
  const ofResult = countsOf(seen, 'result');
  if (ofResult.loads > 0)
    fail({ message: `${called} loaded result ${ofResult.loads} times. Nothing in it is an input: keep the running sum in a variable, which lives in a register, and store it once.`, misconception: 'sum-in-memory', called, returned: `${ofResult.loads} loads of result`, expected: 'none' });
  for (const name of ['a', 'b']) {
    const { loads } = countsOf(seen, name);
    if (loads !== m * n * k)
      fail({ message: `${called} loaded ${name} ${loads} times; one load for each of the m · n · k = ${m * n * k} multiply-adds is expected here.${loads > m * n * k ? ' Invocations outside of result load too: put the guard around the loop, not only around the store.' : ''}`, misconception: loads > m * n * k ? 'guard-on-store-only' : undefined, called, returned: `${loads} loads of ${name}`, expected: `${m * n * k}` });
  }
});

// ---- Task 2

const smallSizes = (rng: Rng) => [size(rng.integer(9, 15), rng.integer(5, 8), rng.integer(9, 14)), size(16, 16, 16), size(rng.integer(2, 5), 16, rng.integer(9, 15)), size(1, 1, 1), size(3, rng.integer(2, 9), 0)];

/** Loads from outside of the matrices into a tile: beyond the buffer, or too many. */
function expectZeroFill(seen: Seen, most: { a: number; b: number }): void {
  const { called } = seen;
  const beyond = outOfBounds(seen, ['a', 'b']);
  const greedy = (['a', 'b'] as const).find((name) => countsOf(seen, name).loads > most[name]);
  // Once for each multiply-add is another fault, told by its own check.
  if (!beyond && (!greedy || countsOf(seen, greedy).loads >= seen.m * seen.n * seen.k)) return;
  const what = beyond ? beyond.message : `It loaded ${greedy} ${countsOf(seen, greedy!).loads} times where ${most[greedy!]} suffice.`;
  fail({
    message: `${called} loads places of a tile that lie outside the matrix. ${what} Such a place must hold 0 without a load: guard the load with an if (select evaluates both of its values).`,
    misconception: 'no-zero-fill',
    called,
  });
}

const once = ({ m, n, k }: Sizes) => ({ a: m * k, b: k * n });

const tileRaces = (seen: Seen) => seen.run.findings.filter(({ kind, address }) => kind === 'race-in-workgroup' && /^tile[AB]/.test(address ?? ''));

const oneTileValues = check('values', 'The product from two tiles', async ({ kernel, rng }) => {
  for (const sizes of smallSizes(rng)) {
    const seen = await runRandom(kernel, rng, 'one_tile', sizes);
    const { m, n, k, a, b } = seen;
    const padded = (data: Float32Array, columns: number, rows: number, i: number, j: number) => (i < rows && j < columns ? data[i * columns + j]! : 0);
    const transposed = (term: (i: number, j: number, p: number) => number) => sums({ m, n, k: T }, term);
    judge(seen.run, ({ result }) => {
      expectGuarded(seen);
      expectZeroFill(seen, once(sizes));
      const race = tileRaces(seen)[0];
      if (race)
        fail({ message: `${seen.called}: invocations read the tiles before others have filled them. ${race.message} A workgroupBarrier() belongs between filling and reading.`, misconception: 'missing-barrier', called: seen.called });
      expectClose(result, product(seen), {
        called: told(seen),
        relative: 0,
        shape: [m, n],
        slips: [
          { misconception: 'transposed-tile', value: transposed((i, j, p) => padded(a, k, m, i, p) * padded(b, n, k, j, p)), says: 'This is a times b transposed: the sum runs along a row of tileB. It must go down a column, tileB[p][column].' },
          { misconception: 'transposed-tile', value: transposed((i, j, p) => padded(a, k, m, p, i) * padded(b, n, k, p, j)), says: 'This is a transposed times b: the sum runs down a column of tileA. It must go along a row, tileA[row][p].' },
        ],
      });
    });
  }
});

const oneTileLoads = check('loads', 'Each element of a and of b is loaded once', async ({ kernel, rng }) => {
  for (const sizes of smallSizes(rng).slice(0, 3)) {
    const seen = await runRandom(kernel, rng, 'one_tile', sizes);
    expectProduct(seen);
    expectZeroFill(seen, once(sizes));
    expectFewLoads(seen, once(sizes), 'each element once');
  }
});

/** At most so many loads of each operand, and none of the result. */
function expectFewLoads(seen: Seen, most: { a: number; b: number }, why: string): void {
  const { m, n, k, called } = seen;
  for (const name of ['a', 'b'] as const) {
    const { loads } = countsOf(seen, name);
    if (loads <= most[name]) continue;
    const perMultiply = loads >= m * n * k;
    const words = perMultiply
      ? ` That is once for each multiply-add: the sum reads ${name} itself. It should read the tile, which the workgroup filled once and uses ${T} times.`
      : '';
    fail({ message: `${called} loaded ${name} ${loads} times; at most ${most[name]} are needed (${why}).${words}`, misconception: perMultiply ? 'loads-per-multiply' : undefined, called, returned: `${loads} loads of ${name}`, expected: `at most ${most[name]}` });
  }
  const { loads, stores } = countsOf(seen, 'result');
  if (loads > 0 || stores !== m * n)
    fail({ message: `${called} loaded result ${loads} times and stored it ${stores} times; its ${m * n} elements need one store each and no load. Keep the sum in a variable across the steps.`, misconception: 'sum-in-memory', called, returned: `${loads} loads, ${stores} stores of result`, expected: `0 loads, ${m * n} stores` });
}

// ---- Task 3

const manySizes = (rng: Rng) => [
  size(rng.integer(35, 42), rng.integer(18, 30), rng.integer(49, 60)),
  size(rng.integer(17, 25), rng.integer(49, 60), rng.integer(33, 40)),
  size(32, 16, 48),
  size(1, rng.integer(17, 40), rng.integer(18, 30)),
  size(rng.integer(17, 30), 1, 1),
  size(rng.integer(2, 20), rng.integer(17, 20), 0),
];

/** What a kernel gives that leaves places outside of the matrices as the step before filled them. */
function staleTiles(seen: Seen): Float32Array {
  const { n, k, a, b } = seen;
  const rest = k % T;
  const sum = product(seen);
  if (rest === 0 || k < T) return sum;
  const again = product(seen, k - rest - T + rest, k - rest);
  return list(seen.m * n, (i) => sum[i]! + (a.length && b.length ? again[i]! : 0));
}

const tiledValues = check('values', 'The product at sizes that fit no tile', async ({ kernel, rng }) => {
  for (const sizes of manySizes(rng)) {
    const seen = await runRandom(kernel, rng, 'tiled', sizes);
    const whole = sizes.k - (sizes.k % T);
    const clean = tileRaces(seen).length === 0;
    judge(seen.run, ({ result }) => {
      expectGuarded(seen);
      const slips: Slip[] = clean
        ? [
            { misconception: 'stale-edge', value: staleTiles(seen), says: `In the last step along k only ${sizes.k % T} columns of a’s tile lie inside the matrix. The other places still hold what the step before left there, and were added again: outside the matrix a tile must be set to 0 in every step.` },
            { misconception: 'last-step-lost', value: product(seen, 0, whole), says: `The last ${sizes.k % T} terms of each sum are missing: k = ${sizes.k} is ${Math.floor(sizes.k / T)} whole tiles and a part. The loop goes on while first < shape.k.` },
            { misconception: 'first-step-only', value: product(seen, 0, Math.min(T, sizes.k)), says: 'Only the first tile along k was used: the loads of the next steps begin at column `first` of a and at row `first` of b.' },
            { misconception: 'step-forgotten', value: sums(sizes, (i, j, p) => seen.a[i * sizes.k + p]! * seen.b[(p % T) * sizes.n + j]!), says: 'Every step multiplied with the first tile of b: the rows that a step loads begin at `first`, not at 0.' },
            { misconception: 'step-forgotten', value: sums(sizes, (i, j, p) => seen.a[i * sizes.k + (p % T)]! * seen.b[p * sizes.n + j]!), says: 'Every step multiplied with the first tile of a: the columns that a step loads begin at `first`, not at 0.' },
            { misconception: 'sum-restarts', value: product(seen, Math.max(0, Math.ceil(sizes.k / T) - 1) * T), says: 'Only the last tile along k is in the result: the sum starts again in every step. Declare it before the loop.' },
          ]
        : [];
      expectClose(result, product(seen), { called: told(seen), relative: 0, shape: [sizes.m, sizes.n], slips });
    });
  }
});

const tiledBarriers = check('barriers', 'A barrier after filling, and one before filling again', async ({ kernel, rng }) => {
  // With k = T there is one step alone, so a race there is between filling and reading.
  const single = await runRandom(kernel, rng, 'tiled', size(rng.integer(17, 25), rng.integer(17, 25), T));
  const early = tileRaces(single)[0];
  if (early)
    fail({ message: `${single.called}, a single step: a tile is read while it is still being filled. ${early.message} The first barrier is missing: between filling the tiles and the sum over them.`, misconception: 'missing-first-barrier', called: single.called });
  const several = await runRandom(kernel, rng, 'tiled', size(rng.integer(17, 25), rng.integer(17, 25), 3 * T + 5));
  const late = tileRaces(several)[0];
  if (late)
    fail({ message: `${several.called}: with one step all is well, with several a tile is filled again while others still read it. ${late.message} The second barrier is missing: at the end of each step, after the sum.`, misconception: 'missing-second-barrier', called: several.called });
  for (const seen of [single, several]) expectProduct(seen);
});

/** A is loaded once for each column of tiles of the result, B once for each row of tiles. */
const tiledBound = ({ m, n, k }: Sizes) => ({ a: m * k * tiles(n), b: k * n * tiles(m) });

const tiledLoads = check('loads', 'At most m·k·⌈n/16⌉ + k·n·⌈m/16⌉ loads', async ({ kernel, rng }) => {
  for (const sizes of manySizes(rng).slice(0, 4)) {
    const seen = await runRandom(kernel, rng, 'tiled', sizes);
    expectProduct(seen);
    expectZeroFill(seen, tiledBound(sizes));
    expectFewLoads(seen, tiledBound(sizes), `a: m · k for each of the ${tiles(sizes.n)} columns of tiles; b: k · n for each of the ${tiles(sizes.m)} rows of tiles`);
  }
});

const tiledAsTriton = check('triton', `Agrees with Triton ${triton.versions.triton} on the recorded vectors`, async ({ kernel }) => {
  const { m, n, k } = recorded;
  const seen = await runProduct(kernel, 'tiled', recorded, integers(m * k, 1), integers(k * n, 2));
  judge(seen.run, ({ result }) => expectClose(result, triton.result, { called: `on the recorded vectors ${told(seen)}`, relative: 0, shape: [m, n] }));
});

// ---- Task 4

/** Rows that begin at the start of a sector (multiples of 8 words), but fit no tile. */
const alignedSizes = (rng: Rng) => [size(rng.integer(17, 30), 8 * rng.pick([3, 5]), 8 * rng.pick([3, 5])), size(8 * rng.integer(3, 5), 8 * rng.pick([3, 5]), 40)];

const sectors = check('sectors', 'Each sector that moves is used whole', async ({ kernel, rng }) => {
  for (const sizes of alignedSizes(rng)) {
    const seen = await runRandom(kernel, rng, 'tiled', sizes);
    expectProduct(seen);
    const bound = tiledBound(sizes);
    const needed = (bound.a + bound.b + sizes.m * sizes.n) / 8;
    const moved = seen.run.counts?.sectors ?? 0;
    if (moved <= needed) continue;
    const worst = [...(seen.run.counts?.lines ?? [])].filter((l) => l.globalRequests > 0).sort((x, y) => y.sectors / y.globalRequests - x.sectors / x.globalRequests)[0];
    const line = worst ? ` The worst is line ${worst.line}, with ${Number((worst.sectors / worst.globalRequests).toPrecision(3))} sectors a warp.` : '';
    fail({
      message: `${seen.called} moved ${moved} sectors of 32 bytes; ${needed} hold all that it needs to load and store.${line} Lanes next to each other differ in local.x, so local.x must run along a row: of a, of b and of result.`,
      misconception: 'lanes-down-a-column',
      called: seen.called,
      returned: `${moved} sectors`,
      expected: `at most ${needed} sectors`,
      where: worst ? `line ${worst.line}` : undefined,
    });
  }
});

const banks = check('banks', 'One pass for each access to workgroup memory', async ({ kernel, rng }) => {
  for (const sizes of alignedSizes(rng)) {
    const seen = await runRandom(kernel, rng, 'tiled', sizes);
    expectProduct(seen);
    const { workgroupRequests = 0, bankPasses = 0, lines = [] } = seen.run.counts ?? {};
    if (workgroupRequests === 0) fail({ message: `${seen.called} does not use workgroup memory at all.`, misconception: 'loads-per-multiply', called: seen.called });
    if (bankPasses <= workgroupRequests) continue;
    const worst = [...lines].filter((l) => l.workgroupRequests > 0).sort((x, y) => y.bankPasses / y.workgroupRequests - x.bankPasses / x.workgroupRequests)[0];
    fail({
      message: `${seen.called} accesses workgroup memory ${workgroupRequests} times a warp, and that takes ${bankPasses} passes: lanes want different words of one bank. The worst is line ${worst?.line}. Lanes that differ in local.x must want neighbouring words or the same one: with rows of 16 words, a column of a tile falls on two banks.`,
      misconception: 'bank-conflict',
      called: seen.called,
      returned: `${bankPasses} passes`,
      expected: `${workgroupRequests} passes`,
      where: worst ? `line ${worst.line}` : undefined,
    });
  }
});

export default defineChecks({
  demo: async ({ kernel, rng, show }) => {
    const sizes = size(20, 24, 40);
    const rows: (string | number)[][] = [];
    for (const entry of ['naive', 'tiled']) {
      const seen = await runRandom(kernel, rng, entry, sizes);
      const right = product(seen).every((value, i) => value === (seen.run.buffers.result as Float32Array)[i]);
      const [a, b] = [countsOf(seen, 'a').loads, countsOf(seen, 'b').loads];
      rows.push([entry, right ? 'right' : 'wrong', a, b, seen.run.counts?.sectors ?? 0, seen.run.findings[0]?.kind ?? 'none']);
    }
    const { a, b } = tiledBound(sizes);
    rows.push(['tiled at best', '', a, b, (a + b + sizes.m * sizes.n) / 8, '']);
    show({ kind: 'table', id: 'loads', columns: ['kernel', 'product', 'loads of a', 'loads of b', 'sectors', 'first finding'], rows, caption: 'm = 20, n = 24, k = 40' });
  },
  tasks: {
    naive: [naiveValues, naiveLoads],
    'one-tile': [oneTileValues, oneTileLoads],
    tiled: [tiledValues, tiledBarriers, tiledLoads, tiledAsTriton],
    coalesced: [sectors, banks],
  },
});
