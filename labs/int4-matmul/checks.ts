// Checks of the four-bit products: nibbles with and without sign, results at sizes that fit no word, group, chunk or batch, and counted loads.
// Inputs are whole numbers and scales powers of two, so that every sum is exact in f32 in any order; one check takes real numbers.

import { check, defineChecks, expectClose, fail, judge, type Kernel, type ObservedRun, type Slip } from 'grader';
import type { Rng } from 'kit';
import triton from './fixtures/triton.json';
import { groupsOf, pack, recorded, wordsOf, type Weights } from './vectors';

const LANES = 64;
const BATCH = 8;
/** What a word of `result` holds before the kernel runs: no kernel computes it from these inputs. */
const UNTOUCHED = -777_777;

type Entry = 'matvec' | 'shared_x' | 'batch';

interface Sizes {
  rows: number;
  columns: number;
  groupSize: number;
  tokens: number;
}

interface Seen extends Sizes {
  entry: Entry;
  run: ObservedRun;
  weights: Weights;
  /** [tokens, columns]. */
  x: Float32Array;
  packed: { codes: Uint32Array; scales: Float32Array };
  called: string;
}

const size = (rows: number, columns: number, groupSize: number, tokens = 1): Sizes => ({ rows, columns, groupSize, tokens });
const floats = (length: number, value: (i: number) => number) => Float32Array.from({ length }, (_, i) => value(i));

async function expectWorkgroup(kernel: Kernel, entry: string): Promise<void> {
  const [x, y, z] = await kernel.workgroupSize(entry);
  if (x !== LANES || y !== 1 || z !== 1) fail({ message: `${entry} has a workgroup size of ${x} × ${y} × ${z}. The loads are counted for ${LANES} invocations: leave @workgroup_size(LANES) and LANES as they are.`, called: entry });
}

function randomWeights(rng: Rng, { rows, columns, groupSize }: Sizes, scale: () => number): Weights {
  const groups = rows * groupsOf({ columns, groupSize });
  return { rows, columns, groupSize, codes: Uint8Array.from({ length: rows * columns }, () => rng.integer(0, 15)), scales: floats(groups, scale), zeros: floats(groups, () => rng.integer(1, 14)) };
}

async function observe(kernel: Kernel, entry: Entry, weights: Weights, x: Float32Array, tokens: number, spare: () => number): Promise<Seen> {
  await expectWorkgroup(kernel, entry);
  const { rows, columns, groupSize } = weights;
  const packed = pack(weights, spare);
  const buffers = { shape: Uint32Array.of(rows, columns, groupSize, tokens), codes: packed.codes, scales: packed.scales, x, result: new Float32Array(tokens * rows).fill(UNTOUCHED) };
  const run = await kernel.observe({ entry, workgroups: [Math.ceil(rows / LANES), entry === 'batch' ? Math.ceil(tokens / BATCH) : 1], buffers });
  const called = `${entry} with ${rows} rows, ${columns} columns, groups of ${groupSize}${entry === 'batch' ? `, ${tokens} tokens` : ''}`;
  return { rows, columns, groupSize, tokens, entry, run, weights, x, packed, called };
}

/** Whole numbers without 0, which would hide a term; scales are powers of two. */
function runExact(kernel: Kernel, rng: Rng, entry: Entry, sizes: Sizes): Promise<Seen> {
  const weights = randomWeights(rng, sizes, () => 2 ** rng.integer(-2, 2));
  const x = floats(sizes.tokens * sizes.columns, () => rng.integer(1, 8) * rng.pick([-1, 1]));
  // Not 0: spare bits may hold anything.
  return observe(kernel, entry, weights, x, sizes.tokens, () => rng.integer(1, 15));
}

interface Reading {
  /** Which nibble of the word is column 8w + j. */
  nibble?: (j: number) => number;
  weight?: (code: number, scale: number, zero: number) => number;
  /** Which group column k belongs to. */
  group?: (k: number) => number;
  /** Where the word of a row lies. */
  word?: (row: number, w: number) => number;
  token?: (t: number) => number;
}

