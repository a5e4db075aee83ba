// Checks of the four kernels: fresh random inputs at sizes that fit no workgroup, guard words around every result, and what the
// microscope saw: races are named by the barrier that is missing, and the loads of the last kernel are counted.

import { check, defineChecks, expectClose, fail, judge, type GpuArray, type Kernel, type ObservedRun, type Slip } from 'grader';
import type { Rng } from 'kit';
import triton from './fixtures/triton.json';
import { enclosingLoop } from './loops';
import { quarters, shapes } from './vectors';

/** What a word of `result` holds before the kernel runs: no kernel computes it from these inputs. */
const UNTOUCHED = -77777;
/** One rounding may go either way in WGSL, so an addition is right within 1 ulp: 2^-23 of the value. */
const ONE_ULP = 2 ** -23;

const filled = (length: number) => new Float32Array(length).fill(UNTOUCHED);
const list = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i));
const params = (p: { n?: number; rows?: number; columns?: number; stride?: number }) => Uint32Array.of(p.n ?? 0, p.rows ?? 0, p.columns ?? 0, p.stride ?? 0);
const groups = (items: number, size: number) => Math.max(1, Math.ceil(items / size));

interface Ran {
  run: ObservedRun;
  result: Float32Array;
}

async function ranOn(kernel: Kernel, entry: string, workgroups: [number, number?], buffers: Record<string, GpuArray>): Promise<Ran> {
  const run = await kernel.observe({ entry, workgroups, buffers });
  return { run, result: run.buffers.result as Float32Array };
}

// ---- Task 1

const addSizes = (rng: Rng, size: number) => [size * 2 + rng.integer(1, size - 1), rng.integer(2, size - 1), 1, size];

async function runAdd(kernel: Kernel, rng: Rng, n: number) {
  const [size] = await kernel.workgroupSize('add');
  const length = groups(n, size) * size + 64;
  const [a, b] = [list(length, () => Math.fround(rng.normal())), list(length, () => Math.fround(rng.normal()))];
  const ran = await ranOn(kernel, 'add', [groups(n, size)], { params: params({ n }), a, b, result: filled(length) });
  return { size, a, b, ...ran, called: `add with n = ${n}, ${groups(n, size)} workgroups of ${size}` };
}

const addValues = check('values', 'Every element is a + b', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('add');
  for (const n of addSizes(rng, size)) {
    const { a, b, run, result, called } = await runAdd(kernel, rng, n);
    const sum = list(n, (i) => a[i]! + b[i]!);
    const firstOnly = (count: number) => list(n, (i) => (i < count ? sum[i]! : UNTOUCHED));
    const slips: Slip[] = [
      {
        misconception: 'local-for-global',
        value: firstOnly(size),
        says: 'Only the first workgroup’s elements were written: local_invocation_id starts at 0 again in every workgroup. global_invocation_id counts through all of them.',
      },
      {
        misconception: 'workgroup-for-element',
        value: firstOnly(groups(n, size)),
        says: 'One element a workgroup was written: workgroup_id is the same for all invocations of a workgroup, so they all did the same element.',
      },
    ];
    judge(run, () => expectClose(result.slice(0, n), sum, { called, relative: ONE_ULP, slips }));
  }
});

const addGuard = check('guard', 'Nothing beyond n is written', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('add');
  for (const n of [...addSizes(rng, size), 0]) {
    const { run, result, called } = await runAdd(kernel, rng, n);
    const written = [...result.keys()].filter((i) => i >= n && result[i] !== UNTOUCHED);
    if (written.length === 0) {
      judge(run, () => {});
      continue;
    }
    const at = { called, returned: `result[${written[0]}] = ${result[written[0]!]}`, expected: 'the word as it was', where: `index ${written[0]}` };
    const wrote = `${called} wrote ${written.length} word${written.length > 1 ? 's' : ''} from index ${written[0]} on, beyond the ${n} elements.`;
    if (written.length === 1 && written[0] === n)
      fail({ ...at, misconception: 'guard-off-by-one', message: `${wrote} Exactly one too many: elements are 0 to n - 1, so the guard is i < n, not i <= n.` });
    if (written.at(-1) === groups(n, size) * size - 1)
      fail({
        ...at,
        misconception: 'missing-guard',
        message: `${wrote} Workgroups run whole: the last one has invocations with no element. They need a guard. (Here they overwrote a neighbour’s data; at the very end of a buffer a browser would have hidden it, and the microscope would not.)`,
      });
    fail({ ...at, message: wrote });
  }
});

