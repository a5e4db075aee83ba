// A tree reduction of one workgroup with a barrier that is missing or stands in the wrong place: its text, and what is shown of its
// runs. Not here: running it (measure.ts), or how a report looks (src/components/Microscope/Findings).

import { wholeBetween } from '@site/src/components/Figure/state';
import type { SmallKernel } from '@site/src/gpu/microscope/once';
import type { Finding } from '@site/src/gpu/microscope/results';

export interface State {
  fault: string;
  order: number;
  [key: string]: string | number | boolean;
}
export const defaults: State = { fault: 'load', order: 0 };

export const faults = [
  { value: 'load', label: 'none after the load' },
  { value: 'step', label: 'none between the steps' },
  { value: 'inside', label: 'the second is inside the if' },
  { value: 'none', label: 'nothing: both where they belong' },
] as const;
export type Fault = (typeof faults)[number]['value'];

/** Legal orders of the invocations that are tried: 0 is ascending. */
export const ORDERS = 16;
export const LANES = 64;
export const SUM = (LANES * (LANES + 1)) / 2;

/** A link may hold anything; what is run is within the controls. */
export function raceState(state: State): { fault: Fault; order: number } {
  return { fault: faults.find(({ value }) => value === state.fault)?.value ?? 'load', order: wholeBetween(state.order, 0, ORDERS - 1) };
}

/** Sums 1 to `lanes`, a power of two up to 256. */
export function kernelOf(fault: Fault, lanes = LANES): SmallKernel {
  const source = `@group(0) @binding(0) var<storage, read> a: array<f32>;
@group(0) @binding(1) var<storage, read_write> result: array<f32>;
var<workgroup> scratch: array<f32, ${lanes}>;

@compute @workgroup_size(${lanes})
fn block_sum(@builtin(local_invocation_index) lane: u32) {
  scratch[lane] = a[lane];
${fault === 'load' ? '' : '  workgroupBarrier();\n'}  for (var half = ${lanes / 2}u; half > 0u; half /= 2u) {
    if (lane < half) {
      scratch[lane] += scratch[lane + half];
${fault === 'inside' ? '      workgroupBarrier();\n' : ''}    }
${fault === 'none' || fault === 'load' ? '    workgroupBarrier();\n' : ''}  }
  if (lane == 0u) {
    result[0] = scratch[0];
  }
}
`;
  const a = Float32Array.from({ length: lanes }, (_, i) => i + 1);
  return { source, dispatch: { entry: 'block_sum', workgroups: [1], buffers: { a, result: new Float32Array(1) } } };
}

export interface RaceReport {
  /** Why the text is not run at all. */
  refused: { line: number; message: string } | null;
  findings: Finding[];
  /** Sum in each order. */
  sums: number[];
}

export const rightOrders = ({ sums }: RaceReport): number => sums.filter((sum) => sum === SUM).length;
