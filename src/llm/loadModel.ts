/**
 * Loads a shipped model once, however many ask for it: loads under way are joined, a loaded
 * model is shared, and the last one to dispose of it frees it.
 */
import { configFromJson, type LlamaConfig } from '../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../engine/tokenizer';
import { createLlm, type Llm } from './llm';
import { fetchModelFiles, ModelFileError, type FetchOptions, type LoadProgress } from './modelFiles';
import { loadOrt } from './ort';
import { openGraph, type CausalGraph } from './runtime';

export type LoadOptions = FetchOptions;

const WEIGHTS = 'model.onnx_data';
const PATHS = ['config.json', 'tokenizer.json', 'onnx/model.onnx', `onnx/${WEIGHTS}`] as const;

interface LoadedModel {
  config: LlamaConfig;
  tokenizer: Tokenizer;
  graph: CausalGraph;
  openInspectGraph: () => Promise<CausalGraph>;
  release: () => Promise<void>;
}

interface SharedLoad {
  loaded: Promise<LoadedModel>;
  abort: AbortController;
  listeners: Set<(progress: LoadProgress) => void>;
  lastProgress?: LoadProgress;
  /** Who waits for it or uses it. */
  userCount: number;
}

const sharedLoads = new Map<string, SharedLoad>();

function parseJson(bytes: Uint8Array, path: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new ModelFileError(`${path} is no JSON`, { cause });
  }
}

async function load(id: string, options: FetchOptions): Promise<LoadedModel> {
  const [configBytes, tokenizerBytes, graphBytes, weightsBytes] = (await fetchModelFiles(id, PATHS, options)) as [
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
    Uint8Array<ArrayBuffer>,
  ];
  const config = configFromJson(parseJson(configBytes, 'config.json'));
  const tokenizer = fromTokenizerJson(parseJson(tokenizerBytes, 'tokenizer.json'));
  const ort = await loadOrt();
  const externalData = { path: WEIGHTS, data: weightsBytes };
  const graph = await openGraph(ort, { graph: graphBytes, externalData }, config);
  let inspectGraph: Promise<CausalGraph> | undefined;
  return {
    config,
    tokenizer,
    graph,
    openInspectGraph() {
      inspectGraph ??= fetchModelFiles(id, ['onnx/model_inspect.onnx'], { ...options, signal: undefined, onProgress: undefined })
        .then(([bytes]) => openGraph(ort, { graph: bytes!, externalData }, config))
        .catch((error: unknown) => {
          // The next call may try again.
          inspectGraph = undefined;
          throw error;
        });
      return inspectGraph;
    },
    async release() {
      await graph.dispose();
      await (await inspectGraph?.catch(() => undefined))?.dispose();
    },
  };
}

function startLoad(key: string, id: string, options: LoadOptions): SharedLoad {
  const abort = new AbortController();
  const shared: SharedLoad = {
    abort,
    listeners: new Set(),
    userCount: 0,
    loaded: load(id, {
      ...options,
      signal: abort.signal,
      onProgress(progress) {
        shared.lastProgress = progress;
        for (const listener of shared.listeners) listener(progress);
      },
    }),
  };
  sharedLoads.set(key, shared);
  shared.loaded.catch(() => {
    // A failed load is not kept: the next call tries again.
    if (sharedLoads.get(key) === shared) sharedLoads.delete(key);
  });
  return shared;
}

/** Rejects when `signal` aborts, else follows `promise`. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/**
 * Loads the model `id` from `baseUrl` (default `/models`). Rejects with a `ModelFileError` where a
 * file is missing or damaged, and with the signal's reason when aborted.
 */
export async function loadModel(id: string, options: LoadOptions = {}): Promise<Llm> {
  const { baseUrl = '/models', onProgress, signal } = options;
  signal?.throwIfAborted();
  const key = `${baseUrl} ${id}`;
  const shared = sharedLoads.get(key) ?? startLoad(key, id, options);
  shared.userCount++;
  if (onProgress) {
    shared.listeners.add(onProgress);
    if (shared.lastProgress) onProgress(shared.lastProgress);
  }
  const leave = async () => {
    shared.userCount--;
    if (shared.userCount > 0) return;
    if (sharedLoads.get(key) === shared) sharedLoads.delete(key);
    shared.abort.abort();
    const loaded = await shared.loaded.catch(() => undefined);
    await loaded?.release();
  };
  try {
    const { config, tokenizer, graph, openInspectGraph } = await unlessAborted(shared.loaded, signal);
    return createLlm({ id, config, tokenizer, graph, openInspectGraph, release: leave });
  } catch (error) {
    void leave();
    throw error;
  } finally {
    if (onProgress) shared.listeners.delete(onProgress);
  }
}