// ---- Task 2

interface Matrix {
  rows: number;
  columns: number;
  stride: number;
}

/** Tall first: there the wrong strides still write each word once, so what they give does not depend on a race. */
function matrixShapes(rng: Rng): Matrix[] {
  const shape = (rows: number, columns: number) => ({ rows, columns, stride: columns + 16 + rng.integer(0, 5) });
  return [shape(rng.integer(90, 110), rng.integer(17, 31)), shape(rng.integer(3, 7), rng.integer(100, 120)), shape(1, 1), shape(1, rng.integer(20, 40)), shape(rng.integer(9, 20), 1)];
}

async function runBiasRelu(kernel: Kernel, rng: Rng, shape: Matrix) {
  const { rows, columns, stride } = shape;
  const [sizeX, sizeY] = await kernel.workgroupSize('bias_relu');
  const length = (rows + 16) * Math.max(stride, rows) + 64;
  const a = list(length, () => Math.fround(rng.normal()));
  const b = list(Math.max(rows, columns) + 64, () => Math.fround(rng.normal()));
  const grid: [number, number] = [groups(columns, sizeX), groups(rows, sizeY)];
  const ran = await ranOn(kernel, 'bias_relu', grid, { params: params(shape), a, b, result: filled(length) });
  const called = `bias_relu of ${rows} rows and ${columns} columns (stride ${stride}), ${grid[0]} × ${grid[1]} workgroups of ${sizeX} × ${sizeY}`;
  return { a, b, ...ran, length, called, covered: { x: grid[0] * sizeX, y: grid[1] * sizeY } };
}

const inMatrix = (buffer: ArrayLike<number>, { rows, columns, stride }: Matrix) => list(rows * columns, (i) => buffer[Math.floor(i / columns) * stride + (i % columns)]!);

