/** Opens graphs in the page, on one device, and says what failures there mean. */
import type { LlamaConfig } from '../../engine/llama';
import { discardOrt, loadOrt, type Device, type Ort } from '../ort';
import { openGraph, type CausalGraph, type GraphFiles } from '../runtime';
import { distrustGpu } from './device';
import { RuntimeLostError } from './errors';
import { endsRuntime, explainRuntimeError } from './failures';
import type { FetchOptions } from './files';

export type OpenOn = (device: Device, files: GraphFiles) => Promise<CausalGraph>;

/** Explains the error, and gives up the runtime where that is lost. */
function giveUp(device: Device, error: unknown): Error {
  const clear = explainRuntimeError(error);
  if (endsRuntime(clear)) discardOrt(device);
  if (device === 'webgpu' && endsRuntime(clear)) distrustGpu();
  return clear;
}

/** Resolves when the browser has taken the GPU away. */
async function gpuLoss(ort: Ort): Promise<Error> {
  const { webgpu } = ort.env as { webgpu?: { device: Promise<GPUDevice> } };
  const { message, reason } = await (await webgpu!.device).lost;
  return new RuntimeLostError(`the GPU was lost (${message || reason})`);
}

/** `onLost` is told when a graph that was open can run no more; what fails to open rejects. */
export function openInPage(config: LlamaConfig, options: FetchOptions, onLost: (error: Error) => void): OpenOn {
  return async (device, files) => {
    let isOpen = true;
    const lost = (error: unknown): Error => {
      const clear = giveUp(device, error);
      if (isOpen && endsRuntime(clear)) onLost(clear);
      return clear;
    };
    try {
      const ort = await loadOrt(device, options);
      const graph = await openGraph(ort, files, config, device);
      if (device === 'webgpu') void gpuLoss(ort).then(lost);
      return {
        ...graph,
        run: (rows, cache) => graph.run(rows, cache).catch((error: unknown) => Promise.reject(lost(error))),
        // A session of a runtime that is gone went with it.
        dispose: () => ((isOpen = false), graph.dispose().catch(() => undefined)),
      };
    } catch (error) {
      throw giveUp(device, error);
    }
  };
}
