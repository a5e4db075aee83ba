/** Where a model runs: on the device that was asked for, or on the one that is faster here. */
import type { LlamaConfig } from '../../engine/llama';
import { runtimeFile, type Device } from '../ort';
import type { CausalGraph, GraphFiles } from '../runtime';
import { reasonToAsk } from './connection';
import { fasterOnGpu, rememberedDevice } from './device';
import { missingBytes, type FetchOptions } from './files';
import type { OpenOn } from './opener';

export interface Placed {
  device: Device;
  graph: CausalGraph;
  /** What the reader should know of the choice. */
  notice?: string;
}

/** Nobody is asked for a download that only serves to find out whether something is faster. */
async function mayTryGpu(options: FetchOptions): Promise<boolean> {
  const file = runtimeFile('webgpu');
  if (!file) return false;
  return !reasonToAsk() || (await missingBytes([file], options)) === 0;
}

/** `model` names what is measured: a model and its weights' type. */
export async function placeGraph(model: string, config: LlamaConfig, files: GraphFiles, wanted: Device | 'auto', open: OpenOn, options: FetchOptions): Promise<Placed> {
  const on = async (device: Device, notice?: string): Promise<Placed> => ({ device, graph: await open(device, files), notice });
  if (wanted !== 'auto') return on(wanted);
  const known = rememberedDevice(model);
  if (known === 'webgpu') return on('webgpu').catch((error: Error) => on('wasm', `The GPU failed (${error.message}), so the model runs on the CPU.`));
  const placed = await on('wasm');
  if (known || !(await mayTryGpu(options))) return placed;
  const faster = await fasterOnGpu(model, config, placed.graph, () => open('webgpu', files));
  if (!faster) return placed;
  await placed.graph.dispose();
  return { device: 'webgpu', graph: faster };
}
