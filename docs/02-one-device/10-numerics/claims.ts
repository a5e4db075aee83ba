// The numbers of chapter 10: formats, quantizers and bits through src/engine/numerics, floors by the roofline with src/gpu/devices.ts, and what
// was measured on the shipped models and on recordings: measure/measured.json and the tables of the figures (each names the command that remakes it).

import { bitsPerElement, bitsPerValue, blockFormats, formats, frobeniusError, limits, throughCodes, ulp, type FloatFormat, type FormatId } from '@site/src/engine/numerics';
import { countParameters } from '@site/src/engine/llama';
import { claim, defineClaims } from '@site/src/formats';
import { devices } from '@site/src/gpu/devices';
import { decodeSample, gradientRange } from '@site/src/figures/gradient-range/model';
import samples from '@site/src/figures/gradient-range/sample.json';
import { cellOf, tableOf } from '@site/src/figures/quantization-damage/model';
import table from '@site/src/figures/quantization-damage/table.json';
import card from '@site/static/models/storyworld-0.8m/card.json';
import largerCard from '@site/static/models/storyworld-3m/card.json';
import measured from './measure/measured.json';

const { h200 } = devices;
const gb = { digits: 1, style: 'fixed' } as const;
const fixed = (digits: number) => ({ digits, style: 'fixed' }) as const;
const whole = { digits: 0, style: 'integer' } as const;
const percent = (digits: number) => ({ digits, style: 'percent' }) as const;

// ---- A published scale

const llama70 = countParameters({ vocabularySize: 32000, hiddenSize: 8192, intermediateSize: 28672, layerCount: 80, headCount: 64, kvHeadCount: 8, headSize: 128, contextLength: 4096, rmsNormEpsilon: 1e-5, ropeTheta: 10000, tiedEmbeddings: false });
/** Bits of a weight in groups of 32 with an fp16 scale. */
const FOUR_BITS = bitsPerValue(1, 32, { bits: 4, scheme: 'symmetric', granularity: { group: 32 }, scaleFormat: formats.fp16 });
const weightGb = (bitsPerWeight: number, value: number, source: string) =>
  claim({ inputs: { parameters: llama70, bitsPerWeight }, compute: (i) => (i.parameters * i.bitsPerWeight) / 8e9, unit: 'GB', format: gb, expected: { value, relativeTolerance: 1e-3, source } });
const readMs = (bitsPerWeight: number, value: number, source: string) =>
  claim({
    inputs: { parameters: llama70, bitsPerWeight, memoryBytesPerS: h200.memoryBytesPerS },
    compute: (i) => ((i.parameters * i.bitsPerWeight) / 8 / i.memoryBytesPerS) * 1e3,
    unit: 'ms',
    format: gb,
    expected: { value, relativeTolerance: 1e-3, source },
    note: 'Weights alone, each read once, at the full bandwidth of the data sheet.',
  });
const prefillMs = (rateOverBf16: number, value: number, source: string) =>
  claim({
    inputs: { parameters: llama70, tokens: 2048, matrixFlopPerS: h200.matrixFlopPerS, rateOverBf16 },
    compute: (i) => ((2 * i.parameters * i.tokens) / (i.matrixFlopPerS * i.rateOverBf16)) * 1e3,
    unit: 'ms',
    format: whole,
    expected: { value, relativeTolerance: 1e-3, source },
    note: 'Products with the weights alone, at the peak; attention adds to it.',
  });
const crossover = (bitsPerWeight: number, value: number, source: string) =>
  claim({
    inputs: { bitsPerWeight, matrixFlopPerS: h200.matrixFlopPerS, memoryBytesPerS: h200.memoryBytesPerS },
    compute: (i) => ((i.bitsPerWeight / 8) * i.matrixFlopPerS) / (2 * i.memoryBytesPerS),
    unit: 'tokens',
    format: whole,
    expected: { value, relativeTolerance: 5e-3, source },
  });

// ---- Formats

