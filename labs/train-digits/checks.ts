// Checks of the digits classifier. The check itself draws every batch and counts the steps, so that the accuracy
// is that of a fixed number of them; held-out images are never given to the reader except to be predicted.

import { autodiff, readDigits, tensors, type DigitSet, type Digits, type Rng } from 'kit';
import { check, defineChecks, expectClose, expectShape, fail, type CheckContext, type Handle } from 'grader';

const hidden = 32;
const steps = 400;
const batchSize = 32;
const learningRate = 0.4;
/** Over 40 seeds the reference reached 0.872 to 0.918. */
const enough = 0.84;
// Both sides compute in float32, with sums of up to 196 products in another order.
const relative = 1e-3;

const names = ['w1', 'b1', 'w2', 'b2'] as const;
type Weights = Record<(typeof names)[number], Float32Array>;

const digitsOf = async ({ asset }: CheckContext): Promise<Digits> => readDigits(await asset('data/digits-14x14.bin'));

function take(set: DigitSet, rows: readonly number[]): { pixels: Float32Array; labels: Uint8Array } {
  const size = set.pixels.length / set.count;
  const pixels = new Float32Array(rows.length * size);
  rows.forEach((row, i) => pixels.set(set.pixels.subarray(row * size, (row + 1) * size), i * size));
  return { pixels, labels: Uint8Array.from(rows, (row) => set.labels[row]!) };
}
const draw = (set: DigitSet, count: number, rng: Rng) => take(set, Array.from({ length: count }, () => rng.integer(0, set.count - 1)));

async function weightsOf(classifier: Handle, width: number): Promise<Weights> {
  const weights = {} as Weights;
  const shapes = { w1: [196, width], b1: [width], w2: [width, 10], b2: [10] };
  for (const name of names) {
    const data = await classifier.get(name);
    expectShape(data, shapes[name], `${name} of a Classifier with ${width} hidden units`);
    weights[name] = data as Float32Array;
  }
  return weights;
}

const variance = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + v * v, 0) / x.length;

async function checkStart({ reader, rng }: CheckContext) {
  const seed = rng.integer(1, 1e6);
  const first = await weightsOf(await reader.construct('Classifier', 40, seed), 40);
  const again = await weightsOf(await reader.construct('Classifier', 40, seed), 40);
  const other = await weightsOf(await reader.construct('Classifier', 40, seed + 1), 40);
  const called = 'new Classifier(40, seed)';
  const column = (j: number) => Array.from({ length: 196 }, (_, i) => first.w1[i * 40 + j]!);
  if (column(0).every((w, i) => w === column(1)[i]))
    fail({ message: `${called}: two hidden units start with the same weights. They then get the same gradient in every step and stay one unit for ever: the start must break the symmetry.`, misconception: 'symmetric-start', called });
  if (!first.w1.every((w, i) => w === again.w1[i])) fail({ message: `${called}: the same seed gave two different starts. Draw every weight from createRng(seed).`, misconception: 'seed-ignored', called });
  if (first.w1.every((w, i) => w === other.w1[i])) fail({ message: `${called}: two different seeds gave the same weights.`, misconception: 'seed-ignored', called });
  for (const [name, inputs] of [['w1', 196], ['w2', 40]] as const) {
    const times = variance(first[name]) * inputs;
    // 400 weights or more: the sample variance is within a third with near certainty.
    if (Math.abs(times - 1) < 0.4) continue;
    const unscaled = Math.abs(variance(first[name]) - 1) < 0.3;
    fail({
      message: `${called}: the variance of ${name} is ${times.toPrecision(2)} times 1/${inputs}. ${unscaled ? `A sum of ${inputs} such terms is so large that tanh saturates, and its slope is nearly 0: divide by the square root of ${inputs}.` : 'It should be one over the number of inputs of the layer.'}`,
      misconception: unscaled ? 'weights-not-scaled' : undefined,
      called,
    });
  }
  if ([...first.b1, ...first.b2].some((b) => b !== 0)) fail({ message: `${called}: biases start at 0.`, called });
}

/** Random weights put into the reader's classifier, so that this task does not need the one before. */
async function prepared({ reader, rng }: CheckContext, width: number): Promise<{ classifier: Handle; weights: Weights }> {
  const random = (n: number, scale: number) => new Float32Array(n).map(() => scale * rng.normal());
  const weights: Weights = { w1: random(196 * width, 0.1), b1: random(width, 0.3), w2: random(width * 10, 0.4), b2: random(10, 0.3) };
  const classifier = await reader.construct('Classifier', width, 1);
  for (const name of names) await classifier.set(name, weights[name]);
  return { classifier, weights };
}

