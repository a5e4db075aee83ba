// The numbers of chapter 5: published tables and laws through src/engine/transformer-counts, the shipped model through its own
// config.json and card.json (so that a retrained model can be swapped in place), and what measure-decode.ts measured.

import { claim, defineClaims } from '@site/src/formats';
import {
  countActiveParameters,
  countParameters,
  epochs,
  flopsByPart,
  forwardFlops,
  gpt,
  gptParameterFormula,
  GPT3_CONTEXT,
  GPT3_MIX,
  GPT3_TABLE,
  GPT3_TRAINING_TOKENS,
  GPT3_VOCABULARY,
  impliedWeightPercent,
  kvBytesPerToken,
  llama,
  parametersByPart,
  petaflopDays,
  published,
  softmaxFlops,
  trainingDays,
  trainingFlopsRule,
  transformerConfigFromJson,
  type TransformerConfig,
} from '@site/src/engine/transformer-counts';
import { expectedTokensPerRound } from '@site/src/llm/speculative';
import card from '@site/static/models/storyworld-0.8m/card.json';
import config from '@site/static/models/storyworld-0.8m/config.json';
import drafts from './drafts.json';
import measured from './measurements.json';

const PRINTED = 'Brown et al. (2020), Table 2.1';
const measuredHere = `measured: ${measured.how.browser}, ${measured.how.runtime}, ${measured.how.machine}, ${measured.how.date}`;
const billions = { digits: 3, style: 'fixed' } as const;
const exact = { digits: 0, style: 'integer' } as const;
const percent = (digits = 1) => ({ digits, style: 'percent' }) as const;
const scientific = (digits = 2) => ({ digits, style: 'scientific' }) as const;

// ---- The 3-token case of the text: scores 6, 2, 4 of one query, head size 4

/** Softmax weight of the score `own` beside two others, each divided by `divisor`. */
const weightOf = (own: number, second: number, third: number, divisor: number) => {
  const power = (score: number) => Math.exp((score - own) / divisor);
  return 1 / (1 + power(second) + power(third));
};
const weight = (ownScore: number, secondScore: number, thirdScore: number, divisor: number, value: number) =>
  claim({
    inputs: { ownScore, secondScore, thirdScore, divisor },
    compute: (i) => weightOf(i.ownScore, i.secondScore, i.thirdScore, i.divisor),
    unit: '',
    format: { digits: 3, style: 'fixed' },
    expected: { value, relativeTolerance: 5e-3, source: 'the exponentials, worked by hand' },
  });

// ---- GPT-3's table

const gpt3 = (name: string, value: number, width = GPT3_TABLE.find((r) => r.name === name)!.width) => {
  const row = GPT3_TABLE.find((r) => r.name === name)!;
  return claim({
    inputs: { layers: row.layerCount, width, vocabulary: GPT3_VOCABULARY, positions: GPT3_CONTEXT },
    compute: (i) => gptParameterFormula(i.layers, i.width, i.vocabulary, i.positions) / 1e9,
    unit: '',
    format: billions,
    // Half of the last printed digit and the tolerance of the case.
    expected: { value, relativeTolerance: 1e-3 + 5e-4 / value, source: `${PRINTED}, within its rounding; recomputed by hand from 12Ld² + (V + n)d` },
  });
};

const mix = (at: number, value: number) => {
  const row = GPT3_MIX[at]!;
  return claim({
    inputs: { trainingTokens: GPT3_TRAINING_TOKENS, weightPercent: row.weightPercent, sizeBillions: row.sizeBillions },
    compute: (i) => epochs(i.trainingTokens, i.weightPercent, i.sizeBillions),
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value, relativeTolerance: 0.01, source: `300 billion × weight over size, worked by hand; the table prints ${row.printedEpochs}` },
  });
};

const sixNd = (parameters: number, tokens: number, value: number, source: string) =>
  claim({
    inputs: { parameters, tokens },
    compute: (i) => trainingFlopsRule(i.parameters, i.tokens),
    unit: 'FLOP',
    format: scientific(),
    expected: { value, relativeTolerance: 0.01, source },
  });

// ---- Exact counts

