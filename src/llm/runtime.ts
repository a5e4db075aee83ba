/**
 * Runs a causal language model's ONNX graph with its KV cache, for one sequence or a batch. Names and shapes of inputs and
 * outputs are Hugging Face optimum's. Not here: text, sampling, loading of files.
 */
import type { LlamaConfig } from '../engine/llama';
import { emptyCache, readCache, trimCache, type KvCache, type LayerCache } from './kvCache';
import { oneAtATime, type Ort, type OrtSession, type OrtTensor } from './ort';

export type { KvCache, LayerCache } from './kvCache';
export type Device = 'wasm' | 'webgpu';

export interface GraphFiles {
  graph: Uint8Array;
  /** The weights, if they lie beside the graph, under the name that the graph calls them by. */
  externalData?: { path: string; data: Uint8Array };
}

export interface RunResult {
  /** By row of the batch, `[T, V]` for the T tokens given. */
  logits: Float32Array[];
  cache: KvCache;
  /** Every other output of the graph by name; first axis: row. */
  outputs: Record<string, Float32Array>;
}

export interface CausalGraph {
  emptyCache(rows?: number): KvCache;
  /**
   * Runs one list of ids for each row after what `cache` holds; the cache given is left as it was. Lists may differ in
   * length only while the cache is empty: shorter ones are padded at the left, behind the mask, and count positions
   * from their own first token, so that each row is computed as if it were alone.
   */
  run(rows: readonly (readonly number[])[], cache: KvCache): Promise<RunResult>;
  trimCache(cache: KvCache, length: number): Promise<KvCache>;
  /** A copy of what each layer keeps, of a cache of one row. */
  readCache(cache: KvCache): Promise<LayerCache[]>;
  /** Frees a cache that no run will be given again. What lies in JavaScript's own memory needs no freeing. */
  freeCache(cache: KvCache): void;
  dispose(): Promise<void>;
}

/** A session over the graph, with keys and values left on the GPU where they are made there. */
async function openSession(ort: Ort, { graph, externalData }: GraphFiles, { layerCount }: LlamaConfig, device: Device): Promise<OrtSession> {
  const presentNames = Array.from({ length: layerCount }, (_, layer) => [`present.${layer}.key`, `present.${layer}.value`]).flat();
  return oneAtATime(() =>
    ort.InferenceSession.create(graph, {
      executionProviders: [device],
      externalData: externalData && [externalData],
      preferredOutputLocation: device === 'webgpu' ? Object.fromEntries(presentNames.map((name) => [name, 'gpu-buffer'] as const)) : undefined,
    }),
  );
}

/** What the graph is told of the tokens. Where nothing is padded, which is each step of one sequence, nothing is built but views of `ones`. */
function createTokenInputs(ort: Ort) {
  let ones = new BigInt64Array(256).fill(1n);
  const unmasked = (count: number): BigInt64Array => {
    if (ones.length < count) ones = new BigInt64Array(2 * count).fill(1n);
    return ones.subarray(0, count);
  };
  const int64 = (data: BigInt64Array, rows: number) => new ort.Tensor('int64', data, [rows, data.length / rows]);

  return (rows: readonly (readonly number[])[], before: number, padding: readonly number[]): Record<string, OrtTensor> => {
    const [count, width] = [rows.length, rows[0]!.length + (before === 0 ? padding[0]! : 0)];
    const [ids, positions] = [new BigInt64Array(count * width), new BigInt64Array(count * width)];
    const allOnes = unmasked(count * (before + width));
    const mask = padding.some((columns) => columns > 0) ? allOnes.slice() : allOnes;
    rows.forEach((row, r) => {
      // Padding takes part in the first run only; its ids and positions stay 0.
      const at = r * width + (before === 0 ? padding[r]! : 0);
      row.forEach((id, i) => {
        ids[at + i] = BigInt(id);
        positions[at + i] = BigInt(before === 0 ? i : before - padding[r]! + i);
      });
      mask.fill(0n, r * (before + width), r * (before + width) + padding[r]!);
    });
    return { input_ids: int64(ids, count), attention_mask: int64(mask, count), position_ids: int64(positions, count) };
  };
}

/** Left padding that makes all rows as long as the longest. */
function paddingOf(rows: readonly (readonly number[])[]): number[] {
  const width = Math.max(...rows.map((row) => row.length));
  return rows.map((row) => width - row.length);
}

function checkRows(rows: readonly (readonly number[])[], cache: KvCache): void {
  if (rows.length === 0 || rows.some((row) => row.length === 0)) throw new Error('each row of a run needs at least one token');
  if (cache.length === 0) return;
  if (rows.length !== cache.padding.length) throw new Error(`the cache holds ${cache.padding.length} rows, not ${rows.length}`);
  if (rows.some((row) => row.length !== rows[0]!.length)) throw new Error('after the first run all rows must be equally long');
}

/** Makes a runnable graph of an ONNX file. The file's weights may be of any type that the runtime knows. */
export async function openGraph(ort: Ort, files: GraphFiles, config: LlamaConfig, device: Device = 'wasm'): Promise<CausalGraph> {
  const session = await openSession(ort, files, config, device);
  const tokenInputs = createTokenInputs(ort);
  const { vocabularySize: V, layerCount } = config;
  return {
    emptyCache: (rows = 1) => emptyCache(ort, config, rows),

    async run(rows, cache) {
      checkRows(rows, cache);
      const padding = cache.length === 0 ? paddingOf(rows) : cache.padding;
      const past = cache.length === 0 ? emptyCache(ort, config, rows.length).tensors : cache.tensors;
      const { logits, ...others } = await oneAtATime(() => session.run({ ...tokenInputs(rows, cache.length, padding), ...past }));
      const tensors: Record<string, OrtTensor> = {};
      const outputs: Record<string, Float32Array> = {};
      for (const [name, tensor] of Object.entries(others)) {
        if (name.startsWith('present.')) tensors[name.replace('present.', 'past_key_values.')] = tensor;
        else outputs[name] = tensor.data as Float32Array;
      }
      const flat = logits!.data as Float32Array;
      const width = logits!.dims[1]!;
      const ofRow = (row: readonly number[], r: number) => flat.subarray(((r + 1) * width - row.length) * V, (r + 1) * width * V);
      return { logits: rows.map(ofRow), cache: { length: cache.length + width, padding, tensors }, outputs };
    },

    trimCache: (cache, length) => trimCache(ort, cache, length),
    readCache: (cache) => readCache(cache, layerCount),
    freeCache: (cache) => {
      for (const tensor of Object.values(cache.tensors)) if (tensor.location !== 'cpu') tensor.dispose();
    },
    dispose: () => oneAtATime(() => session.release()),
  };
}
