// The page's side of training.spec.ts: the engine's trainer on this browser's WebGPU. Bundled and injected.

import { createTypeScriptBackend, WRITTEN, type Backend, type OperationName } from '@site/src/engine/backend';
import { differenceOnRandomCase } from '@site/src/engine/backend/testing';
import { differenceFromPyTorch, pytorchRuns, relativeDifference, tinyConfig, tinyTrainer } from '@site/src/engine/training/testing';
import { createWebGpuBackend } from '@site/src/gpu/backend';
import { openGpu, type Gpu } from '@site/src/gpu/webgpu';

export interface TrainingOnPage {
  /** Each operation on random arguments: how far it is from the reference, relative to the largest number. */
  operations(seeds: readonly number[]): Promise<Record<string, number>>;
  /** Worst differences from each stored PyTorch run. */
  fromPyTorch(): Promise<Awaited<ReturnType<typeof differenceFromPyTorch>>[]>;
  /** Losses of the same steps on WebGPU and in plain TypeScript, and the worst difference of the weights afterwards. */
  besideTypeScript(steps: number): Promise<{ webgpu: number[]; typescript: number[]; weights: number }>;
  /** Whether a run that was stopped and restored goes on to the same bits. */
  resumes(): Promise<boolean>;
  /** What each of these says: a buffer too large, a read after the device was lost, a read after a refused write, a read after dispose. */
  refusals(): Promise<string[]>;
}

declare global {
  interface Window {
    trainingOnPage: TrainingOnPage;
  }
}

async function gpu(): Promise<Gpu> {
  const found = await openGpu();
  if (!found) throw new Error('this browser gives no WebGPU adapter');
  return found;
}

async function withBackend<T>(work: (backend: Backend) => Promise<T>): Promise<T> {
  const backend = createWebGpuBackend(await gpu());
  try {
    return await work(backend);
  } finally {
    backend.dispose();
  }
}

/** Three rows of ten tokens that repeat with a period: something to learn. */
const rowsOf = (step: number) => Array.from({ length: 3 }, (_, row) => Array.from({ length: 10 }, (_, t) => (row * 5 + step * 3 + t * t) % tinyConfig.vocabularySize));

async function lossesOn(backend: Backend, steps: number) {
  const trainer = tinyTrainer(backend);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await trainer.train(rowsOf(step))).lossNats);
  return { losses, weights: await trainer.weights() };
}

const sayOf = async (work: () => Promise<unknown>): Promise<string> => {
  try {
    await work();
    return 'nothing went wrong';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

window.trainingOnPage = {
  operations: (seeds) =>
    withBackend(async (backend) => {
      const worst: Record<string, number> = {};
      for (const name of Object.keys(WRITTEN) as OperationName[]) {
        for (const seed of seeds) worst[name] = Math.max(worst[name] ?? 0, ...Object.values(await differenceOnRandomCase(backend, name, seed)));
      }
      return worst;
    }),
  fromPyTorch: () =>
    withBackend(async (backend) => {
      const differences = [];
      for (const run of pytorchRuns) differences.push(await differenceFromPyTorch(backend, run));
      return differences;
    }),
  besideTypeScript: (steps) =>
    withBackend(async (backend) => {
      const [onGpu, onCpu] = [await lossesOn(backend, steps), await lossesOn(createTypeScriptBackend(), steps)];
      const weights = Math.max(...[...onCpu.weights].map(([name, { data }]) => relativeDifference(onGpu.weights.get(name)!.data, data)));
      return { webgpu: onGpu.losses, typescript: onCpu.losses, weights };
    }),
  resumes: () =>
    withBackend(async (backend) => {
      const [first, second] = [tinyTrainer(backend), tinyTrainer(backend, 2)];
      for (let step = 0; step < 2; step++) await first.train(rowsOf(step));
      await second.restore(await first.state());
      const losses = [];
      for (const trainer of [first, second]) losses.push((await trainer.train(rowsOf(2))).lossNats, (await trainer.train(rowsOf(3))).lossNats);
      return losses[0] === losses[2] && losses[1] === losses[3];
    }),
  async refusals() {
    const tooLarge = await sayOf(() => withBackend(async (backend) => backend.alloc(2 ** 40)));
    const lost = await sayOf(async () => {
      const device = await gpu();
      const backend = createWebGpuBackend(device);
      const buffer = backend.alloc(4);
      device.device.destroy();
      await backend.read(buffer);
    });
    const refused = await sayOf(() =>
      withBackend(async (backend) => {
        const [a, b] = [backend.alloc(4), backend.alloc(4)];
        backend.free(a);
        await backend.add({ x: a, out: b });
        await backend.read(b);
      }),
    );
    const disposed = await sayOf(async () => {
      const backend = createWebGpuBackend(await gpu());
      const buffer = backend.alloc(4);
      backend.dispose();
      await backend.read(buffer);
    });
    return [tooLarge, lost, refused, disposed];
  },
};
