/**
 * Keys and values of the tokens that a model has read, as onnxruntime holds them. A cache is never changed: a run makes
 * a new one, so two continuations of one text share all that they have in common.
 */
import type { Ort, OrtTensor } from './ort';

export interface KvCache {
  /** Columns: padding and tokens, the same for each row of the batch. */
  readonly length: number;
  /** By row: how many columns at the left hold no token. */
  readonly padding: readonly number[];
  /** By input name, `past_key_values.<layer>.key|value`: each `[rows, G, length, D]`. */
  readonly tensors: Readonly<Record<string, OrtTensor>>;
}

/** What one layer keeps of a sequence: float32, head after head, each token after token. */
export interface LayerCache {
  /** `[G, T, D]`. */
  keys: Float32Array;
  /** `[G, T, D]`. */
  values: Float32Array;
}

export interface KvShape {
  layerCount: number;
  kvHeadCount: number;
  headSize: number;
}

export const pastName = (layer: number, part: 'key' | 'value') => `past_key_values.${layer}.${part}`;

export function emptyCache(ort: Ort, { layerCount, kvHeadCount, headSize }: KvShape, rows: number): KvCache {
  const tensors: Record<string, OrtTensor> = {};
  for (let layer = 0; layer < layerCount; layer++)
    for (const part of ['key', 'value'] as const) tensors[pastName(layer, part)] = new ort.Tensor('float32', new Float32Array(0), [rows, kvHeadCount, 0, headSize]);
  return { length: 0, padding: new Array<number>(rows).fill(0), tensors };
}

/** The first `length` of each block of `oldLength` vectors of `size` numbers. */
function cutColumns(data: Float32Array, oldLength: number, length: number, size: number): Float32Array {
  const blocks = data.length / (oldLength * size);
  const cut = new Float32Array(blocks * length * size);
  for (let block = 0; block < blocks; block++) {
    const start = block * oldLength * size;
    cut.set(data.subarray(start, start + length * size), block * length * size);
  }
  return cut;
}

/** The cache as it was when it held its first `length` columns. Reads back what a GPU holds. */
export async function trimCache(ort: Ort, cache: KvCache, length: number): Promise<KvCache> {
  const cut = async ([name, tensor]: [string, OrtTensor]) => {
    const [rows, heads, oldLength, size] = tensor.dims as [number, number, number, number];
    const data = (await tensor.getData()) as Float32Array;
    return [name, new ort.Tensor('float32', cutColumns(data, oldLength, length, size), [rows, heads, length, size])] as const;
  };
  return { length, padding: cache.padding, tensors: Object.fromEntries(await Promise.all(Object.entries(cache.tensors).map(cut))) };
}

/** A copy of what each layer keeps, of a cache of one row. */
export async function readCache(cache: KvCache, layerCount: number): Promise<LayerCache[]> {
  const copy = async (layer: number, part: 'key' | 'value') => ((await cache.tensors[pastName(layer, part)]!.getData()) as Float32Array).slice();
  return Promise.all(Array.from({ length: layerCount }, async (_, layer) => ({ keys: await copy(layer, 'key'), values: await copy(layer, 'value') })));
}
