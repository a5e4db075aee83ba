/**
 * A loaded language model as the rest of the book sees it: tokens, logits, sequences with their KV cache, generation, and
 * what goes on inside. How it gets loaded is in `loadModel.ts`, how it runs in `runtime.ts`.
 */
import type { LlamaConfig } from '../engine/llama';
import type { Tokenizer } from '../engine/tokenizer';
import { checkWriteOptions, write, writeBatch, type GeneratedToken, type Generation, type WriteOptions, type WritingModel } from './generate';
import type { CausalGraph } from './runtime';
import { softmax } from './sampling';
import { checkIds, createSequence, type Sequence } from './sequence';

/** A text, which end-of-text is put before as in training, or ids that are taken as they are. */
export type Prompt = string | readonly number[];

export interface GenerateOptions extends WriteOptions {
  prompt: Prompt;
  /**
   * What to do with a prompt longer than the context: refuse it before any work (the default), or keep its first token
   * and its last ones, with room for what is to be written (`maxNewTokens`, at most half of the context).
   */
  tooLong?: 'refuse' | 'keep last';
  onToken?: (token: GeneratedToken) => void;
}

export interface GenerateBatchOptions extends WriteOptions {
  prompts: readonly Prompt[];
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
  /** Ids of a text, with no end-of-text token. Any text has some: what UTF-8 cannot say, a lone surrogate, becomes U+FFFD. */
  tokenize(text: string): number[];
  tokenText(id: number): string;
  decode(ids: readonly number[]): string;
  /** The ids that the model is given for a prompt; throws where they do not exist or do not fit the context. */
  promptIds(prompt: Prompt): number[];
  /** Logits after each token of the prompt, `[T, V]`. */
  logits(prompt: Prompt): Promise<Float32Array>;
  /** The same of several prompts, computed in one batch: `[T, V]` each. */
  logitsOfBatch(prompts: readonly Prompt[]): Promise<Float32Array[]>;
  /** A new, empty sequence to step through by hand. */
  startSequence(): Sequence;
  generate(options: GenerateOptions): Promise<Generation>;
  /** Several texts in one batch; the i-th is what `generate` gives with seed + i. Prompts that do not fit are refused. */
  generateBatch(options: GenerateBatchOptions): Promise<Generation[]>;
  /** Probability of each token of the vocabulary, `[V]`, to come after the prompt. */
  nextTokenProbabilities(prompt: Prompt): Promise<Float32Array>;
  inspect(prompt: Prompt): Promise<Inspection>;
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

export function createLlm({ id, config, tokenizer, graph: sharedGraph, openInspectGraph, release }: LlmParts): Llm {
  const { contextLength, vocabularySize } = config;
  const model: WritingModel = { tokenizer, contextLength, vocabularySize };
  let disposed = false;

  function checkUsable(): void {
    if (disposed) throw new Error(`the model "${id}" has been disposed of`);
  }

  // The session is shared; to who disposed of it, it is gone.
  const graph: CausalGraph = {
    ...sharedGraph,
    async run(rows, cache) {
      checkUsable();
      return sharedGraph.run(rows, cache);
    },
  };

  /** Every text that the model saw in training begins with end-of-text; so does every text given to it. */
  function idsOf(prompt: Prompt): readonly number[] {
    checkUsable();
    if (typeof prompt === 'string') return [tokenizer.endOfTextId, ...tokenizer.encode(prompt)];
    checkIds(prompt, config);
    if (prompt.length === 0) throw new Error('a prompt of ids needs at least one');
    return prompt;
  }

  function promptIds(prompt: Prompt): number[] {
    const ids = idsOf(prompt);
    if (ids.length > contextLength) {
      const beginning = typeof prompt === 'string' ? 1 : 0;
      throw new Error(`the text has ${ids.length - beginning} tokens; the model can read ${contextLength - beginning}`);
    }
    return [...ids];
  }

  /** The first token and the last ones. */
  function lastOf(prompt: Prompt, maxNewTokens: number): number[] {
    const ids = idsOf(prompt);
    if (ids.length <= contextLength) return [...ids];
    const room = contextLength - Math.min(maxNewTokens, Math.floor(contextLength / 2));
    return [ids[0]!, ...ids.slice(ids.length - (room - 1))];
  }

  async function logitsOfBatch(prompts: readonly Prompt[]): Promise<Float32Array[]> {
    if (prompts.length === 0) return [];
    const { logits, cache } = await graph.run(prompts.map(promptIds), graph.emptyCache(prompts.length));
    graph.freeCache(cache);
    return logits;
  }

  const logits = async (prompt: Prompt) => (await logitsOfBatch([prompt]))[0]!;

  return {
    id,
    config,
    endOfTextId: tokenizer.endOfTextId,
    tokenize: (text) => tokenizer.encode(text),
    tokenText: (tokenId) => tokenizer.tokenText(tokenId),
    decode: (ids) => tokenizer.decode(ids),
    promptIds,
    logits,
    logitsOfBatch,

    startSequence() {
      checkUsable();
      return createSequence(graph, config);
    },

    async generate({ prompt, tooLong = 'refuse', ...options }) {
      checkWriteOptions(options);
      const ids = tooLong === 'refuse' ? promptIds(prompt) : lastOf(prompt, options.maxNewTokens ?? Infinity);
      const sequence = createSequence(graph, config);
      try {
        return await write(sequence, ids, model, options);
      } finally {
        sequence.dispose();
      }
    },

    async generateBatch({ prompts, ...options }) {
      checkWriteOptions(options);
      return prompts.length === 0 ? [] : writeBatch(graph, prompts.map(promptIds), model, options);
    },

    nextTokenProbabilities: async (prompt) => softmax((await logits(prompt)).subarray(-vocabularySize)),

    async inspect(prompt) {
      const ids = promptIds(prompt);
      const inspectGraph = await openInspectGraph();
      const { logits: [ofPrompt], cache, outputs } = await inspectGraph.run([ids], inspectGraph.emptyCache());
      inspectGraph.freeCache(cache);
      const layers = (name: string, count: number) => Array.from({ length: count }, (_, layer) => outputs[`${name}.${layer}`]!);
      return {
        ids,
        tokens: ids.map((tokenId) => tokenizer.tokenText(tokenId)),
        attention: layers('attentions', config.layerCount),
        hidden: layers('hidden_states', config.layerCount + 1),
        logits: ofPrompt!,
      };
    },

    async dispose() {
      if (disposed) return;
      disposed = true;
      await release();
    },
  };
}