/** The products as the buffers give them when they are read so; by default rightly. */
function products({ rows, columns, groupSize, tokens, x, packed }: Seen, { nibble = (j) => j, weight = (code, scale, zero) => scale * (code - zero), group = (k) => Math.floor(k / groupSize), word = (row, w) => w * rows + row, token = (t) => t }: Reading = {}): number[] {
  return Array.from({ length: tokens * rows }, (_, at) => {
    const [t, row] = [token(Math.floor(at / rows)), at % rows];
    let sum = 0;
    for (let k = 0; k < columns; k++) {
      const code = ((packed.codes[word(row, Math.floor(k / 8))] ?? 0) >>> (4 * nibble(k % 8))) & 15;
      const place = 2 * (group(k) * rows + row);
      sum += weight(code, packed.scales[place] ?? 0, packed.scales[place + 1] ?? 0) * x[t * columns + k]!;
    }
    return sum;
  });
}

function slipsOf(seen: Seen): Slip[] {
  const { rows, columns, groupSize } = seen;
  const words = wordsOf(seen);
  const slip = (misconception: string, says: string, reading: Reading): Slip => ({ misconception, says, value: products(seen, reading) });
  return [
    slip('nibbles-reversed', 'The highest nibble was taken for the first column of a word. The first is in the lowest four bits.', { nibble: (j) => 7 - j }),
    slip('zero-left-out', 'The zero points were left out: weight = scale · (code − zero).', { weight: (code, scale) => scale * code }),
    slip('zero-outside', 'The zero point was subtracted after scaling. It is a code: weight = scale · (code − zero).', { weight: (code, scale, zero) => scale * code - zero }),
    slip('codes-signed', 'Codes from 8 up were taken for negative numbers. From task 2 on codes have no sign, 0 to 15; the zero point does that work.', { weight: (code, scale, zero) => scale * ((code > 7 ? code - 16 : code) - zero) }),
    slip('first-group-for-all', 'The first group’s scale and zero served the whole row. Column k belongs to group k / group_size.', { group: () => 0 }),
    slip('words-for-columns', 'The group was found from the number of the word, and group_size counts columns: a word is eight of them.', { group: (k) => Math.floor(Math.floor(k / 8) / groupSize) }),
    slip('word-layout', `The words were looked for at row · ${words} + w, row by row. They lie at w · rows + row, so that lanes, which are neighbouring rows, load neighbouring words.`, { word: (row, w) => row * words + w }),
    ...(columns % 8 > 0 ? [slip('last-word-lost', `The last ${columns % 8} columns are missing: they fill a word only in part, but it is there.`, { weight: (code, scale, zero) => scale * (code - zero) })].map((s) => ({ ...s, value: withoutTail(seen) })) : []),
    ...(seen.tokens > 1
      ? [
          slip('first-token-for-all', 'All tokens got the products of the first.', { token: () => 0 }),
          slip('first-token-of-batch', 'Within a batch all tokens got the products of its first: each has a row of x, and a sum, of its own.', { token: (t) => t - (t % BATCH) }),
          { misconception: 'result-transposed', value: transposedResult(seen), says: `The products are right, but they stand at row · tokens + token. result is [tokens, rows]: element token · ${rows} + row.` },
        ]
      : []),
  ];
}

const withoutTail = (seen: Seen) => products({ ...seen, x: seen.x.map((value, i) => (i % seen.columns >= seen.columns - (seen.columns % 8) ? 0 : value)) });
const transposedResult = (seen: Seen) => {
  const right = products(seen);
  return right.map((_, at) => right[(at % seen.tokens) * seen.rows + Math.floor(at / seen.tokens)]!);
};

const outOfBounds = (seen: Seen, buffer: string) => seen.run.findings.find(({ kind, address }) => kind === 'out-of-bounds' && address?.startsWith(`${buffer}[`));
const races = (seen: Seen) => seen.run.findings.filter(({ kind, address }) => kind === 'race-in-workgroup' && /^tiles?\b/.test(address ?? ''));

/** Faults that a finding shows best, named. */
function expectNoKnownFinding(seen: Seen): void {
  const { called, columns } = seen;
  const tail = outOfBounds(seen, 'x');
  if (tail && columns % 8 > 0)
    fail({ message: `${called} reads past the end of x. ${tail.message} The last word of a row holds ${columns % 8} weights; its other nibbles belong to no column and may hold anything.`, misconception: 'tail-not-guarded', called, finding: tail });
  // Several chunks: a race may be at their end; a single one: it is before.
  const race = races(seen)[0];
  if (race && columns <= 256)
    fail({ message: `${called}: x is read from workgroup memory before all of it is there. ${race.message} A workgroupBarrier() belongs between filling and reading.`, misconception: 'missing-first-barrier', called, finding: race });
}

