/** The worker that turns texts into vectors: transformers.js `feature-extraction`, on files that the page gives it. It fetches no model. */
import type { FeatureExtractionPipeline } from '@huggingface/transformers';
import { importRuntime, type RuntimeCode } from '../ort';
import { answerCalls, type Moved, type WorkerPort } from '../remote/calls';

export interface OpenEmbedder {
  id: string;
  /** By path in the model's folder. */
  files: Record<string, Uint8Array<ArrayBuffer>>;
  runtime: RuntimeCode;
}

export interface Vectors {
  /** Row after row. */
  values: Float32Array<ArrayBuffer>;
  dimensions: number;
}

let extract: FeatureExtractionPipeline | undefined;

const methods = {
  async open({ id, files, runtime }: OpenEmbedder): Promise<Moved<undefined>> {
    // transformers.js takes a runtime that it finds here for its own, and then loads none.
    (globalThis as Record<symbol, unknown>)[Symbol.for('onnxruntime')] = await importRuntime(runtime);
    const { env, pipeline } = await import('@huggingface/transformers');
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: '/', useBrowserCache: false, useWasmCache: false });
    env.fetch = async (url: string | URL) => {
      const bytes = files[String(url).replace(`/${id}/`, '')];
      return bytes ? new Response(bytes) : new Response(null, { status: 404 });
    };
    // With a runtime of one's own, the devices' names mean nothing: the provider is named to the session itself.
    extract = await pipeline('feature-extraction', id, { dtype: 'q8', device: 'auto', session_options: { executionProviders: ['wasm'] } });
    return { result: undefined, transfer: [] };
  },

  async embed(texts: string[]): Promise<Moved<Vectors>> {
    const output = await extract!(texts, { pooling: 'mean', normalize: true });
    const values = (output.data as Float32Array).slice();
    output.dispose();
    return { result: { values, dimensions: output.dims[1]! }, transfer: [values.buffer] };
  },
};

export type EmbedderMethods = typeof methods;

answerCalls(methods, self as unknown as WorkerPort);
