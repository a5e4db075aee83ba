// Two warps of 32 lanes at a branch: which lanes take it, and what both sides cost.

import { branchTimeOfWorkgroup, WARP_SIZE } from '@site/src/gpu/simt';

export interface State {
  taking: number;
  arrangement: string;
  thenSlots: number;
  elseSlots: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { taking: 32, arrangement: 'alternate', thenSlots: 6, elseSlots: 4 };
const LANES = 2 * WARP_SIZE;

/** Which of the 64 invocations take the branch. */
export function takenBy(taking: number, arrangement: string): boolean[] {
  const order = Array.from({ length: LANES }, (_, i) => i);
  // Bit reversal spreads the first k lanes evenly over the 64.
  const spread = order.map((i) => Number.parseInt(i.toString(2).padStart(6, '0').split('').reverse().join(''), 2));
  return order.map((i) => (arrangement === 'together' ? i : spread[i]!) < taking);
}

export function divergence(state: State) {
  const taken = takenBy(state.taking, state.arrangement);
  const workgroup = branchTimeOfWorkgroup(taken, WARP_SIZE, state.thenSlots, state.elseSlots);
  const best = branchTimeOfWorkgroup(takenBy(state.taking, 'together'), WARP_SIZE, state.thenSlots, state.elseSlots);
  return { ...workgroup, bestSlots: best.slots };
}
