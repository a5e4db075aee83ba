// Causal grouped-query attention and its gradient. The scores of one row stand in workgroup memory; no T × T square is ever stored.

import type { AttentionArguments, AttentionBackwardArguments, AttentionSizes } from '../../../engine/backend';
import { defineKernel, LANES, overLanes, type PlanHost, type PlanStep } from '../plan';

/** Two rows of scores, and the lanes' own sums, fit the 16 KiB that every WebGPU has. */
const MOST_TOKENS = 1024;

const sizes = `
override tokenCount: u32;
override headCount: u32;
override kvHeadCount: u32;
override headSize: u32;
${overLanes}
fn atHead(sequence: u32, token: u32, head: u32) -> u32 { return ((sequence * tokenCount + token) * headCount + head) * headSize; }
fn atKvHead(sequence: u32, token: u32, head: u32) -> u32 { return ((sequence * tokenCount + token) * kvHeadCount + head) * headSize; }
fn score(atQ: u32, atK: u32) -> f32 {
  var dot = 0.0;
  for (var i = 0u; i < headSize; i++) { dot += q[atQ + i] * k[atK + i]; }
  return dot * inverseSqrt(f32(headSize));
}`;

// One workgroup for each query of each head. The first half, of the forward and the backward pass alike: after it `weights` holds
// the exponentials of the row, and `total` their sum.
const row = `
var<workgroup> weights: array<f32, tokenCount>;
struct Softmax { largest: f32, total: f32 }
fn exponentials(atQ: u32, sequence: u32, query: u32, kvHead: u32, lane: u32) -> Softmax {
  var largest = LOWEST;
  for (var key = lane; key <= query; key += ${LANES}u) {
    let s = score(atQ, atKvHead(sequence, key, kvHead));
    weights[key] = s;
    largest = max(largest, s);
  }
  largest = largestOverLanes(lane, largest);
  var total = 0.0;
  for (var key = lane; key <= query; key += ${LANES}u) {
    weights[key] = exp(weights[key] - largest);
    total += weights[key];
  }
  return Softmax(largest, sumOverLanes(lane, total));
}`;

const forwardKernel = defineKernel({
  reads: { q: 'f32', k: 'f32', v: 'f32' },
  writes: { mixed: 'f32' },
  text: `${sizes}${row}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let query = group.x;
  let sequence = group.z;
  let kvHead = group.y * kvHeadCount / headCount;
  let atQ = atHead(sequence, query, group.y);
  let softmax = exponentials(atQ, sequence, query, kvHead, lane);
  for (var i = lane; i < headSize; i += ${LANES}u) {
    var sum = 0.0;
    for (var key = 0u; key <= query; key++) { sum += weights[key] * v[atKvHead(sequence, key, kvHead) + i]; }
    mixed[atQ + i] = sum / softmax.total;
  }
}`,
});

// dP = dOut·vᵀ, dS = P ∘ (dP - sum(P ∘ dP)), dQ = dS·k/sqrt(D). What the keys' side needs of each row is kept in `rows`:
// ln of its sum of exponentials, and sum(P ∘ dP).
const queriesKernel = defineKernel({
  reads: { q: 'f32', k: 'f32', v: 'f32', dOut: 'f32' },
  writes: { dQ: 'f32', rows: 'f32' },
  text: `${sizes}${row}
var<workgroup> dWeights: array<f32, tokenCount>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let query = group.x;
  let sequence = group.z;
  let kvHead = group.y * kvHeadCount / headCount;
  let atQ = atHead(sequence, query, group.y);
  let softmax = exponentials(atQ, sequence, query, kvHead, lane);
  var products = 0.0;
  for (var key = lane; key <= query; key += ${LANES}u) {
    let atV = atKvHead(sequence, key, kvHead);
    var dWeight = 0.0;
    for (var i = 0u; i < headSize; i++) { dWeight += dOut[atQ + i] * v[atV + i]; }
    dWeights[key] = dWeight;
    products += weights[key] * dWeight;
  }
  let mean = sumOverLanes(lane, products) / softmax.total;
  let scale = inverseSqrt(f32(headSize)) / softmax.total;
  for (var i = lane; i < headSize; i += ${LANES}u) {
    var sum = 0.0;
    for (var key = 0u; key <= query; key++) { sum += weights[key] * (dWeights[key] - mean) * k[atKvHead(sequence, key, kvHead) + i]; }
    dQ[atQ + i] = scale * sum;
  }
  if (lane == 0u) {
    let at = 2u * ((sequence * headCount + group.y) * tokenCount + query);
    rows[at] = softmax.largest + log(softmax.total);
    rows[at + 1u] = mean;
  }
}`,
});

