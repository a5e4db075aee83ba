// Checks of the quantizers: random values of every kind of range, matrices whose rows differ in size and fit no group, counted bits, PyTorch's
// and torchao's results on stored values, and the weights of the book's own model.

import { check, defineChecks, expectClose, expectEqual, fail, type CheckContext } from 'grader';
import { generateStory, llama, tokenization, type Rng } from 'kit';
import pytorch from './fixtures/pytorch.json';
import { affine64, distanceFromTies, errorsOf, frobenius, largest, symmetric64, through64, type Granularity, type GranularityMistake, type Quantized, type Scheme } from './reference';
import { byHand, stored, storedColumns } from './vectors';

type Reader = CheckContext['reader'];

/** Scales are one or two operations in double or single precision: 1e-6 is above any order of them and far below any mistake. */
const CLOSE = 1e-6;

const normals = (rng: Rng, count: number, scale = 1, shift = 0) => Array.from({ length: count }, () => Math.fround(scale * rng.normal() + shift));
const listed = (values: ArrayLike<number>) => {
  const shown = Array.from(values).slice(0, 6).map((x) => Number(x.toPrecision(4)));
  return `[${shown.join(', ')}${values.length > 6 ? `, … ${values.length} in all` : ''}]`;
};

function quantizedOf(value: unknown, length: number, called: string): Quantized {
  const q = value as Quantized;
  if (typeof q !== 'object' || q === null || !Array.isArray(q.codes) || typeof q.scale !== 'number' || typeof q.zero !== 'number')
    fail({ message: `${called} gave ${JSON.stringify(value)}; expected { codes, scale, zero }.`, called });
  if (q.codes.length !== length) fail({ message: `${called} gave ${q.codes.length} codes for ${length} values.`, called });
  return q;
}

// ---- Task 1

/** Values with none near the middle between two codes, where the last bit of the scale would decide. */
function clear(make: () => number[], quantize: (values: number[]) => Quantized): number[] {
  for (;;) {
    const values = make();
    if (distanceFromTies(values, quantize(values).scale) > 1e-4) return values;
  }
}

const ranges = (rng: Rng): (() => number[])[] => [
  () => normals(rng, 17, 2),
  // The magnitude that counts is negative.
  () => [...normals(rng, 9), -7 - rng.uniform()],
  () => normals(rng, 11, 0.01, 5),
  () => [Math.fround(rng.normal() + 4)],
  () => normals(rng, 12, 0.5, -3),
];

async function compareSymmetric(reader: Reader, values: number[], bits: number): Promise<void> {
  const called = `symmetric(${listed(values)}, ${bits})`;
  const right = symmetric64(values, bits);
  const got = quantizedOf(await reader.call('symmetric', values, bits), values.length, called);
  const most = largest(values);
  const top = 2 ** (bits - 1) - 1;
  expectClose(got.scale, right.scale, {
    called: `the scale of ${called}`,
    relative: CLOSE,
    slips: [
      { misconception: 'magnitude-forgotten', value: values.reduce((a, b) => Math.max(a, b), 0) / top, says: 'The largest value was taken. The range is symmetric, so what counts is the largest magnitude, here a negative value’s.' },
      { misconception: 'code-past-the-top', value: most / (top + 1), says: `Divided by ${top + 1}: the largest magnitude would need the code ${top + 1}, and the codes end at ${top}.` },
      { misconception: 'sign-bit-forgotten', value: most / (2 * top + 1), says: `Divided by ${2 * top + 1}, as if all codes were positive. One bit goes to the sign: the codes run from −${top} to ${top}.` },
      { misconception: 'scale-inverted', value: top / most, says: 'That is the inverse: value ≈ scale · code.' },
    ],
  });
  expectEqual(got.zero, 0, { called: `the zero point of ${called}`, says: 'Symmetric codes need none: the code 0 is the value 0.', misconception: 'zero-point-in-symmetric' });
  expectClose(got.codes, right.codes, {
    called: `codes of ${called}`,
    relative: 0,
    slips: [
      { misconception: 'codes-truncated', value: values.map((x) => Math.trunc(x / right.scale)), says: 'The quotients were cut off. Round them: the error is then at most half a step and not a whole one.' },
      { misconception: 'codes-floored', value: values.map((x) => Math.floor(x / right.scale)), says: 'The quotients were rounded down, which shifts all values by half a step on average. Round to the nearest.' },
    ],
  });
}

