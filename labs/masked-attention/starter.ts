// Masked attention, from one softmax to many heads. Arrays are flat and row-major:
// element (t, i) of a [T, D] array is at index t * D + i.

/** Task 1. Positive weights that sum to 1, in proportion to exp(score). Scores may be large. */
export function softmax(scores: Float32Array): Float32Array {
  return scores;
}

/**
 * Task 2. Attention weights of queries `q` [T, D] on keys `k` [T, D]: [T, T], row = query.
 * Token t sees tokens 0 to t; every other weight is 0. Scores are scaled by 1/√D.
 */
export function causalWeights(q: Float32Array, k: Float32Array, tokenCount: number, headSize: number): Float32Array {
  const weights = new Float32Array(tokenCount * tokenCount);
  return weights;
}

/** Task 3. One head of masked attention on [T, D] arrays: output [T, D]. */
export function attend(q: Float32Array, k: Float32Array, v: Float32Array, tokenCount: number, headSize: number): Float32Array {
  const output = new Float32Array(tokenCount * headSize);
  return output;
}

/**
 * Task 4. H query heads that share G key and value heads: `q` [T, H, D], `k` and `v` [T, G, D],
 * output [T, H, D]. H is a multiple of G; the first H/G query heads read key head 0, and so on.
 */
export function groupedAttention(
  q: Float32Array,
  k: Float32Array,
  v: Float32Array,
  tokenCount: number,
  headCount: number,
  kvHeadCount: number,
  headSize: number,
): Float32Array {
  const output = new Float32Array(tokenCount * headCount * headSize);
  return output;
}
