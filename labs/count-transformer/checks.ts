// Checks of the counts: random shapes against the book's own counters, published models to the last parameter, and for
// each usual slip the number that it gives. Integers are compared exactly; operations within rounding of doubles.

import { check, defineChecks, expectClose, expectEqual, type CheckContext, type Slip } from 'grader';
import { transformerCounts as counts, type Rng } from 'kit';

type Published = counts.TransformerConfig;

interface Config {
  family: 'gpt' | 'llama';
  layers: number;
  width: number;
  heads: number;
  kvHeads: number;
  headSize: number;
  inner: number;
  vocabulary: number;
  positions: number;
  tied: boolean;
}

/** Counts above 2^53 would not be exact in doubles; these stay far below, and FLOP sums may differ in the last bits. */
const FLOP = { relative: 1e-12 };

const toBook = (c: Config): Published => {
  const shape = { name: '', layerCount: c.layers, width: c.width, headCount: c.heads, vocabularySize: c.vocabulary };
  return c.family === 'gpt'
    ? { ...counts.gpt({ ...shape, contextLength: c.positions }), headSize: c.headSize, kvHeadCount: c.kvHeads, innerWidth: c.inner, tiedEmbeddings: c.tied }
    : counts.llama({ ...shape, kvHeadCount: c.kvHeads, headSize: c.headSize, innerWidth: c.inner, tiedEmbeddings: c.tied });
};

const toLab = (p: Published): Config => ({
  family: p.biases ? 'gpt' : 'llama',
  layers: p.layerCount,
  width: p.width,
  heads: p.headCount,
  kvHeads: p.kvHeadCount,
  headSize: p.headSize,
  inner: p.innerWidth,
  vocabulary: p.vocabularySize,
  positions: p.positionRows,
  tied: p.tiedEmbeddings,
});

function randomConfig(rng: Rng, family: 'gpt' | 'llama', tied: boolean): Config {
  const kvHeads = rng.integer(2, 5);
  const heads = family === 'gpt' ? kvHeads : kvHeads * rng.integer(3, 5);
  const headSize = rng.integer(3, 40);
  const width = heads * headSize;
  return {
    family,
    layers: rng.integer(2, 30),
    width,
    heads,
    kvHeads,
    headSize,
    inner: family === 'gpt' ? 4 * width : 2 * width + rng.integer(1, 99),
    vocabulary: rng.integer(300, 60_000),
    positions: family === 'gpt' ? rng.integer(64, 4096) : 0,
    tied,
  };
}

const describe = (c: Config) => `${c.tied ? 'a tied' : 'an untied'} ${c.family} with L = ${c.layers}, d = ${c.width}, H = ${c.heads}, G = ${c.kvHeads}`;
const attentionOf = (c: Config) => c.width * c.headSize * (2 * c.heads + 2 * c.kvHeads);
const matricesOf = (c: Config) => attentionOf(c) + c.width * c.inner * (c.family === 'gpt' ? 2 : 3);

// ---- Task 1

function parameterSlips(c: Config, right: number): Slip[] {
  const slips: Slip[] = [];
  const add = (misconception: string, value: number, says: string) => {
    if (value !== right) slips.push({ misconception, value, says });
  };
  const { layers: L, width: d } = c;
  add('output-table-forgotten', right - (c.tied ? 0 : c.vocabulary * d), 'The output matrix is missing. Not tied means a second table of V × d.');
  add('tied-counted-twice', right + (c.tied ? c.vocabulary * d : 0), 'The tied table was counted twice. It is one tensor, used at both ends.');
  add('keys-not-shared', right + L * 2 * d * c.headSize * (c.heads - c.kvHeads), 'Key and value matrices were counted for every query head. They have G heads: [G·D, d].');
  if (c.family === 'llama') add('two-matrices-for-swiglu', right - L * d * c.inner, 'The network of a Llama has three matrices: gate, up and down. One was left out.');
  if (c.family === 'gpt') {
    const biases = L * (c.headSize * (c.heads + 2 * c.kvHeads) + 2 * d + c.inner);
    add('biases-forgotten', right - biases, 'The biases are missing. In GPT each matrix of a block has one, as long as its output.');
    add('shifts-forgotten', right - L * 2 * d - d, 'A LayerNorm has a gain and a shift: 2d numbers. One of the two was left out.');
    add('positions-forgotten', right - c.positions * d, 'The table of positions is missing.');
  }
  add('final-norm-forgotten', right - (c.family === 'gpt' ? 2 : 1) * d, 'The norm after the last block is missing.');
  add('norms-forgotten', right - (2 * L + 1) * (c.family === 'gpt' ? 2 : 1) * d, 'The norms are missing: two a block, and one at the end.');
  return slips;
}

