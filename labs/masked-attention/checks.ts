// Checks of masked attention: fresh random inputs at odd sizes against a double-precision reference, the causal
// property bit for bit, scores that overflow without care, and PyTorch's own results on stored vectors.

import { check, defineChecks, expectClose, expectEqual, fail, type CheckContext, type Slip } from 'grader';
import { generateStory, llama, tokenization, type Rng } from 'kit';
import pytorch from './fixtures/pytorch.json';
import { likeliest, rowsThatDiffer, runWithAttention } from './model-run';
import { attention64, headMajor, softmax64, weights64, type Shape, type Variant } from './reference';
import { quarters, stored } from './vectors';

/**
 * A sum of n products in single precision may be off by n roundings of 6e-8 in any order; n is at most 64 here, and
 * exp turns an absolute error of a score into a relative error of a weight. 1e-4 allows for that and for no mistake below.
 */
const RELATIVE = 1e-4;
/** Outputs are averages of numbers near 1 that may cancel: below 1 they are compared absolutely. */
const OUTPUT = { relative: RELATIVE, floor: 1 };
/** Weights smaller than this are compared absolutely. */
const WEIGHT = { relative: RELATIVE, floor: 1e-3 };

const normals = (rng: Rng, count: number, scale = 1) => Float32Array.from({ length: count }, () => scale * rng.normal());
const head = (rng: Rng, tokenCount: number, headSize: number, scale?: number) => normals(rng, tokenCount * headSize, scale);
const hasNaN = (x: ArrayLike<number>) => Array.from(x).some(Number.isNaN);

// ---- Task 1

const callSoftmax = (reader: CheckContext['reader'], scores: Float32Array) => reader.call<Float32Array>('softmax', scores);
const OVERFLOW_SAYS =
  'Math.exp overflows to Infinity above 709, and Infinity / Infinity is NaN. Take the largest score off every score first: the quotients stay the same.';

const softmaxValues = check('values', 'Weights in proportion to exp(score), summing to 1', async ({ reader, rng }) => {
  for (const n of [rng.integer(2, 9), rng.integer(17, 60), 1]) {
    const scores = normals(rng, n, 3);
    const largest = Math.max(...scores);
    const powers = (shift: number) => Array.from(scores, (s) => Math.exp(s - shift));
    const slips: Slip[] = [largest, 0].map((shift) => ({
      misconception: 'not-normalised',
      value: powers(shift),
      says: 'These are the exponentials themselves: they still have to be divided by their sum.',
    }));
    expectClose(await callSoftmax(reader, scores), softmax64([...scores]), { called: `softmax of ${n} scores`, ...WEIGHT, slips });
  }
});

const softmaxLarge = check('large', 'Scores near 1,000 do not overflow', async ({ reader, rng }) => {
  const scores = normals(rng, rng.integer(3, 9)).map((x) => 1000 + x);
  const weights = await callSoftmax(reader, scores);
  const called = `softmax of ${scores.length} scores near 1,000`;
  if (weights && hasNaN(weights)) fail({ message: `${called} gave NaN. ${OVERFLOW_SAYS}`, misconception: 'no-max-subtraction', called });
  expectClose(weights, softmax64([...scores]), { called, ...WEIGHT });
});

const softmaxSmall = check('small', 'Scores near −1,000 do not all vanish', async ({ reader, rng }) => {
  const scores = normals(rng, rng.integer(3, 9)).map((x) => x - 1000);
  const weights = await callSoftmax(reader, scores);
  const called = `softmax of ${scores.length} scores near −1,000`;
  if (weights && hasNaN(weights)) {
    const overflowsToo = hasNaN(await callSoftmax(reader, scores.map((s) => s + 2000)));
    if (overflowsToo) fail({ message: `${called} gave NaN: every exponential was 0. Take the largest score off first.`, misconception: 'no-max-subtraction', called });
    fail({
      message: `${called} gave NaN: every exponential was 0, so the sum was 0. Your search for the largest score seems to begin at 0, which is larger than all of these; begin at -Infinity.`,
      misconception: 'maximum-from-zero',
      called,
    });
  }
  expectClose(weights, softmax64([...scores]), { called, ...WEIGHT });
});