const symmetricCodes = check('symmetric', 'Symmetric: scale and codes', async ({ reader, rng }) => {
  for (const [i, make] of ranges(rng).entries()) {
    const bits = [4, 3, 8, 2, 5][i]!;
    await compareSymmetric(reader, clear(make, (values) => symmetric64(values, bits)), bits);
  }
});

async function compareAffine(reader: Reader, values: number[], bits: number): Promise<void> {
  const called = `affine(${listed(values)}, ${bits})`;
  const right = affine64(values, bits);
  const got = quantizedOf(await reader.call('affine', values, bits), values.length, called);
  const top = 2 ** bits - 1;
  const [low, high] = [values.reduce((a, b) => Math.min(a, b), 0), values.reduce((a, b) => Math.max(a, b), 0)];
  const [least, most] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
  expectClose(got.scale, right.scale, {
    called: `the scale of ${called}`,
    relative: CLOSE,
    slips: [
      { misconception: 'range-without-zero', value: (most - least) / top, says: 'The range is that of the values alone. All of them lie on one side of 0, so 0 has no code: widen the range to hold it. (Padding, ReLU and pruned weights are exactly 0, and must stay so.)' },
      { misconception: 'levels-for-steps', value: (high - low) / (top + 1), says: `Divided by ${top + 1}, the number of codes. Between ${top + 1} points there are ${top} steps.` },
      { misconception: 'symmetric-range', value: (2 * largest(values)) / top, says: 'That is a symmetric range. The affine one spans from the smallest value to the largest, which is what its zero point is for.' },
    ],
  });
  const exact = -low / right.scale;
  expectClose(got.zero, right.zero, {
    called: `the zero point of ${called}`,
    relative: 0,
    slips: [
      { misconception: 'zero-negated', value: -right.zero, says: 'The sign is turned round: the code of 0 is −low / scale, a code like any other.' },
      { misconception: 'zero-for-signed-codes', value: right.zero - (top + 1) / 2, says: `That belongs to codes from −${(top + 1) / 2}. Here they begin at 0.` },
      ...(Math.abs(exact - right.zero) > CLOSE ? [{ misconception: 'zero-not-rounded', value: exact, says: 'The zero point was not rounded. It is a code, so it is whole; only then does the value 0 come back as exactly 0.' }] : []),
    ],
  });
  expectClose(got.codes, right.codes, {
    called: `codes of ${called}`,
    relative: 0,
    slips: [
      { misconception: 'zero-not-added', value: values.map((x) => Math.min(Math.max(Math.round(x / right.scale), 0), top)), says: 'The zero point was not added, so all negative values were clipped.' },
      { misconception: 'zero-not-added', value: values.map((x) => Math.round(x / right.scale)), says: `The zero point was not added, and codes left 0 to ${top}.` },
      { misconception: 'codes-from-the-bottom', value: values.map((x) => Math.round((x - low) / right.scale)), says: 'The codes were counted from the smallest value and not from the zero point. The two differ where the zero point was rounded, and the value of a code is scale · (code − zero).' },
    ],
  });
}

const affineCodes = check('affine', 'Affine: scale, zero point and codes', async ({ reader, rng }) => {
  for (const [i, make] of ranges(rng).entries()) {
    const bits = [4, 3, 8, 2, 5][i]!;
    await compareAffine(reader, clear(make, (values) => affine64(values, bits)), bits);
  }
});

const roundTrip = check('values', 'Back to values; 0 comes back as 0', async ({ reader, rng }) => {
  for (let i = 0; i < 3; i++) {
    const q: Quantized = { codes: Array.from({ length: 9 }, () => rng.integer(0, 15)), scale: rng.uniform() + 0.5, zero: i === 0 ? 0 : rng.integer(1, 14) };
    const by = (value: (code: number) => number) => q.codes.map(value);
    const returned = await reader.call('dequantize', q);
    expectClose(returned, by((code) => q.scale * (code - q.zero)), {
      called: `dequantize of scale ${q.scale.toPrecision(4)}, zero ${q.zero}, codes ${listed(q.codes)}`,
      relative: CLOSE,
      slips: [
        { misconception: 'zero-outside', value: by((code) => q.scale * code - q.zero), says: 'The zero point is a code: subtract it before multiplying by the scale.' },
        { misconception: 'zero-left-out', value: by((code) => q.scale * code), says: 'The zero point was left out.' },
        { misconception: 'zero-added', value: by((code) => q.scale * (code + q.zero)), says: 'The zero point was added. The code `zero` must give 0.' },
      ],
    });
  }
  for (const name of ['symmetric', 'affine'] as const) {
    const nothing = quantizedOf(await reader.call(name, [0, 0, 0], 4), 3, `${name}([0, 0, 0], 4)`);
    expectEqual(nothing.scale, 1, { called: `the scale of ${name}([0, 0, 0], 4)`, says: 'Nothing can be divided by a scale of 0; where all values are 0 it is 1.', misconception: 'scale-of-zero' });
    const values = [...normals(rng, 7, 1, name === 'affine' ? 2 : 0), 0];
    const back = await reader.call<number[]>('dequantize', await reader.call(name, values, 4));
    expectEqual(back[7], 0, { called: `the 0 of ${listed(values)} after ${name} to 4 bits and back`, says: 'An exact 0 must stay one.', misconception: 'zero-inexact' });
  }
});