// dK = dSᵀ·q/sqrt(D) and dV = Pᵀ·dOut: one workgroup for each key of each key head, over all queries that see it.
const keysKernel = defineKernel({
  reads: { q: 'f32', k: 'f32', v: 'f32', dOut: 'f32', rows: 'f32' },
  writes: { dK: 'f32', dV: 'f32' },
  text: `${sizes}
var<workgroup> weights: array<f32, tokenCount>;
var<workgroup> dScores: array<f32, tokenCount>;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let key = group.x;
  let sequence = group.z;
  let atK = atKvHead(sequence, key, group.y);
  let groupSize = headCount / kvHeadCount;
  for (var i = lane; i < headSize; i += ${LANES}u) {
    dK[atK + i] = 0.0;
    dV[atK + i] = 0.0;
  }
  for (var head = group.y * groupSize; head < (group.y + 1u) * groupSize; head++) {
    for (var query = key + lane; query < tokenCount; query += ${LANES}u) {
      let atQ = atHead(sequence, query, head);
      let at = 2u * ((sequence * headCount + head) * tokenCount + query);
      var dWeight = 0.0;
      for (var i = 0u; i < headSize; i++) { dWeight += dOut[atQ + i] * v[atK + i]; }
      weights[query] = exp(score(atQ, atK) - rows[at]);
      dScores[query] = weights[query] * (dWeight - rows[at + 1u]);
    }
    workgroupBarrier();
    for (var i = lane; i < headSize; i += ${LANES}u) {
      var sumK = 0.0;
      var sumV = 0.0;
      for (var query = key; query < tokenCount; query++) {
        let atQ = atHead(sequence, query, head) + i;
        sumK += dScores[query] * q[atQ];
        sumV += weights[query] * dOut[atQ];
      }
      dK[atK + i] += inverseSqrt(f32(headSize)) * sumK;
      dV[atK + i] += sumV;
    }
    workgroupBarrier();
  }
}`,
});

function constantsOf({ tokenCount, headCount, kvHeadCount, headSize }: AttentionSizes): Record<string, number> {
  if (tokenCount > MOST_TOKENS) throw new RangeError(`attention on WebGPU takes at most ${MOST_TOKENS} tokens a sequence, not ${tokenCount}`);
  return { tokenCount, headCount, kvHeadCount, headSize };
}

export function attention<F>({ q, k, v, out, ...sizes }: AttentionArguments<F>): PlanStep<F>[] {
  return [{ kernel: forwardKernel, constants: constantsOf(sizes), buffers: { q, k, v, mixed: out }, workgroups: [sizes.tokenCount, sizes.headCount, sizes.batchSize] }];
}

export function attentionBackward<F, I>({ q, k, v, dOut, dQ, dK, dV, ...sizes }: AttentionBackwardArguments<F>, { scratch }: PlanHost<F, I>): PlanStep<F>[] {
  const { batchSize, tokenCount, headCount, kvHeadCount } = sizes;
  const rows = scratch('rows', 2 * batchSize * headCount * tokenCount);
  const constants = constantsOf(sizes);
  return [
    { kernel: queriesKernel, constants, buffers: { q, k, v, dOut, dQ, rows }, workgroups: [tokenCount, headCount, batchSize] },
    { kernel: keysKernel, constants, buffers: { q, k, v, dOut, rows, dK, dV }, workgroups: [tokenCount, kvHeadCount, batchSize] },
  ];
}
