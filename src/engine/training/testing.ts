/** For tests: the stored PyTorch runs (models/storyworld/make_training_vectors.py), and small models to train. */
import type { Backend } from '../backend';
import { configFromJson, matrixShapes, type LlamaConfig } from '../llama';
import type { NamedTensors, TrainerState } from './types';
import { createTrainer, cosineSchedule, initialTensors } from './index';
import vectors from './vectors.json';

function float32(base64: string): Float32Array {
  return new Float32Array(new Uint8Array(Buffer.from(base64, 'base64')).buffer);
}

export interface PyTorchRun {
  config: LlamaConfig;
  batches: number[][][];
  weights: NamedTensors;
  logits: Float32Array;
  gradients: NamedTensors;
  steps: { learningRate: number; lossNats: number; gradientNorm: number }[];
  weightsAfter: NamedTensors;
}

export const optimizer = { betas: vectors.betas as [number, number], epsilon: vectors.epsilon, weightDecay: vectors.weightDecay, clipNorm: vectors.clipNorm };

export const pytorchRuns: PyTorchRun[] = vectors.models.map((model) => {
  const config = configFromJson(model.config);
  const named = (stored: Record<string, string | undefined>): NamedTensors => new Map(matrixShapes(config).map(({ name, shape }) => [name, { shape, data: float32(stored[name]!) }]));
  return { config, batches: model.batches, steps: model.steps, logits: float32(model.logits), weights: named(model.weights), gradients: named(model.gradients), weightsAfter: named(model.weightsAfter) };
});

/** The largest difference over the largest magnitude of `expected`. */
export function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  if (actual.length !== expected.length) return Infinity;
  let [difference, magnitude] = [0, 0];
  expected.forEach((value, i) => {
    const d = Math.abs(actual[i]! - value);
    difference = Number.isNaN(d) ? Infinity : Math.max(difference, d);
    magnitude = Math.max(magnitude, Math.abs(value));
  });
  return difference === 0 ? 0 : difference / magnitude;
}

/** How far a backend is from what PyTorch computed, at worst: relative differences. */
export async function differenceFromPyTorch(backend: Backend, run: PyTorchRun) {
  const trainer = createTrainer({ ...optimizer, config: run.config, backend, weights: run.weights, learningRate: (step) => run.steps[step]!.learningRate });
  const worst = (actual: NamedTensors, expected: NamedTensors) => Math.max(...[...expected].map(([name, { data }]) => relativeDifference(actual.get(name)!.data, data)));
  const logits = relativeDifference(await trainer.logits(run.batches[0]!.map((row) => row.slice(0, -1))), run.logits);
  const gradients = worst((await trainer.gradients(run.batches[0]!)).gradients, run.gradients);
  let [losses, norms] = [0, 0];
  for (const [i, expected] of run.steps.entries()) {
    const { lossNats, gradientNorm } = await trainer.train(run.batches[i]!);
    losses = Math.max(losses, Math.abs(lossNats - expected.lossNats));
    norms = Math.max(norms, Math.abs(gradientNorm / expected.gradientNorm - 1));
  }
  const weights = worst(await trainer.weights(), run.weightsAfter);
  await trainer.dispose();
  return { logits, gradients, losses, norms, weights };
}

export const tinyConfig: LlamaConfig = {
  vocabularySize: 19,
  hiddenSize: 16,
  intermediateSize: 24,
  layerCount: 2,
  headCount: 4,
  kvHeadCount: 2,
  headSize: 4,
  contextLength: 32,
  rmsNormEpsilon: 1e-5,
  ropeTheta: 10000,
  tiedEmbeddings: true,
};

export const tinyTrainer = (backend: Backend, seed = 1) =>
  createTrainer({ config: tinyConfig, backend, weights: initialTensors(tinyConfig, seed), learningRate: cosineSchedule({ peak: 0.01, floor: 0.001, warmupSteps: 3, steps: 60 }) });

/** The bits of a state, to be compared exactly. */
export const bitsOf = ({ step, parameters }: TrainerState) => [
  step,
  ...Object.values(parameters).map(({ weights, firstMoment, secondMoment }) => [weights, firstMoment, secondMoment].map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'))),
];
