// What a kernel of the corpus is: a WGSL text, what goes in, and what must come out as plain TypeScript computes it.
// Not here: who runs it (microscope.ts, chromium.ts) and what counts as equal (compare.ts).

import type { Dispatch, GpuArray } from '@site/src/gpu/kernel';
import type { FindingKind } from '@site/src/gpu/microscope/results';
import { createRng, type Rng } from '@site/src/engine/random';
import type { Real } from './real';

/** One 32-bit word of a buffer: a number that must be met exactly, a real with its allowance, or null for what does not matter (padding). */
export type ExpectedWord = number | Real | null;

export interface KernelRun extends Omit<Dispatch, 'entry'> {
  /** "main" where it is not said. */
  entry?: string;
  /** Expected contents of buffers after the run, by name. A buffer that is not named here is compared between the two machines alone. */
  expected: Record<string, ArrayLike<ExpectedWord>>;
}

export interface KernelCase {
  title: string;
  source: string;
  /** Features of the device or, for newer words, of the browser's WGSL without which WebGPU cannot run it. */
  features?: ('shader-f16' | 'subgroups' | 'linear_indexing' | 'swizzle_assignment' | 'uniform_buffer_standard_layout')[];
  /** Sizes and inputs; `subgroupSize` is that of the machine it will run on. */
  runs(inputs: Inputs, subgroupSize: number): KernelRun[];
  /** What a watched run must find; nothing where it is absent. */
  findings?: FindingKind[];
  /** False where two right machines may give different buffers: a race, an access out of bounds. */
  comparable?: boolean;
  /** Puts buffers whose order is free (slots given out by atomics) into one order, before they are compared. */
  canonical?(buffers: Record<string, GpuArray>): Record<string, GpuArray>;
}

/** Keeps the type without stating it. */
export const defineKernel = (kernel: KernelCase): KernelCase => kernel;

/** Seeded inputs. */
export interface Inputs {
  rng: Rng;
  /** f32 numbers, uniform in [low, high). */
  floats(n: number, low?: number, high?: number): Float32Array;
  /** Integers in [low, high]. */
  ints(n: number, low: number, high: number): Int32Array;
  uints(n: number, low: number, high: number): Uint32Array;
}

export function createInputs(seed: number): Inputs {
  const rng = createRng(seed);
  return {
    rng,
    floats: (n, low = -1, high = 1) => Float32Array.from({ length: n }, () => low + (high - low) * rng.uniform()),
    ints: (n, low, high) => Int32Array.from({ length: n }, () => rng.integer(low, high)),
    uints: (n, low, high) => Uint32Array.from({ length: n }, () => rng.integer(low, high)),
  };
}

/** [f(0), …, f(n − 1)]. */
export const list = <T>(n: number, f: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => f(i));

/** The bits of one f32. */
export const bitsOf = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!;
export const floatOf = (bits: number): number => new Float32Array(Uint32Array.of(bits).buffer)[0]!;

/** One word, by its type: `Uint32Array.of(u32(3), f32(1.5))` is a structure that mixes types. */
export const f32 = bitsOf;
export const i32 = (value: number): number => value >>> 0;
export const u32 = (value: number): number => value;
