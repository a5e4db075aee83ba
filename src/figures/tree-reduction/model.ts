// The tree reduction of a small workgroup, step by step; the cost of the same order at 256 lanes by the model of src/gpu/simt;
// and the kernel that sums in this order. Not here: running it (measure.ts).

import { wholeBetween } from '@site/src/components/Figure/state';
import type { SmallKernel } from '@site/src/gpu/microscope/once';
import { treeReduction, type TreeOrder } from '@site/src/gpu/simt';

export interface State {
  n: number;
  order: string;
  step: number;
  [key: string]: string | number | boolean;
}
export const LANES = 16;
export const BLOCK = 256;
export const defaults: State = { n: 13, order: 'halving', step: 2 };

export const orderOf = (order: string): TreeOrder => (order === 'interleaved' || order === 'packed' ? order : 'halving');

/** The values 1 to n. */
export function smallTree(state: State) {
  const values = Array.from({ length: wholeBetween(state.n, 0, LANES) }, (_, i) => i + 1);
  return treeReduction(values, LANES, orderOf(state.order));
}

/** 256 lanes that add up 1 to 256. */
export function costAt256(order: TreeOrder) {
  const tree = treeReduction(Array.from({ length: BLOCK }, (_, i) => i + 1), BLOCK, order);
  const sum = (key: 'busyWarps' | 'allBankPasses') => tree.steps.reduce((total, step) => total + step[key], 0);
  return { ...tree, warpSteps: sum('busyWarps'), bankPasses: sum('allBankPasses') };
}

/** The lines that are counted: a lane's read of its partner's slot, and the barriers. */
export const PARTNER = 'let partner = ';
export const BARRIER = 'workgroupBarrier();';

const loops: Record<TreeOrder, string> = {
  halving: `for (var s = 128u; s > 0u; s /= 2u) {
    if (lane < s) {
      ${PARTNER}scratch[lane + s];
      scratch[lane] += partner;
    }`,
  interleaved: `for (var s = 1u; s < 256u; s *= 2u) {
    if (lane % (2u * s) == 0u) {
      ${PARTNER}scratch[lane + s];
      scratch[lane] += partner;
    }`,
  packed: `for (var s = 1u; s < 256u; s *= 2u) {
    let slot = 2u * s * lane;
    if (slot < 256u) {
      ${PARTNER}scratch[slot + s];
      scratch[slot] += partner;
    }`,
};

export function kernelOf(order: TreeOrder): SmallKernel {
  const source = `@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
var<workgroup> scratch: array<f32, 256>;

@compute @workgroup_size(256)
fn block_sum(@builtin(local_invocation_index) lane: u32) {
  scratch[lane] = a[lane];
  ${BARRIER}
  ${loops[order]}
    ${BARRIER}
  }
  if (lane == 0u) {
    result[0] = scratch[0];
  }
}
`;
  const a = Float32Array.from({ length: BLOCK }, (_, i) => i + 1);
  return { source, dispatch: { entry: 'block_sum', workgroups: [1], buffers: { a, result: new Float32Array(1) } } };
}

/** What the microscope counted. */
export interface MeasuredTree {
  sum: number;
  additions: number;
  warpSteps: number;
  bankPasses: number;
  barriers: number;
}