// ---- Task 2

const withRow = (weights: number[], row: number, tokenCount: number, value: number) =>
  weights.map((w, at) => (Math.floor(at / tokenCount) === row ? value : w));

function weightSlips(q: Float32Array, k: Float32Array, T: number, D: number): Slip[] {
  const gives = (variant: Variant) => weights64(q, k, T, D, variant);
  const withoutSelf = gives({ sees: (query, key) => key < query });
  return [
    {
      misconception: 'no-mask',
      value: gives({ sees: () => true }),
      says: 'Every token sees every other: nothing is masked. Keys after the query must get weight 0.',
    },
    {
      misconception: 'mask-after-softmax',
      value: gives({ maskAfter: true }),
      says: 'The rows no longer sum to 1: the softmax ran over all keys, and the future was set to 0 afterwards, with its share of the sum still taken. Mask the scores before the softmax.',
    },
    {
      misconception: 'sees-next-token',
      value: gives({ sees: (query, key) => key <= query + 1 }),
      says: 'Each token also sees the one right after it, which is the very token it has to predict. The last visible key is the query itself.',
    },
    ...[0, NaN].map((value) => ({
      misconception: 'misses-itself',
      value: withRow(withoutSelf, 0, T, value),
      says: 'No token sees itself, and the first one sees nothing at all. The query’s own position belongs to the visible keys.',
    })),
    {
      misconception: 'no-scale',
      value: gives({ divisor: () => 1 }),
      says: 'The scores are not divided by √D. Unscaled, their spread grows with √D and the softmax hardens.',
    },
    {
      misconception: 'scale-by-d',
      value: gives({ divisor: (headSize) => headSize }),
      says: 'The scores are divided by D. The standard deviation of a dot product of D terms is √D: divide by the root.',
    },
    {
      misconception: 'softmax-over-queries',
      value: gives({ overQueries: true }),
      says: 'The columns sum to 1 where the rows should: the softmax ran over queries. Each query shares out its own attention among the keys.',
    },
  ];
}

const weightValues = check('values', 'Scaled, masked and normalised, at odd sizes', async ({ reader, rng }) => {
  for (const [T, D] of [[rng.integer(3, 5), 3], [rng.integer(6, 13), rng.integer(5, 9)], [rng.integer(17, 29), 33]] as const) {
    const [q, k] = [head(rng, T, D), head(rng, T, D)];
    const weights = await reader.call('causalWeights', q, k, T, D);
    const called = `causalWeights with T = ${T}, D = ${D}`;
    expectClose(weights, weights64(q, k, T, D), { called, ...WEIGHT, shape: [T, T], slips: weightSlips(q, k, T, D) });
  }
});

const weightSingle = check('single', 'One token attends to itself', async ({ reader, rng }) => {
  const D = rng.integer(1, 9);
  const weights = await reader.call('causalWeights', head(rng, 1, D), head(rng, 1, D), 1, D);
  expectClose(weights, [1], { called: `causalWeights with T = 1, D = ${D}`, ...WEIGHT });
});