function told({ run, called }: Seen): string {
  const result = run.buffers.result as Float32Array;
  const missing = result.filter((value) => value === UNTOUCHED).length;
  return missing > 0 ? `${called}, which left ${missing} of ${result.length} products unwritten (${UNTOUCHED}),` : called;
}

function expectProducts(seen: Seen): void {
  judge(seen.run, ({ result }) => {
    expectNoKnownFinding(seen);
    expectClose(result, products(seen), { called: told(seen), relative: 0, shape: seen.entry === 'batch' ? [seen.tokens, seen.rows] : [seen.rows], slips: races(seen).length > 0 ? [] : slipsOf(seen) });
  });
}

// ---- Task 1

const nibbles = (words: Uint32Array, value: (nibble: number) => number, place = (j: number) => j) => Array.from({ length: 8 * words.length }, (_, i) => value((words[Math.floor(i / 8)]! >>> (4 * place(i % 8))) & 15));
const signed = (nibble: number) => (nibble < 8 ? nibble : nibble - 16);

async function compareUnpacked(kernel: Kernel, words: Uint32Array): Promise<void> {
  await expectWorkgroup(kernel, 'unpack');
  const buffers = { shape: new Uint32Array(4), codes: words, scales: new Float32Array(2), x: new Float32Array(1), result: new Float32Array(8 * words.length).fill(UNTOUCHED) };
  const run = await kernel.observe({ entry: 'unpack', workgroups: [Math.ceil(words.length / LANES)], buffers });
  const called = `unpack of ${words.length} words, the first 0x${words[0]!.toString(16).padStart(8, '0')},`;
  judge(run, ({ result }) =>
    expectClose(result, nibbles(words, signed), {
      called,
      relative: 0,
      slips: [
        { misconception: 'sign-not-extended', value: nibbles(words, (n) => n), says: 'These run from 0 to 15. The highest bit of a nibble is its sign: 8 stands for −8, 15 for −1.' },
        { misconception: 'offset-for-sign', value: nibbles(words, (n) => n - 8), says: 'Eight was subtracted from each. That is another code, offset binary; in two’s complement 0 to 7 are themselves, and 16 is subtracted from 8 to 15.' },
        { misconception: 'sign-and-magnitude', value: nibbles(words, (n) => (n > 7 ? 8 - n : n)), says: 'The highest bit was read as a mere minus sign. In two’s complement it weighs −8: 1001 is −7.' },
        { misconception: 'nibbles-reversed', value: nibbles(words, signed, (j) => 7 - j), says: 'The highest nibble came out first. The first is in the lowest four bits.' },
      ],
    }),
  );
  const { loads = 0 } = run.counts?.buffers.codes ?? {};
  if (loads > words.length)
    fail({ message: `${called} loaded codes ${loads} times. Each of the ${words.length} words is needed once: load it into a variable, and take its eight nibbles from there.`, misconception: 'word-per-nibble', called, returned: `${loads} loads of codes`, expected: `at most ${words.length}` });
}

const unpackAll = check('values', 'All sixteen nibbles, in every place of a word', async ({ kernel, rng }) => {
  await compareUnpacked(kernel, Uint32Array.of(0x76543210, 0xfedcba98));
  await compareUnpacked(kernel, Uint32Array.from({ length: rng.integer(65, 100) }, () => rng.integer(0, 2 ** 32 - 1)));
  await compareUnpacked(kernel, Uint32Array.of(0x80000008));
});

// ---- Tasks 2 to 4

const anySizes = (rng: Rng, tokens = () => 1): Sizes[] => [
  // More than eight groups of one word: a group found from the number of the word shows.
  size(rng.integer(66, 90), 8 * rng.integer(10, 12), 8, tokens()),
  size(rng.integer(5, 40), 8 * rng.integer(6, 10) + rng.integer(1, 7), 24, tokens()),
  size(64, 64, 32, tokens()),
  size(3, rng.integer(257, 300), 128, tokens()),
  size(rng.integer(2, 9), rng.integer(1, 7), 8, tokens()),
  size(1, 8, 8, tokens()),
];

