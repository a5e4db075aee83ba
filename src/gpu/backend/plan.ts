// An operation of a training step as dispatches of kernels: which text, with which constants, on which buffers, in how many workgroups.
// Pure, so that the kernel microscope can run a plan as well as a GPU (plan.test.ts). Not here: devices.

/** One dispatch. `B`: what the host calls a buffer, of numbers or of tokens. */
export interface PlanStep<B> {
  kernel: Kernel;
  /** Values of the kernel's overrides; a bool is 0 or 1. */
  constants: Record<string, number>;
  /** By the name of the WGSL variable: a buffer of the caller's, or numbers that the plan brings along. */
  buffers: Record<string, B | Float32Array | Uint32Array>;
  workgroups: [number, number, number];
}

export interface PlanHost<F, I> {
  /** At least `length` numbers of whatever value, which only the operation `name` uses, one buffer for each `name`. */
  scratch(name: string, length: number): F;
  /** What was last written to a buffer of tokens. */
  idsOf(tokens: I): Uint32Array;
}

/** One compute kernel, entry point `main`. Binding i of group 0 is buffer i of `buffers`. */
export interface Kernel {
  source: string;
  buffers: readonly string[];
}

type Element = 'f32' | 'u32';
const declare = (access: string) => ([name, element]: [string, Element], binding: number) => `@group(0) @binding(${binding}) var<storage, ${access}> ${name}: array<${element}>;`;

/** A kernel from its buffers and the rest of its text. */
export function defineKernel({ reads, writes, text }: { reads: Record<string, Element>; writes: Record<string, Element>; text: string }): Kernel {
  const from = Object.keys(reads).length;
  const declarations = [...Object.entries(reads).map(declare('read')), ...Object.entries(writes).map((entry, i) => declare('read_write')(entry, from + i))];
  return { source: `${declarations.join('\n')}\n${text}`, buffers: [...Object.keys(reads), ...Object.keys(writes)] };
}

/** Invocations of a workgroup in all kernels but the large elementwise ones. */
export const LANES = 64;

/** WGSL: a sum and a maximum over the lanes of a workgroup, the same for all of them. Every lane must call. */
export const overLanes = `
var<workgroup> lanes: array<f32, ${LANES}>;
fn sumOverLanes(lane: u32, value: f32) -> f32 {
  lanes[lane] = value;
  workgroupBarrier();
  for (var half = ${LANES / 2}u; half > 0u; half >>= 1u) {
    if (lane < half) { lanes[lane] += lanes[lane + half]; }
    workgroupBarrier();
  }
  let sum = lanes[0];
  workgroupBarrier();
  return sum;
}
fn largestOverLanes(lane: u32, value: f32) -> f32 {
  lanes[lane] = value;
  workgroupBarrier();
  for (var half = ${LANES / 2}u; half > 0u; half >>= 1u) {
    if (lane < half) { lanes[lane] = max(lanes[lane], lanes[lane + half]); }
    workgroupBarrier();
  }
  let largest = lanes[0];
  workgroupBarrier();
  return largest;
}
const LOWEST = -3.4028234e38;
`;

/** WebGPU dispatches at most this many workgroups along one axis. */
const MOST_WORKGROUPS = 65_535;

/** Workgroups for `count` items of which each takes `each`; kernels step on by the size of the whole grid. */
export const gridFor = (count: number, each: number): [number, number, number] => [Math.min(MOST_WORKGROUPS, Math.ceil(count / each)), 1, 1];