/** What `result` holds if element [row, column] is taken to be at index(row, column), for those that `reached` admits. */
function biasReluWith(run: Awaited<ReturnType<typeof runBiasRelu>>, { rows, columns }: Matrix, index: (row: number, column: number) => number, reached = (_row: number, _column: number) => true) {
  const result = filled(run.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      if (reached(row, column)) result[index(row, column)] = Math.max(0, run.a[index(row, column)]! + run.b[column]!);
  return result;
}

const biasValues = check('values', 'Every element is max(0, a + bias of its column)', async ({ kernel, rng }) => {
  for (const shape of matrixShapes(rng)) {
    const ran = await runBiasRelu(kernel, rng, shape);
    const { rows, columns, stride } = shape;
    const right = (row: number, column: number) => row * stride + column;
    const slip = (misconception: string, buffer: Float32Array, says: string): Slip => ({ misconception, value: inMatrix(buffer, shape), says });
    const slips = [
      slip(
        'swapped-axes',
        biasReluWith(ran, shape, right, (row, column) => row < ran.covered.x && column < ran.covered.y),
        'Elements are missing where the grid, laid over the matrix the other way round, does not reach: x runs along a row, so the column is id.x and the row is id.y.',
      ),
      slip('stride-of-rows', biasReluWith(ran, shape, (row, column) => row * rows + column), 'This is what row * rows + column gives. To go down one row, skip one row’s worth of elements: that is params.stride, whatever the number of rows.'),
      slip('padding-ignored', biasReluWith(ran, shape, (row, column) => row * columns + column), 'This is what row * columns + column gives, as if rows touched each other. They are params.stride elements apart.'),
      slip(
        'bias-by-row',
        list(ran.length, (i) => (Math.floor(i / stride) < rows && i % stride < columns ? Math.max(0, ran.a[i]! + ran.b[Math.floor(i / stride)]!) : UNTOUCHED)),
        'The bias was taken by row: b[row]. It belongs to the column, one for each output feature of the layer.',
      ),
    ];
    // One rounding of values near 1: compare sums that almost cancel against 1, not against themselves.
    judge(ran.run, () => expectClose(inMatrix(ran.result, shape), inMatrix(biasReluWith(ran, shape, right), shape), { called: ran.called, relative: 4 * ONE_ULP, floor: 1, shape: [rows, columns], slips }));
  }
});

const biasPadding = check('padding', 'Padding and the rows below stay as they were', async ({ kernel, rng }) => {
  for (const shape of matrixShapes(rng)) {
    const { rows, columns, stride } = shape;
    const ran = await runBiasRelu(kernel, rng, shape);
    const outside = [...ran.result.keys()].filter((i) => ran.result[i] !== UNTOUCHED && !(Math.floor(i / stride) < rows && i % stride < columns));
    if (outside.length === 0) {
      judge(ran.run, () => {});
      continue;
    }
    const first = outside[0]!;
    const [row, column] = [Math.floor(first / stride), first % stride];
    const at = { called: ran.called, returned: `[${row}, ${column}] = ${ran.result[first]}`, expected: 'the word as it was', where: `[${row}, ${column}]` };
    const wrote = `${ran.called} wrote ${outside.length} words outside the matrix, the first at [${row}, ${column}].`;
    // Where elements are missing inside as well, the fault is in the index and not in a guard.
    const complete = inMatrix(ran.result, shape).every((v) => v !== UNTOUCHED);
    if (complete && outside.every((i) => Math.floor(i / stride) < rows))
      fail({ ...at, misconception: 'missing-column-guard', message: `${wrote} All of them are in the padding to the right: column < params.columns is not guarded.` });
    if (complete && outside.every((i) => i % stride < columns))
      fail({ ...at, misconception: 'missing-row-guard', message: `${wrote} All of them are below the last row: row < params.rows is not guarded.` });
    fail({ ...at, message: `${wrote} Both guards are needed, row < params.rows and column < params.columns, and the row stride is params.stride.` });
  }
});

// ---- Task 3

/** Small whole numbers: every order of adding them is exact in f32 (sums stay far below 2^24). */
const wholeNumbers = (rng: Rng, length: number) => list(length, () => rng.integer(1, 100));

async function runBlockSum(kernel: Kernel, a: Float32Array, n: number) {
  const [size] = await kernel.workgroupSize('block_sum');
  const count = groups(n, size);
  const ran = await ranOn(kernel, 'block_sum', [count], { params: params({ n }), a, b: new Float32Array(4), result: filled(count + 8) });
  return { size, count, ...ran, called: `block_sum with n = ${n}, ${count} workgroup${count > 1 ? 's' : ''} of ${size}` };
}

/**
 * A race in a tree has a name: by where its two accesses stand, and whether the loop of the tree has a barrier, it is told which barrier is
 * missing, or that two lanes meet within one step.
 */
function nameRace(kernel: Kernel, { findings, counts }: ObservedRun, called: string): void {
  const finding = findings.find(({ kind }) => kind === 'race-in-workgroup');
  const [one, other] = finding?.places.map(({ place }) => place.line) ?? [];
  if (!finding || one === undefined || other === undefined) return;
  const loop = enclosingLoop(kernel.source, Math.max(one, other));
  if (!loop) return;
  const inLoop = (line: number) => line >= loop.first && line <= loop.last;
  const told = { called, finding, where: `line ${one}` };
  if (!inLoop(one) || !inLoop(other))
    fail({ ...told, misconception: 'missing-barrier-after-load', message: `${finding.message} The tree may start only when every lane has filled its slot: a barrier is missing between the store before the loop and the loop.` });
  if (!counts?.lines.some(({ line, barriers }) => barriers > 0 && inLoop(line)))
    fail({ ...told, misconception: 'missing-barrier-between-steps', message: `${finding.message} The next step of the tree reads what this step writes: at the end of each step, for every lane, a barrier is missing.` });
  fail({ ...told, misconception: 'lanes-meet-in-a-step', message: `${finding.message} There is a barrier between the steps, so the two meet within one: a lane reads a slot that another changes in the same step. In a tree by halves only the lanes below half may add, since the slots from half on are being read.` });
}

/** select() as a guard of a read is no guard: said in words of its own, where the input ends at n. */
function nameRead(kernel: Kernel, { findings }: ObservedRun, called: string): void {
  const finding = findings.find(({ kind, places }) => kind === 'out-of-bounds' && places[0]?.access === 'read');
  const line = finding?.places[0]?.place.line;
  if (!finding || line === undefined || !/\bselect\s*\(/.test(kernel.source.split('\n')[line - 1] ?? '')) return;
  fail({
    called,
    finding,
    where: `line ${line}`,
    misconception: 'select-reads-anyway',
    message: `${finding.address ?? 'An element'} was read, beyond the end of its buffer. select(x, y, condition) works out both x and y and then chooses: it does not keep you from reading what does not exist. Use an if around the read.`,
  });
}

const sumOf = (values: Iterable<number>) => [...values].reduce((sum, v) => sum + v, 0);

const treeSizes = (rng: Rng, size: number) => [size * 3 + rng.integer(2, size - 2), size * 2, rng.integer(2, size - 1), size * 2 + 1, 1];

const blockSums = check('partials', 'Each workgroup’s partial sum', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('block_sum');
  for (const n of treeSizes(rng, size)) {
    const a = wholeNumbers(rng, groups(n, size) * size + size);
    const { count, run, result, called } = await runBlockSum(kernel, a, n);
    nameRace(kernel, run, called);
    const block = (w: number, from: ArrayLike<number> = a, end = n) => Array.from({ length: size }, (_, lane) => (w * size + lane < end ? from[w * size + lane]! : 0));
    const partials = (value: (w: number) => number) => list(count, value);
    const expected = partials((w) => sumOf(block(w)));
    const slips: Slip[] = [
      { misconception: 'tail-ignored', value: partials((w) => ((w + 1) * size <= n ? expected[w]! : 0)), says: `The last workgroup has ${n % size} elements, not ${size}, and its partial is 0: a block that is not full still has a sum.` },
      { misconception: 'no-identity', value: partials((w) => sumOf(block(w, a, a.length))), says: 'The last workgroup also added what lies behind the end of the input: lanes with no element must put 0, the identity of +, into their slot.' },
      { misconception: 'tree-stops-early', value: partials((w) => sumOf(block(w).filter((_, lane) => lane % 2 === 0))), says: 'Half of the elements are missing from each partial, those at odd places: the last step, half = 1, was not taken.' },
      { misconception: 'tree-starts-late', value: partials((w) => sumOf(block(w).slice(0, size / 2))), says: `Only the first ${size / 2} slots were added up: the first step must take half = ${size / 2}, so that lane 0 adds slot ${size / 2}.` },
      { misconception: 'first-block-for-all', value: partials(() => sumOf(block(0))), says: 'Every workgroup summed the first block: an element’s place is group.x * BLOCK + lane, not lane alone.' },
      { misconception: 'neighbours-partial', value: partials((w) => (w === 0 ? UNTOUCHED : expected[w - 1]!)), says: 'Each partial stands one place too far to the right: workgroup w writes result[w].' },
    ];
    judge(run, () => expectClose(result.slice(0, count), expected, { called, relative: 0, slips }));
    if (result[count] !== UNTOUCHED) fail({ message: `${called} also wrote result[${count}]; there are ${count} partials.`, misconception: 'neighbours-partial', called, where: `index ${count}` });
  }
});

const emptySum = check('empty', 'The sum of nothing is 0', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('block_sum');
  const { run, result, called } = await runBlockSum(kernel, wholeNumbers(rng, 2 * size), 0);
  nameRace(kernel, run, called);
  judge(run, () => {
    if (result[0] === 0) return;
    fail({ message: `${called} ${result[0] === UNTOUCHED ? 'left result[0] as it was' : `gave ${result[0]}`}; expected 0. With no element at all every slot holds the identity, and the one workgroup still writes its partial.`, called, returned: String(result[0]), expected: '0' });
  });
});