const weightLeak = check('future', 'Later keys change no earlier row, bit for bit', async ({ reader, rng }) => {
  const [T, D] = [rng.integer(5, 11), rng.integer(2, 9)];
  const cut = rng.integer(1, T - 2);
  const [q, k] = [head(rng, T, D), head(rng, T, D)];
  // Larger than anything before: whatever a row takes from them shows.
  const later = k.map((x, at) => (at >= cut * D ? 4 * rng.normal() : x));
  const [before, after] = [await reader.call<Float32Array>('causalWeights', q, k, T, D), await reader.call<Float32Array>('causalWeights', q, later, T, D)];
  const called = `causalWeights with T = ${T}, D = ${D}, before and after the keys from token ${cut} on change`;
  for (let query = 0; query < cut; query++) {
    const future = Math.max(...Array.from({ length: T - 1 - query }, (_, i) => Math.abs(after[query * T + query + 1 + i] ?? 0)));
    for (let key = 0; key < T; key++) {
      const at = query * T + key;
      if (before[at] === after[at]) continue;
      const changed = `Row ${query} changed, although it may see no key after ${query}: weight [${query}, ${key}] went from ${before[at]} to ${after[at]}.`;
      if (future === 0)
        fail({ message: `${changed} The future’s own weights are 0, so it must have had a part in the maximum or the sum of the softmax.`, misconception: 'mask-after-softmax', called });
      if (future > 0.3) fail({ message: `${changed} Later keys get a weight of up to ${future.toPrecision(3)}: they are not masked.`, called });
      fail({
        message: `${changed} Later keys get a weight of up to ${future.toPrecision(3)}. A finite penalty only makes the future unlikely; a large score overcomes it. Leave those keys out, or give them a score of -Infinity.`,
        misconception: 'weak-mask',
        called,
      });
    }
  }
});

const weightLarge = check('large', 'Scores in the thousands stay finite', async ({ reader, rng }) => {
  const [T, D] = [rng.integer(4, 9), rng.integer(8, 17)];
  const [q, k] = [head(rng, T, D, 60), head(rng, T, D, 60)];
  const weights = await reader.call<Float32Array>('causalWeights', q, k, T, D);
  const called = `causalWeights with T = ${T}, D = ${D} and entries near 60`;
  if (weights && hasNaN(weights)) fail({ message: `${called} gave NaN. ${OVERFLOW_SAYS}`, misconception: 'no-max-subtraction', called });
  // Here one rounding of a score of some thousands moves a weight by a few per mille; only rows and range are compared.
  for (let query = 0; query < T; query++) {
    const sum = Array.from(weights.slice(query * T, (query + 1) * T)).reduce((a, b) => a + b, 0);
    expectClose(sum, 1, { called: `the sum of row ${query} of ${called}`, relative: RELATIVE });
  }
});

// ---- Task 3

const mixValues = check('values', 'Each output is the weighted sum of the values it may see', async ({ reader, rng }) => {
  for (const [T, D] of [[rng.integer(3, 6), rng.integer(2, 5)], [rng.integer(9, 17), rng.integer(6, 11)], [1, 3]] as const) {
    const [q, k, v] = [head(rng, T, D), head(rng, T, D), head(rng, T, D)];
    const shape: Shape = { tokenCount: T, headCount: 1, kvHeadCount: 1, headSize: D };
    const right = attention64(q, k, v, shape);
    const slips: Slip[] = [
      {
        misconception: 'mixes-keys',
        value: attention64(q, k, v, shape, { mixesKeys: true }),
        says: 'The keys were mixed. Keys decide how much; what is passed on is the values.',
      },
      {
        misconception: 'weights-transposed',
        value: attention64(q, k, v, shape, { transposed: true }),
        says: 'Row and column of the weights are swapped: each output took the attention that its token receives, not the attention that it pays.',
      },
      {
        misconception: 'divides-again',
        value: right.map((x, at) => x / (Math.floor(at / D) + 1)),
        says: 'The sum was divided by the number of visible tokens. The weights already sum to 1.',
      },
    ];
    expectClose(await reader.call('attend', q, k, v, T, D), right, { called: `attend with T = ${T}, D = ${D}`, ...OUTPUT, shape: [T, D], slips });
  }
});