const parametersRandom = (id: string, title: string, family: 'gpt' | 'llama') =>
  check(id, title, async ({ reader, rng }) => {
    for (const tied of [family === 'gpt', family !== 'gpt', true]) {
      const c = randomConfig(rng, family, tied);
      const right = counts.countParameters(toBook(c));
      expectClose(await reader.call('countParameters', c), right, { called: `countParameters of ${describe(c)}`, relative: 0, slips: parameterSlips(c, right) });
    }
  });

const parametersPublished = check('published', 'Published models, to the last parameter', async ({ reader }) => {
  for (const [name, value] of [
    ['GPT-2 small', 124_439_808],
    ['Llama 2 7B', 6_738_415_616],
    ['Llama 2 70B', 68_976_648_192],
    ['Llama 3 8B', 8_030_261_248],
    ['Llama 3 405B', 405_853_388_800],
  ] as const) {
    const c = toLab(counts.published(name));
    expectClose(await reader.call('countParameters', c), value, { called: `countParameters of ${name}`, relative: 0, slips: parameterSlips(c, value) });
  }
});

const parametersShipped = check('shipped', 'The book’s own model', async ({ reader, asset }) => {
  const text = async (path: string) => new TextDecoder().decode(await asset(`models/storyworld-0.8m/${path}`));
  const c = toLab(counts.transformerConfigFromJson('storyworld-0.8m', JSON.parse(await text('config.json'))));
  const { parameters } = JSON.parse(await text('card.json')) as { parameters: number };
  expectClose(await reader.call('countParameters', c), parameters, { called: 'countParameters of storyworld-0.8m', relative: 0, slips: parameterSlips(c, parameters) });
});

// ---- Task 2

const rowsGpt3 = check('gpt3', 'The two rows of the GPT-3 table', async ({ reader }) => {
  const table = counts.GPT3_TABLE.map(({ name, width, headCount, headSize }) => ({ name, width, heads: headCount, headSize }));
  expectEqual(await reader.call('inconsistentRows', table), ['GPT-3 XL', 'GPT-3 13B'], { called: 'inconsistentRows of the GPT-3 table' });
});

const rowsRandom = check('random', 'Sound and unsound rows of a random table', async ({ reader, rng }) => {
  const table = Array.from({ length: 9 }, (_, i) => {
    const [heads, headSize] = [rng.integer(2, 40), rng.integer(8, 128)];
    // Unsound in two ways: by a few numbers, and by a whole head size that leaves d divisible.
    const width = heads * (headSize + (i % 3 === 1 ? rng.integer(1, 5) : 0)) + (i % 3 === 2 ? rng.integer(1, heads - 1) : 0);
    return { name: `model ${i}`, width, heads, headSize };
  });
  const shuffled = rng.shuffle(table);
  const expected = shuffled.filter((row) => row.heads * row.headSize !== row.width).map((row) => row.name);
  const returned = await reader.call<string[]>('inconsistentRows', shuffled);
  const byDivision = shuffled.filter((row) => row.width % row.heads !== 0).map((row) => row.name);
  const fits = JSON.stringify(returned) === JSON.stringify(byDivision);
  const says = fits ? 'Only rows whose width is no multiple of the heads were found. A width may divide evenly and still contradict the stated size of a head.' : undefined;
  expectEqual(returned, expected, { called: 'inconsistentRows of a random table', says, misconception: fits ? 'divisibility-only' : undefined });
});

// ---- Task 3