const realSums = check('rounding', 'Real numbers, within what rounding allows', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('block_sum');
  const n = size * 4 + rng.integer(1, size - 1);
  const a = list(n + size, () => Math.fround(rng.normal()));
  const { count, run, result, called } = await runBlockSum(kernel, a, n);
  nameRace(kernel, run, called);
  judge(run, () => {
    for (let w = 0; w < count; w++) {
      const block = a.slice(w * size, Math.min(n, (w + 1) * size));
      // Any order of adding m numbers errs by at most (m - 1) roundings of the sum of magnitudes; a tree by only log2 m.
      expectClose(result[w], sumOf(block), { called: `partial ${w} of ${called}`, relative: block.length * ONE_ULP, floor: sumOf(block.map(Math.abs)) });
    }
  });
});

// ---- Task 4

async function runRowMax(kernel: Kernel, a: Float32Array, { rows, columns, stride }: Matrix) {
  const [size] = await kernel.workgroupSize('row_max');
  const ran = await ranOn(kernel, 'row_max', [rows], { params: params({ rows, columns, stride }), a, b: new Float32Array(4), result: filled(rows + 4) });
  return { ...ran, called: `row_max of ${rows} rows and ${columns} columns (stride ${stride}), ${rows} workgroup${rows > 1 ? 's' : ''} of ${size}` };
}