/** Changes everything from token `cut` on and asks for the same outputs before it, bit for bit. */
async function expectNoLeak(name: string, run: (q: Float32Array, k: Float32Array, v: Float32Array) => Promise<Float32Array>, rng: Rng, s: Shape): Promise<void> {
  const width = s.headCount * s.headSize;
  const kvWidth = s.kvHeadCount * s.headSize;
  const cut = rng.integer(1, s.tokenCount - 1);
  const inputs = [width, kvWidth, kvWidth].map((w) => normals(rng, s.tokenCount * w)) as [Float32Array, Float32Array, Float32Array];
  const changed = inputs.map((x, i) => x.map((value, at) => (at >= cut * (i === 0 ? width : kvWidth) ? 5 * rng.normal() : value))) as typeof inputs;
  const [before, after] = [await run(...inputs), await run(...changed)];
  const first = Array.from(before.slice(0, cut * width)).findIndex((x, at) => x !== after[at]);
  if (first < 0) return;
  fail({
    message: `${name}: after a change of tokens ${cut} to ${s.tokenCount - 1} alone, the output of token ${Math.floor(first / width)} went from ${before[first]} to ${after[first]}. Information ran backwards in time: a model trained like this would read the answer instead of predicting it.`,
    misconception: 'causal-leak',
    called: name,
    where: `token ${Math.floor(first / width)}, coordinate ${first % width}`,
  });
}

const mixLeak = check('future', 'A later token changes no earlier output, bit for bit', async ({ reader, rng }) => {
  const s: Shape = { tokenCount: rng.integer(5, 12), headCount: 1, kvHeadCount: 1, headSize: rng.integer(2, 7) };
  await expectNoLeak(`attend with T = ${s.tokenCount}`, (q, k, v) => reader.call('attend', q, k, v, s.tokenCount, s.headSize), rng, s);
});

const storedInputs = () => {
  const { tokenCount: T, headCount: H, kvHeadCount: G, headSize: D } = stored;
  return [quarters(T * H * D, 1), quarters(T * G * D, 2), quarters(T * G * D, 3)] as const;
};

const mixPytorch = check('pytorch', 'Equal to PyTorch on the stored vectors', async ({ reader }) => {
  const { tokenCount: T, headCount: H, kvHeadCount: G, headSize: D } = stored;
  const firstHead = (x: Float32Array, heads: number) => Float32Array.from({ length: T * D }, (_, at) => x[Math.floor(at / D) * heads * D + (at % D)]!);
  const [q, k, v] = storedInputs();
  const output = await reader.call('attend', firstHead(q, H), firstHead(k, G), firstHead(v, G), T, D);
  expectClose(output, pytorch.oneHead, { called: 'attend on the stored vectors', ...OUTPUT, shape: [T, D] });
});

// ---- Task 4

const callGrouped = (reader: CheckContext['reader'], q: Float32Array, k: Float32Array, v: Float32Array, s: Shape) =>
  reader.call<Float32Array>('groupedAttention', q, k, v, s.tokenCount, s.headCount, s.kvHeadCount, s.headSize);

function headSlips(q: Float32Array, k: Float32Array, v: Float32Array, shape: Shape): Slip[] {
  const slip = (misconception: string, variant: Variant, says: string): Slip => ({ misconception, value: attention64(q, k, v, shape, variant), says });
  return [
    slip('modulo-kv-head', { kvHead: (h, s) => h % s.kvHeadCount }, 'Query head h read key head h mod G. Neighbouring query heads share a key head: h divided by H/G, rounded down.'),
    slip('one-kv-head', { kvHead: () => 0 }, 'All query heads read key head 0. That is multi-query attention; here there are G groups.'),
    slip('output-head-major', { outputAt: headMajor }, 'The output has all tokens of head 0 first. It must hold, token by token, its heads side by side: the output projection reads one token’s row.'),
    slip('head-major-layout', { inputAt: headMajor, outputAt: headMajor }, 'The arrays were read as [H, T, D]. They come out of the projections as [T, H, D]: one token’s heads lie together.'),
    slip('head-major-input', { inputAt: headMajor }, 'The inputs were cut as if each head’s tokens lay together. In [T, H, D] the next token of a head is H·D further on.'),
    slip('scale-by-width', { divisor: (D) => Math.sqrt(D * shape.headCount) }, 'The scores were divided by the root of the whole width H·D. A score sums D products, those of one head.'),
  ];
}

