/**
 * Loads a shipped language model once, however many ask for it: fetches what its weights' type needs, asks first where the
 * connection may be metered, chooses the device, and frees it with its last user.
 */
import { configFromJson, type LlamaConfig } from '../../engine/llama';
import { fromTokenizerJson, type Tokenizer } from '../../engine/tokenizer';
import { createLlm, type Llm } from '../llm';
import { isOrtLoaded, loadOrt, runtimeFile, type Device } from '../ort';
import type { CausalGraph, GraphFiles } from '../runtime';
import { askBeforeFetching } from './ask';
import { distrustGpu, gpuProblem, rememberedDevice } from './device';
import { fetchFiles } from './files';
import { openSource, parseJson, type ModelSource, type SourceOptions } from './manifest';
import { openInPage } from './opener';
import { placeGraph, type Placed } from './place';
import { joinProgress } from './progress';
import { createSharedLoads, type LoadContext, type LoadUser } from './sharedLoad';

/** How the weights are stored: the names that transformers.js has for them. */
export type Dtype = 'fp16' | 'q8' | 'q4';

export interface LoadOptions extends SourceOptions, LoadUser {
  /** Default fp16. The model computes in float32 with any of them. */
  dtype?: Dtype;
  /** Default auto: WebGPU where it was measured to be faster on this device with this model, else WebAssembly. */
  device?: Device | 'auto';
}

const GRAPHS: Record<Dtype, string> = { fp16: 'onnx/model.onnx', q8: 'onnx/model_quantized.onnx', q4: 'onnx/model_q4.onnx' };
const INSPECT_GRAPH = 'onnx/model_inspect.onnx';

/** A model that says where it runs. */
export interface LoadedLlm extends Llm {
  readonly device: Device;
  /** What the reader should know of that choice. */
  readonly notice?: string;
}

interface LoadedModel extends Placed {
  config: LlamaConfig;
  tokenizer: Tokenizer;
  openInspectGraph: () => Promise<CausalGraph>;
  release: () => Promise<void>;
}

interface ModelFiles {
  config: LlamaConfig;
  tokenizer: Tokenizer;
  files: GraphFiles;
}

async function fetchModel(source: ModelSource, dtype: Dtype, options: SourceOptions): Promise<ModelFiles> {
  const paths = pathsOf(source, dtype);
  const [config, tokenizer, graph, weights] = await fetchFiles(paths.map(source.file), options);
  const weightsName = paths[3]?.split('/').pop();
  return {
    config: configFromJson(parseJson(config!, paths[0]!)),
    tokenizer: fromTokenizerJson(parseJson(tokenizer!, paths[1]!)),
    files: { graph: graph!, externalData: weightsName ? { path: weightsName, data: weights! } : undefined },
  };
}

/** Configuration, tokenizer, graph, and the weights where they lie beside the graph. */
function pathsOf(source: ModelSource, dtype: Dtype): string[] {
  const graph = GRAPHS[dtype];
  return ['config.json', 'tokenizer.json', graph, ...(source.has(`${graph}_data`) ? [`${graph}_data`] : [])];
}

/** The device whose runtime is needed first. Rejects where a GPU was asked for that cannot run the model. */
async function deviceToBegin(model: string, wanted: Device | 'auto'): Promise<Device> {
  const device = wanted === 'auto' ? (rememberedDevice(model) ?? 'wasm') : wanted;
  const problem = device === 'webgpu' ? await gpuProblem() : undefined;
  if (!problem) return device;
  if (wanted === 'webgpu') throw new Error(problem);
  distrustGpu();
  return 'wasm';
}

async function load(id: string, { dtype = 'fp16', device: wanted = 'auto', ...given }: LoadOptions, context: LoadContext): Promise<LoadedModel> {
  const options: SourceOptions = { baseUrl: given.baseUrl, fetch: given.fetch, store: given.store, signal: context.signal };
  const source = await openSource(id, options);
  const model = `${id} ${dtype}`;
  const firstDevice = await deviceToBegin(model, wanted);
  const runtime = isOrtLoaded(firstDevice) ? undefined : runtimeFile(firstDevice);
  await askBeforeFetching([...pathsOf(source, dtype).map(source.file), runtime], options, context);

  const [onFiles, onRuntime] = joinProgress(context.onProgress, 2);
  const [{ config, tokenizer, files }] = await Promise.all([
    fetchModel(source, dtype, { ...options, onProgress: onFiles }),
    runtime ? loadOrt(firstDevice, { ...options, onProgress: onRuntime }) : onRuntime!({ loadedBytes: 0, totalBytes: 0 }),
  ]);
  const open = openInPage(config, options, context.onLost);
  const { device, graph, notice } = await placeGraph(model, config, files, wanted, open, options);

  let inspectGraph: Promise<CausalGraph> | undefined;
  async function loadInspectGraph(): Promise<CausalGraph> {
    if (dtype !== 'fp16') throw new Error(`only the fp16 model gives attention and hidden states; this one was loaded with ${dtype} weights`);
    const [bytes] = await fetchFiles([source.file(INSPECT_GRAPH)], { ...options, signal: undefined });
    return open(device, { graph: bytes!, externalData: files.externalData });
  }
  return {
    config,
    tokenizer,
    graph,
    device,
    notice,
    openInspectGraph() {
      inspectGraph ??= loadInspectGraph().catch((error: unknown) => {
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

const models = createSharedLoads<LoadedModel>((model) => model.release());

/**
 * Loads the model `id` from `baseUrl` (default `/models`). Rejects with a `ModelFileError` where a file is missing or
 * damaged, a `ConsentNeededError` where nobody agreed to a large download, an `OutOfMemoryError`, a `RuntimeLostError`,
 * or the signal's reason when aborted.
 */
export async function loadModel(id: string, options: LoadOptions = {}): Promise<LoadedLlm> {
  const { baseUrl = '/models', dtype = 'fp16', device = 'auto' } = options;
  const { loaded, leave } = await models.join(`${baseUrl} ${id} ${dtype} ${device}`, options, (context) => load(id, options, context));
  const { device: placedOn, notice, ...parts } = loaded;
  return { ...createLlm({ ...parts, id, release: leave }), device: placedOn, notice };
}