const longRows = (rng: Rng, size: number): Matrix[] => {
  const shape = (rows: number, columns: number) => ({ rows, columns, stride: columns + rng.integer(3, 9) });
  return [shape(rng.integer(8, 12), size * 2 + rng.integer(5, size - 1)), shape(3, size), shape(4, rng.integer(2, size - 1)), shape(2, 1)];
};

/** Rows whose largest element stands at a random place, now and then the last; padding holds something larger still. */
function rowsWithPeaks(rng: Rng, { rows, columns, stride }: Matrix, base: number): Float32Array {
  const a = list(rows * stride + 512, (i) => (i % stride < columns && i < rows * stride ? base - rng.integer(100, 900) : base + 5000));
  for (let row = 0; row < rows; row++) a[row * stride + (row % 3 === 0 ? columns - 1 : rng.integer(0, columns - 1))] = base - rng.integer(1, 90);
  return a;
}

const rowMaxOf = (a: Float32Array, { rows, stride }: Matrix, first: number, end: number) => list(rows, (row) => a.slice(row * stride + first, row * stride + end).reduce((m, v) => Math.max(m, v), -Infinity));

const largest = check('largest', 'The largest of each row', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('row_max');
  for (const shape of longRows(rng, size)) {
    const a = rowsWithPeaks(rng, shape, 2000);
    const { run, result, called } = await runRowMax(kernel, a, shape);
    nameRace(kernel, run, called);
    const { columns, rows } = shape;
    const slips: Slip[] = [
      { misconception: 'one-pass-only', value: rowMaxOf(a, shape, 0, Math.min(columns, size)), says: `Only the first ${size} columns of each row were looked at: each lane must go on, at lane + ${size}, lane + ${2 * size}, … while there are columns.` },
      { misconception: 'padding-ignored', value: rowMaxOf(a, { ...shape, stride: columns }, 0, columns), says: 'This is what row * columns gives as the place where a row starts. Rows are params.stride elements apart.' },
      { misconception: 'padding-read', value: rowMaxOf(a, shape, 0, shape.stride), says: 'The padding to the right of the row was read as if it belonged to it: the loop ends at params.columns, not at params.stride.' },
      { misconception: 'last-column-lost', value: rowMaxOf(a, shape, 0, columns - 1), says: 'Where the last column holds the largest element it was missed: columns run to params.columns - 1, so the loop goes on while column < params.columns.' },
      { misconception: 'same-row', value: list(rows, () => rowMaxOf(a, { ...shape, rows: 1 }, 0, columns)[0]!), says: 'Every workgroup gave the largest of row 0: a row starts at group.x * params.stride.' },
    ];
    // max picks one of its inputs, so no rounding: the result is exact.
    judge(run, () => expectClose(result.slice(0, rows), rowMaxOf(a, shape, 0, columns), { called, relative: 0, slips }));
  }
});