// ---- Task 2

const granularitySays: Record<GranularityMistake, string> = {
  'scale-by-column': 'Columns share a scale here. The matrix is [out, in] and row-major: an output channel is a row, and what is summed along a row can share a factor that is taken out of the sum.',
  'groups-across-rows': 'Groups were cut from the flat list, so some begin in one row and end in the next. Each row is cut by itself; its last group may be shorter.',
  'one-scale-for-all': 'The whole matrix shares one scale here: the granularity changed nothing.',
  'rest-dropped': 'The last, shorter group of each row came out as zeros. A row need not be a multiple of the group.',
  'group-count-for-size': 'The number was taken for how many groups a row has. It is how many values a group has.',
};

const granularityName = (granularity: Granularity) => (typeof granularity === 'number' ? String(granularity) : `'${granularity}'`);

async function compareThrough(reader: Reader, matrix: Float32Array, columns: number, bits: number, scheme: Scheme, granularity: Granularity, expected: readonly number[] = through64(matrix, columns, bits, scheme, granularity)): Promise<void> {
  const rows = matrix.length / columns;
  const mistakes = (Object.keys(granularitySays) as GranularityMistake[]).filter((mistake) => granularity !== 'tensor' && (typeof granularity === 'number' || mistake === 'scale-by-column' || mistake === 'one-scale-for-all'));
  expectClose(await reader.call('throughCodes', matrix, columns, bits, scheme, granularity), expected, {
    called: `throughCodes of a ${rows} × ${columns} matrix, ${bits} bits, ${scheme}, ${granularityName(granularity)},`,
    relative: 1e-5,
    floor: largest(expected) * 0.01 || 1,
    shape: [rows, columns],
    slips: mistakes.map((misconception) => ({ misconception, value: through64(matrix, columns, bits, scheme, granularity, misconception), says: granularitySays[misconception] })),
  });
}

/** Rows whose sizes differ by factors, so that who shares a scale with whom shows. */
const uneven = (rng: Rng, rows: number, columns: number) => {
  const sizes = Array.from({ length: rows }, () => 2 ** (6 * rng.uniform()));
  return Float32Array.from({ length: rows * columns }, (_, i) => sizes[Math.floor(i / columns)]! * (rng.normal() + 0.3));
};

const groupValues = check('values', 'Who shares a scale, at sizes that fit no group', async ({ reader, rng }) => {
  for (const [rows, columns, bits, scheme, granularity] of [
    [rng.integer(3, 5), rng.integer(5, 8), 4, 'symmetric', 'tensor'],
    [rng.integer(4, 7), rng.integer(9, 13), 4, 'symmetric', 'row'],
    [rng.integer(4, 7), 3 * rng.integer(3, 4) + 1, 3, 'symmetric', 3],
    [rng.integer(3, 5), 4 * rng.integer(2, 3) + 3, 4, 'affine', 4],
    [rng.integer(2, 4), rng.integer(5, 7), 8, 'affine', 'row'],
    [rng.integer(2, 4), 5, 4, 'symmetric', 32],
    [1, 1, 4, 'affine', 1],
  ] as const)
    await compareThrough(reader, uneven(rng, rows, columns), columns, bits, scheme, granularity);
});

const byHandErrors = check('by-hand', 'Two bits on a 4 × 4 matrix: an error of 2.2846 per tensor, 2.0795 per row', async ({ reader }) => {
  for (const [granularity, error] of [['tensor', 2.2846], ['row', 2.0795]] as const) {
    const returned = await reader.call<Float32Array>('throughCodes', byHand, 4, 2, 'symmetric', granularity);
    // Four decimals were worked out by hand.
    expectClose(ArrayBuffer.isView(returned) ? frobenius(byHand, returned) : returned, error, { called: `the Frobenius norm of the error, 2 bits, '${granularity}',`, relative: 1e-4 });
  }
});

