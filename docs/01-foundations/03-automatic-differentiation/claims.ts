// The numbers of chapter 3. Measured values come from measurements/measured.json, made by measurements/measure.py.

import { claim, defineClaims } from '@site/src/formats';
import { scalar } from '@site/src/engine/autodiff';
import { countParameters } from '@site/src/engine/llama';
import measured from './measurements/measured.json';
import { backwardRatio, differenceFlops, forwardFlops, layerSizes, peakWithCheckpoints, reverseFlops, storedBytes } from './counts';

const { shipped, differences, mlps } = measured;
const [digits, deepTanh, , deepGelu] = mlps as [(typeof mlps)[number], (typeof mlps)[number], (typeof mlps)[number], (typeof mlps)[number]];
const byPyTorch = `PyTorch ${measured.torch}, measurements/measured.json`;
const onMachine = `${byPyTorch} (${measured.machine}; another machine gives other milliseconds)`;

/** A measured number shown as it stands. */
const asMeasured = (value: number, unit: string, digits: number, style: 'fixed' | 'significant' | 'integer' | 'percent' | 'scientific' = 'fixed', scale = 1) =>
  claim({ inputs: { measured: value }, compute: (i) => i.measured * scale, unit, format: { digits, style }, expected: { value: value * scale, relativeTolerance: 1e-9, source: onMachine } });

const adjoint = (which: 'a' | 'b') => (i: { a: number; b: number }) => {
  const [a, b] = [scalar.value(i.a), scalar.value(i.b)];
  scalar.backward(scalar.tanh(scalar.add(scalar.mul(a, b), scalar.mul(a, a))));
  return (which === 'a' ? a : b).grad;
};
const slope = 1 - Math.tanh(0.5) ** 2;

