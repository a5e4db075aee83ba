// Where token ids come in: the embedding and its gradient, and the loss.

import type { CrossEntropyArguments, EmbedArguments, EmbedBackwardArguments } from '../../../engine/backend';
import { defineKernel, LANES, overLanes, type PlanHost, type PlanStep } from '../plan';

const embedKernel = defineKernel({
  reads: { table: 'f32', tokens: 'u32' },
  writes: { rows: 'f32' },
  text: `
override width: u32;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  for (var i = lane; i < width; i += ${LANES}u) { rows[group.x * width + i] = table[tokens[group.x] * width + i]; }
}`,
});

export function embed<F, I extends { length: number }>({ table, tokens, out, width }: EmbedArguments<F, I>): PlanStep<F | I>[] {
  return [{ kernel: embedKernel, constants: { width }, buffers: { table, tokens, rows: out }, workgroups: [tokens.length, 1, 1] }];
}

// WGSL cannot add floats atomically. So the rows are grouped by token beforehand, and one workgroup adds up all rows of its token, in order:
// the same sum on every run. `groups` holds, for each token that occurs, its id, the first of its places in `places`, and the first of the next one's.
const embedBackwardKernel = defineKernel({
  reads: { groups: 'u32', places: 'u32', dOut: 'f32' },
  writes: { dTable: 'f32' },
  text: `
override width: u32;
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let token = groups[3u * group.x];
  let end = groups[3u * group.x + 2u];
  for (var i = lane; i < width; i += ${LANES}u) {
    var sum = 0.0;
    for (var place = groups[3u * group.x + 1u]; place < end; place++) { sum += dOut[places[place] * width + i]; }
    dTable[token * width + i] += sum;
  }
}`,
});

/** The places of each token that occurs, together and in order. */
export function groupByToken(ids: Uint32Array): { groups: Uint32Array; places: Uint32Array } {
  const places = Uint32Array.from(ids.keys()).sort((a, b) => ids[a]! - ids[b]! || a - b);
  const groups: number[] = [];
  places.forEach((place, at) => {
    if (at === 0 || ids[places[at - 1]!] !== ids[place]) groups.push(ids[place]!, at, at);
    groups[groups.length - 1] = at + 1;
  });
  return { groups: Uint32Array.from(groups), places };
}

export function embedBackward<F, I>({ dOut, tokens, dTable, width }: EmbedBackwardArguments<F, I>, { idsOf }: PlanHost<F, I>): PlanStep<F>[] {
  const { groups, places } = groupByToken(idsOf(tokens));
  return [{ kernel: embedBackwardKernel, constants: { width }, buffers: { groups, places, dOut, dTable }, workgroups: [groups.length / 3, 1, 1] }];
}

const lossKernel = defineKernel({
  reads: { targets: 'u32' },
  writes: { logits: 'f32', losses: 'f32' },
  text: `
override vocabularySize: u32;
${overLanes}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * vocabularySize;
  let target_ = targets[group.x];
  var largest = LOWEST;
  for (var i = lane; i < vocabularySize; i += ${LANES}u) { largest = max(largest, logits[row + i]); }
  largest = largestOverLanes(lane, largest);
  var total = 0.0;
  for (var i = lane; i < vocabularySize; i += ${LANES}u) { total += exp(logits[row + i] - largest); }
  let logSum = largest + log(sumOverLanes(lane, total));
  for (var i = lane; i < vocabularySize; i += ${LANES}u) {
    let logProbability = logits[row + i] - logSum;
    if (i == target_) { losses[group.x] = -logProbability; }
    logits[row + i] = (exp(logProbability) - select(0.0, 1.0, i == target_)) / f32(groups.x);
  }
}`,
});

export function crossEntropy<F, I extends { length: number }>({ logits, targets, losses, vocabularySize }: CrossEntropyArguments<F, I>): PlanStep<F | I>[] {
  return [{ kernel: lossKernel, constants: { vocabularySize }, buffers: { targets, logits, losses }, workgroups: [targets.length, 1, 1] }];
}
