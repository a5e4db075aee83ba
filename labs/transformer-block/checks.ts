// Checks of a Llama block: its parts on fresh random inputs against a double-precision reference, the whole against
// PyTorch's result on stored inputs, and at last on the book's own model, with the weights that ship and real hidden states.

import { check, defineChecks, expectClose, type CheckContext, type CloseOptions, type Slip } from 'grader';
import { llama, tokenization, type Rng } from 'kit';
import pytorch from './fixtures/pytorch.json';
import { block64, norm64, rope64, rows, swiglu64, type Config, type FeedKind, type Layer, type NormKind, type RopeKind, type Wrong } from './reference';
import { storedConfig, storedLayer, storedStream } from './vectors';

/**
 * A sum of n single-precision products is off by at most n roundings of 6e-8 of its magnitudes; n is at most 320 (the shipped
 * model's inner width), and errors pass through three products in a row. 1e-4 is above that and far below any mistake.
 */
const CLOSE = { relative: 1e-4, floor: 1 };

const MODEL = 'models/storyworld-0.8m';
const SENTENCE = 'One windy afternoon, Tilly the kind rabbit was in the barn. Sam was holding a white kite.';

const normals = (rng: Rng, count: number, scale = 1) => Float32Array.from({ length: count }, () => scale * rng.normal());
const perRow = (x: Float32Array, width: number, f: (row: number[], index: number) => number[]) => rows(x, width).flatMap(f);
const slip = (misconception: string, value: number[], says: string): Slip => ({ misconception, value, says });

// ---- Task 1

async function compareNorm(reader: CheckContext['reader'], x: Float32Array, gain: Float32Array, epsilon: number, options: CloseOptions): Promise<void> {
  const d = gain.length;
  const gives = (kind: NormKind) => perRow(x, d, (row) => norm64(row, gain, epsilon, kind));
  const slips = [
    slip('norm-over-all-tokens', norm64([...x], Float32Array.from(x, (_, i) => gain[i % d]!), epsilon), 'One divisor served all tokens. Each token has a root mean square of its own, or one token’s output would depend on a later one.'),
    slip('layernorm', gives('layer'), 'The mean was subtracted: that is LayerNorm. RMSNorm leaves the mean where it is.'),
    slip('no-root', gives('mean-square'), 'The row was divided by the mean square. The root is missing.'),
    slip('epsilon-outside', gives('epsilon-outside'), 'Epsilon was added to the root. It belongs inside, to the mean square; for small inputs that is a difference.'),
    slip('no-gain', gives('no-gain'), 'The gain was left out.'),
    slip('sum-of-squares', gives('sum-of-squares'), 'The squares were added and not averaged.'),
  ];
  expectClose(await reader.call('rmsNorm', x, gain, epsilon), gives('rms'), { ...options, shape: [x.length / d, d], slips });
}

const normValues = check('values', 'Each token over its own root mean square', async ({ reader, rng }) => {
  for (const [T, d] of [[rng.integer(2, 4), 3], [rng.integer(3, 7), rng.integer(5, 17)], [1, 1]] as const) {
    // A shift, so that the mean is not 0 and LayerNorm shows.
    const x = normals(rng, T * d, 2).map((value) => value + 1);
    await compareNorm(reader, x, normals(rng, d).map((g) => g + 2), 1e-5, { called: `rmsNorm of ${T} tokens of ${d} numbers`, ...CLOSE });
  }
});

const normSmall = check('small', 'Epsilon inside the root, for numbers of its size', async ({ reader, rng }) => {
  const d = rng.integer(4, 9);
  const x = normals(rng, 3 * d, 1e-3);
  await compareNorm(reader, x, normals(rng, d).map((g) => g + 2), 1e-5, { called: `rmsNorm of numbers near 0.001, epsilon 1e-5`, ...CLOSE });
});

const normZero = check('zero', 'A row of zeros stays zero', async ({ reader, rng }) => {
  const d = rng.integer(2, 9);
  expectClose(await reader.call('rmsNorm', new Float32Array(d), normals(rng, d), 1e-6), new Float32Array(d), { called: 'rmsNorm of a row of zeros', ...CLOSE });
});

// ---- Task 2

const turnAll = (x: Float32Array, heads: number, D: number, theta: number, kind?: RopeKind) =>
  rows(x, D).flatMap((vector, at) => rope64(vector, Math.floor(at / heads), theta, kind, at % heads));