const llamaInputs = (c: TransformerConfig) => ({
  layers: c.layerCount,
  width: c.width,
  heads: c.headCount,
  keyHeads: c.kvHeadCount,
  headSize: c.headSize,
  innerWidth: c.innerWidth,
  vocabulary: c.vocabularySize,
});
type LlamaInputs = ReturnType<typeof llamaInputs>;
const llamaOf = (i: LlamaInputs, rest: Pick<Partial<TransformerConfig>, 'tiedEmbeddings' | 'experts'> = {}) =>
  llama({
    name: '',
    layerCount: i.layers,
    width: i.width,
    headCount: i.heads,
    kvHeadCount: i.keyHeads,
    headSize: i.headSize,
    innerWidth: i.innerWidth,
    vocabularySize: i.vocabulary,
    ...rest,
  });
const exactLlama = (name: string, value: number) =>
  claim({
    inputs: llamaInputs(published(name)),
    compute: (i) => countParameters(llamaOf(i)),
    unit: '',
    format: exact,
    expected: { value, relativeTolerance: 0, source: 'the sum of the shapes of the released weights' },
  });

const shipped = transformerConfigFromJson('storyworld-0.8m', config);
const shippedInputs = llamaInputs(shipped);
const shippedOf = (i: LlamaInputs) => llamaOf(i, { tiedEmbeddings: shipped.tiedEmbeddings });
const shippedExact = countParameters(shipped);
const context = config.max_position_embeddings;
const kvBytes = (name: string, value: number) => {
  const c = published(name);
  return claim({
    inputs: { layers: c.layerCount, keyHeads: c.kvHeadCount, headSize: c.headSize, bytesPerNumber: 2 },
    compute: (i) => kvBytesPerToken({ layerCount: i.layers, kvHeadCount: i.keyHeads, headSize: i.headSize }, i.bytesPerNumber),
    unit: 'bytes',
    format: exact,
    expected: { value, relativeTolerance: 0, source: '2 · L · G · D · bytes, worked by hand' },
  });
};

const seven = published('Llama 2 7B');
const longPass = { batch: 1, newTokens: 4096 };
const sevenFlops = forwardFlops(seven, longPass) + softmaxFlops(seven, longPass);
const shareOf = (part: 'attention' | 'scores' | 'feed-forward' | 'output', value: number) =>
  claim({
    inputs: { ...llamaInputs(seven), tokens: 4096 },
    compute: (i) => {
      const pass = { batch: 1, newTokens: i.tokens };
      const softmax = softmaxFlops(llamaOf(i), pass);
      return (flopsByPart(llamaOf(i), pass)[part] + (part === 'scores' ? softmax : 0)) / (forwardFlops(llamaOf(i), pass) + softmax);
    },
    unit: '',
    format: percent(),
    expected: { value, relativeTolerance: 5e-3, source: 'the closed form of each term, worked by hand' },
  });

const h100 = { deviceFlopPerS: 989.4e12, deviceBytesPerS: 3.352e12 };

