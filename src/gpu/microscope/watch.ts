// What generated code of the watched kind tells about its run, and to whom: the seam between the compiler and
// whoever counts, traces and looks for races (watching/). The unwatched kind calls none of this.

import type { Span } from '../wgsl/typed';

export type AccessKind = 'load' | 'store' | 'atomic';

/** One place in the text that touches storage, uniform or workgroup memory, that waits, or that computes a float. Generated code names it by its index. */
export interface Site {
  /** `barrier` and `value` touch nothing: they give `barrier` and `float` their place. */
  kind: AccessKind | 'barrier' | 'value';
  /** What an atomic does: atomicLoad only reads, atomicStore only writes. */
  atomic?: 'load' | 'store' | 'update';
  /** Of the reference alone, e.g. `tile[i + 1]`: messages quote it. */
  span: Span;
  /** Index into Plan.memories of the variable, where it is the same on every execution; null through a pointer. */
  memory: number | null;
}

/** A run of statements with one entry and no branch: what it does each time is known beforehand. */
export interface BasicBlock {
  /** Per line of the text: what one execution does. */
  lines: { line: number; flops: number; integerOps: number }[];
  /** Reached by a branch that lanes of a warp may take differently: its executions are reported through `enter`. Every other block is taken to be executed by whole warps. */
  branchTarget: boolean;
}

export interface Memory {
  name: string;
  space: 'storage' | 'uniform' | 'workgroup';
  /** In 32-bit words, as bound in this dispatch. f16 pairs share a word. */
  words: number;
  /** Holds f16 somewhere: then the halves of each word are told apart. */
  halves: boolean;
  /** What one scalar is where all are alike; 'bits' where they differ (a struct), an element being a word then. */
  format: 'f32' | 'i32' | 'u32' | 'f16' | 'bits';
  /** Turns a byte offset into what the reader calls it, e.g. "scratch[12]" or "params.size". */
  nameOf(byte: number): string;
  /** The scalar that stands at a byte offset; 'bits' for bool and padding. Without it a struct's trace shows words. */
  formatOf?(byte: number): Memory['format'];
}

export interface Plan {
  sites: Site[];
  blocks: BasicBlock[];
  memories: Memory[];
}

/**
 * Called by generated code and by the machine that runs it; numbers alone, so that the calls inline. Workgroups run one after the other.
 * `path`, a 32-bit integer, tells apart the rounds of all enclosing loops and call sites: lanes of a warp that meet at a site with the same path
 * execute it together (structured reconvergence). Where a lane meets the same site and path again, its k-th meeting goes with the other lanes' k-th.
 */
export interface Watch {
  /** Executions of each block, all invocations: generated code adds to it directly. */
  readonly blockExecutions: Float64Array;
  beginWorkgroup(x: number, y: number, z: number): void;
  /** The machine is about to run this invocation (local_invocation_index) up to its next barrier, subgroup operation or end. */
  resume(invocation: number): void;
  /** A branch target was entered. */
  enter(block: number, path: number): void;
  /** A statement begins on this line (1-based): called by code of the traced kind alone. */
  line(line: number, path: number): void;
  /** `words` consecutive 32-bit words from `word` of `memory`; for a store or atomic it is called after the write. Not for an access out of bounds. */
  access(site: number, path: number, memory: number, word: number, words: number): void;
  /** The same in f16: 16-bit units. `memory` must have `halves`. */
  accessHalves(site: number, path: number, memory: number, half: number, halves: number): void;
  /** A float that was computed and is now stored, bound or returned; finiteInputs: what it was computed from was finite, as far as the compiler can tell. */
  float(site: number, value: number, finiteInputs: boolean): void;
  /** Instead of `access`; `memory` is -1 for private and function memory. */
  outOfBounds(site: number, memory: number, index: number, length: number): void;
  /** All invocations of the workgroup have arrived: 1 = workgroup memory, 2 = storage, 3 = both are ordered. */
  barrier(site: number, spaces: number): void;
  endWorkgroup(): void;
}