const ropeValues = check('values', 'Every pair turns at its own speed', async ({ reader, rng }) => {
  for (const [T, heads, half] of [[rng.integer(3, 6), rng.integer(2, 4), rng.integer(2, 5)], [rng.integer(9, 20), 3, 8], [1, 2, 1]] as const) {
    const D = 2 * half;
    const theta = rng.pick([100, 10_000, 500_000]);
    const x = normals(rng, T * heads * D);
    const gives = (kind: RopeKind) => turnAll(x, heads, D, theta, kind);
    const slips = [
      slip('neighbouring-pairs', gives('neighbours'), 'Coordinates 2i and 2i + 1 were paired. That is another convention; these weights were trained with i and i + D/2.'),
      slip('turns-backwards', gives('backwards'), 'The rotation goes the other way: (a cos − b sin, b cos + a sin), with these signs.'),
      slip('position-from-one', gives('from-one'), 'Positions were counted from 1. The first token stands at 0 and is not turned. (Scores would not change, since only differences matter; a cache with other code would.)'),
      slip('one-speed', gives('one-speed'), 'All pairs turn by the same angle. Pair i turns at the speed theta^(−2i/D): the first by 1 radian a token, the last very slowly.'),
      slip('position-of-head', gives('by-head'), 'The angle grows with the head instead of the token. In [T, heads, D], all heads of one token stand at one position.'),
    ];
    expectClose(await reader.call('rope', x, heads, D, theta), gives('halves'), { called: `rope with T = ${T}, ${heads} heads of ${D}, theta ${theta}`, ...CLOSE, shape: [T, heads, D], slips });
  }
});

const ropeDistance = check('distance', 'A score depends on the distance alone', async ({ reader, rng }) => {
  const D = 2 * rng.integer(2, 6);
  const T = rng.integer(8, 14);
  const [q, k] = [normals(rng, D), normals(rng, D)];
  const repeat = (v: Float32Array) => Float32Array.from({ length: T * D }, (_, at) => v[at % D]!);
  const [turnedQ, turnedK] = [rows(await reader.call<Float32Array>('rope', repeat(q), 1, D, 10_000), D), rows(await reader.call<Float32Array>('rope', repeat(k), 1, D, 10_000), D)];
  const score = (m: number, n: number) => turnedQ[m]!.reduce((s, value, i) => s + value * turnedK[n]![i]!, 0);
  const distance = rng.integer(1, 4);
  for (let m = distance + 1; m < T; m++)
    expectClose(score(m, m - distance), score(distance, 0), { called: `the score of the same query and key at positions ${m} and ${m - distance}, against positions ${distance} and 0,`, ...CLOSE });
});

// ---- Task 3

const swigluValues = check('values', 'down(silu(gate x) ⊙ up x)', async ({ reader, rng }) => {
  for (const [T, d, inner] of [[2, 3, 5], [rng.integer(3, 6), rng.integer(4, 9), rng.integer(3, 13)], [1, 1, 1]] as const) {
    const x = normals(rng, T * d);
    const [gate, up, down] = [normals(rng, inner * d), normals(rng, inner * d), normals(rng, d * inner)];
    const gives = (kind: FeedKind) => perRow(x, d, (row) => swiglu64(row, gate, up, down, kind));
    const slips = [
      slip('gate-up-swapped', gives('swapped'), 'silu went over the up branch. It belongs on the gate; the two matrices have the same shape, so nothing else warns you.'),
      slip('sigmoid-for-silu', gives('sigmoid'), 'The gate went through the sigmoid alone. silu(z) is z times the sigmoid of z.'),
      slip('no-gate', gives('no-gate'), 'The up branch is missing: the opened gate must be multiplied with it, number by number.'),
      slip('relu-for-silu', gives('relu'), 'The gate went through a ReLU. silu lets a little of the negative through.'),
    ];
    const called = `swiglu with T = ${T}, d = ${d}, inner = ${inner}`;
    expectClose(await reader.call('swiglu', x, gate, up, down, d, inner), gives('silu'), { called, ...CLOSE, shape: [T, d], slips });
  }
});

// ---- Task 4

function blockSlips(x: Float32Array, layer: Layer, config: Config): Slip[] {
  const wrong = (misconception: string, w: Wrong, says: string) => slip(misconception, block64(x, layer, config, w), says);
  return [
    wrong('adds-to-normed', { addsToNormed: true }, 'The branches were added to their normed input. They are added to the stream itself, which no norm ever touches.'),
    wrong('no-residual', { noResidual: true }, 'The branches replaced the stream. Each is added to it.'),
    wrong('rotates-values', { rotatesValues: true }, 'The values were turned as well. Positions decide where to look; what is read stays as it is.'),
    wrong('no-rope', { noRope: true }, 'Queries and keys were not turned: this block does not know positions.'),
    wrong('parallel-branches', { parallel: true }, 'The second branch read the stream from before attention. It reads the sum.'),
    wrong('one-gain', { oneGain: true }, 'Both norms used the first gain. The second branch has its own, postAttentionNorm.'),
    wrong('post-norm', { postNorm: true }, 'The norms stand after the additions, as in the transformer of 2017. Here they stand at the beginning of each branch.'),
  ];
}

