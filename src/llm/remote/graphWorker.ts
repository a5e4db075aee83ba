/** The worker that runs a causal graph for the page: for models whose steps would freeze it. Caches stay here; the page has their keys. */
import type { LlamaConfig } from '../../engine/llama';
import type { KvCache, LayerCache } from '../kvCache';
import { importRuntime, type Device, type RuntimeCode } from '../ort';
import { openGraph, type CausalGraph, type GraphFiles } from '../runtime';
import { answerCalls, type Moved, type WorkerPort } from './calls';

export interface OpenRemote {
  files: GraphFiles;
  config: LlamaConfig;
  device: Device;
  runtime: RuntimeCode;
}

/** What the page knows of a cache. */
export interface CacheHandle {
  key: number;
  length: number;
  padding: readonly number[];
}

let graph: CausalGraph | undefined;
const caches = new Map<number, KvCache>();
let nextKey = 1;

function keep(cache: KvCache): CacheHandle {
  const key = nextKey++;
  caches.set(key, cache);
  return { key, length: cache.length, padding: cache.padding };
}

const methods = {
  async open({ files, config, device, runtime }: OpenRemote): Promise<Moved<undefined>> {
    graph = await openGraph(await importRuntime(runtime), files, config, device);
    return { result: undefined, transfer: [] };
  },
  /** A key that is not known stands for the empty cache. */
  async run({ rows, key }: { rows: number[][]; key: number }): Promise<Moved<{ logits: Float32Array[]; cache: CacheHandle }>> {
    const { logits, cache } = await graph!.run(rows, caches.get(key) ?? graph!.emptyCache(rows.length));
    const copies = logits.map((row) => row.slice());
    return { result: { logits: copies, cache: keep(cache) }, transfer: copies.map(({ buffer }) => buffer) };
  },
  async trim({ key, length }: { key: number; length: number }): Promise<Moved<CacheHandle>> {
    return { result: keep(await graph!.trimCache(caches.get(key)!, length)), transfer: [] };
  },
  async read(key: number): Promise<Moved<LayerCache[]>> {
    return { result: await graph!.readCache(caches.get(key) ?? graph!.emptyCache()), transfer: [] };
  },
  async free(key: number): Promise<Moved<undefined>> {
    const cache = caches.get(key);
    if (cache) graph!.freeCache(cache);
    caches.delete(key);
    return { result: undefined, transfer: [] };
  },
};

export type GraphMethods = typeof methods;

answerCalls(methods, self as unknown as WorkerPort);
