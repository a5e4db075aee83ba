/**
 * Causal grouped-query attention, forward and backward, in blocks of queries: a block's scores on the keys that any of it sees are
 * one product of matrices. Shapes: types.ts. The scratch memory holds gemm's own part and then two blocks of scores.
 */
import { gemm, GEMM_SCRATCH_BYTES } from './gemm';
import { expRow, maxOfRow, put, scaleRow, sumOf, take } from './vectors';

/** A multiple of gemm's tile. A larger one wastes more of the diagonal block, a smaller one packs keys and values more often. */
const QUERY_BLOCK: i32 = 48;

const roundUp = (tokenCount: i32): i32 => (tokenCount + 3) & ~3;

/** Bytes of scratch memory for sequences of `tokenCount` tokens. */
export function attentionScratchBytes(tokenCount: i32): usize {
  return GEMM_SCRATCH_BYTES + (((2 * QUERY_BLOCK * roundUp(tokenCount)) as usize) << 2);
}

/** Rows of scores become weights: softmax of `scale` times the scores that each query sees, 0 for those that it does not. */
function softmaxBlock(scores: usize, rowBytes: usize, first: i32, rows: i32, scale: f32): void {
  const keys = first + rows;
  for (let row = 0; row < rows; row++) {
    const seen = first + row + 1;
    const sum = expRow(scores, seen, maxOfRow(scores, seen), scale);
    scaleRow(scores, seen, 1 / sum);
    memory.fill(scores + ((seen as usize) << 2), 0, ((keys - seen) as usize) << 2);
    scores += rowBytes;
  }
}

/** Gradients of weights become those of scores: p·(dP - Σ p·dP)·scale. */
function softmaxBackward(weights: usize, gradients: usize, rowBytes: usize, rows: i32, keys: i32, scale: f32): void {
  const factor = f32x4.splat(scale);
  for (let row = 0; row < rows; row++) {
    let along = f32x4.splat(0);
    for (let i = 0; i < keys; i += 4) {
      const at = (i as usize) << 2;
      along = f32x4.add(along, f32x4.mul(take(weights + at, keys - i), take(gradients + at, keys - i)));
    }
    const mean = f32x4.splat(sumOf(along));
    for (let i = 0; i < keys; i += 4) {
      const at = (i as usize) << 2;
      const left = keys - i;
      const p = take(weights + at, left);
      put(gradients + at, f32x4.mul(f32x4.mul(p, f32x4.sub(take(gradients + at, left), mean)), factor), left);
    }
    weights += rowBytes;
    gradients += rowBytes;
  }
}

export function attention(q: usize, k: usize, v: usize, out: usize, batchSize: i32, tokenCount: i32, headCount: i32, kvHeadCount: i32, headSize: i32, scratch: usize): void {
  const scale: f32 = 1 / sqrt<f32>(headSize as f32);
  const queryBytes = ((headCount * headSize) as usize) << 2;
  const keyBytes = ((kvHeadCount * headSize) as usize) << 2;
  const rowBytes = (roundUp(tokenCount) as usize) << 2;
  const scores = scratch + GEMM_SCRATCH_BYTES;
  for (let sequence = 0; sequence < batchSize; sequence++) {
    for (let head = 0; head < headCount; head++) {
      const kvHead = (head * kvHeadCount) / headCount;
      const queryStart = (((sequence * tokenCount * headCount + head) * headSize) as usize) << 2;
      const keyStart = (((sequence * tokenCount * kvHeadCount + kvHead) * headSize) as usize) << 2;
      for (let first = 0; first < tokenCount; first += QUERY_BLOCK) {
        const rows = min(QUERY_BLOCK, tokenCount - first);
        const keys = first + rows;
        const at = queryStart + (first as usize) * queryBytes;
        gemm(q + at, queryBytes, 4, k + keyStart, 4, keyBytes, scores, rowBytes, rows, keys, headSize, false, scratch);
        softmaxBlock(scores, rowBytes, first, rows, scale);
        gemm(scores, rowBytes, 4, v + keyStart, keyBytes, 4, out + at, queryBytes, rows, headSize, keys, false, scratch);
      }
    }
  }
}

export function attentionBackward(
  q: usize, k: usize, v: usize, dOut: usize, dQ: usize, dK: usize, dV: usize,
  batchSize: i32, tokenCount: i32, headCount: i32, kvHeadCount: i32, headSize: i32, scratch: usize,
): void {
  const scale: f32 = 1 / sqrt<f32>(headSize as f32);
  const queryBytes = ((headCount * headSize) as usize) << 2;
  const keyBytes = ((kvHeadCount * headSize) as usize) << 2;
  const rowBytes = (roundUp(tokenCount) as usize) << 2;
  const weights = scratch + GEMM_SCRATCH_BYTES;
  const gradients = weights + (QUERY_BLOCK as usize) * rowBytes;
  memory.fill(dK, 0, ((batchSize * tokenCount) as usize) * keyBytes);
  memory.fill(dV, 0, ((batchSize * tokenCount) as usize) * keyBytes);
  for (let sequence = 0; sequence < batchSize; sequence++) {
    for (let head = 0; head < headCount; head++) {
      const kvHead = (head * kvHeadCount) / headCount;
      const queryStart = (((sequence * tokenCount * headCount + head) * headSize) as usize) << 2;
      const keyStart = (((sequence * tokenCount * kvHeadCount + kvHead) * headSize) as usize) << 2;
      for (let first = 0; first < tokenCount; first += QUERY_BLOCK) {
        const rows = min(QUERY_BLOCK, tokenCount - first);
        const keys = first + rows;
        const at = queryStart + (first as usize) * queryBytes;
        gemm(q + at, queryBytes, 4, k + keyStart, 4, keyBytes, weights, rowBytes, rows, keys, headSize, false, scratch);
        softmaxBlock(weights, rowBytes, first, rows, scale);
        gemm(weights, 4, rowBytes, dOut + at, queryBytes, 4, dV + keyStart, keyBytes, keys, headSize, rows, true, scratch);
        gemm(dOut + at, queryBytes, 4, v + keyStart, 4, keyBytes, gradients, rowBytes, rows, keys, headSize, false, scratch);
        softmaxBackward(weights, gradients, rowBytes, rows, keys, scale);
        gemm(gradients, rowBytes, 4, k + keyStart, keyBytes, 4, dQ + at, queryBytes, rows, headSize, keys, false, scratch);
        gemm(gradients, 4, rowBytes, q + at, queryBytes, 4, dK + keyStart, keyBytes, keys, headSize, rows, true, scratch);
      }
    }
  }
}
