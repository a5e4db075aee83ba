// Two warps of 32 lanes at a branch: which lanes take it, what both sides cost by the model of src/gpu/simt, and the kernel
// that branches so. Not here: running it (measure.ts).

import { wholeBetween } from '@site/src/components/Figure/state';
import type { SmallKernel } from '@site/src/gpu/microscope/once';
import { branchTimeOfWorkgroup, WARP_SIZE } from '@site/src/gpu/simt';

export interface State {
  taking: number;
  arrangement: string;
  thenSlots: number;
  elseSlots: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { taking: 32, arrangement: 'alternate', thenSlots: 6, elseSlots: 4 };
export const LANES = 2 * WARP_SIZE;
export const MOST_SLOTS = 10;

/** A link may hold anything; what is drawn and run is within the controls. */
export function branchState(state: State) {
  return {
    taking: wholeBetween(state.taking, 0, LANES),
    arrangement: state.arrangement === 'together' ? 'together' : 'alternate',
    thenSlots: wholeBetween(state.thenSlots, 0, MOST_SLOTS),
    elseSlots: wholeBetween(state.elseSlots, 0, MOST_SLOTS),
  } as const;
}

/** Which of the 64 invocations take the branch. */
export function takenBy(taking: number, arrangement: string): boolean[] {
  const order = Array.from({ length: LANES }, (_, i) => i);
  // Bit reversal spreads the first k lanes evenly over the 64.
  const spread = order.map((i) => Number.parseInt(i.toString(2).padStart(6, '0').split('').reverse().join(''), 2));
  return order.map((i) => (arrangement === 'together' ? i : spread[i]!) < taking);
}

export function divergence(given: State) {
  const { taking, arrangement, thenSlots, elseSlots } = branchState(given);
  const workgroup = branchTimeOfWorkgroup(takenBy(taking, arrangement), WARP_SIZE, thenSlots, elseSlots);
  const best = branchTimeOfWorkgroup(takenBy(taking, 'together'), WARP_SIZE, thenSlots, elseSlots);
  return { ...workgroup, sides: { then: sideOf(workgroup.warps, 'then'), else: sideOf(workgroup.warps, 'else') }, bestSlots: best.slots };
}

/** Of both warps: slots spent on one side, and the lanes at work in them. */
function sideOf(warps: ReturnType<typeof branchTimeOfWorkgroup>['warps'], side: string) {
  const phases = warps.flatMap((warp) => warp.phases.filter((phase) => phase.name === side));
  return {
    slots: phases.reduce((n, { slots }) => n + slots, 0),
    lanes: phases.reduce((n, { slots, active }) => n + slots * active.filter(Boolean).length, 0),
  };
}

/** The statements of each side: each is one instruction, a fused multiply-add, and so one issue slot. */
export const THEN = 'x = fma(x, 1.5, 1.0);';
export const ELSE = 'x = fma(x, 0.5, 2.0);';

export function kernelOf(given: State): SmallKernel {
  const { taking, arrangement, thenSlots, elseSlots } = branchState(given);
  const place = arrangement === 'together' ? 'lane' : 'reverseBits(lane) >> 26u';
  const side = (statement: string, count: number) => `    ${statement}\n`.repeat(count);
  const source = `@group(0) @binding(0) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(64)
fn branch(@builtin(local_invocation_index) lane: u32) {
  var x = f32(lane);
  let place = ${place};
  if (place < ${taking}u) {
${side(THEN, thenSlots)}  } else {
${side(ELSE, elseSlots)}  }
  result[lane] = x;
}
`;
  return { source, dispatch: { entry: 'branch', workgroups: [1], buffers: { result: new Float32Array(LANES) } } };
}

export interface MeasuredSide {
  slots: number;
  lanes: number;
}
/** What the microscope counted on the lines of each side. */
export interface MeasuredBranch {
  then: MeasuredSide;
  else: MeasuredSide;
}