function expected(weights: Weights, width: number, { pixels, labels }: { pixels: Float32Array; labels: Uint8Array }): { loss: number } & Weights {
  const { ops, parameter, constant, backward } = autodiff;
  const shapes = { w1: [196, width], b1: [width], w2: [width, 10], b2: [10] };
  const [w1, b1, w2, b2] = names.map((name) => parameter(tensors.tensor(shapes[name], Float64Array.from(weights[name])))) as [autodiff.Variable, autodiff.Variable, autodiff.Variable, autodiff.Variable];
  const x = constant(tensors.tensor([labels.length, 196], Float64Array.from(pixels)));
  const loss = ops.crossEntropy(ops.add(ops.matmul(ops.tanh(ops.add(ops.matmul(x, w1), b1)), w2), b2), labels);
  backward(loss);
  const gradient = (v: autodiff.Variable) => Float32Array.from(v.grad!.data);
  return { loss: loss.value.data[0]!, w1: gradient(w1), b1: gradient(b1), w2: gradient(w2), b2: gradient(b2) };
}

const scaled = (x: Float32Array, k: number) => x.map((v) => v * k);
const largest = (x: Float32Array) => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0);

async function checkGradients(context: CheckContext) {
  const { training } = await digitsOf(context);
  for (const [width, rows] of [[5, 7], [1, 1], [32, 13]] as const) {
    const { classifier, weights } = await prepared(context, width);
    const batch = draw(training, rows, context.rng);
    const right = expected(weights, width, batch);
    const got = await classifier.call<{ loss: unknown } & Record<string, unknown>>('lossAndGradients', batch.pixels, batch.labels);
    const called = `lossAndGradients of ${rows} images, ${width} hidden units`;
    expectClose(got?.loss, right.loss, { called: `${called}: loss`, relative, slips: rows > 1 ? [{ misconception: 'loss-summed', value: right.loss * rows, says: 'This is the sum over the images; the loss is their mean, or the step would grow with the batch.' }] : [] });
    for (const name of names)
      expectClose(got[name], right[name], {
        called: `${called}: gradient of ${name}`,
        relative,
        // Elements far below the largest are left to absolute error.
        floor: 0.05 * largest(right[name]) || 1e-6,
        slips: [
          { misconception: 'gradient-negated', value: scaled(right[name], -1), says: 'The sign is turned round. Give back the gradient itself; the step subtracts it.' },
          { misconception: 'weights-for-gradients', value: weights[name], says: 'These are the weights, not their gradients.' },
          ...(rows > 1 ? [{ misconception: 'gradient-summed', value: scaled(right[name], rows), says: 'Too large by the number of images.' }] : []),
        ],
      });
  }
}

async function checkStep(context: CheckContext) {
  const { training } = await digitsOf(context);
  const width = 6;
  const { classifier, weights } = await prepared(context, width);
  const batch = draw(training, 9, context.rng);
  const right = expected(weights, width, batch);
  const rate = 0.5;
  const loss = await classifier.call('step', batch.pixels, batch.labels, rate);
  const after = await weightsOf(classifier, width);
  const moved = (name: (typeof names)[number], k: number) => weights[name].map((w, i) => w + k * right[name][i]!);
  for (const name of names) {
    // Compare the movement, not the weights: they hardly change.
    const movement = after[name].map((w, i) => w - weights[name][i]!);
    expectClose(movement, scaled(right[name], -rate), {
      called: `movement of ${name} in one step with learning rate ${rate}`,
      // The movement is a difference of float32 numbers near 1: 1e-7 absolute.
      relative: 2e-3,
      floor: Math.max(0.05 * rate * largest(right[name]), 1e-4),
      slips: [
        { misconception: 'ascent', value: scaled(right[name], rate), says: 'It moved uphill: the gradient points to where the loss grows, so subtract it.' },
        { misconception: 'not-moved', value: scaled(right[name], 0), says: `${name} did not move at all. All four arrays are trained, biases too.` },
        { misconception: 'rate-left-out', value: moved(name, -1).map((w, i) => w - weights[name][i]!), says: 'It moved by the whole gradient: the learning rate is missing.' },
      ],
    });
  }
  const lossAfter = expected(after, width, batch).loss;
  expectClose(loss, right.loss, { called: 'the loss that step gives back', relative, slips: [{ misconception: 'loss-after-step', value: lossAfter, says: 'This is the loss after the step. Give back the one before it: it is there already, and costs nothing.' }] });
}

