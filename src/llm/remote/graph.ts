/** A causal graph that runs in a worker, in the page's hands like one of its own. Outputs beside the logits do not cross. */
import type { LlamaConfig } from '../../engine/llama';
import type { KvCache } from '../kvCache';
import type { Device, RuntimeCode } from '../ort';
import type { CausalGraph, GraphFiles } from '../runtime';
import { callWorker } from './calls';
import type { CacheHandle, GraphMethods } from './graphWorker';

export interface RemoteOptions {
  config: LlamaConfig;
  device: Device;
  runtime: RuntimeCode;
  /** Told when the worker can no longer be used. */
  onLost: (error: Error) => void;
}

/** Opens the graph; the files' bytes move to the worker and are gone from the page. */
export async function openRemoteGraph(files: GraphFiles, { config, device, runtime, onLost }: RemoteOptions): Promise<CausalGraph> {
  const worker = callWorker<GraphMethods>(new Worker(new URL('./graphWorker.ts', import.meta.url), { type: 'module' }), onLost);
  const keys = new WeakMap<KvCache, number>();
  const cacheOf = ({ key, length, padding }: CacheHandle): KvCache => {
    const cache: KvCache = { length, padding, tensors: {} };
    keys.set(cache, key);
    return cache;
  };
  const keyOf = (cache: KvCache): number => keys.get(cache) ?? 0;
  try {
    const moved = [files.graph.buffer, ...(files.externalData ? [files.externalData.data.buffer] : [])];
    await worker.call('open', { files, config, device, runtime }, moved as ArrayBuffer[]);
  } catch (error) {
    worker.end();
    throw error;
  }
  return {
    emptyCache: (rows = 1) => ({ length: 0, padding: new Array<number>(rows).fill(0), tensors: {} }),
    async run(rows, cache) {
      const { logits, cache: next } = await worker.call('run', { rows: rows.map((row) => [...row]), key: keyOf(cache) });
      return { logits, cache: cacheOf(next), outputs: {} };
    },
    trimCache: async (cache, length) => cacheOf(await worker.call('trim', { key: keyOf(cache), length })),
    readCache: (cache) => worker.call('read', keyOf(cache)),
    freeCache(cache) {
      const key = keys.get(cache);
      // Of a worker that has ended nothing is left to free.
      if (key !== undefined) worker.call('free', key).catch(() => undefined);
    },
    dispose: async () => worker.end(),
  };
}
