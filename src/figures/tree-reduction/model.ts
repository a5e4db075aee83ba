// The tree reduction of a small workgroup, step by step, and the cost of the same order at 256 lanes.

import { treeReduction, type TreeOrder } from '@site/src/gpu/simt';

export interface State {
  n: number;
  order: string;
  step: number;
  [key: string]: string | number | boolean;
}
export const LANES = 16;
export const defaults: State = { n: 13, order: 'halving', step: 2 };

export const orderOf = (order: string): TreeOrder => (order === 'interleaved' ? 'interleaved' : 'halving');

/** The values 1 to n. */
export function smallTree(state: State) {
  return treeReduction(Array.from({ length: state.n }, (_, i) => i + 1), LANES, orderOf(state.order));
}

export function costAt256(state: State) {
  const tree = treeReduction([], 256, orderOf(state.order));
  return { steps: tree.steps, warpSteps: tree.steps.reduce((sum, s) => sum + s.busyWarps, 0) };
}
