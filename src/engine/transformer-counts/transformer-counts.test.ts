// Against FACTS cases 1 to 5 and 22, a loop that counts multiplications one by one, and the shipped model's own tensors.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configFromJson, countParameters as countLlama } from '../llama';
import {
  causalPairs,
  countActiveParameters,
  countMatmulParameters,
  countParameters,
  epochs,
  forwardFlops,
  forwardGemms,
  flopsByPart,
  gptParameterFormula,
  GPT3_CONTEXT,
  GPT3_MIX,
  GPT3_TABLE,
  GPT3_TRAINING_TOKENS,
  GPT3_VOCABULARY,
  headWidths,
  impliedWeightPercent,
  kvBytesPerToken,
  llama,
  parametersByPart,
  petaflopDays,
  published,
  softmaxFlops,
  PUBLISHED_CONFIGS,
  trainingDays,
  trainingFlopsRule,
  trainingStepFlops,
  transformerConfigFromJson,
  type TransformerConfig,
} from '.';

const formula = (layerCount: number, width: number) => gptParameterFormula(layerCount, width, GPT3_VOCABULARY, GPT3_CONTEXT);
const within = (actual: number, expected: number, relative: number) => expect(Math.abs(actual / expected - 1)).toBeLessThanOrEqual(relative);

describe('case 1, the GPT-3 table', () => {
  it.each([0.125, 0.356, 0.76, 1.315, 2.65, 6.657, 12.95, 174.589])('row %# has %f billion by the formula', (billions) => {
    const row = GPT3_TABLE[[0.125, 0.356, 0.76, 1.315, 2.65, 6.657, 12.95, 174.589].indexOf(billions)]!;
    within(formula(row.layerCount, row.width) / 1e9, billions, 1e-3 + 5e-4 / billions);
  });
  it('has 12.851 billion in the 13B row at width 5,120', () => within(formula(40, 5120) / 1e9, 12.851, 1e-3));
  it('is inconsistent in exactly two rows', () => {
    const bad = GPT3_TABLE.filter((row) => !headWidths(row).consistent);
    expect(bad.map((row) => row.name)).toEqual(['GPT-3 XL', 'GPT-3 13B']);
    expect(bad.map((row) => headWidths(row).fromHeads)).toEqual([3072, 5120]);
  });
  it('leaves out only biases and norms', () => {
    for (const config of PUBLISHED_CONFIGS.filter((c) => c.biases)) {
      const { layerCount: L, width: d } = config;
      const short = gptParameterFormula(L, d, config.vocabularySize, config.positionRows);
      // A block: biases 4d of attention, 4d + d of the network, two norms of 2d; then the final norm.
      expect(countParameters(config) - short).toBe(L * 13 * d + 2 * d);
    }
  });
  it('gives GPT-2 small its 124,439,808 parameters', () => expect(countParameters(published('GPT-2 small'))).toBe(124_439_808));
});

describe('case 2, the data mix', () => {
  it('gives the epochs', () => {
    const computed = GPT3_MIX.map((row) => epochs(GPT3_TRAINING_TOKENS, row.weightPercent, row.sizeBillions));
    [0.439, 3.474, 2, 0.436, 3].forEach((expected, i) => within(computed[i]!, expected, 2e-3));
  });
  it('sums to 101 percent, and the printed epochs to 292 billion tokens', () => {
    expect(GPT3_MIX.reduce((sum, row) => sum + row.weightPercent, 0)).toBe(101);
    within(GPT3_MIX.reduce((sum, row) => sum + row.printedEpochs * row.sizeBillions, 0), 292, 2e-3);
    within(impliedWeightPercent(GPT3_TRAINING_TOKENS, 2.9, 19), 18.4, 5e-3);
  });
});

describe('case 3, exact Llama counts', () => {
  it.each([
    ['Llama 2 7B', 6_738_415_616],
    ['Llama 2 70B', 68_976_648_192],
    ['Llama 3 8B', 8_030_261_248],
    ['Llama 3 405B', 405_853_388_800],
    ['Mixtral 8x7B', 46_702_792_704],
  ])('%s has %i', (name, count) => expect(countParameters(published(name))).toBe(count));
  it('Mixtral uses 12,879,925,248 of them for a token', () =>
    expect(countActiveParameters(published('Mixtral 8x7B'))).toBe(12_879_925_248));
});

describe('case 4, 6ND', () => {
  it.each([
    [175e9, 300e9, 3.15e23],
    [70e9, 1.4e12, 5.88e23],
    [280e9, 300e9, 5.04e23],
    [405e9, 15.6e12, 3.79e25],
  ])('%d parameters, %d tokens', (n, tokens, flops) => within(trainingFlopsRule(n, tokens), flops, 2e-3));
  it('is 3,646 petaFLOP/s-days for GPT-3', () => within(petaflopDays(3.15e23), 3646, 1e-3));
  it('takes 66.0 days for Llama 3 405B at 41 percent', () => within(trainingDays(3.79e25, 16_384, 989.4e12, 0.41), 66.0, 2e-3));
});