const largest = (id: FormatId, value: number, source: string, format: { digits: number; style?: 'scientific' | 'integer' } = whole) => {
  const { name, specials, exponentBits, mantissaBits } = formats[id];
  return claim({
    inputs: { exponentBits, mantissaBits },
    compute: (i) => limits({ id, name, specials, ...i, bias: 2 ** (i.exponentBits - 1) - 1 } satisfies FloatFormat).maxFinite,
    unit: '',
    format,
    expected: { value, relativeTolerance: 1e-4, source },
  });
};

// ---- The shipped models

const cell = (id: string, codes: string, bits: number, granularity: string) => {
  const model = tableOf(table, id);
  return { model, found: cellOf(model, { codes, bits, granularity })! };
};
/** Loss with the codes less the loss as shipped. */
const damage = (codes: string, bits: number, granularity: string, id = 'storyworld-0.8m') => {
  const { model, found } = cell(id, codes, bits, granularity);
  return claim({
    inputs: { lossAsShippedNats: model.lossNats, lossInCodesNats: model.lossNats + found.damageNats },
    compute: (i) => i.lossInCodesNats - i.lossAsShippedNats,
    unit: 'nats a token',
    format: Math.abs(found.damageNats) < 0.01 ? fixed(4) : fixed(3),
    expected: { value: found.damageNats, relativeTolerance: 1e-6, source: `src/figures/quantization-damage/table.json, ${model.tokens} held-out tokens, ${model.id}` },
  });
};
const shipped = tableOf(table, 'storyworld-0.8m');
const trained = decodeSample(samples.trained);
const largestGradient = trained.reduce((most, x) => Math.max(most, Math.abs(x)), 0);

const { dot, noise, activations } = measured;
const measuredIn = 'measure/measured.json';
const atBits = (bits: number) => noise.find((row) => row.bits === bits)!;
const reading = (value: number, name: string, unit: string, format: { digits: number; style?: 'fixed' | 'percent' | 'integer' | 'scientific' }) =>
  claim({ inputs: { [name]: value }, compute: (i) => i[name]!, unit, format, expected: { value, relativeTolerance: 0, source: measuredIn } });

const example = [2.09, -0.98, 1.48, 0.09, 0.05, -0.14, -1.08, 2.12, -0.91, 1.92, 0, -1.03, 1.87, 0, 1.53, 1.49];
const exampleError = (granularity: 'tensor' | 'row', value: number) =>
  claim({
    inputs: { bits: 2 },
    compute: (i) => frobeniusError(example, throughCodes(example, 4, 4, { bits: i.bits, scheme: 'symmetric', granularity })),
    unit: '',
    format: fixed(2),
    expected: { value, relativeTolerance: 2.5e-3, source: 'printed in lecture notes of CSE 234, UC San Diego, 2025' },
  });
const perplexityNats = (before: number, after: number, value: number) =>
  claim({
    inputs: { before, after },
    compute: (i) => Math.log(i.after / i.before),
    unit: 'nats a token',
    format: fixed(3),
    expected: { value, relativeTolerance: 0.02, source: 'the logarithm of the quotient of the two perplexities, by hand' },
    note: 'The perplexities are quoted from memory.',
  });

