// What a run on the kernel microscope gives: results, verdicts, counts, traces. Plain data that crosses a worker boundary.
// Not here: how it is found out (compile/, machine/), or how it is drawn (src/components).

import type { GpuArray } from '../kernel';

/** 1-based, in the reader's text. */
export interface Place {
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
}

export interface InvocationId {
  workgroup: [number, number, number];
  local: [number, number, number];
  global: [number, number, number];
}

export type FindingKind =
  | 'race-in-workgroup'
  | 'race-between-workgroups'
  | 'out-of-bounds'
  | 'barrier-divergence'
  | 'unwritten-read'
  | 'not-a-number'
  | 'endless-loop'
  | 'integer-division-by-zero'
  | 'numeric-conversion';

/** Something that students meet. `error` makes a grade fail; `warning` is shown beside a pass. */
export interface Finding {
  kind: FindingKind;
  severity: 'error' | 'warning';
  /** What happened, with ids and address, in one or two sentences; then the fix. */
  message: string;
  fix: string;
  /** The first place is where it happened; a race has two. */
  places: { place: Place; invocation: InvocationId | null; access: 'read' | 'write' | 'atomic' | null }[];
  /** e.g. "scratch[12]" or "params.size". */
  address: string | null;
  /** How often the same finding (same kind, same places) occurred; only the first is described. */
  occurrences: number;
}

/**
 * `bytes` = asked for by invocations; `distinctBytes` = different addresses among them (every workgroup's memory is its own).
 * An atomic's bytes count as loaded, stored or both, by what it does.
 */
export interface AccessCounts {
  loads: number;
  stores: number;
  atomics: number;
  loadBytes: number;
  storeBytes: number;
  distinctLoadBytes: number;
  distinctStoreBytes: number;
}

export interface LineCounts {
  line: number;
  /** Times that an invocation executed this line (its most executed part: of a loop's head, the condition). */
  executions: number;
  flops: number;
  global: AccessCounts;
  workgroup: AccessCounts;
  /** Warp-wide accesses to storage (one for each 16 bytes a lane asks for), and the 32-byte sectors that they touched. */
  globalRequests: number;
  sectors: number;
  /** Warp-wide accesses to workgroup memory, and the passes they needed (1 each without a conflict). */
  workgroupRequests: number;
  bankPasses: number;
  /** Warp-wide issues of this line's branches and the lanes active in them. */
  issues: number;
  activeLanes: number;
  /** Passed by a whole workgroup. */
  barriers: number;
}

export interface Counts {
  invocations: number;
  workgroups: number;
  warps: number;
  flops: number;
  integerOps: number;
  barriers: number;
  /** By address space; `global` = storage. Uniform reads go through the constant cache and stand in `buffers` alone. */
  global: AccessCounts;
  workgroup: AccessCounts;
  globalRequests: number;
  sectors: number;
  workgroupRequests: number;
  bankPasses: number;
  issues: number;
  activeLanes: number;
  /** FLOP per byte of distinct global traffic (each address once) and per byte asked for. */
  intensityDistinct: number;
  intensityAsked: number;
  /** By variable name: storage, uniform and workgroup. */
  buffers: Record<string, AccessCounts>;
  lines: LineCounts[];
  /** Set where only some workgroups were traced: warp-level figures are then of those, scaled. Loads, stores and FLOPs are always exact. */
  sampledWorkgroups: number | null;
}

/** The elements of one entry of an array of structs, vectors, matrices or arrays; or of the whole variable where it is no array. */
export interface ElementParts {
  array: boolean;
  of: { path: string; format: TracedMemory['format'] }[];
}

/** A variable of a trace. An element is one scalar (a component of a vector, a member of a struct): 4 bytes, or 2 for f16. */
export interface TracedMemory {
  name: string;
  space: 'storage' | 'uniform' | 'workgroup';
  /** Elements. */
  length: number;
  elementBytes: number;
  format: 'f32' | 'i32' | 'u32' | 'f16' | 'bits';
  /** What elements are called, where that is not simply name[element] (src/gpu/microscope/element-names.ts). */
  parts?: ElementParts;
  /** Bits of each element as the traced workgroup began. null: workgroup memory (zeros), or too large to keep. */
  before: Uint32Array | null;
}

/** One step of one invocation in the traced workgroup. Struct-of-arrays, bounded by `Budget.traceEvents`. */
export interface Trace {
  workgroup: [number, number, number];
  workgroupSize: [number, number, number];
  /** Lanes of a warp: invocations 0 to subgroupSize - 1 by local_invocation_index are warp 0, and so on. */
  subgroupSize: number;
  /** Variables that events refer to. */
  memories: TracedMemory[];
  /** Per event. Events are in a legal order: barrier by barrier, and within a barrier interval in lockstep by warp. */
  invocation: Uint16Array;
  line: Uint32Array;
  /** 0 execute a line, 1 load, 2 store, 3 atomic, 4 barrier, 5 end. */
  action: Uint8Array;
  /** Index into memories, or 255. */
  memory: Uint8Array;
  /** Element within the memory. */
  element: Uint32Array;
  /** The bits read or written (an atomic: those it left), to be shown by the memory's format. */
  bits: Uint32Array;
  /** Interval between barriers that the event lies in, from 0. */
  interval: Uint16Array;
  /** True where the budget ended the trace before the workgroup did. */
  cut: boolean;
}

export interface Budget {
  /** Loop rounds and function calls, all invocations together; the run ends with an endless-loop finding beyond it. */
  steps: number;
  traceEvents: number;
}

export interface RunOptions {
  /** 'none': results, bounds and budget alone. 'full': findings, counts. */
  watch: 'none' | 'full';
  /** Trace this workgroup. */
  traceWorkgroup?: [number, number, number];
  subgroupSize?: number;
  budget?: Partial<Budget>;
  /** Buffers (by name) whose starting contents nobody wrote: reading them is a finding. */
  unwritten?: string[];
  /** Seed of another legal order of workgroups, warps and lanes; 0 or absent: ascending. */
  order?: number;
}

export interface MicroscopeRun {
  /** Every read_write buffer after the run, as the type that went in. */
  buffers: Record<string, GpuArray>;
  findings: Finding[];
  counts: Counts | null;
  trace: Trace | null;
  /** Why the run ended before its end, e.g. an endless loop: then `buffers` are as it left them. */
  stopped: string | null;
}
