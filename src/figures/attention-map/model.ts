// The attention weights of a sentence by layer and head, packed small, and what to say about one row of them.

import type { LlamaConfig } from '@site/src/engine/llama';

export const SENTENCE = 'One cold evening Tilly had a kite. She gave the kite to Bo. Bo smiled.';

export interface AttentionMap {
  text: string;
  modelId: string;
  tokens: string[];
  layers: number;
  heads: number;
  /** By layer, head and row: weights of keys 0 to the row itself, one after the other. */
  weights: number[][];
}

/** Packs `[heads, T, T]` by layer into lower triangles, rounded to `digits` decimals. */
export function packMap(modelId: string, text: string, tokens: string[], attention: readonly Float32Array[], config: Pick<LlamaConfig, 'headCount'>, digits = 4): AttentionMap {
  const T = tokens.length;
  const factor = 10 ** digits;
  const weights = attention.flatMap((layer) =>
    Array.from({ length: config.headCount }, (_, head) => {
      const triangle: number[] = [];
      for (let query = 0; query < T; query++)
        for (let key = 0; key <= query; key++) triangle.push(Math.round(layer[(head * T + query) * T + key]! * factor) / factor);
      return triangle;
    }),
  );
  return { text, modelId, tokens, layers: attention.length, heads: config.headCount, weights };
}

/** Weights of one row: keys 0 to `query`. */
export function rowOf(map: AttentionMap, layer: number, head: number, query: number): number[] {
  const start = (query * (query + 1)) / 2;
  return map.weights[layer * map.heads + head]!.slice(start, start + query + 1);
}

export interface Seen {
  key: number;
  weight: number;
}

/** The keys that a row gives most to, largest first. */
export function mostSeen(row: readonly number[], count: number): Seen[] {
  return row
    .map((weight, key) => ({ key, weight }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, count);
}

export interface Place {
  layer: number;
  head: number;
  /** The row looked at. */
  token: number;
}

/** Where a row gives most to one token further back than its neighbour, the start of the text apart: what a reader may like to see first. */
export function furthestLook(map: AttentionMap): Place {
  let [best, most]: [Place, number] = [{ layer: 0, head: 0, token: map.tokens.length - 1 }, 0];
  for (let layer = 0; layer < map.layers; layer++)
    for (let head = 0; head < map.heads; head++)
      for (let token = 3; token < map.tokens.length; token++) {
        const weight = Math.max(...rowOf(map, layer, head, token).slice(1, token - 1));
        if (weight > most) [best, most] = [{ layer, head, token }, weight];
      }
  return best;
}

/** A token as it is shown: spaces visible, the token that begins every text named. */
export const showToken = (token: string): string => (token === '<|endoftext|>' ? '(start)' : token.replace(/^ /, '·'));