export default defineClaims({
  parameters: claim({
    inputs: { vocabularySize: 896, hiddenSize: 128, intermediateSize: 320, layerCount: 4, headCount: 4, kvHeadCount: 2, headSize: 32 },
    compute: (i) => countParameters({ ...i, contextLength: 256, rmsNormEpsilon: 1e-5, ropeTheta: 1e4, tiedEmbeddings: true }),
    unit: '',
    format: { digits: 0, style: 'integer' },
    expected: { value: shipped.parameters, relativeTolerance: 0, source: `${byPyTorch}, which sums the sizes of the model's tensors` },
  }),
  'forward-ms': asMeasured(shipped.forwardNoGradMs, 'ms', 1),
  'difference-minutes': claim({
    inputs: { parameters: shipped.parameters, forwardMs: shipped.forwardNoGradMs },
    compute: (i) => ((i.parameters + 1) * i.forwardMs) / 60_000,
    unit: 'minutes',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 83.92, relativeTolerance: 1e-3, source: 'worked by hand: 803,969 × 6.2628 ms' },
    note: 'The milliseconds were measured on one thread of one machine; the ratio to the next number is what travels.',
  }),
  'reverse-ms': claim({
    inputs: { forwardMs: shipped.forwardMs, backwardMs: shipped.backwardMs },
    compute: (i) => i.forwardMs + i.backwardMs,
    unit: 'ms',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 19.265, relativeTolerance: 1e-3, source: onMachine },
  }),
  'difference-over-reverse': claim({
    inputs: { parameters: shipped.parameters, plainForwardMs: shipped.forwardNoGradMs, forwardMs: shipped.forwardMs, backwardMs: shipped.backwardMs },
    compute: (i) => ((i.parameters + 1) * i.plainForwardMs) / (i.forwardMs + i.backwardMs),
    unit: '',
    format: { digits: 2, style: 'significant' },
    expected: { value: 261_364, relativeTolerance: 1e-3, source: 'the two times before, divided' },
  }),
  'best-difference-error': asMeasured(Math.min(...differences.differences.map((d) => d.relativeError)), '', 1, 'percent'),
  'reverse-error': asMeasured(differences.reverseRelativeError, '', 1, 'scientific'),
  'error-at-hundredth': asMeasured(differences.differences.find((d) => d.h === 0.01)!.relativeError, '', 1, 'percent'),
  'error-at-one': asMeasured(differences.differences.find((d) => d.h === 1)!.relativeError, '', 1, 'percent'),
  'error-at-tenthousandth': asMeasured(differences.differences.find((d) => d.h === 1e-4)!.relativeError, '', 0, 'percent'),
  'loss-spacing': claim({
    inputs: { exponent: 2, fractionBits: 23 },
    compute: (i) => 2 ** (i.exponent - i.fractionBits),
    unit: '',
    format: { digits: 1, style: 'scientific' },
    expected: { value: 4.76837158e-7, relativeTolerance: 1e-6, source: 'IEEE 754 single precision: numbers in [4, 8) are 2^-21 apart' },
  }),
  'loss-change': claim({
    inputs: { slope: Math.abs(differences.exact), step: 1e-4 },
    compute: (i) => i.slope * i.step,
    unit: '',
    format: { digits: 1, style: 'scientific' },
    expected: { value: 2.5e-7, relativeTolerance: 0.01, source: 'the slope that reverse mode in float64 gives, times the step' },
  }),
  'adjoint-a': claim({ inputs: { a: 0.5, b: -1.5 }, compute: adjoint('a'), unit: '', format: { digits: 4, style: 'fixed' }, expected: { value: slope * -0.5, relativeTolerance: 1e-12, source: 'closed form: (1 − tanh²(ab + a²)) (b + 2a)' } }),
  'adjoint-b': claim({ inputs: { a: 0.5, b: -1.5 }, compute: adjoint('b'), unit: '', format: { digits: 4, style: 'fixed' }, expected: { value: slope * 0.5, relativeTolerance: 1e-12, source: 'closed form: (1 − tanh²(ab + a²)) a' } }),
  'digits-forward': claim({
    inputs: { pixels: 196, hidden: 64, classes: 10, batch: 32 },
    compute: (i) => forwardFlops([i.pixels, i.hidden, i.classes], i.batch),
    unit: 'FLOPs',
    format: { digits: 0, style: 'integer' },
    expected: { value: digits.forwardFlops, relativeTolerance: 0, source: `${byPyTorch}, counted` },
  }),
  'digits-ratio': claim({
    inputs: { pixels: 196, classes: 10 },
    // With one hidden layer its width cancels: 2 − pixels/(pixels + classes).
    compute: (i) => backwardRatio([i.pixels, 64, i.classes]),
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: digits.backwardFlops / digits.forwardFlops, relativeTolerance: 1e-9, source: `${byPyTorch}, counted` },
  }),
  'digits-miss': claim({
    inputs: { predicted: 2, pixels: 196, classes: 10 },
    compute: (i) => i.predicted / backwardRatio([i.pixels, 64, i.classes]) - 1,
    unit: '',
    format: { digits: 0, style: 'percent' },
    expected: { value: 2 / (digits.backwardFlops / digits.forwardFlops) - 1, relativeTolerance: 1e-9, source: `${byPyTorch}, counted` },
  }),
  'digits-time-ratio': claim({
    inputs: { forwardMs: digits.forwardMs, backwardMs: digits.backwardMs },
    compute: (i) => i.backwardMs / i.forwardMs,
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.617, relativeTolerance: 1e-3, source: onMachine },
  }),
  'deep-ratio': claim({
    inputs: { width: 512, hiddenLayers: 8, classes: 10 },
    compute: (i) => backwardRatio(layerSizes(i.width, i.hiddenLayers, i.width, i.classes)),
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: deepTanh.backwardFlops / deepTanh.forwardFlops, relativeTolerance: 1e-9, source: `${byPyTorch}, counted` },
  }),
  'shipped-ratio': claim({
    inputs: { tokens: 192, parametersInProducts: 802_816, layers: 4, attentionWidth: 128 },
    // Fused attention computes its scores again in the backward pass: one more product of [T, D] by [D, T] a head.
    compute: (i) => {
      const scores = 2 * i.layers * i.tokens ** 2 * i.attentionWidth;
      const forward = 2 * i.parametersInProducts * i.tokens + 2 * scores;
      return (2 * forward + scores) / forward;
    },
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: shipped.backwardFlops / shipped.forwardFlops, relativeTolerance: 1e-9, source: `${byPyTorch}, counted` },
  }),
  'shipped-time-ratio': claim({
    inputs: { forwardMs: shipped.forwardMs, backwardMs: shipped.backwardMs },
    compute: (i) => i.backwardMs / i.forwardMs,
    unit: '',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 1.957, relativeTolerance: 1e-3, source: onMachine },
  }),
  'digits-stored': claim({
    inputs: { hidden: 64, classes: 10, batch: 32, bytesPerNumber: 4 },
    compute: (i) => storedBytes([i.hidden], i.classes, i.batch, i.bytesPerNumber),
    unit: 'bytes',
    format: { digits: 0, style: 'integer' },
    expected: { value: digits.savedBytes, relativeTolerance: 5e-4, source: `${byPyTorch}, which keeps four bytes more for the loss` },
  }),
  'deep-stored': claim({
    inputs: { width: 512, hiddenLayers: 8, classes: 10, batch: 64, bytesPerNumber: 4 },
    compute: (i) => storedBytes(layerSizes(i.width, i.hiddenLayers, i.width, i.classes).slice(1, -1), i.classes, i.batch, i.bytesPerNumber) / 1e6,
    unit: 'MB',
    format: { digits: 2, style: 'fixed' },
    expected: { value: deepTanh.savedBytes / 1e6, relativeTolerance: 5e-4, source: `${byPyTorch}, which keeps four bytes more for the loss` },
  }),
  'gelu-stored': asMeasured(deepGelu.savedBytes, 'MB', 2, 'fixed', 1e-6),
  'shipped-stored': asMeasured(shipped.savedBytes, 'MB', 1, 'fixed', 1e-6),
  'shipped-stored-over-weights': claim({
    inputs: { storedBytes: shipped.savedBytes, parameters: shipped.parameters, bytesPerNumber: 4 },
    compute: (i) => i.storedBytes / (i.parameters * i.bytesPerNumber),
    unit: '',
    format: { digits: 1, style: 'fixed' },
    expected: { value: 2.757, relativeTolerance: 1e-3, source: byPyTorch },
  }),
  'checkpoint-peak': claim({
    inputs: { layers: 100, segment: 10 },
    compute: (i) => peakWithCheckpoints(i.layers, i.segment),
    unit: 'layers',
    format: { digits: 0, style: 'integer' },
    expected: { value: 20, relativeTolerance: 0, source: 'Chen et al. 2016: n/k + k, least at k = √n' },
  }),
  'gpt3-activations': claim({
    inputs: { sequence: 2048, batch: 1, hidden: 12_288, heads: 96, layers: 96 },
    compute: (i) => (i.sequence * i.batch * i.hidden * (34 + (5 * i.heads * i.sequence) / i.hidden) * i.layers) / 1e9,
    unit: 'GB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 275.4, relativeTolerance: 1e-3, source: 'Korthikanti et al. 2023: sbh(34 + 5as/h) bytes a layer, 2.869 GB for GPT-3' },
    note: 'Sixteen-bit activations, no recomputation, attention scores kept.',
  }),
  'gpt3-activations-fused': claim({
    inputs: { sequence: 2048, batch: 1, hidden: 12_288, layers: 96 },
    compute: (i) => (34 * i.sequence * i.batch * i.hidden * i.layers) / 1e9,
    unit: 'GB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 82.14, relativeTolerance: 1e-3, source: 'the same formula without its attention term, 70.2 % of it' },
  }),
  'gpt3-reverse': claim({
    inputs: { parameters: 174.589e9, tokens: 2048 },
    compute: (i) => reverseFlops(i.parameters, i.tokens) / 1e15,
    unit: 'PFLOP',
    format: { digits: 2, style: 'fixed' },
    expected: { value: 2.145, relativeTolerance: 1e-3, source: '6 FLOPs for each parameter and token' },
  }),
  'gpt3-difference-trainings': claim({
    inputs: { parameters: 174.589e9, tokens: 2048, trainingTokens: 300e9 },
    compute: (i) => differenceFlops(i.parameters, i.tokens) / reverseFlops(i.parameters, i.trainingTokens),
    unit: '',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 397.3, relativeTolerance: 1e-3, source: 'worked by hand: N · 2048 / (3 · 300e9)' },
  }),
  'ratio-small': claim({
    inputs: { parameters: shipped.parameters, tokens: 192, stepTokens: 192 },
    compute: (i) => differenceFlops(i.parameters, i.tokens) / reverseFlops(i.parameters, i.stepTokens),
    unit: '',
    format: { digits: 2, style: 'significant' },
    expected: { value: 803_969 / 3, relativeTolerance: 1e-9, source: '(N + 1)/3' },
  }),
  'ratio-gpt3': claim({
    inputs: { parameters: 174.589e9, tokens: 2048, stepTokens: 2048 },
    compute: (i) => differenceFlops(i.parameters, i.tokens) / reverseFlops(i.parameters, i.stepTokens) / 1e9,
    unit: 'billion',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 58.2, relativeTolerance: 1e-3, source: '(N + 1)/3' },
  }),
  'product-terms': claim({
    inputs: { rows: 512, inner: 512, columns: 512 },
    compute: (i) => (i.rows * i.inner * i.columns) / 1e6,
    unit: 'million',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 134.2, relativeTolerance: 1e-3, source: '512³' },
  }),
  'jacobian-gb': claim({
    inputs: { rows: 512, inner: 512, columns: 512, bytesPerNumber: 4 },
    compute: (i) => (i.rows * i.columns * i.rows * i.inner * i.bytesPerNumber) / 1e9,
    unit: 'GB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 274.9, relativeTolerance: 1e-3, source: '2^18 · 2^18 · 4 bytes' },
  }),
  'per-example-mb': claim({
    inputs: { examples: 64, parameters: shipped.parameters, bytesPerNumber: 4 },
    compute: (i) => (i.examples * i.parameters * i.bytesPerNumber) / 1e6,
    unit: 'MB',
    format: { digits: 0, style: 'fixed' },
    expected: { value: 205.8, relativeTolerance: 1e-3, source: 'worked by hand: 64 × 803,968 × 4 bytes' },
  }),
});
