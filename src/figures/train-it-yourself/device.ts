// Where a run computes: WebAssembly or WebGPU, whichever takes a step in less time on this machine. Measured once for a GPU and a shape, then remembered.

import { createTypeScriptBackend, createWasmBackend, type Backend } from '@site/src/engine/backend';
import { createTrainer, initialTensors } from '@site/src/engine/training';
import { createWebGpuBackend } from '@site/src/gpu/backend';
import { openGpu, type Gpu } from '@site/src/gpu/webgpu';
import type { DeviceWish } from './protocol';
import { configOf, ROW_TOKENS, type Settings } from './settings';
import { loadSpeeds, saveSpeeds } from './store';

export interface Device {
  backend: Backend;
  /** Which it is and why, for the reader. */
  told: string;
}

/** Timed after one that compiles; the fastest counts, since other work on the machine only ever adds. */
const TIMED_STEPS = 3;

async function stepMs(backend: Backend, { size, batchSize }: Settings, vocabularySize: number): Promise<number> {
  const config = configOf(size, vocabularySize);
  const trainer = createTrainer({ config, backend, weights: initialTensors(config, 1), learningRate: () => 1e-3 });
  const rows = Array.from({ length: batchSize }, (_, row) => Array.from({ length: ROW_TOKENS + 1 }, (_, t) => (31 * row + 7 * t) % vocabularySize));
  try {
    await trainer.train(rows);
    let fastest = Infinity;
    for (let i = 0; i < TIMED_STEPS; i++) {
      const from = performance.now();
      await trainer.train(rows);
      fastest = Math.min(fastest, performance.now() - from);
    }
    return fastest;
  } finally {
    await trainer.dispose();
  }
}

/** Wasm SIMD, or plain TypeScript in a browser that has none. */
export const openProcessor = (): Promise<Backend> => createWasmBackend().catch(() => createTypeScriptBackend());

const ms = (value: number) => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;

async function faster(gpu: Gpu, settings: Settings, vocabularySize: number): Promise<Device> {
  const key = `${gpu.name}, ${settings.size}, ${settings.batchSize}, ${vocabularySize}`;
  const cpuBackend = await openProcessor();
  const gpuBackend = createWebGpuBackend(gpu);
  try {
    let speeds = await loadSpeeds(key);
    if (!speeds) {
      speeds = { wasmMs: await stepMs(cpuBackend, settings, vocabularySize), webgpuMs: await stepMs(gpuBackend, settings, vocabularySize) };
      await saveSpeeds(key, speeds);
    }
    const takesGpu = speeds.webgpuMs < speeds.wasmMs;
    (takesGpu ? cpuBackend : gpuBackend).dispose();
    const measured = `a step took ${ms(speeds.webgpuMs)} on WebGPU and ${ms(speeds.wasmMs)} on the processor when this machine was measured`;
    return takesGpu ? { backend: gpuBackend, told: `${gpuBackend.name} (${gpu.name}): ${measured}` } : { backend: cpuBackend, told: `${cpuBackend.name}: ${measured}` };
  } catch (error) {
    // A GPU that cannot do it is no reason not to train.
    gpuBackend.dispose();
    return { backend: cpuBackend, told: `${cpuBackend.name}; WebGPU did not work here (${error instanceof Error ? error.message : String(error)})` };
  }
}

export async function openDevice(wish: DeviceWish, settings: Settings, vocabularySize: number): Promise<Device> {
  const gpu = wish === 'wasm' ? null : await openGpu();
  if (wish === 'webgpu') {
    if (!gpu) throw new Error('This browser gives no GPU to the page. Choose the processor.');
    const backend = createWebGpuBackend(gpu);
    return { backend, told: `${backend.name} (${gpu.name}), as you chose` };
  }
  if (gpu && !gpu.software) return faster(gpu, settings, vocabularySize);
  gpu?.device.destroy();
  const backend = await openProcessor();
  if (wish === 'wasm') return { backend, told: `${backend.name}, as you chose` };
  return { backend, told: `${backend.name}; this browser gives ${gpu ? 'only a GPU that the processor plays' : 'no GPU to the page'}` };
}