async function checkPredict(context: CheckContext) {
  const { test } = await digitsOf(context);
  const { classifier, weights } = await prepared(context, 8);
  const batch = draw(test, 31, context.rng);
  const { ops, constant } = autodiff;
  const v = (shape: number[], data: Float32Array) => constant(tensors.tensor(shape, data));
  const logits = ops.add(ops.matmul(ops.tanh(ops.add(ops.matmul(v([31, 196], batch.pixels), v([196, 8], weights.w1)), v([8], weights.b1))), v([8, 10], weights.w2)), v([10], weights.b2)).value.data;
  const rows = Array.from({ length: 31 }, (_, i) => Array.from(logits.subarray(i * 10, i * 10 + 10)));
  const got = await classifier.call('predict', batch.pixels);
  expectClose(got, rows.map((row) => row.indexOf(Math.max(...row))), {
    called: 'predict of 31 images',
    relative: 0,
    slips: [
      { misconception: 'smallest-logit', value: rows.map((row) => row.indexOf(Math.min(...row))), says: 'These are the least likely digits. The largest logit wins: the loss was −log of a probability, but a logit grows with it.' },
    ],
  });
}

/** Trains a fresh classifier on batches of ours, drawing the loss. */
async function train(context: CheckContext, digits: Digits, seed: number, series: string): Promise<Handle> {
  const classifier = await context.reader.construct('Classifier', hidden, seed);
  for (let step = 1; step <= steps; step++) {
    const { pixels, labels } = draw(digits.training, batchSize, context.rng);
    const loss = await classifier.call('step', pixels, labels, learningRate);
    if (typeof loss !== 'number' || !Number.isFinite(loss)) fail({ message: `step ${step} gave back ${String(loss)} as its loss, which is not a finite number.`, called: `step ${step}` });
    if (step % 5 === 0) context.show({ kind: 'point', series, x: step, y: loss, xLabel: 'step', yLabel: 'loss (nats)' });
  }
  return classifier;
}

/** Share of held-out images that it gets right; shows some that it gets wrong. */
async function heldOut(context: CheckContext, digits: Digits, classifier: Handle): Promise<number> {
  const { test, side } = digits;
  const predicted = await classifier.call<number[]>('predict', test.pixels);
  if (!Array.isArray(predicted) || predicted.length !== test.count) fail({ message: `predict of ${test.count} images should give back ${test.count} digits.`, called: 'predict' });
  const wrong = Array.from(test.labels, (_, i) => i).filter((i) => predicted[i] !== test.labels[i]);
  wrong.slice(0, 12).forEach((i, k) =>
    context.show({ kind: 'image', id: `wrong-${k}`, width: side, height: side, pixels: test.pixels.slice(i * side * side, (i + 1) * side * side), caption: `a ${test.labels[i]}, read as ${predicted[i]}` }),
  );
  return 1 - wrong.length / test.count;
}

async function checkLearns(context: CheckContext) {
  const digits = await digitsOf(context);
  const seed = context.rng.integer(1, 1e6);
  const accuracy = await heldOut(context, digits, await train(context, digits, seed, `seed ${seed}`));
  const called = `${steps} steps on batches of ${batchSize}, learning rate ${learningRate}, seed ${seed}`;
  if (accuracy < enough)
    fail({
      message: `After ${called}, it reads ${(100 * accuracy).toFixed(1)} % of the 500 held-out digits; ${100 * enough} % are needed. ${accuracy < 0.2 ? 'That is what guessing gives. Do the checks of the tasks before pass?' : 'It has learned something; look at the loss curve.'}`,
      called,
      returned: String(accuracy),
      expected: `at least ${enough}`,
    });
}

async function demo(context: CheckContext) {
  const digits = await digitsOf(context);
  const { reader, show } = context;
  const classifier = await reader.construct('Classifier', hidden, 1);
  const { pixels, labels } = draw(digits.training, batchSize, context.rng);
  const loss = await classifier.call<number>('step', pixels, labels, learningRate);
  if (!(loss > 0)) {
    show({ kind: 'table', id: 'demo', caption: 'One step', columns: ['what is missing'], rows: [['step gives back no loss yet']] });
    return;
  }
  const accuracy = await heldOut(context, digits, await train(context, digits, 1, 'loss'));
  show({ kind: 'table', id: 'demo', caption: `After ${steps} steps`, columns: ['held-out images', 'read correctly'], rows: [[digits.test.count, `${(100 * accuracy).toFixed(1)} %`]] });
}

export default defineChecks({
  demo,
  tasks: {
    start: [check('weights', 'Scale, seed and symmetry', checkStart)],
    gradients: [check('engine', 'Loss and gradients of random weights', checkGradients)],
    step: [check('movement', 'One step', checkStep)],
    learn: [check('predict', 'The most likely digit', checkPredict), check('accuracy', 'Held-out digits after 400 steps', checkLearns)],
  },
});
