// The shipped sentence-embedding model in Node, for builds, tests and evaluation: onnxruntime-web's plain wasm build, as in a page.
// Pages load the same file through src/llm.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { root } from '../find';

export const EMBEDDING_MODEL = 'all-minilm-l6-v2';
const folder = join(root, 'static', 'models', EMBEDDING_MODEL);

export interface NodeEmbedder {
  /** Ids with [CLS] and [SEP], cut to what the model reads. */
  tokenize(text: string): number[];
  /** Mean of the last hidden states over the tokens, of length 1: `[384]`. */
  embed(text: string): Promise<Float32Array>;
  dispose(): Promise<void>;
}

const json = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as object;

/** SHA-256 of the model's graph and weights, as its manifest has it. */
export function embeddingModelHash(): string {
  const { files } = json('manifest.json') as { files: Record<string, { sha256: string }> };
  return files['onnx/model_quantized.onnx']!.sha256;
}

/** Mean over rows of `[T, d]`, then divided by its length. */
export function meanPool(hidden: Float32Array, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  hidden.forEach((value, i) => (sum[i % dimensions]! += value));
  const length = Math.hypot(...sum);
  return Float32Array.from(sum, (value) => value / length);
}

export async function openEmbedder(): Promise<NodeEmbedder> {
  const ort = await import('onnxruntime-web/wasm');
  ort.env.wasm.numThreads = 1;
  const config = json('tokenizer_config.json') as { model_max_length: number };
  const tokenizer = new Tokenizer(json('tokenizer.json'), config);
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(join(folder, 'onnx', 'model_quantized.onnx'))), { executionProviders: ['wasm'] });

  function tokenize(text: string): number[] {
    const { ids } = tokenizer.encode(text);
    return ids.length <= config.model_max_length ? ids : [...ids.slice(0, config.model_max_length - 1), ids.at(-1)!];
  }

  return {
    tokenize,
    async embed(text) {
      const ids = tokenize(text);
      const row = (value: (id: number) => number) => new ort.Tensor('int64', BigInt64Array.from(ids, (id) => BigInt(value(id))), [1, ids.length]);
      const feeds = { input_ids: row((id) => id), attention_mask: row(() => 1), token_type_ids: row(() => 0) };
      const hidden = (await session.run(feeds)).last_hidden_state!;
      return meanPool(hidden.data as Float32Array, hidden.dims[2]!);
    },
    dispose: () => session.release(),
  };
}
