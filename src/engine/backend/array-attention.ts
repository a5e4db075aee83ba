/**
 * Causal grouped-query attention forward and backward in plain TypeScript, one query at a time: a query's weights
 * are one row of at most T numbers, and no T × T matrix is kept.
 */
import type { ArrayOperations, AttentionSizes } from './types';

interface Query {
  /** Where its vector begins in q. */
  at: number;
  /** Position, which is also the last key that it sees. */
  position: number;
  /** Where the vector of the key at `position` begins in k and v. */
  keyAt(position: number): number;
}

function forEachQuery({ batchSize, tokenCount, headCount, kvHeadCount, headSize }: AttentionSizes, visit: (query: Query) => void): void {
  for (let sequence = 0; sequence < batchSize; sequence++) {
    for (let head = 0; head < headCount; head++) {
      const kvHead = Math.floor((head * kvHeadCount) / headCount);
      const keyAt = (position: number) => ((sequence * tokenCount + position) * kvHeadCount + kvHead) * headSize;
      for (let position = 0; position < tokenCount; position++) {
        visit({ at: ((sequence * tokenCount + position) * headCount + head) * headSize, position, keyAt });
      }
    }
  }
}

function dot(a: Float32Array, aAt: number, b: Float32Array, bAt: number, length: number): number {
  let sum = 0;
  for (let i = 0; i < length; i++) sum += a[aAt + i]! * b[bAt + i]!;
  return sum;
}

/** Softmax of the query's scaled scores on keys 0 … position. */
function weightsOf({ at, position, keyAt }: Query, q: Float32Array, k: Float32Array, headSize: number): Float64Array {
  const weights = new Float64Array(position + 1);
  for (let key = 0; key <= position; key++) weights[key] = dot(q, at, k, keyAt(key), headSize) / Math.sqrt(headSize);
  const max = weights.reduce((most, score) => Math.max(most, score), -Infinity);
  let sum = 0;
  for (let key = 0; key <= position; key++) sum += weights[key] = Math.exp(weights[key]! - max);
  return weights.map((weight) => weight / sum);
}

export const arrayAttention: Pick<ArrayOperations, 'attention' | 'attentionBackward'> = {
  attention({ q, k, v, out, ...sizes }) {
    const { headSize } = sizes;
    const mixed = new Float64Array(headSize);
    forEachQuery(sizes, (query) => {
      mixed.fill(0);
      weightsOf(query, q, k, headSize).forEach((weight, key) => {
        const valueAt = query.keyAt(key);
        for (let i = 0; i < headSize; i++) mixed[i]! += weight * v[valueAt + i]!;
      });
      out.set(mixed, query.at);
    });
  },

  /** With weights p and dP = dOut·vᵀ: the scores' gradient is p·(dP - Σ p·dP); v gets p·dOut. */
  attentionBackward({ q, k, v, dOut, dQ, dK, dV, ...sizes }) {
    const { headSize } = sizes;
    const [sumQ, sumK, sumV] = [new Float64Array(dQ.length), new Float64Array(dK.length), new Float64Array(dV.length)];
    forEachQuery(sizes, (query) => {
      const weights = weightsOf(query, q, k, headSize);
      const dWeights = weights.map((_, key) => dot(dOut, query.at, v, query.keyAt(key), headSize));
      const mean = weights.reduce((sum, weight, key) => sum + weight * dWeights[key]!, 0);
      weights.forEach((weight, key) => {
        const keyAt = query.keyAt(key);
        const dScore = (weight * (dWeights[key]! - mean)) / Math.sqrt(headSize);
        for (let i = 0; i < headSize; i++) {
          sumQ[query.at + i]! += dScore * k[keyAt + i]!;
          sumK[keyAt + i]! += dScore * q[query.at + i]!;
          sumV[keyAt + i]! += weight * dOut[query.at + i]!;
        }
      });
    });
    dQ.set(sumQ);
    dK.set(sumK);
    dV.set(sumV);
  },
};