function flopSlips(c: Config, T: number, right: number): Slip[] {
  const squares = 4 * c.headSize * c.heads * c.layers * T * T;
  const slip = (misconception: string, value: number, says: string): Slip => ({ misconception, value, says });
  return [
    slip('half-the-flops', right / 2, 'This is half. A multiplication and an addition are two operations.'),
    slip('lookup-as-product', right + 2 * c.vocabulary * c.width * T, 'The embedding was counted as a product. Looking up a row is a copy; only the output multiplies by a table.'),
    slip('logits-forgotten', right - 2 * c.vocabulary * c.width * T, 'The logits are missing. Even a tied table is multiplied at the output.'),
    slip('mix-forgotten', right - squares / 2, 'Only one of the two squares was counted. QKᵀ makes the scores; the mix of values costs as much again.'),
    slip('squares-forgotten', right - squares, 'The products without weights are missing: QKᵀ and the mix of values.'),
    slip('scores-by-key-heads', right - squares + (squares * c.kvHeads) / c.heads, 'Squares were counted for the key heads. Each query head makes its own, whoever shares the keys.'),
    slip('causal-squares', right - squares + (squares * (T + 1)) / 2 / T, 'Only the visible half of the squares was counted. That is task 4; here the whole square is computed.'),
  ];
}

const flopsRandom = check('random', 'Random shapes and lengths', async ({ reader, rng }) => {
  for (const family of ['llama', 'gpt', 'llama'] as const) {
    const c = randomConfig(rng, family, rng.uniform() < 0.5);
    const T = rng.integer(2, 5000);
    const right = counts.forwardFlops(toBook(c), { batch: 1, newTokens: T });
    expectClose(await reader.call('forwardFlops', c, T), right, { called: `forwardFlops of ${describe(c)}, ${T} tokens`, ...FLOP, slips: flopSlips(c, T, right) });
  }
});

const flopsSeven = check('llama-2-7b', 'Llama 2 7B on 4,096 tokens', async ({ reader }) => {
  const c = toLab(counts.published('Llama 2 7B'));
  // L(8sh² + 4s²h) + 6Lshi + 2shv: the published count without its 3s²n for softmax.
  const [L, s, h, i, v] = [32, 4096, 4096, 11_008, 32_000];
  const right = L * (8 * s * h * h + 4 * s * s * h) + 6 * L * s * h * i + 2 * s * h * v;
  expectClose(await reader.call('forwardFlops', c, s), right, { called: 'forwardFlops of Llama 2 7B, 4,096 tokens', ...FLOP, slips: flopSlips(c, s, right) });
});

const flopsRule = check('rule', 'Three passes approach 6ND on short sequences', async ({ reader }) => {
  const c = toLab(counts.published('GPT-3 175B'));
  const step = 3 * (await reader.call<number>('forwardFlops', c, 1));
  // One token: no squares to speak of. Embeddings, biases and norms make up the rest, under half a per cent.
  expectClose(step, counts.trainingFlopsRule(counts.countParameters(toBook(c)), 1), { called: '3 · forwardFlops of GPT-3 175B on one token, against 6N,', relative: 5e-3 });
});

// ---- Task 4

interface Phases {
  prefill: number;
  decode: number;
  cacheBytes: number;
}

function expectedPhases(c: Config, prompt: number, fresh: number): Phases {
  const book = toBook(c);
  let decode = 0;
  for (let step = 0; step < fresh - 1; step++) decode += counts.forwardFlops(book, { batch: 1, newTokens: 1, cachedTokens: prompt + step, scores: 'causal', logits: 'last' });
  return {
    prefill: counts.forwardFlops(book, { batch: 1, newTokens: prompt, scores: 'causal', logits: 'last' }),
    decode,
    cacheBytes: counts.kvBytesPerToken(book, 2) * (prompt + fresh - 1),
  };
}

