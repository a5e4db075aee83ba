/**
 * A loaded language model as the rest of the book sees it: tokens, generation, probabilities
 * and what goes on inside. How it gets loaded is in `loadModel.ts`, how it runs in `runtime.ts`.
 */
import type { LlamaConfig } from '../engine/llama';
import { createRng } from '../engine/random';
import type { Tokenizer } from '../engine/tokenizer';
import type { CausalGraph } from './runtime';
import { sampleToken, softmax, type SamplingOptions } from './sampling';

export interface GeneratedToken {
  id: number;
  /** The text of this token alone. */
  tokenText: string;
  /** All that was generated so far. */
  text: string;
  /** Of this token among those that could be drawn (after temperature, top-k and top-p). */
  probability: number;
  /** What it was drawn from, `[V]`: before temperature, top-k and top-p. */
  logits: Float32Array;
}

export interface GenerateOptions extends SamplingOptions {
  prompt: string;
  /** Default: as many as the context has room for. */
  maxNewTokens?: number;
  /** Default 0: the same text each time. */
  seed?: number;
  /** Ends the generation; what there is so far is returned. */
  signal?: AbortSignal;
  onToken?: (token: GeneratedToken) => void;
}

export interface Generation {
  /** Without the prompt. */
  text: string;
  ids: number[];
  stopReason: 'end of text' | 'maximum' | 'context full' | 'aborted';
}

export interface Inspection {
  /** The end-of-text token that begins every text, then the text's own. */
  ids: number[];
  tokens: string[];
  /** By layer, each `[heads, T, T]`, row = the token that looks. */
  attention: Float32Array[];
  /** The residual stream before each layer and after the last, each `[T, d]`. */
  hidden: Float32Array[];
  /** `[T, V]`. */
  logits: Float32Array;
}

export interface Llm {
  readonly id: string;
  readonly config: LlamaConfig;
  readonly endOfTextId: number;
  /** Ids of a text, with no end-of-text token. */
  tokenize(text: string): number[];
  tokenText(id: number): string;
  decode(ids: readonly number[]): string;
  generate(options: GenerateOptions): Promise<Generation>;
  /** Probability of each token of the vocabulary, `[V]`, to come after `text`. */
  nextTokenProbabilities(text: string): Promise<Float32Array>;
  inspect(text: string): Promise<Inspection>;
  /** Frees the memory; afterwards every method that runs the model throws. */
  dispose(): Promise<void>;
}

export interface LlmParts {
  id: string;
  config: LlamaConfig;
  tokenizer: Tokenizer;
  graph: CausalGraph;
  /** Opens the graph that also returns attention and hidden states; called when first needed. */
  openInspectGraph: () => Promise<CausalGraph>;
  /** Called once, by the first `dispose`. */
  release: () => Promise<void>;
}

/** Lets the page paint and react; a message is not slowed down as nested timers are. */
function yieldToEventLoop(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

export function createLlm({ id, config, tokenizer, graph, openInspectGraph, release }: LlmParts): Llm {
  let disposed = false;

  /** Every text that the model saw in training begins with end-of-text; so does every text given to it. */
  function inputIds(text: string): number[] {
    if (disposed) throw new Error(`the model "${id}" has been disposed of`);
    const ids = [tokenizer.endOfTextId, ...tokenizer.encode(text)];
    if (ids.length > config.contextLength) {
      throw new Error(`the text has ${ids.length - 1} tokens; the model can read ${config.contextLength - 1}`);
    }
    return ids;
  }

  const lastRow = (logits: Float32Array) => logits.subarray(logits.length - config.vocabularySize);

  return {
    id,
    config,
    endOfTextId: tokenizer.endOfTextId,
    tokenize: (text) => tokenizer.encode(text),
    tokenText: (tokenId) => tokenizer.tokenText(tokenId),
    decode: (ids) => tokenizer.decode(ids),

    async generate(options) {
      const { prompt, maxNewTokens = Infinity, seed = 0, signal, onToken } = options;
      const random = createRng(seed).uniform;
      const ids: number[] = [];
      const end = (stopReason: Generation['stopReason']): Generation => ({ text: tokenizer.decode(ids), ids, stopReason });
      let next = inputIds(prompt);
      let cache = graph.emptyCache();
      while (ids.length < maxNewTokens) {
        if (signal?.aborted) return end('aborted');
        if (cache.tokenCount + next.length > config.contextLength) return end('context full');
        const result = await graph.run(next, cache);
        cache = result.cache;
        const logits = lastRow(result.logits).slice();
        const { id: tokenId, probability } = sampleToken(logits, options, random);
        if (tokenId === tokenizer.endOfTextId) return end('end of text');
        ids.push(tokenId);
        next = [tokenId];
        onToken?.({ id: tokenId, tokenText: tokenizer.tokenText(tokenId), text: tokenizer.decode(ids), probability, logits });
        await yieldToEventLoop();
      }
      return end('maximum');
    },

    async nextTokenProbabilities(text) {
      const { logits } = await graph.run(inputIds(text), graph.emptyCache());
      return softmax(lastRow(logits));
    },

    async inspect(text) {
      const ids = inputIds(text);
      const inspectGraph = await openInspectGraph();
      const { logits, outputs } = await inspectGraph.run(ids, inspectGraph.emptyCache());
      const layers = (name: string, count: number) =>
        Array.from({ length: count }, (_, layer) => outputs[`${name}.${layer}`]!.data as Float32Array);
      return {
        ids,
        tokens: ids.map((tokenId) => tokenizer.tokenText(tokenId)),
        attention: layers('attentions', config.layerCount),
        hidden: layers('hidden_states', config.layerCount + 1),
        logits,
      };
    },

    async dispose() {
      if (disposed) return;
      disposed = true;
      await release();
    },
  };
}
