// Runs in the bench's page: a shipped model by src/llm and by transformers.js, both on one onnxruntime-web.

import { AutoModelForCausalLM, AutoTokenizer, env, type Tensor as PeerTensor, type PreTrainedModel } from '@huggingface/transformers';
import { configFromJson } from '@site/src/engine/llama';
import { fromTokenizerJson } from '@site/src/engine/tokenizer';
import { createLlm, type Llm } from '@site/src/llm/llm';
import { openGraph, type CausalGraph } from '@site/src/llm/runtime';
import { sampleToken } from '@site/src/llm/sampling';
import * as ort from 'onnxruntime-web/wasm';

/** transformers.js's names of the weights' types, and the files that these stand for. */
const FILES = { fp32: 'model', q8: 'model_quantized', q4: 'model_q4' } as const;
export type Dtype = keyof typeof FILES;

export interface Round {
  tokens: number[];
  ms: number;
  /** Calls of the model: one for the prompt, one for each token but the last. */
  calls: number;
}

/** Milliseconds a call of the model. */
export interface Profile {
  total: number;
  /** onnxruntime-web's session.run: copies in, the graph, copies out. */
  run: number;
  /** Our making of its inputs and sorting of its outputs. */
  tensors: number;
  /** Choosing the token from the logits. */
  sampling: number;
  /** All else: pauses for the page, text, bookkeeping. */
  rest: number;
}

export interface Pair {
  ours(prompt: string, count: number): Promise<Round>;
  peer(prompt: string, count: number): Promise<Round>;
  profile(side: 'ours' | 'peer', prompt: string, count: number): Promise<Profile>;
  dispose(): Promise<void>;
}

ort.env.wasm.numThreads = 1;
ort.env.wasm.wasmPaths = { wasm: '/ort/ort-wasm-simd-threaded.wasm' };
env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = '/models/';
env.useBrowserCache = false;
env.backends.onnx.wasm!.numThreads = 1;

/** Time spent in a function and calls of it, since the last reset. */
function meter() {
  let [ms, calls] = [0, 0];
  return {
    async time<T>(work: () => Promise<T>): Promise<T> {
      const start = performance.now();
      try {
        return await work();
      } finally {
        ms += performance.now() - start;
        calls++;
      }
    },
    reset: () => void ([ms, calls] = [0, 0]),
    get ms() {
      return ms;
    },
    get calls() {
      return calls;
    },
  };
}

const runMeter = meter();
let metering = false;
/** The class of every session, ours and the peer's; its type says no more than that it makes some. */
const sessions = (ort.InferenceSession as unknown as { prototype: { run: (...given: unknown[]) => Promise<unknown> } }).prototype;
const plainRun = sessions.run;
const bytesOf = async (url: string) => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: HTTP ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

async function openOurs(id: string, dtype: Dtype, graphMeter: ReturnType<typeof meter>): Promise<Llm> {
  const at = `/models/${id}`;
  const json = async (name: string): Promise<unknown> => (await fetch(`${at}/${name}`)).json();
  const config = configFromJson(await json('config.json'));
  const { files } = (await json('manifest.json')) as { files: Record<string, unknown> };
  const data = `${FILES[dtype]}.onnx_data`;
  const externalData = `onnx/${data}` in files ? { path: data, data: await bytesOf(`${at}/onnx/${data}`) } : undefined;
  const graph = await openGraph(ort, { graph: await bytesOf(`${at}/onnx/${FILES[dtype]}.onnx`), externalData }, config);
  const metered: CausalGraph = { ...graph, run: (rows, cache) => (metering ? graphMeter.time(() => graph.run(rows, cache)) : graph.run(rows, cache)) };
  const openInspectGraph = () => Promise.reject(new Error('not part of the bench'));
  return createLlm({ id, config, tokenizer: fromTokenizerJson(await json('tokenizer.json')), graph: metered, openInspectGraph, release: () => graph.dispose() });
}

/** Both runners of one model's file, with the same prompt ids. */
async function open(id: string, dtype: Dtype): Promise<Pair> {
  const graphMeter = meter();
  const llm = await openOurs(id, dtype, graphMeter);
  const tokenizer = await AutoTokenizer.from_pretrained(id);
  const peerModel: PreTrainedModel = await AutoModelForCausalLM.from_pretrained(id, { dtype, device: 'wasm' });

  async function ours(prompt: string, count: number): Promise<Round> {
    const start = performance.now();
    const { ids, stopReason } = await llm.generate({ prompt, temperature: 0, maxNewTokens: count });
    const ms = performance.now() - start;
    return { tokens: ids, ms, calls: ids.length + (stopReason === 'end of text' ? 1 : 0) };
  }

  async function peer(prompt: string, count: number): Promise<Round> {
    const start = performance.now();
    const inputs = tokenizer(prompt) as Record<string, PeerTensor>;
    const output = (await peerModel.generate({ ...inputs, max_new_tokens: count, do_sample: false })) as PeerTensor;
    const ms = performance.now() - start;
    const all = Array.from(output.data as BigInt64Array, Number);
    const written = all.slice(inputs.input_ids!.dims[1]);
    return { tokens: written.filter((token) => token !== llm.endOfTextId), ms, calls: written.length };
  }

  async function profile(side: 'ours' | 'peer', prompt: string, count: number): Promise<Profile> {
    runMeter.reset();
    graphMeter.reset();
    metering = true;
    sessions.run = function (...given) {
      return runMeter.time(() => plainRun.apply(this, given));
    };
    try {
      const { ms } = await (side === 'ours' ? ours : peer)(prompt, count);
      const calls = runMeter.calls;
      const tensors = side === 'ours' ? (graphMeter.ms - runMeter.ms) / calls : 0;
      const sampling = side === 'ours' ? samplingMs(llm.config.vocabularySize) : 0;
      return { total: ms / calls, run: runMeter.ms / calls, tensors, sampling, rest: (ms - runMeter.ms) / calls - tensors - sampling };
    } finally {
      metering = false;
      sessions.run = plainRun;
    }
  }
  return {
    ours,
    peer,
    profile,
    async dispose() {
      await llm.dispose();
      await peerModel.dispose();
    },
  };
}

function samplingMs(vocabularySize: number): number {
  const logits = Float32Array.from({ length: vocabularySize }, (_, i) => Math.sin(i * 12.9));
  const start = performance.now();
  for (let i = 0; i < 200; i++) sampleToken(logits, { temperature: 0 }, Math.random);
  return (performance.now() - start) / 200;
}

let pair: Pair | undefined;
/** What the bench calls from outside. */
const bench = {
  async open(id: string, dtype: Dtype): Promise<void> {
    await pair?.dispose();
    pair = await open(id, dtype);
  },
  round: (side: 'ours' | 'peer', prompt: string, count: number): Promise<Round> => pair![side](prompt, count),
  profile: (side: 'ours' | 'peer', prompt: string, count: number): Promise<Profile> => pair!.profile(side, prompt, count),
  versions: { transformers: env.version, ort: ort.env.versions.web },
  ortThreads: () => ort.env.wasm.numThreads,
};
export type LlmBench = typeof bench;
declare global {
  interface Window {
    llmBench: LlmBench;
  }
}
window.llmBench = bench;