export default defineClaims({
  'llama70-bf16-gb': weightGb(16, 137.95, '2 · 68,976,648,192 bytes'),
  'llama70-4bit-gb': weightGb(FOUR_BITS, 38.8, '4 + 16/32 bits a weight'),
  'llama70-bf16-ms': readMs(16, 28.74, '137.95 GB over 4.8 TB/s'),
  'llama70-4bit-ms': readMs(FOUR_BITS, 8.083, '38.80 GB over 4.8 TB/s'),
  'prefill-bf16-ms': prefillMs(1, 285.55, '2 · 68.98e9 · 2048 FLOP over 989.4 TFLOP/s'),
  'prefill-fp8-ms': prefillMs(2, 142.78, 'half of that: the H200’s FP8 rate is twice its bf16 rate'),
  'crossover-bf16': crossover(16, 206.1, '989.4 / 4.8'),
  'crossover-4bit': crossover(FOUR_BITS, 57.97, '4.5/16 of that'),

  'max-fp16': largest('fp16', 65504, 'IEEE 754: (2 − 2⁻¹⁰) · 2¹⁵'),
  'max-bf16': largest('bf16', 3.3895e38, '(2 − 2⁻⁷) · 2¹²⁷', { digits: 1, style: 'scientific' }),
  'max-e5m2': largest('e5m2', 57344, 'OCP FP8: 1.75 · 2¹⁵'),
  'max-e4m3': largest('e4m3', 448, 'OCP FP8: 1.75 · 2⁸'),
  'max-e2m1': largest('e2m1', 6, 'OCP MX: 1.5 · 2²'),

  'bf16-step': claim({
    inputs: { weight: 0.05 },
    compute: (i) => ulp(formats.bf16, i.weight),
    unit: '',
    format: fixed(6),
    expected: { value: 0.000244140625, relativeTolerance: 0, source: '2⁻⁵ · 2⁻⁷' },
  }),
  'update-share': claim({
    inputs: { weight: 0.05, update: 1e-4 },
    compute: (i) => i.update / ulp(formats.bf16, i.weight),
    unit: '',
    format: percent(0),
    expected: { value: 0.4096, relativeTolerance: 1e-9, source: '0.0001 · 4096' },
  }),

  'dot-terms': reading(dot.terms, 'terms', 'terms', whole),
  'dot-fp32': reading(dot.fp32, 'relativeError', '', { digits: 0, style: 'scientific' }),
  'dot-fp16': reading(dot.fp16, 'relativeError', '', percent(2)),
  'dot-bf16': reading(dot.bf16, 'relativeError', '', percent(1)),
  'dot-predicted': claim({
    inputs: { terms: dot.terms, mantissaBits: 10 },
    compute: (i) => 2 ** (-i.mantissaBits - 1) * Math.sqrt(i.terms / 6),
    unit: '',
    format: percent(2),
    expected: { value: Math.sqrt(dot.terms / 6) / 2048, relativeTolerance: 1e-9, source: 'u √(n/6) with u = 2⁻¹¹' },
  }),
  'dot-growth': claim({
    inputs: { fullError: dot.fp16, shortError: dot.fp16Short },
    compute: (i) => i.fullError / i.shortError,
    unit: '',
    format: fixed(1),
    expected: { value: dot.fp16 / dot.fp16Short, relativeTolerance: 1e-9, source: measuredIn },
  }),

  'grad-underflow': claim({
    inputs: { scaleExponent: 0 },
    compute: (i) => gradientRange(trained, { format: 'fp16', scale: i.scaleExponent }).losses.underflow,
    unit: '',
    format: percent(1),
    expected: { value: trained.filter((x) => Math.abs(x) <= 2 ** -25).length / trained.length, relativeTolerance: 1e-9, source: 'those of at most half of 2⁻²⁴, counted' },
  }),
  'grad-free-doublings': claim({
    inputs: { largestGradient },
    compute: (i) => Math.floor(Math.log2(limits(formats.fp16).maxFinite / i.largestGradient)),
    unit: '',
    format: whole,
    expected: { value: gradientRange(trained, { format: 'fp16', scale: 0 }).largestSafeScale, relativeTolerance: 0, source: 'the figure’s model' },
  }),
  'grad-safe-scale': claim({
    inputs: { largestGradient },
    compute: (i) => 2 ** Math.floor(Math.log2(limits(formats.fp16).maxFinite / i.largestGradient)),
    unit: '',
    format: whole,
    expected: { value: 2 ** gradientRange(trained, { format: 'fp16', scale: 0 }).largestSafeScale, relativeTolerance: 0, source: 'the figure’s model' },
  }),

  'case32-tensor': exampleError('tensor', 2.28),
  'case32-row': exampleError('row', 2.08),
  'db-per-bit': claim({
    inputs: { stepRatio: 2 },
    compute: (i) => 20 * Math.log10(i.stepRatio),
    unit: 'dB',
    format: fixed(2),
    expected: { value: 6.0206, relativeTolerance: 1e-4, source: '20 log₁₀ 2' },
  }),
  'bits-group-128': claim({
    inputs: { bits: 4, group: 128 },
    compute: (i) => bitsPerValue(1, 4 * i.group, { bits: i.bits, scheme: 'symmetric', granularity: { group: i.group }, scaleFormat: formats.fp16 }),
    unit: 'bits',
    format: fixed(3),
    expected: { value: 4.125, relativeTolerance: 0, source: '4 + 16/128' },
  }),
  'bits-qlora': claim({
    inputs: { bits: 4, group: 64 },
    compute: (i) => bitsPerValue(1, 4 * i.group, { bits: i.bits, scheme: 'symmetric', granularity: { group: i.group } }),
    unit: 'bits',
    format: fixed(1),
    expected: { value: 4.5, relativeTolerance: 0, source: '4 + 32/64' },
  }),
  'bits-double': claim({
    inputs: { bits: 4, group: 64, scaleBits: 8, scaleGroup: 256, outerScaleBits: 32 },
    compute: (i) => i.bits + i.scaleBits / i.group + i.outerScaleBits / (i.group * i.scaleGroup),
    unit: 'bits',
    format: fixed(3),
    expected: { value: 4.127, relativeTolerance: 1e-4, source: 'Dettmers et al. (2023): 0.127 bits for the constants' },
  }),
  'saved-65b': claim({
    inputs: { parameters: 65e9, group: 64, singleScaleBits: 32, doubleBits: 8 / 64 + 32 / (64 * 256) },
    compute: (i) => (i.parameters * (i.singleScaleBits / i.group - i.doubleBits)) / 8e9,
    unit: 'GB',
    format: gb,
    expected: { value: 3.03, relativeTolerance: 2e-3, source: '0.373 bits of 65 billion weights; the paper says about 3 GB' },
  }),
  'mxfp4-bits': claim({
    inputs: { blockSize: 32 },
    compute: (i) => bitsPerElement({ element: blockFormats.mxfp4.element, blockSize: i.blockSize }),
    unit: 'bits',
    format: fixed(2),
    expected: { value: 4.25, relativeTolerance: 0, source: '4 + 8/32' },
  }),
  'nvfp4-bits': claim({
    inputs: { blockSize: 16 },
    compute: (i) => bitsPerElement({ element: blockFormats.nvfp4.element, blockSize: i.blockSize }),
    unit: 'bits',
    format: fixed(1),
    expected: { value: 4.5, relativeTolerance: 0, source: '4 + 8/16' },
  }),

  'damage-4-group': damage('symmetric', 4, 'group'),
  'damage-4-tensor': damage('symmetric', 4, 'tensor'),
  'damage-3-tensor': damage('symmetric', 3, 'tensor'),
  'damage-2-row': damage('symmetric', 2, 'row'),
  'damage-mxfp4': damage('mxfp4', 0, 'block'),
  'damage-nvfp4': damage('nvfp4', 0, 'block'),
  'damage-small': damage('symmetric', 3, 'row', 'storyworld-0.1m'),
  'damage-medium': damage('symmetric', 3, 'row'),
  'damage-large': damage('symmetric', 3, 'row', 'storyworld-3m'),
  'q4-loss': claim({
    inputs: { q4Nats: card.heldOut.byDtype.q4.natsPerToken, fp16Nats: card.heldOut.byDtype.fp16.natsPerToken },
    compute: (i) => i.q4Nats - i.fp16Nats,
    unit: 'nats a token',
    format: fixed(4),
    expected: { value: card.heldOut.byDtype.q4.aboveFp16, relativeTolerance: 1e-6, source: 'the model card, document by document' },
  }),
  'size-gain': claim({
    inputs: { smallerNats: card.heldOut.natsPerToken, largerNats: largerCard.heldOut.natsPerToken },
    compute: (i) => i.smallerNats - i.largerNats,
    unit: 'nats a token',
    format: fixed(4),
    expected: { value: card.heldOut.byDtype.fp16.aboveGenerator - largerCard.heldOut.byDtype.fp16.aboveGenerator, relativeTolerance: 1e-6, source: 'the model cards: the difference of what each has above the generator' },
  }),
  'mxfp4-error': reading(measured.uncertainty.mxfp4, 'standardErrorNats', 'nats', fixed(3)),
  'small-mb': claim({
    inputs: { parameters: shipped.parameters, bytesPerWeight: 2 },
    compute: (i) => (i.parameters * i.bytesPerWeight) / 1e6,
    unit: 'MB',
    format: fixed(1),
    expected: { value: shipped.parameters / 5e5, relativeTolerance: 1e-9, source: 'the parameters of config.json' },
  }),
  'awq-7b': perplexityNats(5.47, 5.6, 0.02349),
  'awq-70b': perplexityNats(3.32, 3.41, 0.02675),

  'minilm-ratio': claim({
    inputs: { strongestChannel: activations.minilm.top, medianChannel: activations.minilm.median },
    compute: (i) => i.strongestChannel / i.medianChannel,
    unit: '',
    format: whole,
    expected: { value: 22.8, relativeTolerance: 0.01, source: 'static/activations/all-minilm-l6-v2, MLP input of layer 1' },
  }),
  'minilm-others': reading(activations.minilm.othersDb, 'sqnrDb', 'dB', fixed(0)),
  'minilm-token': reading(activations.minilm.tokenDb, 'sqnrDb', 'dB', fixed(0)),
  'minilm-group': reading(activations.minilm.groupDb, 'sqnrDb', 'dB', fixed(0)),
  'minilm-tensor': reading(activations.minilm.tensorDb, 'sqnrDb', 'dB', fixed(0)),
  'minilm-e4m3': reading(activations.minilm.e4m3Db, 'sqnrDb', 'dB', fixed(0)),
  'smollm-top': reading(activations.smollm2.top, 'largestValue', '', whole),
  'smollm-ratio': reading(activations.smollm2.attentionRatio, 'strongestOverMedian', '', whole),
  'smollm-tensor': reading(activations.smollm2.attentionTensorDb, 'sqnrDb', 'dB', fixed(0)),
  'smollm-token': reading(activations.smollm2.attentionTokenDb, 'sqnrDb', 'dB', fixed(0)),
  'smollm-channel': reading(activations.smollm2.attentionChannelDb, 'sqnrDb', 'dB', fixed(0)),

  'miss-54-predicted': claim({
    inputs: { stepAt4: 1 / 7, stepAt5: 1 / 15 },
    compute: (i) => (i.stepAt4 / i.stepAt5) ** 2,
    unit: '',
    format: fixed(1),
    expected: { value: 4.59, relativeTolerance: 1e-3, source: '(15/7)²' },
  }),
  'miss-54': claim({
    inputs: { damageAt4: atBits(4).damageNats, damageAt5: atBits(5).damageNats },
    compute: (i) => i.damageAt4 / i.damageAt5,
    unit: '',
    format: fixed(1),
    expected: { value: atBits(4).damageNats / atBits(5).damageNats, relativeTolerance: 1e-9, source: measuredIn },
  }),
  'miss-4': reading(atBits(4).damageNats, 'damageNats', 'nats', fixed(3)),
  'miss-predicted': claim({
    inputs: { damageAt4: atBits(4).damageNats, stepAt3: 1 / 3, stepAt4: 1 / 7 },
    compute: (i) => i.damageAt4 * (i.stepAt3 / i.stepAt4) ** 2,
    unit: 'nats',
    format: fixed(2),
    expected: { value: (atBits(4).damageNats * 49) / 9, relativeTolerance: 1e-9, source: '49/9 times the damage at 4 bits' },
  }),
  'miss-measured': reading(atBits(3).damageNats, 'damageNats', 'nats', fixed(2)),
  'miss-factor': claim({
    inputs: { damageAt3: atBits(3).damageNats, damageAt4: atBits(4).damageNats },
    compute: (i) => i.damageAt3 / ((i.damageAt4 * 49) / 9),
    unit: '',
    format: whole,
    expected: { value: (9 * atBits(3).damageNats) / (49 * atBits(4).damageNats), relativeTolerance: 1e-9, source: measuredIn },
  }),
  'miss-zeros': reading(atBits(3).zeroShare, 'shareOfZeros', '', percent(0)),
  'miss-error-size': reading(atBits(3).errorOverUniform, 'errorPowerOverFormula', '', fixed(2)),
  'miss-noise': reading(atBits(3).noiseDamageNats, 'damageNats', 'nats', fixed(2)),
});