const negative = check('negative', 'Rows of negative numbers', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('row_max');
  for (const shape of longRows(rng, size)) {
    const a = rowsWithPeaks(rng, shape, -10_000);
    const { run, result, called } = await runRowMax(kernel, a, shape);
    nameRace(kernel, run, called);
    const slips: Slip[] = [
      { misconception: 'zero-is-no-identity', value: new Float32Array(shape.rows), says: 'The row has no 0 in it. 0 is the identity of +; for max, a lane with nothing to offer must offer a number that no element is below: LOWEST.' },
      { misconception: 'one-pass-only', value: rowMaxOf(a, shape, 0, Math.min(shape.columns, size)), says: `Only the first ${size} columns of each row were looked at.` },
    ];
    judge(run, () => expectClose(result.slice(0, shape.rows), rowMaxOf(a, shape, 0, shape.columns), { called: `${called}, all negative`, relative: 0, slips }));
  }
});

const loadsOnce = check('loads', 'Each element is read once', async ({ kernel, rng }) => {
  const [size] = await kernel.workgroupSize('row_max');
  const shape = longRows(rng, size)[0]!;
  const { rows, columns } = shape;
  const a = rowsWithPeaks(rng, shape, 2000);
  const { run, result, called } = await runRowMax(kernel, a, shape);
  nameRace(kernel, run, called);
  judge(run, () => {
    expectClose(result.slice(0, rows), rowMaxOf(a, shape, 0, columns), { called, relative: 0 });
    const loads = run.counts?.buffers.a?.loads ?? 0;
    if (loads <= rows * columns) return;
    const lines = run.counts!.lines.filter(({ global }) => global.loads > 0).map(({ line, global }) => `line ${line}: ${global.loads}`);
    fail({
      called,
      returned: `${loads} loads of a (${lines.join(', ')})`,
      expected: `at most ${rows * columns}`,
      misconception: 'reads-twice',
      message: `${called} is right, but it loaded from a ${loads} times; the matrix has ${rows * columns} elements. This kernel waits for memory, so a second load of an element may cost as much as the first: load it once into a variable with let, and use that.`,
    });
  });
});

// ---- The same vectors as the Triton kernels in fixtures/

const asTriton = (compute: (kernel: Kernel) => Promise<{ run: ObservedRun; actual: ArrayLike<number>; expected: number[]; called: string }>) =>
  check('triton', `Agrees with Triton ${triton.versions.triton} on the recorded vectors`, async ({ kernel }) => {
    const { run, actual, expected, called } = await compute(kernel);
    // Quarters of whole numbers: exact in any order.
    judge(run, () => expectClose(actual, expected, { called, relative: 0 }));
  });

