/**
 * Writing token by token: the prompt is read at once, then one step a token, for one text or several side by side. Knows
 * tokens and limits, not how a graph runs.
 */
import { createRng } from '../engine/random';
import type { Tokenizer } from '../engine/tokenizer';
import type { CausalGraph } from './runtime';
import { checkSampling, sampleToken, type SamplingOptions, type TokenProbability } from './sampling';
import type { Sequence } from './sequence';

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

export interface WriteOptions extends SamplingOptions {
  /** Default: as many as the context has room for. */
  maxNewTokens?: number;
  /** Default 0: the same text each time. */
  seed?: number;
  /** The first of these to turn up in the text ends it; the text is cut before it. */
  stop?: readonly string[];
  /** Ends the generation; what there is so far is returned. */
  signal?: AbortSignal;
}

export interface Generation {
  /** Without the prompt, and without the stop string. */
  text: string;
  /** All tokens written, those of a stop string too; end-of-text is none of them. */
  ids: number[];
  stopReason: 'end of text' | 'maximum' | 'stop string' | 'context full' | 'aborted';
}

/** What writing needs of a model. */
export interface WritingModel {
  tokenizer: Tokenizer;
  contextLength: number;
  vocabularySize: number;
}

/** Throws on what makes no sense, before any work is done. */
export function checkWriteOptions({ maxNewTokens = Infinity, seed = 0, stop = [], ...sampling }: WriteOptions): void {
  checkSampling(sampling);
  if (!(maxNewTokens === Infinity || (Number.isInteger(maxNewTokens) && maxNewTokens >= 0))) throw new Error(`maxNewTokens must be a whole number of 0 or more, not ${maxNewTokens}`);
  if (!Number.isInteger(seed)) throw new Error(`seed must be a whole number, not ${seed}`);
  if (stop.includes('')) throw new Error('an empty stop string would end every text before it begins');
}

/** One text in the making: draws its tokens and knows when it is at its end. */
class Draft {
  readonly ids: number[] = [];
  ended: Generation | undefined;
  readonly #random: () => number;

  constructor(
    readonly model: WritingModel,
    readonly options: WriteOptions,
    /** Of the prompt; with the tokens written they must fit the context. */
    readonly promptLength: number,
  ) {
    this.#random = createRng(options.seed ?? 0).uniform;
    if (options.maxNewTokens === 0) this.end('maximum');
  }

  get text(): string {
    return this.model.tokenizer.decode(this.ids);
  }

  end(stopReason: Generation['stopReason'], textLength?: number): void {
    this.ended ??= { text: this.text.slice(0, textLength), ids: this.ids, stopReason };
  }

  /** Draws the next token from `[V]` logits; undefined where that is end-of-text. */
  take(logits: Float32Array): TokenProbability | undefined {
    const { maxNewTokens = Infinity, stop = [] } = this.options;
    const drawn = sampleToken(logits, this.options, this.#random);
    if (drawn.id === this.model.tokenizer.endOfTextId) return void this.end('end of text');
    this.ids.push(drawn.id);
    // The whole text is searched: a stop string may lie across tokens, and half a character changes with the token after it.
    const stopsAt = stop.length === 0 ? [] : stop.map((each) => this.text.indexOf(each)).filter((at) => at >= 0);
    if (stopsAt.length > 0) this.end('stop string', Math.min(...stopsAt));
    else if (this.ids.length >= maxNewTokens) this.end('maximum');
    else if (this.promptLength + this.ids.length > this.model.contextLength) this.end('context full');
    return drawn;
  }
}

/** A page that waits longer than this drops a frame. */
const FRAME_MS = 8;

/** Lets the page paint and react when `everyMs` have passed since it last could, and goes on at once before. To be closed at the end. */
function createPause(everyMs: number): { pause: () => Promise<void>; close: () => void } {
  // A message is not slowed down as nested timers are.
  const { port1, port2 } = new MessageChannel();
  let last = performance.now();
  return {
    async pause() {
      if (performance.now() - last < everyMs) return;
      await new Promise<void>((resolve) => {
        port1.onmessage = () => resolve();
        port2.postMessage(null);
      });
      last = performance.now();
    },
    close: () => port1.close(),
  };
}

/** Logits that one step may give, 16 MB of them: a long prompt is read in pieces where the vocabulary is large. */
const MOST_LOGITS = 4e6;

/** Reads the prompt into the empty `sequence`, which it fits, and writes on. */
export async function write(
  sequence: Sequence,
  promptIds: readonly number[],
  model: WritingModel,
  options: WriteOptions & { onToken?: (token: GeneratedToken) => void },
): Promise<Generation> {
  const { vocabularySize: V, tokenizer } = model;
  const pieceLength = Math.max(1, Math.floor(MOST_LOGITS / V));
  const draft = new Draft(model, options, promptIds.length);
  // Who watches the tokens come sees each of them.
  const { pause, close } = createPause(options.onToken ? 0 : FRAME_MS);
  let unread = promptIds;
  try {
    while (!draft.ended) {
      if (options.signal?.aborted) draft.end('aborted');
      else {
        const logits = await sequence.step(unread.slice(0, pieceLength));
        unread = unread.slice(pieceLength);
        if (unread.length === 0) {
          const last = logits.length === V ? logits : logits.slice(-V);
          const drawn = draft.take(last);
          if (drawn) {
            unread = [drawn.id];
            options.onToken?.({ ...drawn, tokenText: tokenizer.tokenText(drawn.id), text: draft.text, logits: last });
          }
        }
        await pause();
      }
    }
    return draft.ended;
  } finally {
    close();
  }
}

/** Writes on from several prompts in one batch; each text is what it would be alone, the i-th with seed + i. */
export async function writeBatch(graph: CausalGraph, prompts: readonly (readonly number[])[], model: WritingModel, options: WriteOptions): Promise<Generation[]> {
  const { vocabularySize: V, tokenizer } = model;
  const { signal, seed = 0 } = options;
  const drafts = prompts.map((prompt, i) => new Draft(model, { ...options, seed: seed + i }, prompt.length));
  const { pause, close } = createPause(FRAME_MS);
  let cache = graph.emptyCache(prompts.length);
  let unread = prompts;
  try {
    while (drafts.some((draft) => !draft.ended)) {
      if (signal?.aborted) for (const draft of drafts) draft.end('aborted');
      else {
        const result = await graph.run(unread, cache);
        graph.freeCache(cache);
        cache = result.cache;
        // A text at its end stays in the batch, and what is computed for it is not looked at.
        unread = drafts.map((draft, row) => [(draft.ended ? undefined : draft.take(result.logits[row]!.slice(-V))?.id) ?? tokenizer.endOfTextId]);
        await pause();
      }
    }
    return drafts.map((draft) => draft.ended!);
  } finally {
    graph.freeCache(cache);
    close();
  }
}