const randomLayer = (rng: Rng, c: Config): Layer => {
  const matrix = (out: number, into: number) => normals(rng, out * into, 1 / Math.sqrt(into));
  const gain = () => normals(rng, c.hiddenSize, 0.3).map((g) => g + 1);
  return {
    inputNorm: gain(),
    q: matrix(c.headCount * c.headSize, c.hiddenSize),
    k: matrix(c.kvHeadCount * c.headSize, c.hiddenSize),
    v: matrix(c.kvHeadCount * c.headSize, c.hiddenSize),
    o: matrix(c.hiddenSize, c.headCount * c.headSize),
    postAttentionNorm: gain(),
    gate: matrix(c.intermediateSize, c.hiddenSize),
    up: matrix(c.intermediateSize, c.hiddenSize),
    down: matrix(c.hiddenSize, c.intermediateSize),
  };
};

async function compareBlock(reader: CheckContext['reader'], x: Float32Array, layer: Layer, config: Config, expected: ArrayLike<number>, called: string): Promise<void> {
  const d = config.hiddenSize;
  expectClose(await reader.call('block', x, layer, config), expected, { called, ...CLOSE, shape: [x.length / d, d], slips: blockSlips(x, layer, config) });
}

const blockValues = check('values', 'The whole block, at odd sizes', async ({ reader, rng }) => {
  for (let i = 0; i < 2; i++) {
    const kvHeadCount = rng.integer(1, 3);
    const config: Config = {
      hiddenSize: rng.integer(7, 15),
      intermediateSize: rng.integer(5, 19),
      kvHeadCount,
      headCount: kvHeadCount * rng.integer(1, 3),
      headSize: 2 * rng.integer(1, 4),
      rmsNormEpsilon: 1e-5,
      ropeTheta: 10_000,
    };
    const layer = randomLayer(rng, config);
    const T = rng.integer(3, 7);
    const x = normals(rng, T * config.hiddenSize, 2);
    const called = `block with T = ${T}, d = ${config.hiddenSize}, ${config.headCount} heads on ${kvHeadCount}`;
    await compareBlock(reader, x, layer, config, block64(x, layer, config), called);
  }
});

const blockPytorch = check('pytorch', 'Equal to PyTorch on the stored inputs', async ({ reader }) => {
  await compareBlock(reader, storedStream, storedLayer, storedConfig, pytorch.block, 'block on the stored inputs');
});

async function shipped(asset: CheckContext['asset']) {
  const json = async (path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await asset(`${MODEL}/${path}`)));
  const model = llama.readLlama(await json('config.json'), await asset(`${MODEL}/model.safetensors`));
  const tokenizer = tokenization.fromTokenizerJson(await json('tokenizer.json'));
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(SENTENCE)];
  return { model, ids, hidden: llama.forward(model, ids, { inspect: true }).hidden };
}

const blockShipped = check('shipped', 'Block 0 of the book’s model, on a real sentence', async ({ reader, asset }) => {
  const { model, ids, hidden } = await shipped(asset);
  await compareBlock(reader, hidden[0]!, model.layers[0]!, model.config, hidden[1]!, `block 0 of storyworld-0.8m on ${ids.length} tokens`);
});

const blockStack = check('stack', 'All of its blocks, one after another', async ({ reader, asset }) => {
  const { model, hidden } = await shipped(asset);
  let x = hidden[0]!;
  for (const layer of model.layers) x = await reader.call<Float32Array>('block', x, layer, model.config);
  const d = model.config.hiddenSize;
  // Differences pass through every block: ten times the tolerance of one.
  expectClose(x, hidden[hidden.length - 1]!, { called: `the stream after ${model.layers.length} of your blocks`, relative: 10 * CLOSE.relative, floor: CLOSE.floor, shape: [x.length / d, d] });
});

export default defineChecks({
  async demo({ reader, asset, show }) {
    const { model, ids, hidden } = await shipped(asset);
    const mine = await reader.call<Float32Array>('block', hidden[0]!, model.layers[0]!, model.config);
    const d = model.config.hiddenSize;
    const numbers = (x: Float32Array, t: number) => Array.from(x.slice(t * d, t * d + 4), (value) => value.toFixed(4)).join('  ');
    const last = ids.length - 1;
    const tableRows = [0, 1, last].map((t) => [`token ${t}`, numbers(mine, t), numbers(hidden[1]!, t)]);
    show({ kind: 'table', id: 'stream', columns: ['', 'your block', 'the model'], rows: tableRows, caption: 'The first four numbers of the stream after block 0, for three tokens of a real sentence.' });
  },
  tasks: {
    norm: [normValues, normSmall, normZero],
    rope: [ropeValues, ropeDistance],
    swiglu: [swigluValues],
    block: [blockValues, blockPytorch, blockShipped, blockStack],
  },
});