const addAsTriton = asTriton(async (kernel) => {
  const { n } = shapes.add;
  const [size] = await kernel.workgroupSize('add');
  const { run, result } = await ranOn(kernel, 'add', [groups(n, size)], { params: params({ n }), a: quarters(n, 1), b: quarters(n, 2), result: filled(n + 64) });
  return { run, actual: result.slice(0, n), expected: triton.results.add, called: 'add on the recorded vectors' };
});

const biasAsTriton = asTriton(async (kernel) => {
  const { rows, columns, stride } = shapes.biasRelu;
  const [x, y] = await kernel.workgroupSize('bias_relu');
  const buffers = { params: params(shapes.biasRelu), a: quarters(rows * stride, 3), b: quarters(columns, 4), result: filled(rows * stride) };
  const { run, result } = await ranOn(kernel, 'bias_relu', [groups(columns, x), groups(rows, y)], buffers);
  return { run, actual: inMatrix(result, shapes.biasRelu), expected: triton.results.biasRelu, called: 'bias_relu on the recorded vectors' };
});

const sumAsTriton = asTriton(async (kernel) => {
  const { run, result, count } = await runBlockSum(kernel, quarters(shapes.blockSum.n, 5), shapes.blockSum.n);
  nameRace(kernel, run, 'block_sum on the recorded vectors');
  nameRead(kernel, run, 'block_sum on the recorded vectors');
  // Partials of 256 in Triton; the total is the same for whatever block the reader chose.
  return { run, actual: [sumOf(result.slice(0, count))], expected: [sumOf(triton.results.blockSum)], called: 'the total of block_sum on the recorded vectors' };
});

const maxAsTriton = asTriton(async (kernel) => {
  const { rows, stride } = shapes.rowMax;
  const { run, result } = await runRowMax(kernel, quarters(rows * stride, 6), shapes.rowMax);
  return { run, actual: result.slice(0, rows), expected: triton.results.rowMax, called: 'row_max on the recorded vectors' };
});

/** Elements of an add that is timed on the reader's own device. */
const large = 2 ** 20;

export default defineChecks({
  demo: async ({ kernel, show }) => {
    const n = 10;
    const a = list(n, (i) => i);
    const b = list(n, (i) => 100 * i);
    const add = await ranOn(kernel, 'add', [1], { params: params({ n }), a, b, result: filled(n) });
    show({ kind: 'table', id: 'add', columns: ['i', 'a', 'b', 'result'], rows: [...add.result].map((value, i) => [i, a[i]!, b[i]!, value]), caption: `add, n = 10. ${UNTOUCHED} means: not written.` });
    const { run, result, count, size } = await runBlockSum(kernel, list(1000, (i) => i + 1), 1000);
    show({ kind: 'table', id: 'block-sum', columns: ['workgroup', 'result'], rows: [...result.slice(0, count)].map((value, w) => [w, value]), caption: `block_sum of 1, 2, … 1000 in blocks of ${size}. The total should be 500500; it is ${sumOf(result.slice(0, count))}.` });
    // At a size that fills a device, for its roofline; only a kernel that does the work is worth timing.
    if (a.every((_, i) => add.result[i] === a[i]! + b[i]!)) {
      const [perGroup] = await kernel.workgroupSize('add');
      const buffers = { params: params({ n: large }), a: new Float32Array(large).fill(1), b: new Float32Array(large).fill(2), result: new Float32Array(large) };
      kernel.offer({ entry: 'add', workgroups: [groups(large, perGroup)], buffers }, { label: `n = ${large.toLocaleString('en')}`, flop: large, bytes: 12 * large });
    }
    // What the microscope found ends the run with its words, after the tables are shown.
    for (const observed of [add.run, run]) judge(observed, () => {});
  },
  tasks: {
    map: [addValues, addGuard, addAsTriton],
    'rows-and-columns': [biasValues, biasPadding, biasAsTriton],
    tree: [blockSums, emptySum, realSums, sumAsTriton],
    'row-max': [largest, negative, loadsOnce, maxAsTriton],
  },
});
