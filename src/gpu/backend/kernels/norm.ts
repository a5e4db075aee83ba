// RMSNorm and its gradient, and the sum of squares.

import type { RmsNormArguments, RmsNormBackwardArguments, SumOfSquaresArguments } from '../../../engine/backend';
import { defineKernel, LANES, overLanes, type PlanHost, type PlanStep } from '../plan';

const inverseRms = `
override width: u32;
override epsilon: f32;
${overLanes}
/** 1 / rms of a row, by all lanes together. */
fn inverseRms(row: u32, lane: u32) -> f32 {
  var squares = 0.0;
  for (var i = lane; i < width; i += ${LANES}u) { squares += x[row * width + i] * x[row * width + i]; }
  return inverseSqrt(sumOverLanes(lane, squares) / f32(width) + epsilon);
}`;

const normKernel = defineKernel({
  reads: { x: 'f32', gain: 'f32' },
  writes: { y: 'f32' },
  text: `${inverseRms}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let scale = inverseRms(group.x, lane);
  for (var i = lane; i < width; i += ${LANES}u) { y[group.x * width + i] = x[group.x * width + i] * scale * gain[i]; }
}`,
});

export function rmsNorm<F extends { length: number }>({ x, gain, out, epsilon }: RmsNormArguments<F>): PlanStep<F>[] {
  return [{ kernel: normKernel, constants: { width: gain.length, epsilon }, buffers: { x, gain, y: out }, workgroups: [x.length / gain.length, 1, 1] }];
}

// With s = 1/rms: dx = s·(g·dy) - x·s³/d · sum(g·dy·x). Each row's s is kept for the gain's gradient.
const backwardKernel = defineKernel({
  reads: { x: 'f32', gain: 'f32', dOut: 'f32' },
  writes: { dX: 'f32', scales: 'f32' },
  text: `${inverseRms}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let row = group.x * width;
  let scale = inverseRms(group.x, lane);
  var products = 0.0;
  for (var i = lane; i < width; i += ${LANES}u) { products += gain[i] * dOut[row + i] * x[row + i]; }
  let along = sumOverLanes(lane, products) * scale * scale * scale / f32(width);
  for (var i = lane; i < width; i += ${LANES}u) { dX[row + i] += scale * gain[i] * dOut[row + i] - along * x[row + i]; }
  if (lane == 0u) { scales[group.x] = scale; }
}`,
});

const gainKernel = defineKernel({
  reads: { x: 'f32', dOut: 'f32', scales: 'f32' },
  writes: { dGain: 'f32' },
  text: `
override width: u32;
${overLanes}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var row = lane; row < arrayLength(&x) / width; row += ${LANES}u) {
    sum += dOut[row * width + group.x] * x[row * width + group.x] * scales[row];
  }
  sum = sumOverLanes(lane, sum);
  if (lane == 0u) { dGain[group.x] += sum; }
}`,
});

export function rmsNormBackward<F extends { length: number }, I>({ x, gain, dOut, dX, dGain, epsilon }: RmsNormBackwardArguments<F>, { scratch }: PlanHost<F, I>): PlanStep<F>[] {
  const width = gain.length;
  const rows = x.length / width;
  const scales = scratch('scales', rows);
  return [
    { kernel: backwardKernel, constants: { width, epsilon }, buffers: { x, gain, dOut, dX, scales }, workgroups: [rows, 1, 1] },
    { kernel: gainKernel, constants: { width }, buffers: { x, dOut, scales, dGain }, workgroups: [width, 1, 1] },
  ];
}

// Two rounds: each workgroup sums up a share of the squares, then one sums up the shares.
const sumKernel = defineKernel({
  reads: { x: 'f32' },
  writes: { sums: 'f32' },
  text: `
override count: u32;
override squared: bool;
${overLanes}
@compute @workgroup_size(${LANES})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32) {
  var sum = 0.0;
  for (var i = group.x * ${LANES}u + lane; i < count; i += groups.x * ${LANES}u) { sum += select(x[i], x[i] * x[i], squared); }
  sum = sumOverLanes(lane, sum);
  if (lane == 0u) { sums[group.x] = sum; }
}`,
});

export function sumOfSquares<F extends { length: number }, I>({ x, out }: SumOfSquaresArguments<F>, { scratch }: PlanHost<F, I>): PlanStep<F>[] {
  const shares = Math.min(256, Math.ceil(x.length / LANES));
  const sums = scratch('sums', shares);
  return [
    { kernel: sumKernel, constants: { count: x.length, squared: 1 }, buffers: { x, sums }, workgroups: [shares, 1, 1] },
    { kernel: sumKernel, constants: { count: shares, squared: 0 }, buffers: { x: sums, sums: out }, workgroups: [1, 1, 1] },
  ];
}
