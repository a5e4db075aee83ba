/**
 * The operations of a Llama, one function each, on row-major Float32Array. Plain loops, written
 * to be read and to be compared with; sums run in double precision and are rounded once.
 * T tokens, d width, H query heads, G key/value heads, D head size.
 */

/** Vectors `x [T, in]` times a stored matrix `weight [out, in]`, transposed: `[T, out]`. */
export function linear(x: Float32Array, weight: Float32Array, inSize: number, outSize: number): Float32Array {
  const tokenCount = x.length / inSize;
  const y = new Float32Array(tokenCount * outSize);
  for (let t = 0; t < tokenCount; t++) {
    for (let o = 0; o < outSize; o++) {
      let sum = 0;
      for (let i = 0; i < inSize; i++) sum += x[t * inSize + i]! * weight[o * inSize + i]!;
      y[t * outSize + o] = sum;
    }
  }
  return y;
}

/** Each row of `x [T, d]` over its root mean square, times `gain [d]`: `[T, d]`. (Zhang & Sennrich 2019.) */
export function rmsNorm(x: Float32Array, gain: Float32Array, epsilon: number): Float32Array {
  const d = gain.length;
  const y = new Float32Array(x.length);
  for (let row = 0; row < x.length; row += d) {
    let squares = 0;
    for (let i = 0; i < d; i++) squares += x[row + i]! * x[row + i]!;
    const scale = 1 / Math.sqrt(squares / d + epsilon);
    for (let i = 0; i < d; i++) y[row + i] = x[row + i]! * scale * gain[i]!;
  }
  return y;
}

/**
 * Rotary positions on `x [T, heads, D]`: the pair (i, i + D/2) of the token at position p turns by
 * p·theta^(-2i/D) radians: same shape. (Su et al. 2021; halves paired as in Hugging Face's Llama.)
 */
export function rope(x: Float32Array, headCount: number, headSize: number, theta: number, firstPosition = 0): Float32Array {
  const y = new Float32Array(x.length);
  const half = headSize / 2;
  const tokenCount = x.length / (headCount * headSize);
  for (let t = 0; t < tokenCount; t++) {
    for (let i = 0; i < half; i++) {
      const angle = (firstPosition + t) * theta ** (-i / half);
      const cos = Math.cos(angle);
      const sin = Math.sin(angle);
      for (let head = 0; head < headCount; head++) {
        const at = (t * headCount + head) * headSize + i;
        y[at] = x[at]! * cos - x[at + half]! * sin;
        y[at + half] = x[at + half]! * cos + x[at]! * sin;
      }
    }
  }
  return y;
}

/** exp(x)/sum of `length` numbers from `start`, in place, with the maximum taken off first. */
export function softmaxInPlace(x: Float32Array, start = 0, length = x.length): void {
  let max = -Infinity;
  for (let i = start; i < start + length; i++) max = Math.max(max, x[i]!);
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += Math.exp(x[i]! - max);
  for (let i = start; i < start + length; i++) x[i] = Math.exp(x[i]! - max) / sum;
}

export interface AttentionShape {
  headCount: number;
  kvHeadCount: number;
  headSize: number;
}

/**
 * Causal attention weights of `q [T, H, D]` on `k [T, G, D]`: `[H, T, T]`, row = query; zero after
 * the query's own position. Query head h reads key head floor(h·G/H). (Vaswani 2017; Ainslie 2023.)
 */
export function attentionWeights(q: Float32Array, k: Float32Array, { headCount, kvHeadCount, headSize }: AttentionShape): Float32Array {
  const tokenCount = q.length / (headCount * headSize);
  const weights = new Float32Array(headCount * tokenCount * tokenCount);
  for (let head = 0; head < headCount; head++) {
    const kvHead = Math.floor((head * kvHeadCount) / headCount);
    for (let query = 0; query < tokenCount; query++) {
      const row = (head * tokenCount + query) * tokenCount;
      for (let key = 0; key <= query; key++) {
        let dot = 0;
        for (let i = 0; i < headSize; i++) {
          dot += q[(query * headCount + head) * headSize + i]! * k[(key * kvHeadCount + kvHead) * headSize + i]!;
        }
        weights[row + key] = dot / Math.sqrt(headSize);
      }
      softmaxInPlace(weights, row, query + 1);
    }
  }
  return weights;
}

/** Values `v [T, G, D]` mixed by `weights [H, T, T]`: `[T, H, D]`. */
export function mixValues(weights: Float32Array, v: Float32Array, { headCount, kvHeadCount, headSize }: AttentionShape): Float32Array {
  const tokenCount = v.length / (kvHeadCount * headSize);
  const mixed = new Float32Array(tokenCount * headCount * headSize);
  for (let head = 0; head < headCount; head++) {
    const kvHead = Math.floor((head * kvHeadCount) / headCount);
    for (let query = 0; query < tokenCount; query++) {
      const row = (head * tokenCount + query) * tokenCount;
      for (let i = 0; i < headSize; i++) {
        let sum = 0;
        for (let key = 0; key <= query; key++) sum += weights[row + key]! * v[(key * kvHeadCount + kvHead) * headSize + i]!;
        mixed[(query * headCount + head) * headSize + i] = sum;
      }
    }
  }
  return mixed;
}

/** x·sigmoid(x). */
export function silu(x: number): number {
  return x / (1 + Math.exp(-x));
}

/** Elementwise sum of two arrays of one length. */
export function add(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value + b[i]!);
}