describe('case 5, a forward pass of Llama 2 7B', () => {
  const config = published('Llama 2 7B');
  const pass = { batch: 1, newTokens: 4096 };
  it('is 6.297e13 FLOP with softmax, three times that with the backward pass', () => {
    within(forwardFlops(config, pass) + softmaxFlops(config, pass), 6.297e13, 1e-4);
    within(trainingStepFlops(config, pass), 1.889e14, 1e-3);
  });
  it('equals the closed form, whose 3s²n is softmax', () => {
    const [L, s, h, i, v, n] = [32, 4096, 4096, 11_008, 32_000, 32];
    const closed = L * (8 * s * h * h + 4 * s * s * h + 3 * s * s * n) + 6 * L * s * h * i + 2 * s * h * v;
    expect(forwardFlops(config, pass) + softmaxFlops(config, pass)).toBe(closed);
  });
  it('is 192.14e12 with the embedding as a GEMM and the backward pass', () => {
    const { width: h, vocabularySize: v } = config;
    const closed = forwardFlops(config, pass) + 32 * 3 * 4096 * 4096 * 32;
    within(3 * (closed + 2 * 4096 * h * v), 192.14e12, 5e-4);
  });
});

describe('case 22, keys and values', () => {
  it.each([
    ['Llama 2 7B', 524_288],
    ['Llama 2 13B', 819_200],
    ['Llama 2 70B', 327_680],
    ['Llama 3 8B', 131_072],
    ['Llama 3 405B', 516_096],
    ['GPT-3 175B', 4_718_592],
  ])('%s keeps %i bytes a token', (name, bytes) => expect(kvBytesPerToken(published(name), 2)).toBe(bytes));
});

const shape = fc.record({
  layerCount: fc.integer({ min: 1, max: 3 }),
  kvHeadCount: fc.integer({ min: 1, max: 3 }),
  group: fc.integer({ min: 1, max: 3 }),
  headSize: fc.integer({ min: 1, max: 4 }),
  innerWidth: fc.integer({ min: 1, max: 9 }),
  vocabularySize: fc.integer({ min: 1, max: 9 }),
});
const configOf = ({ group, ...rest }: { layerCount: number; kvHeadCount: number; group: number; headSize: number; innerWidth: number; vocabularySize: number }): TransformerConfig =>
  llama({ name: 'random', ...rest, headCount: rest.kvHeadCount * group, width: rest.kvHeadCount * group * rest.headSize });

describe('invariants', () => {
  it('parts add up to the whole', () =>
    fc.assert(
      fc.property(shape, (s) => {
        const config = configOf(s);
        expect(Object.values(parametersByPart(config)).reduce((a, b) => a + b)).toBe(countParameters(config));
        const pass = { batch: 2, newTokens: 5, cachedTokens: 3 };
        expect(Object.values(flopsByPart(config, pass)).reduce((a, b) => a + b)).toBe(forwardFlops(config, pass));
      }),
    ));
  it('prefill and decode together cost what one causal pass costs', () =>
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (s, first, rest) => {
        const config = configOf(s);
        let flops = forwardFlops(config, { batch: 1, newTokens: first, scores: 'causal' });
        for (let t = 0; t < rest; t++) flops += forwardFlops(config, { batch: 1, newTokens: 1, cachedTokens: first + t, scores: 'causal' });
        expect(flops).toBe(forwardFlops(config, { batch: 1, newTokens: first + rest, scores: 'causal' }));
      }),
    ));
  it('weights cost 2 FLOPs a parameter and token', () =>
    fc.assert(
      fc.property(shape, fc.integer({ min: 1, max: 9 }), (s, tokens) => {
        const config = configOf(s);
        const { scores } = flopsByPart(config, { batch: 1, newTokens: tokens });
        expect(forwardFlops(config, { batch: 1, newTokens: tokens }) - scores).toBe(2 * tokens * countMatmulParameters(config));
      }),
    ));
  it('a loop over keys counts the causal pairs', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 20 }), (fresh, cached) => {
        let pairs = 0;
        for (let query = cached; query < cached + fresh; query++) for (let key = 0; key <= query; key++) pairs++;
        expect(causalPairs(fresh, cached)).toBe(pairs);
      }),
    ));
  it('dense GEMMs cost 2mkn each', () => {
    for (const gemm of forwardGemms(published('Mixtral 8x7B'), { batch: 2, newTokens: 8 }))
      expect(gemm.flops).toBe(2 * gemm.m * gemm.k * gemm.n * gemm.count);
  });
});

describe('the shipped model', () => {
  const json: unknown = JSON.parse(readFileSync('static/models/storyworld-0.8m/config.json', 'utf8'));
  it('has as many parameters as its own list of matrices', () =>
    expect(countParameters(transformerConfigFromJson('storyworld', json))).toBe(countLlama(configFromJson(json))));
});
