/**
 * The one place that touches onnxruntime-web: imports it when first needed (plain wasm build,
 * our own files, one thread) and runs a causal language model's graph with its KV cache.
 */
import type { LlamaConfig } from '../engine/llama';

type Ort = typeof import('onnxruntime-web/wasm');
type Session = import('onnxruntime-web/wasm').InferenceSession;
type Tensor = import('onnxruntime-web/wasm').Tensor;

let ortPromise: Promise<Ort> | undefined;

async function importOrt(): Promise<Ort> {
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  // In Node the package finds its own files. Everywhere else the bundler names ours: with no path set
  // onnxruntime-web looks beside the script, and transformers.js, if it came first, points to a CDN.
  if (typeof process === 'undefined' || !process.versions?.node) {
    ort.env.wasm.wasmPaths = { wasm: new URL('onnxruntime-web/ort-wasm-simd-threaded.wasm', import.meta.url).href };
  }
  return ort;
}

function loadOrt(): Promise<Ort> {
  ortPromise ??= importOrt().catch((error: unknown) => {
    // A failed download must not stay for ever.
    ortPromise = undefined;
    throw error;
  });
  return ortPromise;
}

/** Keys and values of the tokens seen so far, by input name. */
export interface KvCache {
  tokenCount: number;
  tensors: Record<string, Tensor>;
}

export interface RunResult {
  /** `[T, V]` for the T tokens given. */
  logits: Float32Array;
  cache: KvCache;
  /** Every other output by name. */
  outputs: Record<string, Tensor>;
}

export interface CausalGraph {
  emptyCache(): KvCache;
  /** Runs `ids` after what `cache` holds; the cache given is left as it was. */
  run(ids: readonly number[], cache: KvCache): Promise<RunResult>;
  dispose(): Promise<void>;
}

// The wasm runtime runs one graph at a time; who comes second waits.
let lastRun: Promise<unknown> = Promise.resolve();
function oneAtATime<T>(work: () => Promise<T>): Promise<T> {
  const result = lastRun.then(work, work);
  lastRun = result.catch(() => undefined);
  return result;
}

const int64 = (ort: Ort, values: readonly number[]) => new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [1, values.length]);

/** Makes a runnable graph of an ONNX file and the weights that it names as `weightsPath`. */
export async function openGraph(
  graphBytes: Uint8Array,
  weightsPath: string,
  weightsBytes: Uint8Array,
  config: LlamaConfig,
): Promise<CausalGraph> {
  const ort = await loadOrt();
  const session: Session = await oneAtATime(() =>
    ort.InferenceSession.create(graphBytes, {
      executionProviders: ['wasm'],
      externalData: [{ path: weightsPath, data: weightsBytes }],
    }),
  );
  const { kvHeadCount, headSize, layerCount } = config;
  return {
    emptyCache() {
      const tensors: Record<string, Tensor> = {};
      for (let layer = 0; layer < layerCount; layer++) {
        for (const part of ['key', 'value']) {
          tensors[`past_key_values.${layer}.${part}`] = new ort.Tensor('float32', new Float32Array(0), [1, kvHeadCount, 0, headSize]);
        }
      }
      return { tokenCount: 0, tensors };
    },
    async run(ids, cache) {
      const tokenCount = cache.tokenCount + ids.length;
      const { logits, ...outputs } = await oneAtATime(() =>
        session.run({
          input_ids: int64(ort, ids),
          attention_mask: int64(ort, new Array<number>(tokenCount).fill(1)),
          position_ids: int64(ort, ids.map((_, i) => cache.tokenCount + i)),
          ...cache.tensors,
        }),
      );
      const tensors: Record<string, Tensor> = {};
      for (const [name, tensor] of Object.entries(outputs)) {
        if (name.startsWith('present.')) tensors[name.replace('present.', 'past_key_values.')] = tensor;
      }
      return { logits: logits!.data as Float32Array, cache: { tokenCount, tensors }, outputs };
    },
    dispose: () => oneAtATime(() => session.release()),
  };
}