const groupPytorch = check('pytorch', `As PyTorch ${pytorch.versions.torch} and torchao ${pytorch.versions.torchao} on the stored matrix`, async ({ reader }) => {
  for (const [name, scheme, granularity] of [['symmetric tensor', 'symmetric', 'tensor'], ['symmetric row', 'symmetric', 'row'], ['affine row', 'affine', 'row'], ['affine group', 'affine', 5]] as const)
    await compareThrough(reader, stored, storedColumns, 4, scheme, granularity, pytorch.results[name]);
});

const MODEL = 'models/storyworld-0.8m';
const GROUP = 32;
const granularities = ['tensor', 'row', GROUP] as const;

const json = async (asset: CheckContext['asset'], path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await asset(`${MODEL}/${path}`)));

async function shipped(asset: CheckContext['asset']): Promise<llama.LlamaModel> {
  return llama.readLlama(await json(asset, 'config.json'), await asset(`${MODEL}/model.safetensors`));
}

const matrixNames = ['q', 'k', 'v', 'o', 'gate', 'up', 'down'] as const;

function columnsOf({ hiddenSize, headCount, headSize, intermediateSize }: llama.LlamaConfig, name: (typeof matrixNames)[number]): number {
  return name === 'o' ? headCount * headSize : name === 'down' ? intermediateSize : hiddenSize;
}

/** The model with the matrices of its layers as the reader's quantizer leaves them, and the sum of squared errors. */
async function damaged(reader: Reader, model: llama.LlamaModel, bits: number, granularity: Granularity): Promise<{ model: llama.LlamaModel; error: number }> {
  let error = 0;
  const layers: llama.LayerWeights[] = [];
  for (const layer of model.layers) {
    const changed = { ...layer };
    for (const name of matrixNames) {
      const back = await reader.call<Float32Array>('throughCodes', layer[name], columnsOf(model.config, name), bits, 'symmetric', granularity);
      if (!(back instanceof Float32Array) || back.length !== layer[name].length) fail({ message: `throughCodes of the matrix ${name} of the model gave no Float32Array of its size.`, called: 'throughCodes' });
      error += frobenius(layer[name], back) ** 2;
      changed[name] = back;
    }
    layers.push(changed);
  }
  return { model: { ...model, layers }, error };
}

/** 1e-4: some of hundreds of thousands of weights lie so near a tie that the last bit of a scale decides. */
const shippedErrors = check('shipped', 'The weights of the book’s model: finer scales, smaller errors', async ({ reader, asset, rng }) => {
  const model = await shipped(asset);
  const bits = rng.integer(3, 5);
  const errors: number[] = [];
  for (const granularity of granularities) {
    const { error } = await damaged(reader, model, bits, granularity);
    const expected = model.layers.reduce((sum, layer) => sum + matrixNames.reduce((s, name) => s + frobenius(layer[name], through64(layer[name], columnsOf(model.config, name), bits, 'symmetric', granularity)) ** 2, 0), 0);
    expectClose(error, expected, { called: `the sum of squared errors of all layers of storyworld-0.8m, ${bits} bits, ${granularityName(granularity)},`, relative: 1e-4 });
    errors.push(error);
  }
  const [tensor, row, group] = errors as [number, number, number];
  if (!(group <= row && row <= tensor)) fail({ message: `The errors of storyworld-0.8m with ${bits} bits are ${errors.map((e) => Number(e.toPrecision(4))).join(', ')} by tensor, row and groups of ${GROUP}; each should be at most the one before.`, called: 'throughCodes' });
});

// ---- Task 3

interface Layout {
  bits: number;
  groupSize: number;
  scaleBits: number;
  zeroBits: number;
  scalesPerSecondScale: number;
  secondScaleBits: number;
}

const plain = (bits: number, groupSize: number, scaleBits: number, zeroBits = 0): Layout => ({ bits, groupSize, scaleBits, zeroBits, scalesPerSecondScale: 0, secondScaleBits: 0 });