const headValues = check('values', 'Query heads in groups, at odd sizes', async ({ reader, rng }) => {
  for (const [G, group] of [[2, rng.integer(2, 3)], [3, 2], [1, 3]] as const) {
    const s: Shape = { tokenCount: rng.integer(4, 9), headCount: G * group, kvHeadCount: G, headSize: rng.integer(3, 7) };
    const [q, k, v] = [head(rng, s.tokenCount * s.headCount, s.headSize), head(rng, s.tokenCount * G, s.headSize), head(rng, s.tokenCount * G, s.headSize)];
    const called = `groupedAttention with T = ${s.tokenCount}, H = ${s.headCount}, G = ${G}, D = ${s.headSize}`;
    const options = { called, ...OUTPUT, shape: [s.tokenCount, s.headCount, s.headSize], slips: headSlips(q, k, v, s) };
    expectClose(await callGrouped(reader, q, k, v, s), attention64(q, k, v, s), options);
  }
});

const headEdges = check('edges', 'One head, one token, and as many key heads as query heads', async ({ reader, rng }) => {
  for (const [T, H] of [[1, 3], [rng.integer(3, 7), 1], [rng.integer(3, 7), 3]] as const) {
    const s: Shape = { tokenCount: T, headCount: H, kvHeadCount: H, headSize: rng.integer(1, 5) };
    const [q, k, v] = [head(rng, T * H, s.headSize), head(rng, T * H, s.headSize), head(rng, T * H, s.headSize)];
    const options = { called: `groupedAttention with T = ${T}, H = G = ${H}, D = ${s.headSize}`, ...OUTPUT, slips: headSlips(q, k, v, s) };
    expectClose(await callGrouped(reader, q, k, v, s), attention64(q, k, v, s), options);
  }
});

const headLeak = check('future', 'Every head is causal, bit for bit', async ({ reader, rng }) => {
  const s: Shape = { tokenCount: rng.integer(5, 9), headCount: 4, kvHeadCount: 2, headSize: rng.integer(2, 5) };
  await expectNoLeak(`groupedAttention with T = ${s.tokenCount}, H = 4, G = 2`, (q, k, v) => callGrouped(reader, q, k, v, s), rng, s);
});

const headPytorch = check('pytorch', 'Equal to PyTorch’s grouped attention on the stored vectors', async ({ reader }) => {
  const [q, k, v] = storedInputs();
  const output = await callGrouped(reader, q, k, v, stored);
  expectClose(output, pytorch.grouped, { called: 'groupedAttention on the stored vectors', ...OUTPUT, shape: [stored.tokenCount, stored.headCount, stored.headSize] });
});

const MODEL = 'models/storyworld-0.8m';
/** The first tokens of a story: a few tenths of a second in plain TypeScript. */
const MODEL_TOKENS = 64;

