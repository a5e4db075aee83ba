/**
 * Sentence embeddings in the browser: texts to unit vectors whose dot product is their likeness. Files come through the
 * book's loader (kept, hash-checked, asked for); transformers.js runs them in a worker.
 */
import { runtimeCode, runtimeFile } from '../ort';
import { callWorker, type Caller } from '../remote/calls';
import { askBeforeFetching } from '../loading/ask';
import { fetchFiles } from '../loading/files';
import { openSource, type SourceOptions } from '../loading/manifest';
import { joinProgress } from '../loading/progress';
import { createSharedLoads, type LoadContext, type LoadUser } from '../loading/sharedLoad';
import type { EmbedderMethods } from './worker';

export interface EmbedOptions {
  signal?: AbortSignal;
  /** Told after each text how many are done. */
  onDone?: (texts: number) => void;
}

export interface Embedder {
  readonly id: string;
  /**
   * A vector of length 1 for each text: the mean over its tokens. Of a text longer than the model can read the beginning
   * counts. Rejects for an empty text, and with the signal's reason when aborted.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  dispose(): Promise<void>;
}

const PATHS = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_quantized.onnx'];
/** Far more than any model of sentences reads; the tokenizer's time grows with what it is given. */
const MOST_CHARACTERS = 20_000;

function checked(text: string, i: number): string {
  if (text.trim() === '') throw new Error(`text ${i + 1} is empty: there is nothing to embed`);
  return text.slice(0, MOST_CHARACTERS);
}

/** One text a call: with a model quantized on the fly a text's vector depends on those it is computed with, a little. */
export function createEmbedder(id: string, { call }: Pick<Caller<EmbedderMethods>, 'call'>, release: () => Promise<void>): Embedder {
  let disposed = false;
  return {
    id,
    async embed(texts, { signal, onDone } = {}) {
      if (disposed) throw new Error(`the model "${id}" has been disposed of`);
      const vectors: Float32Array[] = [];
      for (const text of texts.map(checked)) {
        signal?.throwIfAborted();
        vectors.push((await call('embed', [text])).values);
        onDone?.(vectors.length);
      }
      return vectors;
    },
    async dispose() {
      if (disposed) return;
      disposed = true;
      await release();
    },
  };
}

async function load(id: string, given: SourceOptions, context: LoadContext): Promise<Caller<EmbedderMethods>> {
  const options: SourceOptions = { baseUrl: given.baseUrl, fetch: given.fetch, store: given.store, signal: context.signal };
  const source = await openSource(id, options);
  const files = PATHS.map(source.file);
  await askBeforeFetching([...files, runtimeFile('wasm')], options, context);
  const [onFiles, onRuntime] = joinProgress(context.onProgress, 2);
  const [contents, runtime] = await Promise.all([
    fetchFiles(files, { ...options, onProgress: onFiles }),
    runtimeCode('wasm', { ...options, onProgress: onRuntime }),
  ]);
  const worker = callWorker<EmbedderMethods>(new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' }), context.onLost);
  try {
    const byPath = Object.fromEntries(PATHS.map((path, i) => [path, contents[i]!]));
    await worker.call('open', { id, files: byPath, runtime }, contents.map(({ buffer }) => buffer));
    context.signal.throwIfAborted();
    return worker;
  } catch (error) {
    worker.end();
    throw error;
  }
}

const loads = createSharedLoads<Caller<EmbedderMethods>>(async (worker) => worker.end());

/** Loads the embedding model `id` from `baseUrl` (default `/models`); rejects as `loadModel` does. */
export async function loadEmbedder(id: string, options: SourceOptions & LoadUser = {}): Promise<Embedder> {
  const { loaded, leave } = await loads.join(`${options.baseUrl ?? '/models'} ${id}`, options, (context) => load(id, options, context));
  return createEmbedder(id, loaded, leave);
}