/** Counted one by one. */
function bitsCounted(rows: number, columns: number, layout: Layout): number {
  let [total, scales] = [0, 0];
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      total += layout.bits;
      if (column % layout.groupSize !== 0) continue;
      total += layout.scaleBits + layout.zeroBits;
      if (layout.scalesPerSecondScale > 0 && scales % layout.scalesPerSecondScale === 0) total += layout.secondScaleBits;
      scales++;
    }
  return total;
}

async function compareBits(reader: Reader, rows: number, columns: number, layout: Layout, name: string): Promise<void> {
  const { bits, groupSize, scaleBits, zeroBits, scalesPerSecondScale: run, secondScaleBits } = layout;
  const n = rows * columns;
  const flat = Math.ceil(n / groupSize);
  const groups = rows * Math.ceil(columns / groupSize);
  const whole = rows * Math.floor(columns / groupSize);
  const second = (count: number) => (run > 0 ? Math.ceil(count / run) * secondScaleBits : 0);
  const returned = await reader.call('storedBits', rows, columns, layout);
  const expected = bitsCounted(rows, columns, layout);
  expectClose(returned, expected, {
    called: `storedBits of ${rows} × ${columns} values in ${name}`,
    relative: 0,
    slips: [
      { misconception: 'codes-alone', value: n * bits, says: 'Those are the codes alone. Without its scale a code means nothing.' },
      { misconception: 'bits-as-bytes', value: expected / 8, says: 'Those are bytes; bits were asked for.' },
      ...(run > 0 ? [{ misconception: 'second-level-forgotten', value: n * bits + groups * (scaleBits + zeroBits), says: 'The scales of the scales are missing.' }] : []),
      ...(run > 0 ? [{ misconception: 'second-scale-per-group', value: n * bits + groups * (scaleBits + zeroBits + secondScaleBits), says: 'Each group was given a second scale of its own. Many scales share one: that is the saving.' }] : []),
      ...(zeroBits > 0 ? [{ misconception: 'zero-points-forgotten', value: n * bits + groups * scaleBits + second(groups), says: 'The zero points are missing: each group has one.' }] : []),
      ...(whole !== groups ? [{ misconception: 'short-group-forgotten', value: n * bits + whole * (scaleBits + zeroBits) + second(whole), says: 'The last, shorter group of each row needs a scale too: round the number of groups up.' }] : []),
      ...(flat !== groups ? [{ misconception: 'groups-of-the-flat-list', value: n * bits + flat * (scaleBits + zeroBits) + second(flat), says: 'The groups were counted over the flat list. No group crosses the end of a row, so count them row by row.' }] : []),
    ],
  });
}

const doubleQuantized: Layout = { bits: 4, groupSize: 64, scaleBits: 8, zeroBits: 0, scalesPerSecondScale: 256, secondScaleBits: 32 };

const bitsKnown = check('formats', 'Formats in use: 4.5, 4.25, 8.5, 4.15625 and 4.127 bits a value', async ({ reader }) => {
  for (const [layout, name] of [
    [plain(4, 64, 32), 'QLoRA’s blocks of 64 with fp32 scales'],
    [plain(4, 32, 8), 'MXFP4'],
    [plain(8, 32, 16), 'llama.cpp’s Q8_0'],
    [plain(4, 128, 16, 4), 'GPTQ’s groups of 128 with fp16 scales and 4-bit zero points'],
    [doubleQuantized, 'QLoRA’s double quantization'],
  ] as const)
    await compareBits(reader, 64, 4096, layout, name);
});

const bitsOdd = check('odd', 'Rows that are no multiple of the group', async ({ reader, rng }) => {
  await compareBits(reader, rng.integer(3, 9), 32 * rng.integer(2, 5) + rng.integer(1, 15), plain(4, 32, 16, 16), 'groups of 32 with fp16 scales and fp16 zero points');
  await compareBits(reader, rng.integer(11, 19), 64 * rng.integer(2, 5) + rng.integer(1, 31), { ...doubleQuantized, scalesPerSecondScale: rng.integer(5, 9) }, 'groups of 64, their scales quantized in runs');
  await compareBits(reader, 1, 1, plain(2, 16, 32), 'a format for far larger matrices');
});

// ---- Task 4

const RATIOS = [1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2];

const least = (errors: readonly number[]) => RATIOS[errors.indexOf(Math.min(...errors))]!;