async function comparePhases({ reader }: Pick<CheckContext, 'reader'>, c: Config, prompt: number, fresh: number): Promise<void> {
  const called = `phases of ${describe(c)}, ${prompt} tokens read, ${fresh} written`;
  const returned = await reader.call<Phases>('phases', c, prompt, fresh);
  const right = expectedPhases(c, prompt, fresh);
  const pair = 4 * c.headSize * c.heads * c.layers;
  const [logits, token] = [2 * c.vocabulary * c.width, 2 * c.layers * matricesOf(c)];
  const steps = fresh - 1;
  const slip = (misconception: string, value: number, says: string): Slip => ({ misconception, value, says });
  expectClose(returned?.prefill, right.prefill, {
    called: `${called}: prefill`,
    ...FLOP,
    slips: [
      slip('logits-for-every-token', right.prefill + logits * (prompt - 1), 'Logits were computed for every token of the prompt. Only the last one’s are needed to go on.'),
      slip('whole-squares', right.prefill + pair * (prompt ** 2 - (prompt * (prompt + 1)) / 2), 'The whole square was counted. With the mask token t has t + 1 scores.'),
      slip('misses-own-key', right.prefill - pair * prompt, 'Each token’s score with itself is missing.'),
    ],
  });
  let recomputed = 0;
  for (let position = prompt + 1; position < prompt + fresh; position++) recomputed += token * position + logits + (pair * position * (position + 1)) / 2;
  expectClose(returned.decode, right.decode, {
    called: `${called}: decode`,
    ...FLOP,
    slips: [
      slip('decode-recomputes', recomputed, 'Every step ran the whole text again. With the cache only the new token goes through the model.'),
      slip('decode-misses-own-key', right.decode - pair * steps, 'The new token’s own key is missing from its scores: it is appended to the cache before the scores are taken.'),
      slip('one-step-too-many', right.decode + token + logits + pair * (prompt + fresh), 'One step too many: the first new token comes out of the prefill.'),
      slip('decode-forgets-scores', right.decode - pair * (steps * prompt + (steps * (steps + 1)) / 2), 'The new token’s query still meets every key in the cache, and its weights every value. Both products are missing.'),
    ],
  });
  const perToken = 4 * c.layers * c.kvHeads * c.headSize;
  expectClose(returned.cacheBytes, right.cacheBytes, {
    called: `${called}: cacheBytes`,
    relative: 0,
    slips: [
      slip('cache-of-query-heads', (right.cacheBytes * c.heads) / c.kvHeads, 'The cache was sized for the query heads. It holds keys and values, of which there are G heads.'),
      slip('keys-alone', right.cacheBytes / 2, 'This is half: keys and values are both kept, at two bytes a number.'),
      slip('caches-the-last-token', right.cacheBytes + perToken, 'The last token drawn was counted. It has not gone through the model, so it has no key yet.'),
    ],
  });
}

const phasesRandom = check('random', 'Random shapes, prompts and lengths', async ({ reader, rng }) => {
  for (const family of ['llama', 'gpt', 'llama'] as const) await comparePhases({ reader }, randomConfig(rng, family, true), rng.integer(2, 900), rng.integer(2, 60));
});

const phasesEdges = check('edges', 'One token read, or one written', async ({ reader, rng }) => {
  await comparePhases({ reader }, randomConfig(rng, 'llama', false), 1, rng.integer(2, 9));
  await comparePhases({ reader }, randomConfig(rng, 'llama', false), rng.integer(2, 99), 1);
});

export default defineChecks({
  async demo({ reader, show }) {
    const tableRows: (string | number)[][] = [];
    for (const config of counts.PUBLISHED_CONFIGS) {
      if (config.experts) continue;
      const c = toLab(config);
      const yours = await reader.call<number>('countParameters', c);
      tableRows.push([config.name, yours.toLocaleString('en-US'), counts.countParameters(config).toLocaleString('en-US')]);
    }
    show({ kind: 'table', id: 'parameters', columns: ['model', 'your count', 'the book’s count'], rows: tableRows, caption: 'Parameters of published models.' });
  },
  tasks: {
    parameters: [parametersRandom('llama', 'Random Llama shapes, exactly', 'llama'), parametersRandom('gpt', 'Random GPT shapes, exactly', 'gpt'), parametersPublished, parametersShipped],
    rows: [rowsGpt3, rowsRandom],
    flops: [flopsRandom, flopsSeven, flopsRule],
    phases: [phasesRandom, phasesEdges],
  },
});