const matvecValues = check('values', 'Products at sizes that fit no word and no group', async ({ kernel, rng }) => {
  for (const sizes of anySizes(rng)) expectProducts(await runExact(kernel, rng, 'matvec', sizes));
});

/** Sums of real numbers: 1e-3 of the size of the results is asked, as of kernels that accumulate in half precision; f32 is far within it. */
const matvecReal = check('real', 'Real scales and inputs, to 1e-3', async ({ kernel, rng }) => {
  const sizes = size(rng.integer(20, 40), rng.integer(100, 130), 32);
  const weights = randomWeights(rng, sizes, () => 0.01 * (1 + rng.uniform()));
  const seen = await observe(kernel, 'matvec', weights, floats(sizes.columns, () => rng.normal()), 1, () => 15);
  const right = products(seen);
  const typical = Math.sqrt(right.reduce((sum, y) => sum + y * y, 0) / right.length);
  judge(seen.run, ({ result }) => expectClose(result, right, { called: told(seen), relative: 1e-3, floor: typical, slips: slipsOf(seen) }));
});

interface Most {
  codes: number;
  scales: number;
  x?: number;
}

function expectFewLoads(seen: Seen, most: Most, words: Record<keyof Most, string>): void {
  const { run, called, rows, tokens } = seen;
  const counts = (name: string) => run.counts?.buffers[name] ?? { loads: 0, stores: 0 };
  const misconceptions = { codes: seen.entry === 'batch' ? 'word-per-token' : 'word-per-nibble', scales: 'scale-per-word', x: 'x-per-row' } as const;
  for (const name of ['codes', 'scales', 'x'] as const) {
    const [limit, { loads }] = [most[name], counts(name)];
    if (limit === undefined || loads <= limit) continue;
    // Within a batch a word may also be loaded for each of its nibbles.
    const perNibble = name === 'codes' && seen.entry === 'batch' && loads > 4 * limit;
    fail({ message: `${called} loaded ${name} ${loads} times; ${limit} are enough. ${words[name]}${perNibble ? ' Take all eight nibbles from one load, too.' : ''}`, misconception: misconceptions[name], called, returned: `${loads} loads of ${name}`, expected: `at most ${limit}` });
  }
  const { loads, stores } = counts('result');
  if (loads > 0 || stores > rows * tokens)
    fail({ message: `${called} loaded result ${loads} times and stored it ${stores} times. Keep each sum in a variable, and store it once at the end.`, misconception: 'sum-in-memory', called, returned: `${loads} loads, ${stores} stores of result`, expected: `0 loads, ${rows * tokens} stores` });
}

const onceEach = (seen: Seen, times = 1): Most => ({ codes: seen.rows * wordsOf(seen) * times, scales: seen.rows * groupsOf(seen) * times });

const oneRow = {
  codes: 'Each word serves eight columns: load it once, and take its nibbles from a variable.',
  scales: 'A scale serves a whole group: load it when k enters a new group, and keep it.',
  x: `The ${LANES} rows of a workgroup need the same x: load each element once into workgroup memory, and let all rows read it there.`,
};

const matvecLoads = check('loads', 'Each word once, each scale once', async ({ kernel, rng }) => {
  for (const sizes of [size(rng.integer(66, 90), 8 * rng.integer(5, 9) + rng.integer(1, 7), 16), size(rng.integer(9, 30), 128, 64)]) {
    const seen = await runExact(kernel, rng, 'matvec', sizes);
    expectProducts(seen);
    expectFewLoads(seen, onceEach(seen), oneRow);
  }
});

const matvecTriton = check('triton', `Agrees with Triton ${triton.versions.triton} on the recorded vectors`, async ({ kernel }) => {
  const seen = await observe(kernel, 'matvec', recorded, recorded.x, 1, () => 15);
  judge(seen.run, ({ result }) => expectClose(result, triton.result, { called: `on the recorded vectors ${told(seen)}`, relative: 0 }));
});

const sharedValues = check('values', 'The same products', async ({ kernel, rng }) => {
  for (const sizes of anySizes(rng)) expectProducts(await runExact(kernel, rng, 'shared_x', sizes));
});