const clipSlips = (values: readonly number[], bits: number) => [
  { misconception: 'not-clipped', value: least(errorsOf(values, bits, RATIOS, 'squares-unclipped')), says: 'The codes were not clamped, so a smaller scale seemed to cost nothing: the largest values got codes that these bits cannot hold.' },
  { misconception: 'errors-not-squared', value: least(errorsOf(values, bits, RATIOS, 'magnitudes')), says: 'That ratio has the least sum of magnitudes of errors. Squares count a large error more.' },
  { misconception: 'largest-error-alone', value: least(errorsOf(values, bits, RATIOS, 'largest')), says: 'That ratio has the smallest largest error. Add the squares of all of them.' },
];

const clipRandom = check('ratio', 'The ratio with the least squared error', async ({ reader, rng }) => {
  for (let i = 0; i < 4; ) {
    const bits = [3, 4, 4, 3][i]!;
    const values = [...normals(rng, 150), 5 * rng.pick([-1, 1]) * (1 + rng.uniform() / 4)];
    const right = least(errorsOf(values, bits, RATIOS, 'squares'));
    const wrong = clipSlips(values, bits).map(({ value }) => value);
    // Every slip shows, and no two alike.
    if (new Set([right, ...wrong]).size < wrong.length + 1) continue;
    const called = `bestRatio of 151 values, one of them ${values[150]!.toPrecision(3)}, ${bits} bits, ${RATIOS.length} ratios`;
    expectClose(await reader.call('bestRatio', values, bits, RATIOS), right, { called, relative: 0, slips: clipSlips(values, bits) });
    i++;
  }
});

const clipEdges = check('edges', 'One ratio, equals, and values that clipping cannot help', async ({ reader, rng }) => {
  expectEqual(await reader.call('bestRatio', normals(rng, 20), 4, [0.7]), 0.7, { called: 'bestRatio with the one ratio 0.7' });
  expectEqual(await reader.call('bestRatio', [1, -1], 2, [0.5, 1.5]), 0.5, { called: 'bestRatio([1, -1], 2, [0.5, 1.5])', says: 'Both miss each value by 0.5. Of equals the first was asked for.', misconception: 'last-of-equals' });
  const even = [-3, -2, -1, 0, 1, 2, 3].map((code) => code * 0.25);
  expectEqual(await reader.call('bestRatio', even, 3, [0.8, 1, 0.9]), 1, { called: `bestRatio of ${listed(even)}, 3 bits,`, says: 'At the ratio 1 every value has a code of its own, and the error is 0.' });
});

/** Mean loss in nats a token over fresh stories (training used other seeds). */
function lossOn(model: llama.LlamaModel, texts: readonly number[][]): number {
  const V = model.config.vocabularySize;
  let [sum, count] = [0, 0];
  for (const ids of texts) {
    const { logits } = llama.forward(model, ids.slice(0, -1));
    for (let t = 0; t + 1 < ids.length; t++, count++) {
      const row = logits.subarray(t * V, (t + 1) * V);
      const most = row.reduce((a, b) => Math.max(a, b));
      sum += most + Math.log(row.reduce((s, logit) => s + Math.exp(logit - most), 0)) - row[ids[t + 1]!]!;
    }
  }
  return sum / count;
}

export default defineChecks({
  async demo({ reader, rng, asset, show }) {
    const model = await shipped(asset);
    const tokenizer = tokenization.fromTokenizerJson(await json(asset, 'tokenizer.json'));
    const texts = [rng.integer(0, 1e6)].map((seed) => [tokenizer.endOfTextId, ...tokenizer.encode(generateStory(1_000_000_000 + seed).text)].slice(0, 96));
    const rows: (string | number)[][] = [['the weights as they are', '', '', Number(lossOn(model, texts).toFixed(4))]];
    for (const bits of [4, 3])
      for (const granularity of granularities) {
        const { model: changed, error } = await damaged(reader, model, bits, granularity);
        rows.push([`${bits} bits`, typeof granularity === 'number' ? `groups of ${granularity}` : granularity, Number(error.toPrecision(3)), Number(lossOn(changed, texts).toFixed(4))]);
      }
    show({ kind: 'table', id: 'loss', columns: ['storyworld-0.8m', 'a scale for each', 'squared error of its matrices', 'nats a token on a fresh story'], rows, caption: 'The book’s model after your symmetric quantizer; embeddings and norms are left as they are.' });
  },
  tasks: {
    affine: [symmetricCodes, affineCodes, roundTrip],
    groups: [groupValues, byHandErrors, groupPytorch, shippedErrors],
    bits: [bitsKnown, bitsOdd],
    clip: [clipRandom, clipEdges],
  },
});
