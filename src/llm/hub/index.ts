/**
 * A larger model for readers who are online and ask for it: from the Hub, pinned, in a worker, behind the same interface as
 * the book's own. The book needs none of it.
 */
import { configFromJson, type LlamaConfig } from '../../engine/llama';
import type { Generation } from '../generate';
import { createLlm, type GenerateOptions, type Prompt } from '../llm';
import { askBeforeFetching } from '../loading/ask';
import { fetchFiles, type FetchOptions } from '../loading/files';
import type { LoadedLlm } from '../loading/loadModel';
import { parseJson } from '../loading/manifest';
import { joinProgress } from '../loading/progress';
import { createSharedLoads, type LoadContext, type LoadUser } from '../loading/sharedLoad';
import { runtimeCode, runtimeFile, type Device } from '../ort';
import { openRemoteGraph } from '../remote/graph';
import type { CausalGraph } from '../runtime';
import { HUB, hubFiles, type HubModel } from './source';
import { chatTokenizer, type ChatTokenizer, type Message } from './tokenizer';

export { HUB, HUB_MODELS, type HubModel } from './source';
export type { Message } from './tokenizer';

export interface HubOptions extends FetchOptions, LoadUser {
  /** A mirror of the Hub. */
  host?: string;
  device?: Device;
}

/** Texts are read as they are; no end-of-text is put before them. */
export interface ChatLlm extends LoadedLlm {
  /** The assistant's answer to the conversation. */
  chat(messages: readonly Message[], options?: Omit<GenerateOptions, 'prompt'>): Promise<Generation>;
}

const PATHS = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'onnx/model_q4.onnx'];
/** Keys and values of SmolLM2 take 46 kB a token; a page's memory bears this many. */
const MOST_TOKENS = 2048;

interface LoadedHubModel {
  config: LlamaConfig;
  tokenizer: ChatTokenizer;
  graph: CausalGraph;
}

/** The Hub's files often leave out what follows from the rest. */
function readConfig(json: unknown): LlamaConfig {
  const raw = json as Record<string, number>;
  const config = configFromJson({ ...raw, head_dim: raw.head_dim ?? raw.hidden_size! / raw.num_attention_heads! });
  return { ...config, contextLength: Math.min(config.contextLength, MOST_TOKENS) };
}

async function load(model: HubModel, given: HubOptions, context: LoadContext): Promise<LoadedHubModel> {
  const { host = HUB, fetch, store, device = 'wasm' } = given;
  const options = { host, fetch, store, signal: context.signal };
  const files = await hubFiles(model, PATHS, options);
  const reason = `they come from ${new URL(host).hostname} (${model.repo}, licence ${model.license}), not from this book`;
  await askBeforeFetching([...files, runtimeFile(device)], options, context, reason);
  const [onFiles, onRuntime] = joinProgress(context.onProgress, 2);
  const [[config, tokenizer, tokenizerConfig, graph], runtime] = await Promise.all([
    fetchFiles(files, { ...options, onProgress: onFiles }),
    runtimeCode(device, { ...options, onProgress: onRuntime }),
  ]);
  const llama = readConfig(parseJson(config!, PATHS[0]!));
  return {
    config: llama,
    tokenizer: chatTokenizer(parseJson(tokenizer!, PATHS[1]!), parseJson(tokenizerConfig!, PATHS[2]!)),
    graph: await openRemoteGraph({ graph: graph! }, { config: llama, device, runtime, onLost: context.onLost }),
  };
}

const loads = createSharedLoads<LoadedHubModel>(({ graph }) => graph.dispose());

/**
 * Loads a model from the Hub. Call it on the reader's word: it asks the Hub for the sizes at once, and then `askConsent`
 * with bytes, host and licence before it downloads. Rejects as `loadModel` does.
 */
export async function loadHubModel(model: HubModel, options: HubOptions = {}): Promise<ChatLlm> {
  const { host = HUB, device = 'wasm' } = options;
  const { loaded, leave } = await loads.join(`${host} ${model.repo} ${model.revision} ${device}`, options, (context) => load(model, options, context));
  const { config, tokenizer, graph } = loaded;
  const openInspectGraph = () => Promise.reject(new Error(`the graph of ${model.repo} gives no attention and no hidden states`));
  const llm = createLlm({ id: model.repo, config, tokenizer, graph, openInspectGraph, release: leave });
  const ids = (prompt: Prompt) => (typeof prompt === 'string' ? tokenizer.encode(prompt) : prompt);
  return {
    ...llm,
    device,
    promptIds: (prompt) => llm.promptIds(ids(prompt)),
    logits: (prompt) => llm.logits(ids(prompt)),
    logitsOfBatch: (prompts) => llm.logitsOfBatch(prompts.map(ids)),
    generate: ({ prompt, ...rest }) => llm.generate({ ...rest, prompt: ids(prompt) }),
    generateBatch: ({ prompts, ...rest }) => llm.generateBatch({ ...rest, prompts: prompts.map(ids) }),
    nextTokenProbabilities: (prompt) => llm.nextTokenProbabilities(ids(prompt)),
    chat: (messages, rest = {}) => llm.generate({ ...rest, prompt: ids(tokenizer.chatPrompt(messages)) }),
  };
}
