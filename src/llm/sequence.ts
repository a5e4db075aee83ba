/**
 * One text that a model is reading or writing, with its KV cache: step on, look into the cache, go back, branch off.
 */
import type { CausalGraph, KvCache, LayerCache } from './runtime';

export interface Sequence {
  /** The tokens that the cache holds, in order. */
  readonly ids: readonly number[];
  /** Reads more tokens and gives the logits after each of them, `[T, V]`. Throws, with nothing changed, on an id that does not exist or when the context is too short. */
  step(ids: readonly number[]): Promise<Float32Array>;
  /** By layer, a copy of the keys and values of all tokens, `[G, T, D]` each. */
  readCache(): Promise<LayerCache[]>;
  /** Goes back to the first `tokenCount` tokens, as if the others had never been read. */
  trim(tokenCount: number): Promise<void>;
  /** A second sequence that has read the same. Nothing is copied: a cache is never changed, only replaced. */
  fork(): Sequence;
  /** Lets go of the cache. Needed on a GPU, whose memory JavaScript does not collect; harmless elsewhere. */
  dispose(): void;
}

export interface SequenceLimits {
  contextLength: number;
  vocabularySize: number;
}

/** A cache and how many sequences hold it: on a GPU the last to let go frees it. */
interface Held {
  cache: KvCache;
  holders: number;
}

export function checkIds(ids: readonly number[], { vocabularySize }: Pick<SequenceLimits, 'vocabularySize'>): void {
  const unknown = ids.find((id) => !(Number.isInteger(id) && id >= 0 && id < vocabularySize));
  if (unknown !== undefined) throw new Error(`there is no token ${unknown}; the vocabulary has ${vocabularySize}`);
}

export function createSequence(graph: CausalGraph, limits: SequenceLimits): Sequence {
  return sequenceOf(graph, limits, [], { cache: graph.emptyCache(), holders: 1 });
}

function sequenceOf(graph: CausalGraph, limits: SequenceLimits, ids: number[], held: Held): Sequence {
  let state: 'ready' | 'busy' | 'disposed' = 'ready';

  function letGo(): void {
    if (--held.holders === 0) graph.freeCache(held.cache);
  }

  /** Two steps at once would each append to the same cache, and one would be lost: the second is refused. */
  async function alone<T>(work: () => Promise<T>): Promise<T> {
    checkReady();
    state = 'busy';
    try {
      return await work();
    } finally {
      if (state === 'busy') state = 'ready';
      else letGo();
    }
  }

  function checkReady(): void {
    if (state === 'disposed') throw new Error('the sequence has been disposed of');
    if (state === 'busy') throw new Error('the sequence is at work: wait for what it does before you ask for more');
  }

  function replace(cache: KvCache): void {
    letGo();
    held = { cache, holders: 1 };
  }

  return {
    get ids() {
      return ids;
    },

    step: (more) =>
      alone(async () => {
        checkIds(more, limits);
        if (more.length === 0) throw new Error('a step needs at least one token');
        if (ids.length + more.length > limits.contextLength) {
          throw new Error(`${more.length} more tokens do not fit: ${ids.length} of ${limits.contextLength} are taken`);
        }
        const { logits, cache } = await graph.run([more], held.cache);
        replace(cache);
        // A new array: who has seen the old one, a fork too, keeps what it saw.
        ids = [...ids, ...more];
        return logits[0]!;
      }),

    readCache: () => alone(() => graph.readCache(held.cache)),

    trim: (tokenCount) =>
      alone(async () => {
        if (!(Number.isInteger(tokenCount) && tokenCount >= 0 && tokenCount <= ids.length)) {
          throw new Error(`cannot trim to ${tokenCount} tokens: the sequence has ${ids.length}`);
        }
        if (tokenCount === ids.length) return;
        replace(tokenCount === 0 ? graph.emptyCache() : await graph.trimCache(held.cache, tokenCount));
        ids = ids.slice(0, tokenCount);
      }),

    fork() {
      checkReady();
      held.holders++;
      return sequenceOf(graph, limits, ids, held);
    },

    dispose() {
      if (state === 'disposed') return;
      const atWork = state === 'busy';
      state = 'disposed';
      // What is at work still needs the cache and lets go of it at its end.
      if (!atWork) letGo();
    },
  };
}
