/** For tests: the shipped language models, read from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { configFromJson, readLlama, type LlamaConfig, type LlamaModel } from '../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../engine/tokenizer';
import { createLlm, type Llm } from './llm';
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
  /** As `loadModel` gives it. */
  llm(variant: Variant): Promise<Llm>;
  /** For the engine's own forward pass. */
  engineModel(): LlamaModel;
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
    const tokenizer = fromTokenizerJson(json(id, 'tokenizer.json'));
    async function open(variant: Variant): Promise<CausalGraph> {
      const path = GRAPHS[variant];
      // The graph that is looked into shares the weights of the plain one.
      const data = variant === 'inspect' ? `${GRAPHS.fp16}_data` : `${path}_data`;
      const externalData = data in files ? { path: data.replace('onnx/', ''), data: read(id, data) } : undefined;
      return openGraph(await loadOrt(), { graph: read(id, path), externalData }, config);
    }
    return {
      id,
      config,
      tokenizer,
      variants: (Object.keys(GRAPHS) as Variant[]).filter((variant) => GRAPHS[variant] in files),
      open,
      async llm(variant) {
        const graph = await open(variant);
        let inspectGraph: Promise<CausalGraph> | undefined;
        const openInspectGraph = () => (inspectGraph ??= open('inspect'));
        const release = async () => {
          await graph.dispose();
          await (await inspectGraph)?.dispose();
        };
        return createLlm({ id, config, tokenizer, graph, openInspectGraph, release });
      },
      engineModel: () => readLlama(json(id, 'config.json'), new Uint8Array(read(id, 'model.safetensors')).buffer),
    };
  });
}
