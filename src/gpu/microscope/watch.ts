// What generated code of the watched kind tells about its run, and to whom: the seam between the compiler and
// whoever counts, traces and looks for races. The unwatched kind calls none of this.

import type { Span } from '../wgsl/typed';

export type AccessKind = 'load' | 'store' | 'atomic';

/** One place in the text that touches storage, uniform or workgroup memory. Generated code names it by its index. */
export interface Site {
  kind: AccessKind;
  span: Span;
  /** Index into Layout.memories of the variable, where it is the same on every execution; null through a pointer. */
  memory: number | null;
}

/** A run of statements with one entry and no branch: what it does each time is known beforehand. */
export interface BasicBlock {
  /** Per line of the text: what one execution does. */
  lines: { line: number; flops: number; integerOps: number }[];
  /** Reached by a branch that lanes of a warp may take differently: its executions are reported through `enter`. */
  branchTarget: boolean;
}

export interface Memory {
  name: string;
  space: 'storage' | 'uniform' | 'workgroup';
  /** In 32-bit words. f16 pairs share a word. */
  words: number;
  /** Turns a word index into what the reader calls it, e.g. "scratch[12]" or "params.size". */
  nameOf(word: number): string;
}

export interface Plan {
  sites: Site[];
  blocks: BasicBlock[];
  memories: Memory[];
}

/**
 * Called by generated code and by the machine that runs it; numbers alone, so that the calls inline.
 * `path` tells apart the rounds of all enclosing loops and call sites: lanes of a warp that meet at a site with the same path execute it together
 * (structured reconvergence).
 */
export interface Watch {
  /** Executions of each block, all invocations: generated code adds to it directly. */
  readonly blockExecutions: Float64Array;
  beginWorkgroup(x: number, y: number, z: number): void;
  /** The machine is about to run this invocation (local_invocation_index) up to its next barrier or end. */
  resume(invocation: number): void;
  /** A branch target was entered. */
  enter(block: number, path: number): void;
  /** `words` consecutive 32-bit words from `word` of `memory`; for a store or atomic it is called after the write. `bytes` < 4 · words for f16. */
  access(site: number, path: number, memory: number, word: number, words: number): void;
  /** A float that was computed and is now stored, bound or returned; `finiteInputs` as far as the compiler can tell. */
  float(site: number, value: number): void;
  outOfBounds(site: number, memory: number, index: number, length: number): void;
  /** All invocations of the workgroup have arrived: 1 = workgroup memory, 2 = storage, 3 = both are ordered. */
  barrier(site: number, spaces: number): void;
  endWorkgroup(): void;
}
