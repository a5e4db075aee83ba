/** For tests: the shipped language models, each of its graphs to be opened in onnxruntime-web. */
import { createLlm, type Llm } from './llm';
import { shippedModels as modelsOnDisk, type ShippedModel as ModelOnDisk } from './onDisk';
import { loadOrt } from './ort';
import { openGraph, type CausalGraph } from './runtime';

/** Graph files by the name that transformers.js has for their weights, and the one that is looked into. */
const GRAPHS = { fp16: 'onnx/model.onnx', q8: 'onnx/model_quantized.onnx', q4: 'onnx/model_q4.onnx', inspect: 'onnx/model_inspect.onnx' } as const;
export type Variant = keyof typeof GRAPHS;

export interface ShippedModel extends ModelOnDisk {
  variants: Variant[];
  open(variant: Variant): Promise<CausalGraph>;
  /** As `loadModel` gives it. */
  llm(variant: Variant): Promise<Llm>;
}

function runnable(model: ModelOnDisk): ShippedModel {
  const { id, config, tokenizer, files, read } = model;
  async function open(variant: Variant): Promise<CausalGraph> {
    // The graph that is looked into shares the weights of the plain one.
    const data = `${GRAPHS[variant === 'inspect' ? 'fp16' : variant]}_data`;
    const externalData = files.has(data) ? { path: data.replace('onnx/', ''), data: read(data) } : undefined;
    return openGraph(await loadOrt(), { graph: read(GRAPHS[variant]), externalData }, config);
  }
  return {
    ...model,
    variants: (Object.keys(GRAPHS) as Variant[]).filter((variant) => files.has(GRAPHS[variant])),
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
  };
}

/** Every language model of the book. */
export const shippedModels = (): ShippedModel[] => modelsOnDisk().map(runnable);
