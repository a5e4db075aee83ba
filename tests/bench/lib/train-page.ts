// What the bench `train` runs in its page: trainers of one model on the engine's backends and on TensorFlow.js's, a step at a time.

import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { getThreadsCount, setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { createTypeScriptBackend, createWasmBackend, withOperation, WRITTEN, type Backend, type OperationName } from '@site/src/engine/backend';
import type { LlamaConfig } from '@site/src/engine/llama';
import { createRng } from '@site/src/engine/random';
import { createTrainer, initialTensors } from '@site/src/engine/training';
import { createWebGpuBackend } from '@site/src/gpu/backend';
import { openGpu } from '@site/src/gpu/webgpu';
import { createTfjsTrainer, type TfjsOptions } from './train-tfjs';

export type Contender = { who: 'ours'; backend: 'TypeScript' | 'wasm' | 'webgpu' } | { who: 'tfjs'; backend: 'cpu' | 'wasm' | 'wasm on all cores' | 'webgl' | 'webgpu'; products: TfjsOptions['products'] };

export interface BatchSize {
  batchSize: number;
  tokenCount: number;
}

interface Runner {
  /** What it runs on, in words. */
  on: string;
  train(rows: number[][]): Promise<number>;
  dispose(): void | Promise<void>;
}

const learningRate = 1e-3;
const seed = 585;

async function openBackend(name: 'TypeScript' | 'wasm' | 'webgpu'): Promise<{ backend: Backend; on: string }> {
  if (name === 'TypeScript') return { backend: createTypeScriptBackend(), on: 'one thread' };
  if (name === 'wasm') return { backend: await createWasmBackend(), on: 'SIMD, one thread' };
  const gpu = await openGpu();
  if (!gpu) throw new Error('this browser offers no WebGPU device');
  return { backend: createWebGpuBackend(gpu), on: gpu.name };
}

async function ours(config: LlamaConfig, name: 'TypeScript' | 'wasm' | 'webgpu'): Promise<Runner> {
  const { backend, on } = await openBackend(name);
  const trainer = createTrainer({ config, backend, weights: initialTensors(config, seed), learningRate: () => learningRate });
  return {
    on,
    train: async (rows) => (await trainer.train(rows)).lossNats,
    dispose: async () => {
      await trainer.dispose();
      backend.dispose();
    },
  };
}

function flagsOf(backend: string): string {
  const { features } = tf.env();
  const flag = (name: string) => `${name} ${String(features[name] ?? tf.env().get(name))}`;
  if (backend === 'wasm') return `${flag('WASM_HAS_SIMD_SUPPORT')}, ${flag('WASM_HAS_MULTITHREAD_SUPPORT')}, threads ${getThreadsCount()} of ${navigator.hardwareConcurrency}`;
  if (backend === 'webgl') return `${flag('WEBGL_VERSION')}, ${flag('WEBGL_PACK')}, ${flag('WEBGL_RENDER_FLOAT32_ENABLED')}`;
  if (backend === 'webgpu') return flag('WEBGPU_CPU_FORWARD');
  return 'no flags';
}

async function tfjs(config: LlamaConfig, { backend: where, products }: Contender & { who: 'tfjs' }): Promise<Runner> {
  setWasmPaths('/tfjs/');
  // Of itself it takes half of the cores.
  if (where === 'wasm on all cores') setThreadsCount(navigator.hardwareConcurrency);
  const backend = where === 'wasm on all cores' ? 'wasm' : where;
  if (!(await tf.setBackend(backend)) || tf.getBackend() !== backend) throw new Error(`tf.setBackend('${backend}') refused: the browser lacks what it needs`);
  await tf.ready();
  const trainer = createTfjsTrainer({ config, weights: initialTensors(config, seed), learningRate, products });
  return { on: flagsOf(backend), train: (rows) => trainer.train(rows), dispose: () => trainer.dispose() };
}

/** The batch of a step: any tokens do, the same for both. */
function batch(config: LlamaConfig, { batchSize, tokenCount }: BatchSize, step: number): number[][] {
  const rng = createRng(1000 + step);
  return Array.from({ length: batchSize }, () => Array.from({ length: tokenCount + 1 }, () => rng.integer(0, config.vocabularySize - 1)));
}

const open = (config: LlamaConfig, contender: Contender): Promise<Runner> => (contender.who === 'ours' ? ours(config, contender.backend) : tfjs(config, contender));

export interface Steps {
  on: string;
  /** Of every step, the first ones too. */
  ms: number[];
  lossNats: number[];
}

/** `count` steps from the beginning. */
async function steps(config: LlamaConfig, contender: Contender, size: BatchSize, count: number): Promise<Steps> {
  const runner = await open(config, contender);
  try {
    const result: Steps = { on: runner.on, ms: [], lossNats: [] };
    for (let step = 0; step < count; step++) {
      const rows = batch(config, size, step);
      const start = performance.now();
      result.lossNats.push(await runner.train(rows));
      result.ms.push(performance.now() - start);
    }
    return result;
  } finally {
    await runner.dispose();
  }
}

/** Milliseconds by operation in one step on wasm, whose operations are done when they return. */
async function profile(config: LlamaConfig, size: BatchSize): Promise<Record<string, number>> {
  const spent: Record<string, number> = {};
  let backend = await createWasmBackend();
  for (const name of Object.keys(WRITTEN) as OperationName[]) {
    const run = backend[name] as (args: unknown) => void;
    const timed = (args: unknown) => {
      const start = performance.now();
      run(args);
      spent[name] = (spent[name] ?? 0) + performance.now() - start;
    };
    backend = withOperation(backend, name, timed);
  }
  const trainer = createTrainer({ config, backend, weights: initialTensors(config, seed), learningRate: () => learningRate });
  await trainer.train(batch(config, size, 0));
  for (const name of Object.keys(spent)) spent[name] = 0;
  const start = performance.now();
  await trainer.train(batch(config, size, 1));
  const total = performance.now() - start;
  return { ...spent, rest: total - Object.values(spent).reduce((sum, ms) => sum + ms, 0) };
}

const page = { steps, profile, tfjsVersion: tf.version_core };
export type TrainPage = typeof page;
declare global {
  interface Window {
    trainBench: TrainPage;
  }
}
window.trainBench = page;
