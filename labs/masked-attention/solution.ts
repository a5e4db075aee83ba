// Masked attention, from one softmax to many heads. Arrays are flat and row-major:
// element (t, i) of a [T, D] array is at index t * D + i.

/** Positive weights that sum to 1, in proportion to exp(score). Scores may be large. */
export function softmax(scores: Float32Array): Float32Array {
  let largest = -Infinity;
  for (const score of scores) largest = Math.max(largest, score);
  // With the largest score taken off, no exponent is above 0, and one of them is 0.
  const weights = Float32Array.from(scores, (score) => Math.exp(score - largest));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => weight / sum);
}

/**
 * Attention weights of queries `q` [T, D] on keys `k` [T, D]: [T, T], row = query.
 * Token t sees tokens 0 to t; every other weight is 0. Scores are scaled by 1/√D.
 */
export function causalWeights(q: Float32Array, k: Float32Array, tokenCount: number, headSize: number): Float32Array {
  const weights = new Float32Array(tokenCount * tokenCount);
  for (let query = 0; query < tokenCount; query++) {
    const scores = new Float32Array(query + 1);
    for (let key = 0; key <= query; key++) {
      let dot = 0;
      for (let i = 0; i < headSize; i++) dot += q[query * headSize + i]! * k[key * headSize + i]!;
      scores[key] = dot / Math.sqrt(headSize);
    }
    weights.set(softmax(scores), query * tokenCount);
  }
  return weights;
}

/** One head of masked attention on [T, D] arrays: output [T, D]. */
export function attend(q: Float32Array, k: Float32Array, v: Float32Array, tokenCount: number, headSize: number): Float32Array {
  const weights = causalWeights(q, k, tokenCount, headSize);
  const output = new Float32Array(tokenCount * headSize);
  for (let query = 0; query < tokenCount; query++) {
    for (let i = 0; i < headSize; i++) {
      let sum = 0;
      for (let key = 0; key <= query; key++) sum += weights[query * tokenCount + key]! * v[key * headSize + i]!;
      output[query * headSize + i] = sum;
    }
  }
  return output;
}

/**
 * H query heads that share G key and value heads: `q` [T, H, D], `k` and `v` [T, G, D],
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
  /** Where the `headSize` numbers of one token and head begin. */
  const start = (token: number, heads: number, head: number) => (token * heads + head) * headSize;
  const cut = (x: Float32Array, heads: number, head: number) => {
    const one = new Float32Array(tokenCount * headSize);
    for (let t = 0; t < tokenCount; t++) one.set(x.subarray(start(t, heads, head), start(t, heads, head) + headSize), t * headSize);
    return one;
  };
  const queriesPerKey = headCount / kvHeadCount;
  for (let head = 0; head < headCount; head++) {
    const kvHead = Math.floor(head / queriesPerKey);
    const mixed = attend(cut(q, headCount, head), cut(k, kvHeadCount, kvHead), cut(v, kvHeadCount, kvHead), tokenCount, headSize);
    for (let t = 0; t < tokenCount; t++) output.set(mixed.subarray(t * headSize, (t + 1) * headSize), start(t, headCount, head));
  }
  return output;
}