/** Races at the end of a chunk show only where there are several. */
async function expectBarriers(kernel: Kernel, rng: Rng, entry: Entry, tokens: number): Promise<void> {
  const single = await runExact(kernel, rng, entry, size(rng.integer(65, 80), rng.integer(30, 60), 16, tokens));
  const several = await runExact(kernel, rng, entry, size(rng.integer(65, 80), rng.integer(520, 560), 128, tokens));
  expectNoKnownFinding(single);
  const late = races(several)[0];
  if (late)
    fail({ message: `${several.called}: with one chunk all is well, with several a tile is filled again while others still read it. ${late.message} A second barrier is missing: at the end of each chunk.`, misconception: 'missing-second-barrier', called: several.called, finding: late });
  for (const seen of [single, several]) expectProducts(seen);
}

const sharedBarriers = check('barriers', 'A barrier after filling, and one before filling again', ({ kernel, rng }) => expectBarriers(kernel, rng, 'shared_x', 1));

const sharedLoads = check('loads', 'Each element of x once a workgroup', async ({ kernel, rng }) => {
  for (const sizes of [size(rng.integer(66, 90), 8 * rng.integer(5, 9) + rng.integer(1, 7), 16), size(rng.integer(9, 30), rng.integer(260, 280), 64)]) {
    const seen = await runExact(kernel, rng, 'shared_x', sizes);
    expectProducts(seen);
    expectFewLoads(seen, { ...onceEach(seen), x: seen.columns * Math.ceil(seen.rows / LANES) }, oneRow);
  }
});

const tokenCounts = (rng: Rng) => {
  const counts = [rng.integer(9, 14), rng.integer(2, 7), 8, 17, rng.integer(10, 15), 1];
  return () => counts.shift()!;
};

const batchValues = check('values', 'Products for tokens that fit no batch', async ({ kernel, rng }) => {
  for (const sizes of anySizes(rng, tokenCounts(rng))) expectProducts(await runExact(kernel, rng, 'batch', sizes));
});

const batchLoads = check('loads', `Each word once for ${BATCH} tokens`, async ({ kernel, rng }) => {
  await expectBarriers(kernel, rng, 'batch', rng.integer(2, 6));
  for (const sizes of [size(rng.integer(66, 80), 8 * rng.integer(5, 7) + rng.integer(1, 7), 16, rng.integer(9, 14)), size(rng.integer(9, 30), 64, 64, 8)]) {
    const seen = await runExact(kernel, rng, 'batch', sizes);
    expectProducts(seen);
    const batches = Math.ceil(seen.tokens / BATCH);
    expectFewLoads(seen, { ...onceEach(seen, batches), x: seen.tokens * seen.columns * Math.ceil(seen.rows / LANES) }, {
      codes: `A word serves ${BATCH} tokens: with one sum a token, each weight is unpacked once and multiplied ${BATCH} times.`,
      scales: `A scale serves a whole group and all ${BATCH} tokens.`,
      x: `The ${LANES} rows of a workgroup need the same x: load each element of its tokens once into workgroup memory.`,
    });
  }
});

export default defineChecks({
  demo: async ({ kernel, rng, show }) => {
    const rows: (string | number)[][] = [];
    for (const entry of ['matvec', 'shared_x', 'batch'] as const) {
      const seen = await runExact(kernel, rng, entry, size(100, 200, 32, entry === 'batch' ? 8 : 1));
      const right = products(seen).every((value, i) => value === (seen.run.buffers.result as Float32Array)[i]);
      const loads = (name: string) => seen.run.counts?.buffers[name]?.loads ?? 0;
      const bytes = seen.run.counts ? seen.run.counts.global.loadBytes / (seen.tokens * seen.rows * seen.columns) : 0;
      rows.push([entry, seen.tokens, right ? 'right' : 'wrong', loads('codes'), loads('scales'), loads('x'), right ? Number(bytes.toPrecision(3)) : '']);
    }
    show({ kind: 'table', id: 'loads', columns: ['kernel', 'tokens', 'products', 'loads of codes', 'of scales', 'of x', 'bytes loaded for each multiply-add'], rows, caption: '100 rows, 200 columns, groups of 32. With fp16 weights a product with one vector loads at least 2 bytes for each multiply-add.' });
  },
  tasks: {
    unpack: [unpackAll],
    matvec: [matvecValues, matvecReal, matvecLoads, matvecTriton],
    shared: [sharedValues, sharedBarriers, sharedLoads],
    batch: [batchValues, batchLoads],
  },
});