export default defineClaims({
  'gpt3-flop': sixNd(175e9, 300e9, 3.15e23, 'Brown et al. (2020), appendix on compute: 3.14e23'),
  'gpt3-pf-days': claim({
    inputs: { parameters: 175e9, tokens: 300e9 },
    compute: (i) => petaflopDays(trainingFlopsRule(i.parameters, i.tokens)),
    unit: '',
    format: exact,
    expected: { value: 3640, relativeTolerance: 0.01, source: 'Brown et al. (2020), appendix on compute: 3,640 petaFLOP/s-days' },
  }),
  'chinchilla-flop': sixNd(70e9, 1.4e12, 5.88e23, '6 · 70e9 · 1.4e12 by hand; Hoffmann et al. (2022) state the Gopher budget, 5.76e23'),
  'gopher-flop': sixNd(280e9, 300e9, 5.04e23, '6 · 280e9 · 300e9 by hand; Hoffmann et al. (2022) state 5.76e23 from a count with attention and embeddings'),
  'llama3-flop': sixNd(405e9, 15.6e12, 3.8e25, 'Llama Team (2024): 3.8e25'),
  'llama3-days': claim({
    inputs: { parameters: 405e9, tokens: 15.6e12, devices: 16_384, peakFlopPerS: h100.deviceFlopPerS, utilization: 0.41 },
    compute: (i) => trainingDays(trainingFlopsRule(i.parameters, i.tokens), i.devices, i.peakFlopPerS, i.utilization),
    unit: 'days',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 66, relativeTolerance: 0.01, source: 'worked by hand; the paper reports 38 to 43 % of peak' },
    note: 'Utilization here is model FLOP utilization: useful operations over the dense bf16 peak.',
  }),
  'training-days-8b': claim({
    inputs: { parameters: 8.03e9, tokens: 15e12, devices: 1024, peakFlopPerS: h100.deviceFlopPerS, utilization: 0.4 },
    compute: (i) => trainingDays(trainingFlopsRule(i.parameters, i.tokens), i.devices, i.peakFlopPerS, i.utilization),
    unit: 'days',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 20.64, relativeTolerance: 1e-3, source: '7.227e23 over 4.053e17 a second, by hand' },
  }),
  'llama3-average-mfu': claim({
    inputs: { parameters: 405e9, tokens: 15.6e12, deviceHours: 30.84e6, peakFlopPerS: h100.deviceFlopPerS },
    compute: (i) => trainingFlopsRule(i.parameters, i.tokens) / (i.deviceHours * 3600 * i.peakFlopPerS),
    unit: '',
    format: percent(),
    expected: { value: 0.345, relativeTolerance: 5e-3, source: 'worked by hand from the 30.84 million H100-hours of the model card' },
    note: 'If every one of the hours counts, restarts and all.',
  }),
  'llama3-cost-low': claim({
    inputs: { deviceHours: 30.84e6, dollarsPerHour: 2 },
    compute: (i) => (i.deviceHours * i.dollarsPerHour) / 1e6,
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 61.7, relativeTolerance: 5e-3, source: '30.84 million hours at $2' },
  }),
  'llama3-cost-high': claim({
    inputs: { deviceHours: 30.84e6, dollarsPerHour: 4 },
    compute: (i) => (i.deviceHours * i.dollarsPerHour) / 1e6,
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 123.4, relativeTolerance: 5e-3, source: '30.84 million hours at $4' },
  }),

  'weight-first': weight(6, 2, 4, 2, 20.0855 / 30.1929),
  'weight-second': weight(2, 6, 4, 2, 2.7183 / 30.1929),
  'weight-third': weight(4, 6, 2, 2, 7.3891 / 30.1929),
  'weight-unscaled': weight(6, 2, 4, 1, 403.43 / 465.42),
  'weight-masked': claim({
    inputs: { ownScore: 4, earlierScore: 2, divisor: 2 },
    compute: (i) => weightOf(i.ownScore, i.earlierScore, -Infinity, i.divisor),
    unit: '',
    format: { digits: 3, style: 'fixed' },
    expected: { value: 0.7311, relativeTolerance: 1e-3, source: '1 over 1 + 1/e, worked by hand' },
  }),
  'output-first': claim({
    inputs: { firstScore: 3, secondScore: 1, thirdScore: 2, firstValue: 6, thirdValue: 3 },
    compute: (i) => weightOf(i.firstScore, i.secondScore, i.thirdScore, 1) * i.firstValue + weightOf(i.thirdScore, i.firstScore, i.secondScore, 1) * i.thirdValue,
    unit: '',
    format: { digits: 3, style: 'fixed' },
    expected: { value: (20.0855 * 6 + 7.3891 * 3) / 30.1929, relativeTolerance: 1e-4, source: 'worked by hand' },
  }),
  'spread-unscaled': claim({
    inputs: { headSize: 128 },
    compute: (i) => Math.sqrt(i.headSize),
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 11.31, relativeTolerance: 1e-3, source: 'the square root of 128' },
  }),
  'rms-first': claim({
    inputs: { first: 3, second: 4, epsilon: 1e-5 },
    compute: (i) => i.first / Math.sqrt((i.first ** 2 + i.second ** 2) / 2 + i.epsilon),
    unit: '',
    format: { digits: 3, style: 'fixed' },
    expected: { value: 3 / Math.sqrt(12.5), relativeTolerance: 1e-5, source: '3 over the root of 12.5, by hand' },
  }),

  'shipped-parameters': claim({
    inputs: shippedInputs,
    compute: (i) => countParameters(shippedOf(i)),
    unit: '',
    format: exact,
    expected: { value: card.parameters, relativeTolerance: 0, source: 'the model card, which counts the tensors in the file' },
  }),
  'shipped-layers': claim({
    inputs: { layers: shipped.layerCount },
    compute: (i) => i.layers,
    unit: '',
    format: exact,
    expected: { value: card.config.layerCount, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-width': claim({
    inputs: { width: shipped.width },
    compute: (i) => i.width,
    unit: '',
    format: exact,
    expected: { value: card.config.hiddenSize, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-heads': claim({
    inputs: { heads: shipped.headCount },
    compute: (i) => i.heads,
    unit: '',
    format: exact,
    expected: { value: card.config.headCount, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-key-heads': claim({
    inputs: { keyHeads: shipped.kvHeadCount },
    compute: (i) => i.keyHeads,
    unit: '',
    format: exact,
    expected: { value: card.config.kvHeadCount, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-inner': claim({
    inputs: { innerWidth: shipped.innerWidth },
    compute: (i) => i.innerWidth,
    unit: '',
    format: exact,
    expected: { value: card.config.intermediateSize, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-vocabulary': claim({
    inputs: { vocabulary: shipped.vocabularySize },
    compute: (i) => i.vocabulary,
    unit: '',
    format: exact,
    expected: { value: card.config.vocabularySize, relativeTolerance: 0, source: 'the model card' },
  }),
  'shipped-megabytes': claim({
    inputs: { parameters: shippedExact, bytesPerParameter: 2 },
    compute: (i) => (i.parameters * i.bytesPerParameter) / 1e6,
    unit: 'MB',
    format: { digits: 1, style: 'fixed' },
    expected: { value: card.bytesByFile['model.safetensors'] / 1e6, relativeTolerance: 0.01, source: 'the length of model.safetensors, header included' },
  }),
  'shipped-block': claim({
    inputs: { width: shipped.width, heads: shipped.headCount, keyHeads: shipped.kvHeadCount, headSize: shipped.headSize, innerWidth: shipped.innerWidth },
    compute: (i) => {
      const parts = parametersByPart(shippedOf({ ...i, layers: 1, vocabulary: 0 }));
      return parts.attention + parts['feed-forward'] + parts.norms - i.width;
    },
    unit: '',
    format: exact,
    expected: {
      value: (card.parameters - (card.config.vocabularySize + 1) * card.config.hiddenSize) / card.config.layerCount,
      relativeTolerance: 0,
      source: 'the card’s total less the embedding and the final norm, over the layers',
    },
  }),
  'shipped-embedding-share': claim({
    inputs: { vocabulary: shipped.vocabularySize, width: shipped.width, parameters: shippedExact },
    compute: (i) => (i.vocabulary * i.width) / i.parameters,
    unit: '',
    format: percent(),
    expected: { value: (card.config.vocabularySize * card.config.hiddenSize) / card.parameters, relativeTolerance: 1e-9, source: 'the model card' },
  }),
  'gpt3-embedding-share': claim({
    inputs: { layers: 96, width: 12_288, vocabulary: GPT3_VOCABULARY, positions: GPT3_CONTEXT },
    compute: (i) => (i.vocabulary * i.width) / gptParameterFormula(i.layers, i.width, i.vocabulary, i.positions),
    unit: '',
    format: percent(2),
    expected: { value: 0.6176 / 174.589, relativeTolerance: 1e-3, source: '50,257 · 12,288 over 174.589 billion, by hand' },
  }),
  'llama3-8b-embedding-share': claim({
    inputs: { vocabulary: 128_256, width: 4096, parameters: countParameters(published('Llama 3 8B')) },
    compute: (i) => (2 * i.vocabulary * i.width) / i.parameters,
    unit: '',
    format: percent(),
    expected: { value: 1.0507 / 8.0303, relativeTolerance: 1e-3, source: 'two matrices of 128,256 · 4,096 over 8.0303 billion, by hand' },
  }),
  'shipped-by-formula': claim({
    inputs: { layers: shipped.layerCount, width: shipped.width, vocabulary: shipped.vocabularySize },
    compute: (i) => gptParameterFormula(i.layers, i.width, i.vocabulary, 0),
    unit: '',
    format: exact,
    expected: {
      value: 12 * card.config.layerCount * card.config.hiddenSize ** 2 + card.config.vocabularySize * card.config.hiddenSize,
      relativeTolerance: 0,
      source: '12Ld² + Vd with the card’s numbers',
    },
  }),
  'shipped-formula-error': claim({
    inputs: { layers: shipped.layerCount, width: shipped.width, vocabulary: shipped.vocabularySize, parameters: shippedExact },
    compute: (i) => gptParameterFormula(i.layers, i.width, i.vocabulary, 0) / i.parameters - 1,
    unit: '',
    format: percent(),
    expected: {
      value: (12 * card.config.layerCount * card.config.hiddenSize ** 2 + card.config.vocabularySize * card.config.hiddenSize) / card.parameters - 1,
      relativeTolerance: 1e-9,
      source: 'the formula over the card’s count',
    },
  }),
  'held-out-nats': claim({
    inputs: { natsPerToken: card.heldOut.natsPerToken },
    compute: (i) => i.natsPerToken,
    unit: 'nats',
    format: { digits: 3, style: 'fixed' },
    expected: { value: card.heldOut.natsPerDocument / (card.heldOut.tokens / card.heldOut.documents), relativeTolerance: 0.01, source: 'nats a held-out document over tokens a document, in the model card' },
  }),
  'generator-nats': claim({
    inputs: { natsPerToken: card.heldOut.generatorNatsPerToken },
    compute: (i) => i.natsPerToken,
    unit: 'nats',
    format: { digits: 3, style: 'fixed' },
    expected: { value: card.heldOut.generatorNatsPerDocument / (card.heldOut.tokens / card.heldOut.documents), relativeTolerance: 0.01, source: 'the generator’s own probabilities of the same documents' },
    note: 'The generator counts the one derivation that it used; a text with several derivations is at least this likely.',
  }),

  'gpt3-small': gpt3('GPT-3 Small', 0.125),
  'gpt3-medium': gpt3('GPT-3 Medium', 0.356),
  'gpt3-large': gpt3('GPT-3 Large', 0.76),
  'gpt3-xl': gpt3('GPT-3 XL', 1.315),
  'gpt3-27b': gpt3('GPT-3 2.7B', 2.65),
  'gpt3-67b': gpt3('GPT-3 6.7B', 6.657),
  'gpt3-13b': gpt3('GPT-3 13B', 12.95),
  'gpt3-13b-5120': gpt3('GPT-3 13B', 12.851, 5120),
  'gpt3-175b': gpt3('GPT-3 175B', 174.589),
  'gpt3-175b-exact': claim({
    inputs: { layers: 96, width: 12_288, heads: 96, vocabulary: GPT3_VOCABULARY, positions: GPT3_CONTEXT },
    compute: (i) => {
      const c = gpt({ name: '', layerCount: i.layers, width: i.width, headCount: i.heads, vocabularySize: i.vocabulary, contextLength: i.positions });
      return countParameters({ ...c, headSize: 128, kvHeadCount: i.heads }) / 1e9;
    },
    unit: '',
    format: billions,
    expected: { value: 174.604, relativeTolerance: 1e-5, source: '174.5887 billion by the formula plus 13Ld + 2d for biases and norms, by hand' },
  }),

  'epochs-crawl': mix(0, 0.439),
  'epochs-webtext': mix(1, 3.47),
  'epochs-books1': mix(2, 2.0),
  'epochs-books2': mix(3, 0.436),
  'epochs-wikipedia': mix(4, 3.0),
  'webtext-implied': claim({
    inputs: { trainingTokens: GPT3_TRAINING_TOKENS, printedEpochs: 2.9, sizeBillions: 19 },
    compute: (i) => impliedWeightPercent(i.trainingTokens, i.printedEpochs, i.sizeBillions) / 100,
    unit: '',
    format: percent(),
    expected: { value: 0.184, relativeTolerance: 5e-3, source: '2.9 · 19 over 300, worked by hand' },
  }),
  'mix-tokens-by-epochs': claim({
    inputs: Object.fromEntries(GPT3_MIX.map((row) => [row.name.replace(/\W/g, ''), row.printedEpochs])),
    compute: (i) => GPT3_MIX.reduce((sum, row) => sum + (i[row.name.replace(/\W/g, '')] ?? 0) * row.sizeBillions, 0),
    unit: 'billion',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 292, relativeTolerance: 2e-3, source: 'each printed number of epochs times its data set, added by hand' },
  }),

  'llama2-7b': exactLlama('Llama 2 7B', 6_738_415_616),
  'llama2-70b': exactLlama('Llama 2 70B', 68_976_648_192),
  'llama3-8b': exactLlama('Llama 3 8B', 8_030_261_248),
  'llama3-405b': exactLlama('Llama 3 405B', 405_853_388_800),
  'mixtral-total': claim({
    inputs: { ...llamaInputs(published('Mixtral 8x7B')), experts: 8 },
    compute: (i) => countParameters(llamaOf(i, { experts: { count: i.experts, active: 2 } })),
    unit: '',
    format: exact,
    expected: { value: 46_702_792_704, relativeTolerance: 0, source: 'the sum of the shapes of the released weights' },
  }),
  'mixtral-active': claim({
    inputs: { ...llamaInputs(published('Mixtral 8x7B')), activeExperts: 2 },
    compute: (i) => countActiveParameters(llamaOf(i, { experts: { count: 8, active: i.activeExperts } })),
    unit: '',
    format: exact,
    expected: { value: 12_879_925_248, relativeTolerance: 0, source: 'two of eight experts in each layer, worked by hand' },
  }),

  'forward-7b': claim({
    inputs: { ...llamaInputs(seven), tokens: 4096 },
    compute: (i) => {
      const pass = { batch: 1, newTokens: i.tokens };
      return forwardFlops(llamaOf(i), pass) + softmaxFlops(llamaOf(i), pass);
    },
    unit: 'FLOP',
    format: scientific(3),
    expected: { value: 6.297e13, relativeTolerance: 1e-3, source: 'L(8sh² + 4s²h + 3s²n) + 6Lshi + 2shv, worked by hand' },
  }),
  'step-7b': claim({
    inputs: { ...llamaInputs(seven), tokens: 4096 },
    compute: (i) => {
      const pass = { batch: 1, newTokens: i.tokens };
      return 3 * (forwardFlops(llamaOf(i), pass) + softmaxFlops(llamaOf(i), pass));
    },
    unit: 'FLOP',
    format: scientific(3),
    expected: { value: 1.889e14, relativeTolerance: 1e-3, source: 'three times the forward pass' },
  }),
  'slide-7b': claim({
    inputs: { ...llamaInputs(seven), tokens: 4096 },
    compute: (i) => {
      const pass = { batch: 1, newTokens: i.tokens };
      return (3 * (forwardFlops(llamaOf(i), pass) + softmaxFlops(llamaOf(i), pass) + 2 * i.tokens * i.width * i.vocabulary)) / 1e12;
    },
    unit: 'TFLOP',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 192.17, relativeTolerance: 5e-3, source: 'a course slide (UCSD): 192.17 TFLOP' },
    note: 'The slide multiplies by the embedding matrix where a forward pass only copies rows.',
  }),
  'share-ffn-7b': shareOf('feed-forward', 3.5463e13 / sevenFlops),
  'share-projections-7b': shareOf('attention', 1.7592e13 / sevenFlops),
  'share-scores-7b': shareOf('scores', (8.796e12 + 5.154e10) / sevenFlops),
  'share-logits-7b': shareOf('output', 1.0737e12 / sevenFlops),
  'rule-error-7b': claim({
    inputs: { ...llamaInputs(seven), tokens: 4096 },
    compute: (i) => {
      const pass = { batch: 1, newTokens: i.tokens };
      const counted = 3 * (forwardFlops(llamaOf(i), pass) + softmaxFlops(llamaOf(i), pass));
      return 1 - trainingFlopsRule(countParameters(llamaOf(i)), i.tokens) / counted;
    },
    unit: '',
    format: percent(),
    expected: { value: 1 - (6 * 6.738415616e9 * 4096) / 1.88918e14, relativeTolerance: 0.01, source: '6ND over the counted step, by hand' },
  }),

  'image-tokens': claim({
    inputs: { sidePixels: 448, patchPixels: 14 },
    compute: (i) => (i.sidePixels / i.patchPixels) ** 2,
    unit: 'tokens',
    format: exact,
    expected: { value: 1024, relativeTolerance: 0, source: '32 squares a side, by hand' },
  }),
  'kv-7b': kvBytes('Llama 2 7B', 524_288),
  'kv-70b': kvBytes('Llama 2 70B', 327_680),
  'kv-gpt3': kvBytes('GPT-3 175B', 4_718_592),
  'kv-llama3-8b': kvBytes('Llama 3 8B', 131_072),
  'kv-70b-unshared': claim({
    inputs: { layers: 80, heads: 64, headSize: 128, bytesPerNumber: 2 },
    compute: (i) => kvBytesPerToken({ layerCount: i.layers, kvHeadCount: i.heads, headSize: i.headSize }, i.bytesPerNumber),
    unit: 'bytes',
    format: exact,
    expected: { value: 8 * 327_680, relativeTolerance: 0, source: 'eight times the cache with 8 key heads' },
  }),
  'kv-shipped': claim({
    inputs: { layers: shipped.layerCount, keyHeads: shipped.kvHeadCount, headSize: shipped.headSize, bytesPerNumber: 4 },
    compute: (i) => kvBytesPerToken({ layerCount: i.layers, kvHeadCount: i.keyHeads, headSize: i.headSize }, i.bytesPerNumber),
    unit: 'bytes',
    format: exact,
    expected: { value: 2 * card.config.layerCount * card.config.kvHeadCount * card.config.headSize * 4, relativeTolerance: 0, source: '2 · L · G · D · 4 with the card’s numbers' },
  }),
  'shipped-token-mflop': claim({
    inputs: { ...shippedInputs, contextTokens: measured.decodeAfterTokens },
    compute: (i) => forwardFlops(shippedOf(i), { batch: 1, newTokens: 1, cachedTokens: i.contextTokens }) / 1e6,
    unit: 'MFLOP',
    format: { digits: 2, style: 'fixed' },
    expected: { value: (2 * card.parameters) / 1e6, relativeTolerance: 0.1, source: 'two operations a parameter; the exact count adds the scores and leaves the norms out' },
  }),
  'prefill-measured': claim({
    inputs: { prefillMs: measured.prefillMs['128'] },
    compute: (i) => i.prefillMs,
    unit: 'ms',
    format: { digits: 1, style: 'fixed' },
    expected: { value: measured.prefillMs['128'], relativeTolerance: 0, source: measuredHere },
  }),
  'decode-measured': claim({
    inputs: { decodeMsPerToken: measured.decodeMsPerToken },
    compute: (i) => i.decodeMsPerToken,
    unit: 'ms',
    format: { digits: 2, style: 'fixed' },
    expected: { value: measured.decodeMsPerToken, relativeTolerance: 0, source: measuredHere },
  }),
  'prefill-predicted': claim({
    inputs: { ...shippedInputs, prefillTokens: 128, decodeMsPerToken: measured.decodeMsPerToken, contextTokens: measured.decodeAfterTokens + 24 },
    compute: (i) => {
      const c = shippedOf(i);
      const step = forwardFlops(c, { batch: 1, newTokens: 1, cachedTokens: i.contextTokens });
      return (i.decodeMsPerToken * forwardFlops(c, { batch: 1, newTokens: i.prefillTokens })) / step;
    },
    unit: 'ms',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 128 * measured.decodeMsPerToken, relativeTolerance: 0.1, source: '128 times the measured step; the scores make the difference' },
  }),
  'prefill-miss': claim({
    inputs: { ...shippedInputs, prefillTokens: 128, decodeMsPerToken: measured.decodeMsPerToken, contextTokens: measured.decodeAfterTokens + 24, prefillMs: measured.prefillMs['128'] },
    compute: (i) => {
      const c = shippedOf(i);
      const step = forwardFlops(c, { batch: 1, newTokens: 1, cachedTokens: i.contextTokens });
      return (i.decodeMsPerToken * forwardFlops(c, { batch: 1, newTokens: i.prefillTokens })) / step / i.prefillMs;
    },
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: (128 * measured.decodeMsPerToken) / measured.prefillMs['128'], relativeTolerance: 0.1, source: 'predicted over measured' },
  }),
  'prefill-of-2': claim({
    inputs: { prefillMs: measured.prefillMs['2'] },
    compute: (i) => i.prefillMs,
    unit: 'ms',
    format: { digits: 1, style: 'fixed' },
    expected: { value: measured.prefillMs['2'], relativeTolerance: 0, source: measuredHere },
  }),
  'prefill-of-16': claim({
    inputs: { prefillMs: measured.prefillMs['16'] },
    compute: (i) => i.prefillMs,
    unit: 'ms',
    format: { digits: 1, style: 'fixed' },
    expected: { value: measured.prefillMs['16'], relativeTolerance: 0, source: measuredHere },
  }),
  'token-cost': claim({
    inputs: { shortMs: measured.prefillMs['16'], shortTokens: 16, longMs: measured.prefillMs['128'], longTokens: 128 },
    compute: (i) => (i.longMs - i.shortMs) / (i.longTokens - i.shortTokens),
    unit: 'ms',
    format: { digits: 3, style: 'fixed' },
    expected: { value: (measured.prefillMs['128'] - measured.prefillMs['16']) / 112, relativeTolerance: 1e-6, source: 'the slope between the two measurements' },
  }),
  'decode-floor-7b': claim({
    inputs: { ...llamaInputs(seven), bytesPerParameter: 2, deviceBytesPerS: h100.deviceBytesPerS },
    compute: (i) => ((countParameters(llamaOf(i)) * i.bytesPerParameter) / i.deviceBytesPerS) * 1e3,
    unit: 'ms',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 4.02, relativeTolerance: 0.01, source: '13.48 GB over 3.352 TB/s, by hand' },
  }),
  'decode-arithmetic-7b': claim({
    inputs: { ...llamaInputs(seven), deviceFlopPerS: h100.deviceFlopPerS },
    compute: (i) => ((2 * countParameters(llamaOf(i))) / i.deviceFlopPerS) * 1e6,
    unit: 'µs',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 13.6, relativeTolerance: 0.01, source: '13.48 GFLOP over 989.4 TFLOP/s, by hand' },
  }),
  'scores-share-shipped': claim({
    inputs: { ...shippedInputs, tokens: context },
    compute: (i) => flopsByPart(shippedOf(i), { batch: 1, newTokens: i.tokens }).scores / forwardFlops(shippedOf(i), { batch: 1, newTokens: i.tokens }),
    unit: '',
    format: percent(),
    expected: {
      value: (4 * context * card.config.hiddenSize * card.config.layerCount) / (4 * context * card.config.hiddenSize * card.config.layerCount + 2 * card.parameters),
      relativeTolerance: 0.01,
      source: '4sdL over 4sdL + 2N with the card’s numbers',
    },
  }),
  'scores-share-gpt3': claim({
    inputs: { width: 12_288, tokens: GPT3_CONTEXT },
    compute: (i) => (4 * i.tokens * i.width) / (24 * i.width ** 2),
    unit: '',
    format: percent(),
    expected: { value: 2048 / (6 * 12_288), relativeTolerance: 1e-6, source: 's/(6d), by hand' },
  }),
  'draft-acceptance': claim({
    inputs: { acceptance: drafts.acceptance },
    compute: (i) => i.acceptance,
    unit: '',
    format: percent(),
    expected: { value: drafts.acceptance, relativeTolerance: 1e-9, source: 'measure-drafts.ts; computed again on some of the texts by tests/content/drafts.test.ts' },
  }),
  'draft-tokens': claim({
    inputs: { acceptance: drafts.acceptance, drafted: 8 },
    compute: (i) => expectedTokensPerRound(i.acceptance, i.drafted),
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: [0, 1, 2, 3, 4, 5, 6, 7, 8].reduce((sum, k) => sum + drafts.acceptance ** k, 0), relativeTolerance: 1e-9, source: '1 + α + … + α⁸, term by term' },
  }),
});
