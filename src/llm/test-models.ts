/** For tests: the shipped language models, read from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFromJson, type LlamaConfig } from '../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../engine/tokenizer';
import { loadOrt } from './ort';
import { openGraph, type CausalGraph } from './runtime';

export const MODELS_FOLDER = fileURLToPath(new URL('../../static/models', import.meta.url));

/** Graph files by the name that transformers.js has for their weights. */
const GRAPHS = { fp16: 'onnx/model.onnx', q8: 'onnx/model_quantized.onnx', q4: 'onnx/model_q4.onnx', inspect: 'onnx/model_inspect.onnx' } as const;
export type Variant = keyof typeof GRAPHS;

export interface ShippedModel {
  id: string;
  config: LlamaConfig;
  tokenizer: Tokenizer;
  variants: Variant[];
  open(variant: Variant): Promise<CausalGraph>;
}

interface Manifest {
  files: Record<string, unknown>;
}

/** Every model of static/models that is a language model of the book. */
export function shippedModels(): ShippedModel[] {
  const read = (id: string, path: string) => readFileSync(join(MODELS_FOLDER, id, path));
  const json = (id: string, path: string): unknown => JSON.parse(read(id, path).toString());
  const isOurs = (id: string) => (json(id, 'config.json') as { model_type?: string }).model_type === 'llama';
  return readdirSync(MODELS_FOLDER).filter(isOurs).map((id) => {
    const { files } = json(id, 'manifest.json') as Manifest;
    const config = configFromJson(json(id, 'config.json'));
    const dataPath = Object.keys(files).find((path) => path.endsWith('model.onnx_data'));
    return {
      id,
      config,
      tokenizer: fromTokenizerJson(json(id, 'tokenizer.json')),
      variants: (Object.keys(GRAPHS) as Variant[]).filter((variant) => GRAPHS[variant] in files),
      async open(variant) {
        const externalData = dataPath ? { path: 'model.onnx_data', data: read(id, dataPath) } : undefined;
        return openGraph(await loadOrt(), { graph: read(id, GRAPHS[variant]), externalData }, config);
      },
    };
  });
}