const headModel = check('model', 'The book’s model writes the same with your attention in every layer', async ({ reader, rng, asset, show }) => {
  // The model is fetched only for an attention that can run it.
  const small: Shape = { tokenCount: 3, headCount: 4, kvHeadCount: 2, headSize: 2 };
  const [q, k, v] = [normals(rng, 24), normals(rng, 12), normals(rng, 12)];
  const options = { called: 'groupedAttention with T = 3, H = 4, G = 2, D = 2', ...OUTPUT, slips: headSlips(q, k, v, small) };
  expectClose(await callGrouped(reader, q, k, v, small), attention64(q, k, v, small), options);

  const json = async (path: string): Promise<unknown> => JSON.parse(new TextDecoder().decode(await asset(`${MODEL}/${path}`)));
  const model = llama.readLlama(await json('config.json'), await asset(`${MODEL}/model.safetensors`));
  const tokenizer = tokenization.fromTokenizerJson(await json('tokenizer.json'));
  const ids = [tokenizer.endOfTextId, ...tokenizer.encode(generateStory(rng.integer(0, 2 ** 31)).text)].slice(0, MODEL_TOKENS);
  const { hidden, logits } = llama.forward(model, ids, { inspect: true });
  const shape: Shape = { ...model.config, tokenCount: ids.length };
  const mine = await runWithAttention(model, ids, hidden, async (q, k, v) => {
    const output = await callGrouped(reader, q, k, v, shape);
    expectClose(output, attention64(q, k, v, shape), { called: `groupedAttention in a layer of storyworld-0.8m, on ${ids.length} tokens of a story,`, ...OUTPUT, slips: headSlips(q, k, v, shape) });
    return output;
  });
  const V = model.config.vocabularySize;
  const differ = rowsThatDiffer(mine.logits, logits, V, 1e-3);
  const last = (rows: Float32Array) => rows.slice((ids.length - 1) * V);
  const [yours, ours] = [last(mine.logits), likeliest(last(logits), 5)];
  llama.softmaxInPlace(yours);
  const percent = (p: number) => `${(100 * p).toFixed(2)} %`;
  show({
    kind: 'table',
    id: 'model-next',
    columns: ['next token', 'with your attention', 'with the book’s'],
    rows: ours.map(({ id, probability }) => [JSON.stringify(tokenizer.tokenText(id)), percent(yours[id]!), percent(probability)]),
    caption: `storyworld-0.8m with your attention in all ${model.layers.length} layers, on “${tokenizer.decode(ids.slice(1))}”. At ${ids.length - differ.length} of ${ids.length} places the likeliest next token is the same.`,
  });
  show({
    kind: 'table',
    id: 'model-layers',
    columns: ['after layer', 'largest difference of the stream', 'largest number in it', 'your attention took'],
    rows: mine.layers.map(({ stream, magnitude, attentionMs }, i) => [i, stream.toExponential(1), magnitude.toFixed(1), `${attentionMs.toFixed(1)} ms`]),
    caption: 'How far the residual stream is from the book’s own, layer by layer: rounding, which each layer passes on to the next.',
  });
  expectEqual(differ.length, 0, { called: `the number of places, of ${ids.length}, at which the model with your attention goes on with another token` });
});

const softmaxPytorch = check('pytorch', 'Equal to torch.softmax on 1000, 999, −1000', async ({ reader }) => {
  expectClose(await callSoftmax(reader, Float32Array.of(1000, 999, -1000)), pytorch.softmax, { called: 'softmax([1000, 999, -1000])', ...WEIGHT });
  expectEqual((await callSoftmax(reader, Float32Array.of(7))).length, 1, { called: 'the length of softmax([7])' });
});

export default defineChecks({
  async demo({ reader, show }) {
    const [T, D] = [4, 2];
    const q = Float32Array.of(1, 0, 0, 1, 1, 1, 2, 0);
    const k = Float32Array.of(1, 0, 0, 2, 1, 1, 0, 1);
    const weights = await reader.call<Float32Array>('causalWeights', q, k, T, D);
    const rows = Array.from({ length: T }, (_, t) => [`token ${t}`, ...Array.from(weights.slice(t * T, (t + 1) * T), (w) => w.toFixed(3))]);
    show({ kind: 'table', id: 'weights', columns: ['looks from', 'at 0', 'at 1', 'at 2', 'at 3'], rows, caption: 'Causal weights of four tokens: rows should sum to 1, with zeros right of the diagonal.' });
  },
  tasks: {
    softmax: [softmaxValues, softmaxLarge, softmaxSmall, softmaxPytorch],
    weights: [weightValues, weightSingle, weightLeak, weightLarge],
    mix: [mixValues, mixLeak, mixPytorch],
    heads: [headValues, headEdges, headLeak, headPytorch, headModel],
  },
});
